/** What clients sign in with: secrets that are compared, and tokens that are given out and end. */
import { createHash, timingSafeEqual } from 'node:crypto';

import type { SandboxRequest } from './http';
import type { Random } from './random';

/** Compares two secrets; how long it takes tells nothing. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** Whether a request carries this id and secret as HTTP Basic. */
export function hasBasic(request: SandboxRequest, id: string, secret: string): boolean {
  const given = authorization(request, 'basic');
  return given !== null && isSame(Buffer.from(given, 'base64').toString('utf8'), `${id}:${secret}`);
}

/** What follows the scheme of the Authorization header; null when it is another scheme or nothing. */
export function authorization({ headers }: SandboxRequest, scheme: string): string | null {
  const [given, value] = (headers.authorization ?? '').split(' ');
  return value && given?.toLowerCase() === scheme ? value : null;
}

/** A header's value, `''` when it is not there. */
export function header({ headers }: SandboxRequest, name: string): string {
  return String(headers[name] ?? '');
}

export class Tokens {
  /** Token -> time at which it ends, in milliseconds since 1970. */
  private readonly valid = new Map<string, number>();
  issued = 0;

  constructor(
    /** To make tokens of. */
    readonly random: Random,
    private readonly now: () => number,
  ) {}

  /** @param exclusive whether it ends the tokens before it */
  issue(token: string, lifetimeSeconds: number, exclusive = false): string {
    if (exclusive) this.valid.clear();
    this.valid.set(token, this.now() + lifetimeSeconds * 1000);
    this.issued += 1;
    return token;
  }

  isValid(token: string): boolean {
    return (this.valid.get(token) ?? 0) > this.now();
  }

  expireAll(): void {
    this.valid.clear();
  }
}
