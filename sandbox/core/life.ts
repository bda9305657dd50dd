/** What happens to eSIMs and packages outside the API: a person uses a phone, data flows, time passes. */
import { isRecord } from './http';
import type { OutgoingEvent } from './webhooks';

export const DAY_MS = 86_400_000;
export const KB = 1024;
export const MB = 1024 * KB;
export const GB = 1024 * MB;

/** What the control API is told about something that a phone does. */
export interface DeviceInput {
  /** ISO 3166-1 alpha-2. */
  country?: string;
  bytes?: number;
}

export interface Done {
  /** The webhooks that follow. */
  events: OutgoingEvent[];
  /** After using data: less than asked for when nothing is left. */
  usedBytes?: number;
}

/** @throws Error in plain words for what is there and is neither a country nor a number of bytes */
export function readInput(body: unknown): DeviceInput {
  const { country, bytes } = isRecord(body) ? body : {};
  const given = typeof country === 'string' && country !== '' ? country : undefined;
  return { country: given, bytes: bytes === undefined ? undefined : wholeBytes(Number(bytes)) };
}

/** @throws Error unless it is a whole number, at least `least` */
export function wholeBytes(bytes: number | undefined, least = 0): number {
  if (bytes === undefined || !Number.isSafeInteger(bytes) || bytes < least)
    throw new Error('bytes must be a whole number');
  return bytes;
}

/** What an action on a profile does. */
export interface Step<S extends string> {
  /** The states in which it is possible. Absent: in any. */
  from?: readonly S[];
  /** What is said in the others. */
  otherwise?: string;
  to: S;
}

/** @throws Error in plain words when there is no such action or the state does not allow it */
export function nextState<S extends string>(steps: Readonly<Record<string, Step<S>>>, action: string, state: S): S {
  const step = Object.hasOwn(steps, action) ? steps[action] : undefined;
  if (!step) throw new Error(`no such action: ${action}`);
  if (step.from && !step.from.includes(state)) throw new Error(`this eSIM ${step.otherwise ?? `is ${state}`}`);
  return step.to;
}

/** @throws Error in plain words */
export function foundIn<T>(all: ReadonlyMap<string, T>, id: string, what: string): T {
  const one = all.get(id);
  if (!one) throw new Error(`no ${what} ${id}`);
  return one;
}

/** Data that was bought, and how long it can be used. Times are milliseconds since 1970. */
export interface Bought {
  /** Null: without a limit. */
  totalBytes: number | null;
  usedBytes: number;
  /** Null: it waits. */
  activatedAt: number | null;
  /** Null: no end. */
  expiresAt: number | null;
}

export function bytesLeft({ totalBytes, usedBytes }: Pick<Bought, 'totalBytes' | 'usedBytes'>): number {
  return Math.max(0, (totalBytes ?? Infinity) - usedBytes);
}

export function isExpired({ activatedAt, expiresAt }: Bought, now: number): boolean {
  return activatedAt !== null && expiresAt !== null && expiresAt <= now;
}

/** Started, with data and time left. */
export function isUsable(one: Bought, now: number): boolean {
  return one.activatedAt !== null && one.activatedAt <= now && !isExpired(one, now) && bytesLeft(one) > 0;
}

/** The one that ends soonest first; those without an end last. */
export function bySoonestEnd(a: Pick<Bought, 'expiresAt'>, b: Pick<Bought, 'expiresAt'>): number {
  const [left, right] = [a.expiresAt ?? Infinity, b.expiresAt ?? Infinity];
  return left === right ? 0 : left - right;
}

/** Uses data of packages, one after the other. @returns how much there was */
export function drain<T extends Pick<Bought, 'totalBytes' | 'usedBytes'>>(
  packages: Iterable<T>,
  bytes: number,
): number {
  let open = bytes;
  if (open <= 0) return 0;
  for (const one of packages) {
    const part = Math.min(open, bytesLeft(one));
    one.usedBytes += part;
    open -= part;
    // before the next one is asked for: it may start only because it is
    if (open === 0) break;
  }
  return bytes - open;
}
