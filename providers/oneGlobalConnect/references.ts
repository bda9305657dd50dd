/**
 * Beside the usual rooms: the references of subscriptions. v1 shows `device_id` in its lists; v2 documents it only for a
 * single subscription, so there each one is read (facts/providers/1global-connect.md, sections 2.4.1 and 3.6).
 */
import { attempt } from '../kit/attempt';
import type { Carriers } from '../kit/books';
import { memoryOfExecution } from '../kit/memory';
import type { Session } from '../provider';
import { apiOf } from './api';
import type { SubscriptionRecord } from './wire';

/** So many are read one by one each time somebody looks, the newest first. */
const MOST_ONE_BY_ONE = 100;

/** What a subscription is for never changes: an execution reads each once. Balances may be old. */
const closer = memoryOfExecution(() => new Map<string, SubscriptionRecord>());

/** Those of the subscriptions that carry the reference. Stops reading one by one at the first that does. */
export async function withReference(
  session: Session,
  subscriptions: readonly SubscriptionRecord[],
  reference: string,
): Promise<Carriers<SubscriptionRecord>> {
  const rows = subscriptions.filter(({ deviceId }) => deviceId === reference);
  const silent = subscriptions.filter(({ deviceId }) => deviceId === undefined).sort(newestFirst);
  if (rows.length > 0 || silent.length === 0) return { rows, complete: silent.length === 0, error: null };
  let complete = true;
  let readsLeft = MOST_ONE_BY_ONE;
  for (const { id } of silent) {
    const known = id === null ? undefined : closer(session).get(id);
    if (id === null || (!known && readsLeft-- <= 0)) {
      complete = false;
      continue;
    }
    const read = await attempt(async () => known ?? (await readOnce(session, id)));
    if (!read.ok) return { rows: [], complete: false, error: read.error };
    if (read.value.deviceId === reference) return { rows: [read.value], complete: false, error: null };
    if (read.value.deviceId === undefined) complete = false;
  }
  return { rows: [], complete, error: null };
}

function newestFirst(left: SubscriptionRecord, right: SubscriptionRecord): number {
  return (right.createdAt ?? '').localeCompare(left.createdAt ?? '');
}

async function readOnce(session: Session, id: string): Promise<SubscriptionRecord> {
  const found = await session.share(`subscription ${id}`, async () => await apiOf(session).subscription(session, id));
  closer(session).set(id, found);
  return found;
}
