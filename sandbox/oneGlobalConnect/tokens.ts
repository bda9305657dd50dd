/** OAuth client credentials as a form, and bearer tokens (section 1.2). */
import { Refusal, type SandboxRequest } from '../core/http';
import type { Random } from '../core/random';
import { violation } from './checks';

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

  /** Throws unless the form is the documented one with the account's id and secret. */
  checkForm(request: SandboxRequest): void {
    if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) {
      throw violation('unparsable', 'The token request must be a form.');
    }
    const form = Object.fromEntries(new URLSearchParams(request.rawBody.toString('utf8')));
    const { grant_type, client_id, client_secret, ...rest } = form;
    if (grant_type !== 'client_credentials' || Object.keys(rest).length > 0) {
      throw violation('invalidParams', 'The form has other fields than grant_type, client_id and client_secret.');
    }
    if (client_id !== this.account.clientId || client_secret !== this.account.clientSecret) {
      throw new Refusal('badClient', 'Invalid client or Invalid client credentials');
    }
  }

  issue(lifetimeSeconds: number): string {
    const token = `sandbox.${this.random.hex(24)}.${this.random.hex(40)}`;
    this.valid.set(token, this.now() + lifetimeSeconds * 1000);
    this.issued += 1;
    return token;
  }

  /** Throws unless the request carries a token that is still valid. */
  checkBearer(request: SandboxRequest): void {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    const expires = scheme === 'Bearer' && token ? this.valid.get(token) : undefined;
    if (expires === undefined || expires <= this.now()) throw new Refusal('unauthorised', 'Token missing or invalid');
  }

  expireAll(): void {
    this.valid.clear();
  }
}
