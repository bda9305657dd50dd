/**
 * Gigs' books of top-ups. They keep no reference with an add-on (facts/providers/gigs.md, section 13): they show what is new on
 * the subscription, and this process's own memory (`remember.ts`) and n8n's note tell whose reference it was.
 */
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Found, PreparedPurchase, Result, Session, Traits } from '../provider';
import { unreadable } from '../kit/purchases';
import * as api from './api';
import { ADDON_STATUSES, all, listingWithAllStatuses } from './lists';
import { isAnotherOpen } from './openTopUps';
import { orderOfAddon } from './orders';
import { isAnothers } from './remember';
import { idOf } from './wire';
import type { WireSim, WireSubscription, WireSubscriptionAddon } from './wire';

/** A top-up that is wanted. */
export interface TopUp {
  reference: string;
  addonId: string;
  subscription: WireSubscription;
  subscriptionId: string;
}

type Which = Parameters<NonNullable<PreparedPurchase<Order>['asBefore']>>[0];

async function attached(session: Session, subscription: string, addon: string): Promise<WireSubscriptionAddon[]> {
  const filters = { addon, subscription };
  return await all(listingWithAllStatuses(session, 'subscriptionAddons', ADDON_STATUSES, filters));
}

export async function attachedIds(session: Session, subscription: string, addon: string): Promise<Set<string>> {
  return new Set((await attached(session, subscription, addon)).flatMap(({ id }) => text(id) ?? []));
}

/** Under a key that was used before, Gigs answers with what was bought then: so nothing was bought now (section 5). */
export function contradiction({ subscriptionId, addonId }: TopUp, bought: WireSubscriptionAddon): string | null {
  const [subscription, addon] = [idOf(bought.subscription), idOf(bought.addon)];
  if (subscription !== null && subscription !== subscriptionId) return `for the subscription ${subscription}`;
  return addon !== null && addon !== addonId ? `for the package ${addon}` : null;
}

/** The eSIM that is topped up; where the subscription shows none, its customer. */
export function askedOf({ addonId, subscription }: TopUp): Traits {
  const iccid = iccidOf(subscription);
  const whom: Traits = iccid === null ? { customer: { id: idOf(subscription.user), email: null } } : { iccid };
  return { package: { id: addonId }, ...whom };
}

function iccidOf(subscription: WireSubscription): string | null {
  const sim: WireSim = record(subscription.sim);
  return text(sim.iccid);
}

/** The top-up that this process knows to have gone through. It is never bought again, whatever Gigs answers now. */
export async function readBack(session: Session, topUp: TopUp, id: string): Promise<Found<Order>> {
  const read = await attempt(
    async (): Promise<WireSubscriptionAddon> => record(await api.readOne(session, 'subscriptionAddons', id)),
  );
  return read.ok ? await foundAs(session, topUp, read.value) : unreadable(read.error);
}

async function foundAs(session: Session, topUp: TopUp, bought: WireSubscriptionAddon): Promise<Found<Order>> {
  const { reference: clientReference } = topUp;
  const isHere = (idOf(bought.subscription) ?? topUp.subscriptionId) === topUp.subscriptionId;
  const known = isHere ? { clientReference, subscription: topUp.subscription } : { clientReference };
  const result = await orderOfAddon(session, bought, known);
  const traits: Traits = {
    package: { id: idOf(bought.addon) },
    customer: { id: idOf(bought.user), email: null },
    iccid: isHere ? iccidOf(topUp.subscription) : (result.value.esim?.iccid ?? null),
  };
  return { outcome: 'found', result, traits };
}

/** Add-ons of this kind on the subscription that are not known to belong to another reference. */
export async function candidates(session: Session, topUp: TopUp): Promise<WireSubscriptionAddon[]> {
  const found = await attached(session, topUp.subscriptionId, topUp.addonId);
  return found.filter(({ id }) => !isAnothers(session, topUp.reference, text(id) ?? ''));
}

/** @param before what was there before sending; null before anything was sent in this run */
export async function look(session: Session, topUp: TopUp, before: Set<string> | null): Promise<Found<Order>> {
  const looked = await attempt(async () => await candidates(session, topUp));
  if (!looked.ok) return unreadable(looked.error);
  const [only, ...others] = looked.value.filter(({ id }) => !before?.has(text(id) ?? ''));
  if (!only) return { outcome: 'absent' };
  if (before === null || others.length > 0 || isAnotherOpen(session, topUp)) {
    return { outcome: 'cannotTell', error: null };
  }
  return await foundAs(session, topUp, only);
}

/** n8n has noted that it went through, and as which add-on; where that note is gone, an only one must be it. */
export async function asBefore(session: Session, topUp: TopUp, which: Which): Promise<Result<Order> | null> {
  const looked = await attempt(async () => await candidates(session, topUp));
  if (!looked.ok) {
    const { kind, message, status, retryAfterMs } = looked.error;
    const through = 'This top-up went through before under this reference. It could not be read now';
    throw new ProviderError(kind, `${through}: ${message}`, {
      description: 'Run again later to get it.',
      status,
      retryAfterMs,
    });
  }
  const { reference: clientReference, subscription } = topUp;
  const id = await which(looked.value.flatMap((one) => text(one.id) ?? []));
  const [first, ...others] = looked.value;
  const found = looked.value.find((one) => text(one.id) === id) ?? (others.length === 0 ? first : undefined);
  return found ? await orderOfAddon(session, found, { clientReference, subscription }) : null;
}
