/**
 * Users and their addresses (facts/providers/gigs.md, section 8). An email address names one user of a project and an
 * address is kept once, so both are found again instead of being made a second time.
 */
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Choice, Picker, Session } from '../provider';
import * as api from './api';
import { pageFrom, pageToChoose } from './lists';
import type { Address } from './wishes';
import type { WireAddress, WireUser } from './wire';

export async function userByEmail(session: Session, email: string): Promise<WireUser | null> {
  const { items } = pageFrom(await api.searchUsers(session, email));
  const matches = items.filter((user) => text(user.email)?.toLowerCase() === email.toLowerCase());
  return matches.find(({ status }) => status !== 'deleted') ?? null;
}

/** @throws ProviderError `notFound` */
export async function userById(session: Session, id: string): Promise<WireUser> {
  const answered = await attempt(async () => record(await api.readOne(session, 'users', id)));
  if (answered.ok) return answered.value;
  if (answered.error.kind !== 'notFound') throw answered.error;
  throw new ProviderError('notFound', `Gigs knows no customer with the ID "${id}" in this project`, {
    description: 'Use the customerId that an order gave you; it begins with usr_.',
    status: 404,
  });
}

/** What a person filled in about somebody who may be new. */
export interface Person {
  email: string;
  fullName?: string;
  birthday?: string;
  preferredLocale?: string;
}

/** Something that was found, or made now. */
export interface Ensured {
  id: string;
  isNew: boolean;
}

/** Finds or creates; two at once end with one user. */
export async function ensureUser(session: Session, person: Person): Promise<Ensured> {
  return await session.share(`user ${person.email.toLowerCase()}`, async () => {
    const find = async () => await userByEmail(session, person.email);
    return await findOrCreate(session, find, async () => await api.createUser(session, person), 'customer');
  });
}

/** Adds what the plan requires and the user does not have yet. Nothing that is there is overwritten. */
export async function completeUser(session: Session, user: WireUser, person: Omit<Person, 'email'>): Promise<void> {
  const missing = Object.entries(person).filter(
    ([name, value]) => value !== undefined && text(record(user)[name]) === null,
  );
  const id = text(user.id);
  if (missing.length > 0 && id !== null) await api.updateUser(session, id, Object.fromEntries(missing));
}

/** The user's addresses, newest first. */
export async function addressesOf(session: Session, user: string): Promise<WireAddress[]> {
  return pageFrom(await api.readAddresses(session, user)).items;
}

export async function ensureAddress(session: Session, user: string, address: Address): Promise<Ensured> {
  return await session.share(`address ${user} ${JSON.stringify(address)}`, async () => {
    const find = async () => (await addressesOf(session, user)).find((known) => isSame(known, address)) ?? null;
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
  create: () => Promise<{ json: unknown }>,
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

/** Users, a page at a time; a whole email address finds its user at once. */
export const pickCustomer: Picker = async (session, filter, page) => {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(filter)) {
    const user = await userByEmail(session, filter);
    if (user) return { choices: choicesOf([user]) };
  }
  const words = filter.toLowerCase().split(/\s+/);
  const isWanted = (user: WireUser): boolean => {
    const searched = `${text(user.fullName) ?? ''} ${text(user.email) ?? ''} ${text(user.id) ?? ''}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  };
  return await pageToChoose(
    async (after) => await api.readPage(session, 'users', {}, after),
    page,
    (items) => choicesOf(items.filter(isWanted)),
  );
};

function choicesOf(users: WireUser[]): Choice[] {
  return users.flatMap((user): Choice[] => {
    const value = text(user.id);
    if (value === null || user.status === 'deleted') return [];
    const label = [text(user.email), text(user.fullName)].filter((part) => part !== null).join(' — ');
    return [{ name: label || value, value }];
  });
}
