/**
 * The references of subscriptions. v1 shows `device_id` in its lists; v2 documents it only for a single subscription,
 * so there each one is read (sections 2.4.1 and 3.6). It never changes: an execution reads each once.
 */
import type { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Session } from '../provider';
import type { ConnectApi, SubscriptionRecord } from './api';

/** So many are read one by one each time somebody looks, the newest first. */
const MOST_ONE_BY_ONE = 100;

export interface Revealed {
  /** Those that carry the reference. */
  matching: SubscriptionRecord[];
  /** Whether the reference of every subscription is known. */
  complete: boolean;
  /** Why one could not be read. */
  error: ProviderError | null;
}

/** What a subscription is for; balances may be old. */
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
  let complete = true;
  let readsLeft = MOST_ONE_BY_ONE;
  for (const { id } of silent) {
    const known = id === null ? undefined : memoryOf(session).get(id);
    if (id === null || (!known && readsLeft-- <= 0)) {
      complete = false;
      continue;
    }
    const closer = await attempt(async () => known ?? (await readOnce(session, api, id)));
    if (!closer.ok) return { matching: [], complete: false, error: closer.error };
    if (closer.value.deviceId === reference) return { matching: [closer.value], complete: false, error: null };
    if (closer.value.deviceId === undefined) complete = false;
  }
  return { matching: [], complete, error: null };
}

function newestFirst(left: SubscriptionRecord, right: SubscriptionRecord): number {
  return (right.createdAt ?? '').localeCompare(left.createdAt ?? '');
}

function memoryOf(session: Session): Map<string, SubscriptionRecord> {
  const memory = read.get(session) ?? new Map<string, SubscriptionRecord>();
  read.set(session, memory);
  return memory;
}

async function readOnce(session: Session, api: ConnectApi, id: string): Promise<SubscriptionRecord> {
  const found = await session.share(`subscription ${id}`, async () => await api.subscription(session, id));
  memoryOf(session).set(id, found);
  return found;
}
