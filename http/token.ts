/**
 * One token for any number of requests.
 *
 * n8n asks a credential for a new token whenever a request finds none or is answered with 401, without a lock:
 * a hundred items in flight would cost a hundred token requests. Here they share one (facts/n8n.md, section 6.7).
 */
import { createHash } from 'crypto';

/** What a credential stores. `tokenExpiresAt` is ISO 8601, or '' when the provider did not say. */
export interface StoredToken {
  accessToken: string;
  tokenExpiresAt: string;
}

interface FreshToken {
  token: string;
  /** Lifetime from now, null when the provider does not say. */
  expiresInSeconds: number | null;
}

export interface SharedTokenOptions {
  /** Everything that decides whose token it is: address, client id, secret. Only a hash of it is kept. */
  identity: string[];
  /** The token that the caller holds and found missing (''), expired or refused. */
  stale: string;
  /** @param workedBefore this process has been given a token for this identity */
  request: (workedBefore: boolean) => Promise<FreshToken>;
}

/** A token is renewed this long before it ends, but never in the first half of its life. */
const RENEW_EARLY_MS = 30_000;

const latest = new Map<string, StoredToken>();
const underWay = new Map<string, Promise<StoredToken>>();

function keyOf(identity: string[]): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

/** Whether a token should be renewed before it is used again. False when its end is unknown. */
export function isAboutToExpire(tokenExpiresAt: unknown, now: number = Date.now()): boolean {
  if (typeof tokenExpiresAt !== 'string' || tokenExpiresAt === '') return false;
  const end = Date.parse(tokenExpiresAt);
  return Number.isFinite(end) && end <= now;
}

/**
 * Gives a token that is not the stale one, asking the provider only when nobody else has done or is doing so.
 * `tokenExpiresAt` is the moment from which it should be renewed: a little before its real end.
 * @throws whatever `request` throws, to every caller that shared it
 */
export async function sharedToken({ identity, stale, request }: SharedTokenOptions): Promise<StoredToken> {
  const key = keyOf(identity);
  const known = latest.get(key);
  if (known && known.accessToken !== stale && !isAboutToExpire(known.tokenExpiresAt)) return known;

  const pending = underWay.get(key);
  if (pending) return await pending;

  const renewal = renew(key, request);
  underWay.set(key, renewal);
  try {
    return await renewal;
  } finally {
    underWay.delete(key);
  }
}

async function renew(key: string, request: SharedTokenOptions['request']): Promise<StoredToken> {
  const asked = Date.now();
  const { token, expiresInSeconds } = await request(latest.has(key));
  const lifeMs = expiresInSeconds === null ? null : expiresInSeconds * 1000;
  const stored: StoredToken = {
    accessToken: token,
    tokenExpiresAt:
      lifeMs === null ? '' : new Date(asked + Math.max(lifeMs / 2, lifeMs - RENEW_EARLY_MS)).toISOString(),
  };
  latest.set(key, stored);
  return stored;
}
