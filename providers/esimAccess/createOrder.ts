/**
 * Beside orders.ts, which reads them: orders, made (facts/providers/esim-access.md, sections 7, 19 and 20). The same request under the same
 * transaction ID is carried out once, so what got no clear answer is sent again.
 */
import { decimalFrom, scaledExactly } from '../../esim/decimal';
import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { InputError } from '../../input';
import { readIfPossible } from '../kit/attempt';
import { foundAmong } from '../kit/books';
import { found, purchase } from '../kit/purchases';
import type { CreateOrderInput, Found, ProviderFields, PurchaseOperation, Result, Sent, Session } from '../provider';
import * as api from './api';
import { carriersOf, CLOCKS_DIFFER_MS, NEWEST_MS, OLDER_MS, transactionIdOf } from './books';
import { ORDERED_BEFORE } from './codes';
import * as fields from './fields';
import { boughtFor, orderFrom, PROVIDER_NAME } from './mapping';
import { allocating, eachItem, profilesOf } from './orders';
import { checkIsDayPass, isNamed, traitsOf } from './packages';

/** Section 9: allocated within about 30 seconds, and pending profiles may not be listed before. */
const SHOWS_WITHIN_MS = 60_000;

/** What is ordered. */
interface Draft {
  id: string;
  reference: string;
  packageId: string;
  count: number;
  days: number | null;
  /** In ten-thousandths of a dollar. */
  price: number | null;
}

function draftOf({ clientReference, packageId, fields: values }: CreateOrderInput): Draft {
  return {
    id: transactionIdOf('order', clientReference),
    reference: clientReference,
    packageId,
    count: values.get(fields.quantity) ?? 1,
    days: values.get(fields.days),
    price: priceOf(values),
  };
}

/** @throws InputError for another currency: prices are in dollars (section 6) */
function priceOf(values: ProviderFields): number | null {
  const expected = values.get(fields.expectedPrice);
  if (expected === null) return null;
  const amount = decimalFrom(expected.amount);
  const units = amount === null || expected.currency !== 'USD' ? null : scaledExactly(amount, 4);
  if (units !== null) return Number(units);
  throw new InputError(
    `Expected Price is in ${expected.currency}, and ${PROVIDER_NAME} has its prices in USD`,
    'Take it from price of the package.',
  );
}

/** How the total of several days is checked is unknown (section 7): then only the price of a day is named. */
function bodyOf({ id, packageId, count, days, price }: Draft): Readonly<Record<string, unknown>> {
  const isTotalKnown = price !== null && days === null;
  return {
    transactionId: id,
    ...(isTotalKnown && { amount: price * count }),
    packageInfoList: [
      { packageCode: packageId, count, ...(price !== null && { price }), ...(days !== null && { periodNum: days }) },
    ],
  };
}

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  // what the same transaction ID does with another content is unknown (section 22): it is refused here
  alsoAsks({ fields: values }) {
    const [count, days] = [values.get(fields.quantity) ?? 1, values.get(fields.days)];
    return [count === 1 ? null : `${count} eSIMs`, days === null ? null : `${days} days`].filter((one) => one !== null);
  },
  check: (_session, input) => void draftOf(input),
  async prepare(session, input) {
    const draft = draftOf(input);
    if (draft.days !== null) await checkIsDayPass(session, draft.packageId);
    let wasThere = false;
    return purchase<Order>({
      whereToCheck: `orders with the transaction ID "${draft.id}" in the eSIM Access console`,
      asked: { package: { id: draft.packageId } },
      certainty: 'sameRequest',
      // sent before, in another run or long ago: the older books may have it
      find: async ({ looks, sentAt }) => {
        const backMs = wasThere || (looks === 1 && sentAt === null) ? OLDER_MS : NEWEST_MS;
        return await found(async () => await look(session, draft, backMs));
      },
      async send({ isOpen, sentAt }) {
        const sent = await api.order(session, bodyOf(draft), async ({ orderNo }) => {
          const orderId = text(orderNo);
          return orderId === null ? 'without the number of an order' : await placed(session, draft, orderId, sentAt);
        });
        if (sent.outcome !== 'unknown') return sent;
        const code = api.codeOf(sent.error);
        if (code === ORDERED_BEFORE && !isOpen) wasThere = true;
        // section 20: the same request is carried out once; what exists already has to be looked up
        return { ...sent, repeatable: code !== ORDERED_BEFORE };
      },
      // how long an ID is remembered is unknown (section 22): not longer than the books are looked through
      mayRepeat: async (notes) => await notes.isYounger(NEWEST_MS - CLOCKS_DIFFER_MS),
      asAsked: (result) => named(result, draft, wasThere),
    });
  },
};

/** What only the input says: the reference behind a digest, the name under which the package was ordered. */
function named(result: Result<Order>, { reference, packageId }: Draft, alreadyExisted: boolean): Result<Order> {
  const { name } = result.value.package;
  return eachItem(result, { clientReference: reference, package: { packageId, name }, alreadyExisted });
}

async function look(session: Session, draft: Draft, backMs: number): Promise<Found<Order>> {
  const carriers = await carriersOf(session, draft.id, backMs);
  return await foundAmong(
    carriers,
    async (orderId) => await shown(session, draft, orderId),
    (orderId) => orderId,
  );
}

async function shown(session: Session, draft: Draft, orderId: string): Promise<Found<Order>> {
  const [first, ...more] = await profilesOf(session, orderId);
  if (first === undefined) {
    // listed, and not all of its eSIMs are there yet: which package it is for shows then
    return { outcome: 'underWay', explanation: `order ${orderId} has it, and its eSIMs are still being allocated` };
  }
  const count = 1 + more.length;
  const many = `order ${orderId} has it, with ${count} eSIM${count === 1 ? '' : 's'}`;
  if (count !== draft.count) return { outcome: 'conflict', explanation: many };
  return {
    outcome: 'found',
    result: orderFrom([first, ...more]),
    traits: { package: traitsOf(boughtFor(first)[0], draft.packageId) },
  };
}

/**
 * The order that an answer names: whether it is new, the answer does not say (section 20). An ID that was used before the
 * books that were looked through gives the order of then, so what is there already has to be the same.
 */
async function placed(
  session: Session,
  draft: Draft,
  orderId: string,
  sentAt: number | null,
): Promise<Sent<Order> | string> {
  const [first, ...more] = (await readIfPossible(async () => await profilesOf(session, orderId))) ?? [];
  if (first === undefined) return { outcome: 'done', result: named(allocating(orderId), draft, false) };
  const [bought] = boughtFor(first);
  const isAnother = bought?.packageCode !== undefined && !isNamed(bought, draft.packageId);
  if (isAnother || 1 + more.length !== draft.count) {
    return `it names order ${orderId}, which is for something else: the client reference was used before`;
  }
  const result = orderFrom([first, ...more]);
  const madeAt = Date.parse(result.value.createdAt ?? '');
  const wasThere = sentAt !== null && madeAt < sentAt - CLOCKS_DIFFER_MS;
  return { outcome: 'done', result: named(result, draft, wasThere) };
}
