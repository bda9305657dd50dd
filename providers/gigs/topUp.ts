/**
 * A top-up: an add-on for a running subscription (providers/gigs.md, section 13).
 *
 * Gigs keeps no reference with an add-on. So its books can prove that nothing was bought (there is no such add-on), and
 * within one run they show what is new; of an add-on that was there before nobody can tell whose reference it was.
 */
import { randomUUID } from 'crypto';

import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Found, PreparedPurchase, PurchaseOperation, Sent, Session, TopUpInput } from '../provider';
import { bad, checkedReference } from './input';
import { ADDON_STATUSES, all, listingWithAllStatuses } from './lists';
import { orderOfAddon } from './orders';
import { addonToBuy, checkFits } from './packages';
import { idempotencyKey, spend } from './sending';
import { runningByIccid, runningOfUser } from './subscriptions';
import { idOf } from './wire';
import type { WireSubscription, WireSubscriptionAddon } from './wire';

const WHERE_TO_CHECK = 'the add-ons of the subscription in the Gigs dashboard, by their time';

interface TopUp {
  reference: string;
  addonId: string;
  subscription: WireSubscription;
  subscriptionId: string;
}

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  async prepare(session, input) {
    const reference = checkedReference(input.clientReference);
    const [addon, subscription] = await Promise.all([
      addonToBuy(session, input.packageId),
      subscriptionToTopUp(session, input),
    ]);
    checkFits(addon, subscription);
    const subscriptionId = text(subscription.id) ?? '';
    const before = await attachedIds(session, subscriptionId, input.packageId);
    return prepared(session, { reference, addonId: input.packageId, subscription, subscriptionId }, before);
  },
};

async function subscriptionToTopUp(session: Session, { iccid, customerId }: TopUpInput): Promise<WireSubscription> {
  if (iccid !== null) return (await runningByIccid(session, iccid)).subscription;
  if (customerId !== null) return await runningOfUser(session, customerId);
  throw bad('ICCID', 'and Customer are both empty', 'Fill in one of them, to say which eSIM to top up.');
}

async function attached(session: Session, subscription: string, addon: string): Promise<WireSubscriptionAddon[]> {
  const filters = { addon, subscription };
  return await all(listingWithAllStatuses(session, 'subscriptionAddons', ADDON_STATUSES, filters));
}

async function attachedIds(session: Session, subscription: string, addon: string): Promise<Set<string>> {
  return new Set((await attached(session, subscription, addon)).flatMap(({ id }) => text(id) ?? []));
}

/** Which of this execution's top-ups an add-on belongs to, so that two parallel ones do not both take it for theirs. */
const owners = new WeakMap<Session, Map<string, string>>();

function ownersIn(session: Session): Map<string, string> {
  const known = owners.get(session) ?? new Map<string, string>();
  owners.set(session, known);
  return known;
}

function prepared(session: Session, topUp: TopUp, before: Set<string>): PreparedPurchase<Order> {
  const me = randomUUID();
  let wasSent = false;
  let isOpen = false;
  return {
    key: `topUp/${topUp.reference}`,
    what: 'top-up',
    whereToCheck: WHERE_TO_CHECK,
    providerDeduplicates: false,
    async find() {
      const found = await look(session, topUp, wasSent ? before : null, me);
      if (found.outcome === 'found') ownersIn(session).set(found.result.value.orderId, me);
      return found;
    },
    async send() {
      wasSent = true;
      const sent = await send(session, topUp, before, isOpen);
      isOpen ||= sent.outcome === 'unknown';
      if (sent.outcome === 'done') ownersIn(session).set(sent.result.value.orderId, me);
      return sent;
    },
  };
}

/** @param before what was there before sending; null before anything was sent in this run */
async function look(session: Session, topUp: TopUp, before: Set<string> | null, me: string): Promise<Found<Order>> {
  const looked = await attempt(async () => await attached(session, topUp.subscriptionId, topUp.addonId));
  if (!looked.ok) return unreadable(looked.error);
  const candidates = looked.value.filter(({ id }) => {
    const owner = ownersIn(session).get(text(id) ?? '');
    return !before?.has(text(id) ?? '') && (owner === undefined || owner === me);
  });
  const [only, ...others] = candidates;
  if (!only) return { outcome: 'absent' };
  if (before === null || others.length > 0) return { outcome: 'cannotTell', error: null };
  const { reference: clientReference, subscription } = topUp;
  return { outcome: 'found', result: await orderOfAddon(session, only, { clientReference, subscription }) };
}

function unreadable({ message, status, retryAfterMs }: ProviderError): Found<Order> {
  return { outcome: 'cannotTell', error: new ProviderError('unreachable', message, { status, retryAfterMs }) };
}

async function send(session: Session, topUp: TopUp, before: Set<string>, isOpen: boolean): Promise<Sent<Order>> {
  const { reference, addonId, subscription, subscriptionId } = topUp;
  const body = { addon: addonId, subscription: subscriptionId };
  const spent = await spend(session, 'subscriptionAddons', body, idempotencyKey(session, 'topUp', reference), isOpen);
  if (spent.outcome !== 'accepted') return spent;
  const bought: WireSubscriptionAddon = spent.object;
  // under a key that was used before, Gigs answers with what was bought then
  const other = idOf(bought.subscription) ?? subscriptionId;
  if (other !== subscriptionId || (idOf(bought.addon) ?? addonId) !== addonId) {
    return { outcome: 'refused', error: taken(reference, spent.id, other) };
  }
  const { value, raw } = await orderOfAddon(session, bought, { clientReference: reference, subscription });
  return { outcome: 'done', result: { value: { ...value, alreadyExisted: before.has(spent.id) }, raw } };
}

function taken(reference: string, id: string, subscription: string): ProviderError {
  return new ProviderError(
    'badInput',
    `Client Reference "${reference}" is taken: the top-up ${id} of the subscription ${subscription} has it`,
    { description: 'Nothing was bought. Give every top-up a reference of its own.' },
  );
}
