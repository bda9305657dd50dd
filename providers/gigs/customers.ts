/**
 * Beside the usual rooms, since an order is made for a user with an address (facts/providers/gigs.md, section 8). An email
 * address names one user of a project and an address is kept once, so both are found again instead of being made twice.
 */
import { record, text } from '../../esim/read';
import type { Answer } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt, readOr } from '../kit/attempt';
import { notThere } from '../kit/errors';
import type { Choice, Picker, Session } from '../provider';
import * as api from './api';
import type { WireAddress, WireUser } from './wire';

export async function userByEmail(session: Session, email: string): Promise<WireUser | null> {
  const users: WireUser[] = await api.searchUsers(session, email);
  const theirs = users.filter((user) => text(user.email)?.toLowerCase() === email.toLowerCase());
  return theirs.find(({ status }) => status !== 'deleted') ?? null;
}

/** @throws ProviderError `notFound` */
export async function userById(session: Session, id: string): Promise<WireUser> {
  const missing = () =>
    notThere(
      `Gigs knows no customer with the ID "${id}" in this project`,
      'Use the customerId that an order gave you; it begins with usr_.',
    );
  return await readOr(async () => await api.readOne(session, 'users', id), missing);
}

/** What a person filled in about somebody who may be new. */
export interface Person {
  fullName?: string;
  birthday?: string;
  preferredLocale?: string;
}

/** An address as Gigs takes it; only what was filled in. */
export interface Address {
  line1: string;
  line2?: string;
  city: string;
  state?: string;
  postalCode?: string;
  country: string;
}

/** Something that was found, or made now. */
export interface Ensured {
  id: string;
  isNew: boolean;
}

/** Finds or creates; two at once end with one user. */
export async function ensureUser(session: Session, email: string, person: Person): Promise<Ensured> {
  return await session.share(`user ${email.toLowerCase()}`, async () => {
    const find = async () => await userByEmail(session, email);
    return await findOrCreate(
      session,
      find,
      async () => await api.createUser(session, { email, ...person }),
      'customer',
    );
  });
}

/** Adds what the user does not have yet. Nothing that is there is overwritten. */
export async function completeUser(session: Session, user: WireUser, person: Person): Promise<void> {
  const missing = Object.entries(person).filter(
    ([name, value]) => value !== undefined && text(record(user)[name]) === null,
  );
  const id = text(user.id);
  if (missing.length > 0 && id !== null) await api.updateUser(session, id, Object.fromEntries(missing));
}

export async function ensureAddress(session: Session, user: string, address: Address): Promise<Ensured> {
  return await session.share(`address ${user} ${JSON.stringify(address)}`, async () => {
    const find = async () => (await api.readAddresses(session, user)).find((known) => isSame(known, address)) ?? null;
    return await findOrCreate(session, find, async () => await api.createAddress(session, user, address), 'address');
  });
}

function isSame(known: WireAddress, wanted: Address): boolean {
  const parts = ['line1', 'line2', 'city', 'state', 'postalCode', 'country'] as const;
  return parts.every((part) => comparable(known[part]) === comparable(wanted[part]));
}

function comparable(value: unknown): string {
  return (text(value) ?? '').replace(/\s+/g, ' ').toLowerCase();
}

const TRIES = 3;
const PAUSE_MS = 1_000;

/** Creating twice is harmless here, so a lost answer is followed by another look and another try. */
async function findOrCreate(
  session: Session,
  find: () => Promise<{ readonly id?: unknown } | null>,
  create: () => Promise<Answer>,
  what: string,
): Promise<Ensured> {
  for (let tries = TRIES; ; tries--) {
    const found = text((await find())?.id);
    // after a lost answer it is most likely our own
    if (found !== null) return { id: found, isNew: tries < TRIES };
    const created = await attempt(create);
    const id = created.ok ? text(record(created.value.json).id) : null;
    if (id !== null) return { id, isNew: true };
    const error = created.ok ? noId(what) : created.error;
    // refused because somebody else has just made the same one: it is there now
    const theirs = error.kind === 'refused' ? text((await find())?.id) : null;
    if (theirs !== null) return { id: theirs, isNew: false };
    if (error.kind !== 'unreachable' || tries <= 1) throw error;
    await session.sleep(PAUSE_MS);
  }
}

function noId(what: string): ProviderError {
  return new ProviderError('unreachable', `Gigs did not say whether it made the ${what}`, {
    description: 'Run again later.',
  });
}

/** So many customers are shown at once, and so many looked through: then it is for the person to go on. */
const MOST_SHOWN = 100;
const MOST_READ = 2_000;

/** Newest first; a whole email address finds its user at once. */
export const pickCustomer: Picker = async (session, filter, page) => {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(filter)) {
    const user = await userByEmail(session, filter);
    if (user) return { choices: choicesOf(user, '') };
  }
  const choices: Choice[] = [];
  let [last, read] = [page ?? null, 0];
  for await (const user of api.listing(session, 'users', {}, last)) {
    if (last !== null && (choices.length >= MOST_SHOWN || read >= MOST_READ)) return { choices, next: last };
    choices.push(...choicesOf(user, filter));
    [last, read] = [text(user.id), read + 1];
  }
  return { choices };
};

function choicesOf({ id, email, fullName, status }: WireUser, filter: string): Choice[] {
  const value = text(id);
  if (value === null || status === 'deleted') return [];
  const known = [text(email), text(fullName)].filter((part) => part !== null);
  const searched = [...known, value].join(' ').toLowerCase();
  const isWanted = filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
  return isWanted ? [{ name: known.join(' — ') || value, value }] : [];
}
