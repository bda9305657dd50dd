/**
 * Beside the usual rooms: whose a top-up is. Gigs keeps no reference with an add-on (facts/providers/gigs.md, section 13): its
 * books show what is new on the subscription, and what this process has seen go through, or has left open, tells whose
 * reference it was. After a restart only n8n's own note is left (`asBefore`).
 */
import type { Order } from '../../esim/model';
import { record, text } from '../../esim/read';
import { attempt } from '../kit/attempt';
import { changed } from '../kit/errors';
import { allOf } from '../kit/lists';
import { memoryOfProcess } from '../kit/memory';
import type { Found, PreparedPurchase, Result, Session, Traits } from '../provider';
import * as api from './api';
import { orderOfAddon } from './orders';
import { idOf } from './wire';
import type { WireSim, WireSubscription, WireSubscriptionAddon } from './wire';

/** A top-up that is wanted. */
export interface TopUp {
  reference: string;
  addonId: string;
  subscription: WireSubscription;
  subscriptionId: string;
}

const accountOf = ({ settings }: Session) => [settings.baseUrl, text(settings.projectId)];

/** Which add-on on a subscription a reference became, and the other way round. */
const idByReference = memoryOfProcess<string>(accountOf);
const referenceById = memoryOfProcess<string>(accountOf);

/** The id of the add-on that the reference became; undefined when that is not known here. */
export function knownId(session: Session, { reference }: TopUp): string | undefined {
  return idByReference.get(session, reference);
}

export function noteBought(session: Session, topUp: TopUp, { orderId }: Order): void {
  idByReference.set(session, topUp.reference, orderId);
  referenceById.set(session, orderId, topUp.reference);
  close(session, topUp);
}

/**
 * References of top-ups that were sent without its being known (yet) what became of them. While there is one, an add-on that
 * turns up on the subscription may be that one's.
 */
const openReferences = memoryOfProcess<Set<string>>(accountOf);

export function noteOpen(session: Session, { subscriptionId, addonId, reference }: TopUp): void {
  const open = openReferences.get(session, subscriptionId, addonId) ?? new Set();
  openReferences.set(session, [subscriptionId, addonId], open.add(reference));
}

/** It is known which add-on it became, or that it became none. */
export function close(session: Session, { subscriptionId, addonId, reference }: TopUp): void {
  openReferences.get(session, subscriptionId, addonId)?.delete(reference);
}

function isAnotherOpen(session: Session, { subscriptionId, addonId, reference }: TopUp): boolean {
  return [...(openReferences.get(session, subscriptionId, addonId) ?? [])].some((one) => one !== reference);
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

/** Add-ons of this kind on the subscription. */
async function attached(session: Session, { subscriptionId, addonId }: TopUp): Promise<WireSubscriptionAddon[]> {
  return await allOf(api.listing(session, 'subscriptionAddons', { addon: addonId, subscription: subscriptionId }));
}

export async function attachedIds(session: Session, topUp: TopUp): Promise<Set<string>> {
  return new Set((await attached(session, topUp)).flatMap(({ id }) => text(id) ?? []));
}

/** Those that are not known to belong to another reference. */
export async function candidates(session: Session, topUp: TopUp): Promise<WireSubscriptionAddon[]> {
  const ownerOf = ({ id }: WireSubscriptionAddon) => referenceById.get(session, text(id) ?? '') ?? topUp.reference;
  return (await attached(session, topUp)).filter((one) => ownerOf(one) === topUp.reference);
}

/** @param before what was there before sending; null before anything was sent in this run */
export async function look(session: Session, topUp: TopUp, before: ReadonlySet<string> | null): Promise<Found<Order>> {
  const [only, ...others] = (await candidates(session, topUp)).filter(({ id }) => !before?.has(text(id) ?? ''));
  if (!only) return { outcome: 'absent' };
  if (before === null || others.length > 0 || isAnotherOpen(session, topUp)) {
    return { outcome: 'cannotTell', error: null };
  }
  return await foundAs(session, topUp, only);
}

/** The top-up that is known to have gone through. It is never bought again, whatever Gigs answers now. */
export async function readBack(session: Session, topUp: TopUp, id: string): Promise<Found<Order>> {
  return await foundAs(session, topUp, await api.readOne(session, 'subscriptionAddons', id));
}

async function foundAs(session: Session, topUp: TopUp, bought: WireSubscriptionAddon): Promise<Found<Order>> {
  const { reference: clientReference, subscription, subscriptionId } = topUp;
  const isHere = (idOf(bought.subscription) ?? subscriptionId) === subscriptionId;
  const result = await orderOfAddon(session, bought, { clientReference, ...(isHere && { subscription }) });
  const traits: Traits = {
    package: { id: idOf(bought.addon) },
    customer: { id: idOf(bought.user), email: null },
    iccid: isHere ? iccidOf(subscription) : (result.value.esim?.iccid ?? null),
  };
  return { outcome: 'found', result, traits };
}

type Which = Parameters<NonNullable<PreparedPurchase<Order>['asBefore']>>[0];

/** n8n has noted that it went through, and as which add-on; where that note is gone, an only one must be it. */
export async function asBefore(session: Session, topUp: TopUp, which: Which): Promise<Result<Order> | null> {
  const looked = await attempt(async () => await candidates(session, topUp));
  if (!looked.ok) {
    const through = 'This top-up went through before under this reference. It could not be read now';
    throw changed(looked.error, {
      message: `${through}: ${looked.error.message}`,
      description: 'Run again later to get it.',
    });
  }
  const { reference: clientReference, subscription } = topUp;
  const id = await which(looked.value.flatMap((one) => text(one.id) ?? []));
  const [first, ...others] = looked.value;
  const found = looked.value.find((one) => text(one.id) === id) ?? (others.length === 0 ? first : undefined);
  return found ? await orderOfAddon(session, found, { clientReference, subscription }) : null;
}
