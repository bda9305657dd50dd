/** Puts an order together from a sale, its customer and the eSIM that came with it. */
import { iccidFrom } from '../../esim/identifiers';
import type { Order, OrderType } from '../../esim/model';
import { flag, text } from '../../esim/read';
import type { Result, Session } from '../provider';
import { esimWithIccid } from './customers';
import { esimFrom, orderFrom } from './mapping';
import type { Sale } from './sales';
import { recallEsim } from './remember';
import { customerOf, esimsOf, itemsOf } from './wire';
import type { WireActivatedItem, WireCustomerRecord, WireEsim } from './wire';

/** What the caller knows of a sale that the provider's answers do not say. */
export interface Hints {
  /** The eSIM that was topped up. */
  iccid?: string | null;
  /** The eSIMs that the customer had before: what came with the sale is the one that is new. */
  iccidsBefore?: ReadonlySet<string>;
}

/** The model of a sale that `withCustomer` has completed. An eSIM that cannot be told from others is left out, and logged. */
export function orderOfSale(session: Session, sale: Sale, hints: Hints = {}): Result<Order> {
  const customerId = text(sale.buyer?.uid);
  const iccid = hints.iccid ?? recallEsim(session, text(sale.item.uid));
  const wireEsim = esimOfSale(sale, { ...hints, iccid });
  const type = typeOfSale(sale);
  if (wireEsim === null) {
    const count = sale.customer === null ? 'unknown' : String(esimsOf(sale.customer).length);
    session.log(
      `order ${text(sale.item.uid)}: nothing says which eSIM belongs to it (eSIMs of its customer: ${count})`,
    );
  }
  const esim = wireEsim === null ? null : esimFrom(wireEsim, customerId);
  return { value: orderFrom(sale.item, { type, customerId, esim }), raw: sale.raw };
}

/**
 * Whether a sale brought an eSIM or topped one up. Nothing says so directly: a customer is made by a first order, and
 * every order of a new eSIM adds one (section 11.1).
 * @returns `null` when it cannot be known
 */
function typeOfSale(sale: Sale): OrderType | null {
  const { item, esim, customer } = sale;
  if (esim !== null || isFirstOrder(sale)) return 'newEsim';
  if (customer === null) return null;
  const items = itemsOf(customer);
  const active = esimsOf(customer).filter(isActive);
  if (items.length <= active.length) return 'newEsim';
  const first = active.length === 1 ? firstOf(items) : null;
  if (first === null) return null;
  return text(first.uid) === text(item.uid) ? 'newEsim' : 'topUp';
}

/** A customer with a single sale was made by it: certainly not a top-up. */
export function isFirstOrder({ item, customer }: Sale): boolean {
  if (customer === null) return false;
  return text(only(itemsOf(customer))?.uid) === text(item.uid);
}

function firstOf(items: WireActivatedItem[]): WireActivatedItem | null {
  const bought = items.map((item) => orderFrom(item, { type: null, customerId: null, esim: null }).createdAt);
  if (bought.some((time) => time === null)) return null;
  const earliest = bought.filter((time) => time !== null).sort()[0];
  const first = items.filter((_, index) => bought[index] === earliest);
  return first.length === 1 ? (first[0] ?? null) : null;
}

function esimOfSale(sale: Sale, { iccid, iccidsBefore }: Hints): WireEsim | null {
  const { esim, customer } = sale;
  if (esim !== null) return esim;
  if (customer === null) return null;
  if (iccid) return esimWithIccid(customer, iccid) ?? null;
  const esims = esimsOf(customer);
  // an only eSIM is that of the first order: the new one of a later order may not be listed yet
  if (iccidsBefore && !isFirstOrder(sale)) return only(esims.filter((one) => isNew(one, iccidsBefore)));
  // beside one that was replaced, and is no longer active, the other one is meant; unless two orders brought them
  return only(esims) ?? (isFirstOrder(sale) ? only(esims.filter(isActive)) : null);
}

function isActive(esim: WireEsim): boolean {
  return flag(esim.active) !== false;
}

function isNew(esim: WireEsim, before: ReadonlySet<string>): boolean {
  const iccid = iccidFrom(esim.iccid);
  return iccid !== null && !before.has(iccid);
}

function only<T>(all: T[]): T | null {
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** The ICCIDs of a customer's eSIMs. */
export function iccidsOf(customer: WireCustomerRecord): Set<string> {
  return new Set(esimsOf(customer).flatMap(({ iccid }) => iccidFrom(iccid) ?? []));
}

/** A row of a list, without a further read for it. */
export function orderAsListed(sale: Sale): Result<Order> {
  const customerId = text((sale.customer ? customerOf(sale.customer) : sale.buyer)?.uid);
  const wireEsim = esimOfSale(sale, {});
  const esim = wireEsim === null ? null : esimFrom(wireEsim, customerId);
  return { value: orderFrom(sale.item, { type: typeOfSale(sale), customerId, esim }), raw: sale.raw };
}
