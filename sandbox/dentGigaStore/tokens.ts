/** Basic sign-in and bearer tokens (section 2). */
import { timingSafeEqual } from 'node:crypto';

import { Refusal, type SandboxRequest } from '../core/http';
import type { Random } from '../core/random';
import { newJwt } from './identifiers';

export interface Account {
  clientId: string;
  clientSecret: string;
}

export class Tokens {
  /** Token -> time at which it ends, in milliseconds since 1970. */
  private readonly valid = new Map<string, number>();
  issued = 0;

  constructor(
    private readonly account: Account,
    private readonly random: Random,
    private readonly now: () => number,
  ) {}

  /** Throws unless the request carries the account's id and secret as HTTP Basic. */
  checkBasic(request: SandboxRequest): void {
    const [scheme, value] = (request.headers.authorization ?? '').split(' ');
    const wanted = Buffer.from(`${this.account.clientId}:${this.account.clientSecret}`);
    const given = Buffer.from(value ?? '', 'base64');
    const matches = given.length === wanted.length && timingSafeEqual(given, wanted);
    if (scheme?.toLowerCase() !== 'basic' || !matches) {
      throw new Refusal('badCredentials', 'Client ID or Client Secret is wrong.');
    }
  }

  issue(lifetimeSeconds: number, exclusive: boolean): string {
    if (exclusive) this.valid.clear();
    const expires = this.now() + lifetimeSeconds * 1000;
    const token = newJwt(
      this.random,
      { alg: 'RS256', typ: 'JWT' },
      { sub: this.account.clientId, exp: Math.floor(expires / 1000) },
    );
    this.valid.set(token, expires);
    this.issued += 1;
    return token;
  }

  /** Throws unless the request carries a token that was issued and is still valid. */
  checkBearer(request: SandboxRequest): void {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (!token || scheme?.toLowerCase() !== 'bearer') throw new Refusal('noToken', 'Full authentication is required.');
    const expires = this.valid.get(token);
    if (expires === undefined || expires <= this.now()) {
      throw new Refusal('badToken', 'The access token is unknown or has expired.');
    }
  }

  expireAll(): void {
    this.valid.clear();
  }
}
