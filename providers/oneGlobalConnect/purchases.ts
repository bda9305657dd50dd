/**
 * Beside the usual rooms, since orders and top-ups are bought alike (facts/providers/1global-connect.md, sections 1.4 to 1.9,
 * 2.3, 3.4).
 */
import { createHash, randomBytes } from 'crypto';

import type { Order } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import { readIfPossible } from '../kit/attempt';
import { changed, describedAs } from '../kit/errors';
import { firstOf } from '../kit/lists';
import { purchase, type Refusal, refusalsAs, settle } from '../kit/purchases';
import type { PreparedPurchase, Sent, Session } from '../provider';
import { apiOf } from './api';
import { findPurchase, type Purchase, rememberOrder, traitsOf } from './books';
import { orderStatusFrom, packageStatusFrom } from './mapping';
import { wholeOrder } from './wholeOrder';
import { CORRELATION_HEADER, type OrderRecord, type OrderRequest } from './wire';

/**
 * Nobody says how late an order shows in the list of orders, nor a subscription in the search by customer (sections 1.9
 * and 3.6): long enough for lists that lag behind.
 */
export const SHOWS_WITHIN_MS = 60_000;

const TOO_MANY_REQUESTS: Refusal = {
  status: 429,
  kind: 'rateLimited',
  advice:
    '1GLOBAL takes only so many requests a minute from your account. Lower Items in Parallel, or run again in a minute.',
  source: 'RFC 6585, section 4: too many requests, this one was not carried out',
};
const LIMIT_OF_ESIMS =
  'Your account at 1GLOBAL has used up its daily or monthly number of eSIMs. Run again with the same client reference when the limit starts anew, or ask 1GLOBAL for a higher one.';
const ORDER_PATH =
  'If everything else works, change Order Path in the credential: the documentation of API version 1 is not clear about this address.';

const CLIENT_ERRORS = 'RFC 9110, section 15.5: the request was not carried out';

/** The same error body in both versions, and for all calls (sections 1.6 and 1.7). */
const EVERY_CALL: readonly Refusal[] = [
  TOO_MANY_REQUESTS,
  ...refusalsAs([400, 403, 404, 422], 'facts/providers/1global-connect.md, section 1.6'),
  { status: 405, source: CLIENT_ERRORS },
];

const ORDER_REFUSALS: readonly Refusal[] = [
  {
    status: 406,
    kind: 'outOfCredit',
    advice: LIMIT_OF_ESIMS,
    source: 'facts/providers/1global-connect.md, section 1.6: the daily or monthly number of eSIMs is used up',
  },
  { status: 409, proves: 'saidNo', source: 'RFC 9110, section 15.5.10: in conflict with what is there already' },
  ...EVERY_CALL,
];
const V1_ORDER_REFUSALS = ORDER_REFUSALS.map((row) =>
  row.status === 404 || row.status === 405 ? { ...row, advice: ORDER_PATH } : row,
);

/** Starting and deleting: doing it twice does nothing more, so a conflict is a plain no. */
export const CHANGE_REFUSALS: readonly Refusal[] = [
  ...EVERY_CALL,
  { status: 406, source: CLIENT_ERRORS },
  { status: 409, source: CLIENT_ERRORS },
];

interface About extends Pick<Purchase, 'owner'>, Pick<PreparedPurchase<Order>, 'whereToCheck'> {
  /** Why it may not be sent: looked at only then, since one that was bought before is given back. */
  stop?: ProviderError;
}

