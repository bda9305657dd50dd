/**
 * The references of subscriptions. v1 shows `device_id` in its lists; v2 documents it only for a single subscription,
 * so there each one is read (sections 2.4.1 and 3.6). It never changes: an execution reads each once.
 */
import type { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Session } from '../provider';
import type { ConnectApi, SubscriptionRecord } from './api';

/** Subscriptions are read one by one up to so many, the newest first. */
const MOST_ONE_BY_ONE = 100;

export interface Revealed {
  /** Those that carry the reference. */
  matching: SubscriptionRecord[];
  /** Whether the reference of every subscription is known. */
  complete: boolean;
  /** Why one could not be read. */
  error: ProviderError | null;
}

const read = new WeakMap<Session, Map<string, SubscriptionRecord>>();

/** Those of the subscriptions that carry the reference. Stops reading one by one at the first that does. */
export async function withReference(
  session: Session,
  api: ConnectApi,
  subscriptions: readonly SubscriptionRecord[],
  reference: string,
): Promise<Revealed> {
  const matching = subscriptions.filter(({ deviceId }) => deviceId === reference);
  const silent = subscriptions.filter(({ deviceId }) => deviceId === undefined).sort(newestFirst);
  if (matching.length > 0 || silent.length === 0) return { matching, complete: silent.length === 0, error: null };
  let complete = silent.length <= MOST_ONE_BY_ONE;
  for (const { id } of silent.slice(0, MOST_ONE_BY_ONE)) {
    const closer = await attempt(async () => (id === null ? null : await subscriptionOnce(session, api, id)));
    if (!closer.ok) return { matching: [], complete: false, error: closer.error };
    if (closer.value?.deviceId === reference) return { matching: [closer.value], complete: false, error: null };
    if (closer.value?.deviceId === undefined) complete = false;
  }
  return { matching: [], complete, error: null };
}

function newestFirst(left: SubscriptionRecord, right: SubscriptionRecord): number {
  return (right.createdAt ?? '').localeCompare(left.createdAt ?? '');
}

/** What a subscription is for never changes; do not use this for balances. */
async function subscriptionOnce(session: Session, api: ConnectApi, id: string): Promise<SubscriptionRecord> {
  const memory = read.get(session) ?? new Map<string, SubscriptionRecord>();
  read.set(session, memory);
  const known = memory.get(id);
  if (known) return known;
  const found = await session.share(`subscription ${id}`, async () => await api.subscription(session, id));
  memory.set(id, found);
  return found;
}
