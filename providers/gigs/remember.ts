/**
 * Which top-up belongs to which client reference, for those that this process has seen go through. Gigs keeps no
 * reference with an add-on (facts/providers/gigs.md, section 13): this is how it is known again when the same execution, or
 * another one, comes with the same reference. After a restart only n8n's own note is left (`asBefore`).
 */
import { BoundedMap } from '../kit/memory';
import type { Session } from '../provider';
import { inProject } from './api';

/** About a megabyte. */
const MOST = 5_000;

const idByReference = new BoundedMap<string>(MOST);
const referenceById = new BoundedMap<string>(MOST);

/** @param id of the subscription add-on, which begins with sad_ */
export function remember(session: Session, reference: string, id: string): void {
  idByReference.set(keyOf(session, reference), id);
  referenceById.set(keyOf(session, id), reference);
}

/** The id of the subscription add-on that a reference became; null when that is not known here. */
export function recall(session: Session, reference: string): string | null {
  return idByReference.get(keyOf(session, reference)) ?? null;
}

/** Whether a subscription add-on is known to belong to another reference. */
export function isAnothers(session: Session, reference: string, id: string): boolean {
  return (referenceById.get(keyOf(session, id)) ?? reference) !== reference;
}

function keyOf(session: Session, name: string): string {
  return JSON.stringify([session.settings.baseUrl, inProject(session), name]);
}
