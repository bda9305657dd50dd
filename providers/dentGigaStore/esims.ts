/** eSIMs and their data, both held by customers (facts/providers/dent-giga-store.md, sections 8, 11.2 to 11.4). */
import type { Esim, Usage } from '../../esim/model';
import { record } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import type { EsimLookup, Result, Session } from '../provider';
import { customerByIccid, customerById } from './customers';
import { esimFrom, sizeFrom } from './mapping';
import { usageFrom } from './usage';
import { customerUidOf, esimsOf, itemsOf } from './wire';
import type { WireBalance, WireCustomerRecord } from './wire';

/** @throws ProviderError `notFound` */
export async function get(session: Session, lookup: EsimLookup): Promise<Array<Result<Esim>>> {
  if (lookup.by === 'iccid') {
    const { customer, esim } = await customerByIccid(session, lookup.iccid);
    return [{ value: esimFrom(esim, customerUidOf(customer)), raw: esim }];
  }
  const customerId = customerIdOf(lookup);
  const { customer } = await customerById(session, customerId);
  const esims = esimsOf(customer);
  if (esims.length > 0) return esims.map((esim) => ({ value: esimFrom(esim, customerId), raw: esim }));
  throw new ProviderError('notFound', `The customer "${customerId}" has no eSIM at DENT Giga Store`, {
    description: 'Look the customer up in the DENT Giga Store portal.',
  });
}

/**
 * Data used and left. Packages belong to the customer, not to one of the customer's eSIMs.
 * @throws ProviderError `notFound`
 */
export async function getUsage(session: Session, lookup: EsimLookup): Promise<Result<Usage>> {
  const now = new Date();
  if (lookup.by !== 'iccid') {
    const { customer, raw } = await customerById(session, customerIdOf(lookup));
    return { value: usageFrom(customer, null, now), raw };
  }
  const { iccid } = lookup;
  const found = await customerByIccid(session, iccid);
  const customerUid = customerUidOf(found.customer);
  // what a search shows of a customer is not documented; one customer's own record is
  const read = tellsBalances(found.customer) || customerUid === null ? found : await customerById(session, customerUid);
  const count = esimsOf(read.customer).length;
  if (count > 1) session.log(`eSIM ${iccid}: its customer has ${count} eSIMs, and the usage is that of all of them`);
  return { value: usageFrom(read.customer, iccid, now), raw: read.raw };
}

function tellsBalances(customer: WireCustomerRecord): boolean {
  if (!Array.isArray(customer.activatedItems)) return false;
  return itemsOf(customer).every(({ balance }) => {
    const { size, availableBalance }: WireBalance = record(balance);
    return sizeFrom(size) !== null && sizeFrom(availableBalance) !== null;
  });
}

function customerIdOf(lookup: EsimLookup): string {
  if (lookup.by === 'customerId') return lookup.customerId;
  throw new ProviderError('badInput', 'DENT Giga Store has no eSIM ids of its own to search by', {
    description: 'Find the eSIM by its ICCID or by its customer.',
  });
}