export function prepared(
  session: Session,
  order: OrderRequest,
  { owner, whereToCheck, stop }: About,
): PreparedPurchase<Order> {
  const { kind, reference, packageId, simType } = order;
  const wanted: Purchase = { kind, reference, packageId, owner };
  // orders for cards have no place for the reference (section 3.4.1)
  const hasReference = simType === 'ESIM';
  return purchase({
    whereToCheck,
    asked: traitsOf(wanted),
    certainty: hasReference ? 'completeBooks' : 'never',
    find: async (progress) => await findPurchase(session, wanted, progress, hasReference),
    send: async () => (stop ? { outcome: 'refused', error: stop } : await send(session, order, wanted)),
    asAsked: ({ value, raw }) => ({
      value: { ...value, package: { ...value.package, packageId: value.package.packageId ?? packageId } },
      raw,
    }),
  });
}

async function send(session: Session, order: OrderRequest, wanted: Purchase): Promise<Sent<Order>> {
  const api = apiOf(session);
  const correlationId = correlationIdOf(order.kind, order.reference);
  const exchange = await api.placeOrder(session, order, correlationId);
  const refusals = api.version === 'v1' ? V1_ORDER_REFUSALS : ORDER_REFUSALS;
  const sent = await settle<Order>(exchange, session.http, refusals, async ({ json }) => {
    const placed = api.orderFrom(json);
    if (placed.id === null) return 'the answer holds no id of the order';
    rememberOrder(session, wanted, placed.id);
    const { kind: type, reference: clientReference, packageId } = wanted;
    const known = await withOutput(session, placed, placed.id);
    return { outcome: 'done', result: await wholeOrder(session, known, { type, clientReference, packageId }) };
  });
  if (sent.outcome === 'refused') return { ...sent, error: await explained(session, order, sent.error) };
  if (sent.outcome === 'done') return sent;
  // with it, 1GLOBAL's support can say what became of the call
  const message = `${sent.error.message} (${CORRELATION_HEADER} ${correlationId})`;
  return { ...sent, error: changed(sent.error, { message }) };
}

/**
 * A UUID for one request, as 1GLOBAL wants it: its first half is the same for all requests of a purchase, the second
 * half is this request's own. Calls that buy nothing get a random one from the credential.
 */
export function correlationIdOf(kind: string, reference: string): string {
  const same = createHash('sha256')
    .update(JSON.stringify(['1GLOBAL Connect', kind, reference]))
    .digest('hex');
  const own = randomBytes(8).toString('hex');
  // version 8 of RFC 9562: made from what its maker likes
  return [same.slice(0, 8), same.slice(8, 12), `8${same.slice(13, 16)}`, `a${own.slice(1, 4)}`, own.slice(4)].join('-');
}

/** The answer to an order is shown with a status only: one that is completed at once is read for what it brought. */
async function withOutput(session: Session, placed: OrderRecord, id: string): Promise<OrderRecord> {
  if (orderStatusFrom(placed.status) !== 'completed' || placed.iccid !== null) return placed;
  const read = await readIfPossible(
    async () => await apiOf(session).order(session, id),
    ({ message }) => session.log(`order ${id} was placed but could not be read: ${message}`),
  );
  return read ?? placed;
}

/** At most so many on one SIM; which error a further one gives is unknown (section 1.9). */
const MOST_ACTIVE = 15;

const TOO_MANY_PACKAGES = `This eSIM has ${MOST_ACTIVE} active packages, and 1GLOBAL allows no more on one eSIM. Wait until one is used up or ends, or order a new eSIM.`;

/** The same error, with what to do about it where another request tells. */
async function explained(session: Session, order: OrderRequest, error: ProviderError): Promise<ProviderError> {
  const { kind, iccid } = order;
  const isAboutTheOrder = error.kind === 'refused' || error.kind === 'notFound';
  if (!isAboutTheOrder || kind !== 'topUp' || iccid === null) return error;
  const listing = apiOf(session).subscriptions(session, { iccid });
  const read = await readIfPossible(async () => await firstOf(listing, 1_000));
  const active = (read?.rows ?? []).filter(({ status }) => packageStatusFrom(status) === 'active');
  return active.length >= MOST_ACTIVE ? describedAs(error, TOO_MANY_PACKAGES) : error;
}
