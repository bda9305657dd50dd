/**
 * A top-up: an add-on for a running subscription (providers/gigs.md, section 13).
 *
 * Gigs keeps no reference with an add-on. So its books can prove that nothing was bought (there is no such add-on), and
 * within one run they show what is new, as long as no other top-up of the same kind is under way or open. Of an add-on
 * that was there before only this process's own memory (`remember.ts`) and n8n's note can tell whose reference it was.
 */
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Found, PreparedPurchase, PurchaseOperation, Result, Sent, Session, TopUpInput } from '../provider';
import { unreadable } from '../spending';
import * as api from './api';
import { bad, beforeBuying, checkedReference } from './input';
import { ADDON_STATUSES, all, listingWithAllStatuses } from './lists';
import { orderOfAddon } from './orders';
import { closeTopUp, isAnotherOpen, noteOpenTopUp } from './openTopUps';
import { addonToBuy, checkFits } from './packages';
import { isAnothers, recall, remember } from './remember';
import { idempotencyKey, spend } from './sending';
import { runningByIccid, runningOfUser } from './subscriptions';
import { idOf } from './wire';
import type { WireSubscription, WireSubscriptionAddon } from './wire';

const WHERE_TO_CHECK = 'the add-ons of the subscription in the Gigs dashboard, by their time';

type Which = Parameters<NonNullable<PreparedPurchase<Order>['asBefore']>>[0];

interface TopUp {
  reference: string;
  addonId: string;
  subscription: WireSubscription;
  subscriptionId: string;
}

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  alone: ({ packageId, iccid, customerId }) => `gigs add-on ${packageId} for ${iccid ?? customerId}`,
  prepare: async (session, input) => await beforeBuying(async () => await prepare(session, input)),
};

async function prepare(session: Session, input: TopUpInput): Promise<PreparedPurchase<Order>> {
  const reference = checkedReference(input.clientReference);
  const [addon, subscription] = await Promise.all([
    addonToBuy(session, input.packageId),
    subscriptionToTopUp(session, input),
  ]);
  checkFits(addon, subscription);
  const subscriptionId = text(subscription.id) ?? '';
  const before = await attachedIds(session, subscriptionId, input.packageId);
  return prepared(session, { reference, addonId: input.packageId, subscription, subscriptionId }, before);
}

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

function prepared(session: Session, topUp: TopUp, before: Set<string>): PreparedPurchase<Order> {
  const { reference } = topUp;
  let wasSent = false;
  let isOpen = false;
  const noteBought = ({ value }: Result<Order>): void => {
    remember(session, reference, value.orderId);
    closeTopUp(session, topUp);
  };
  return {
    key: `topUp/${reference}`,
    what: 'top-up',
    whereToCheck: WHERE_TO_CHECK,
    providerDeduplicates: false,
    async find() {
      const known = recall(session, reference);
      if (known !== null) return await readBack(session, topUp, known);
      const found = await look(session, topUp, wasSent ? before : null);
      if (found.outcome === 'found') noteBought(found.result);
      return found;
    },
    async send() {
      wasSent = true;
      const sent = await send(session, topUp, before, isOpen);
      isOpen ||= sent.outcome === 'unknown';
      if (sent.outcome === 'unknown') noteOpenTopUp(session, topUp);
      if (sent.outcome === 'done') noteBought(sent.result);
      return sent;
    },
    asBefore: async (which) => await asBefore(session, topUp, which),
  };
}

/** The top-up that this process knows to have gone through. It is never bought again, whatever Gigs answers now. */
async function readBack(session: Session, topUp: TopUp, id: string): Promise<Found<Order>> {
  const read = await attempt(
    async (): Promise<WireSubscriptionAddon> => record(await api.readOne(session, 'subscriptionAddons', id)),
  );
  if (!read.ok) return unreadable(read.error);
  const { reference: clientReference, subscription } = topUp;
  const other = contradiction(topUp, read.value);
  if (other !== null)
    return { outcome: 'conflict', explanation: `the top-up ${id} of the subscription ${other} has it` };
  return { outcome: 'found', result: await orderOfAddon(session, read.value, { clientReference, subscription }) };
}

/** The subscription of a top-up that is not what was asked for; null when it is. */
function contradiction({ subscriptionId, addonId }: TopUp, bought: WireSubscriptionAddon): string | null {
  const subscription = idOf(bought.subscription) ?? subscriptionId;
  return subscription === subscriptionId && (idOf(bought.addon) ?? addonId) === addonId ? null : subscription;
}

/** Add-ons of this kind on the subscription that are not known to belong to another reference. */
async function candidates(session: Session, topUp: TopUp): Promise<WireSubscriptionAddon[]> {
  const found = await attached(session, topUp.subscriptionId, topUp.addonId);
  return found.filter(({ id }) => !isAnothers(session, topUp.reference, text(id) ?? ''));
}

/** @param before what was there before sending; null before anything was sent in this run */
async function look(session: Session, topUp: TopUp, before: Set<string> | null): Promise<Found<Order>> {
  const looked = await attempt(async () => await candidates(session, topUp));
  if (!looked.ok) return unreadable(looked.error);
  const [only, ...others] = looked.value.filter(({ id }) => !before?.has(text(id) ?? ''));
  if (!only) return { outcome: 'absent' };
  if (before === null || others.length > 0 || isAnotherOpen(session, topUp)) {
    return { outcome: 'cannotTell', error: null };
  }
  const { reference: clientReference, subscription } = topUp;
  return { outcome: 'found', result: await orderOfAddon(session, only, { clientReference, subscription }) };
}

/** n8n has noted that it went through, and as which add-on; where that note is gone, an only one must be it. */
async function asBefore(session: Session, topUp: TopUp, which: Which): Promise<Result<Order> | null> {
  const looked = await attempt(async () => await candidates(session, topUp));
  if (!looked.ok) {
    const { kind, message, status, retryAfterMs } = looked.error;
    const through = 'This top-up went through before under this reference. It could not be read now';
    const description = 'Nothing was bought now. Run again later to get it.';
    throw new ProviderError(kind, `${through}: ${message}`, { description, status, retryAfterMs });
  }
  const { reference: clientReference, subscription } = topUp;
  const id = await which(looked.value.flatMap((one) => text(one.id) ?? []));
  const [first, ...others] = looked.value;
  const found = looked.value.find((one) => text(one.id) === id) ?? (others.length === 0 ? first : undefined);
  return found ? await orderOfAddon(session, found, { clientReference, subscription }) : null;
}

async function send(session: Session, topUp: TopUp, before: Set<string>, isOpen: boolean): Promise<Sent<Order>> {
  const { reference, addonId, subscription, subscriptionId } = topUp;
  const body = { addon: addonId, subscription: subscriptionId };
  const spent = await spend(session, 'subscriptionAddons', body, idempotencyKey(session, 'topUp', reference), isOpen);
  if (spent.outcome !== 'accepted') return spent;
  const bought: WireSubscriptionAddon = spent.object;
  // under a key that was used before, Gigs answers with what was bought then
  const other = contradiction(topUp, bought);
  if (other !== null) return { outcome: 'refused', error: taken(reference, spent.id, other) };
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
