/**
 * Top-ups that this process has sent without knowing (yet) what became of them. While there is one, an add-on that turns up on
 * the subscription may be that one's: Gigs keeps no reference with it (facts/providers/gigs.md, section 13).
 */
import { BoundedMap } from '../kit/memory';
import type { Session } from '../provider';
import { inProject } from './api';

interface TopUp {
  reference: string;
  addonId: string;
  subscriptionId: string;
}

const referencesOf = new BoundedMap<Set<string>>(5_000);

export function noteOpenTopUp(session: Session, topUp: TopUp): void {
  const key = keyOf(session, topUp);
  referencesOf.set(key, (referencesOf.get(key) ?? new Set()).add(topUp.reference));
}

/** It is known which add-on it became, or that it became none. */
export function closeTopUp(session: Session, topUp: TopUp): void {
  referencesOf.get(keyOf(session, topUp))?.delete(topUp.reference);
}

/** Whether what is new on the subscription may belong to another reference. */
export function isAnotherOpen(session: Session, topUp: TopUp): boolean {
  return [...(referencesOf.get(keyOf(session, topUp)) ?? [])].some((reference) => reference !== topUp.reference);
}

function keyOf(session: Session, { subscriptionId, addonId }: TopUp): string {
  return JSON.stringify([session.settings.baseUrl, inProject(session), subscriptionId, addonId]);
}
