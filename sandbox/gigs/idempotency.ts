/** The `Idempotency-Key` header (section 5). */
import { Refusal, type Reply, type SandboxRequest } from '../core/http';
import type { GigsWorld } from './world';

const LONGEST = 255;
const LIFE_MS = 24 * 60 * 60 * 1000;

/** Answers below 400 are kept for 24 hours and given again; failures are not. */
export function once(world: GigsWorld, request: SandboxRequest, run: () => Reply): Reply {
  const key = request.headers['idempotency-key'];
  const counts = request.method === 'POST' || request.method === 'DELETE';
  if (typeof key !== 'string' || !counts) return run();
  if (key === '' || key.length > LONGEST)
    throw new Refusal('invalid', 'Idempotency-Key must have 1 to 255 characters.', true);
  if (world.settings.idempotency === 'rejected') {
    throw new Refusal('invalid', 'The Idempotency-Key header is not available for this project.');
  }
  if (world.settings.idempotency === 'ignored') return run();
  const now = world.clock.now();
  const { remembered } = world.state;
  const before = remembered.get(key);
  if (before && before.until > now) {
    return { status: before.status, contentType: 'application/json', body: before.body };
  }
  const reply = run();
  if (reply.status < 400) remembered.set(key, { status: reply.status, body: String(reply.body), until: now + LIFE_MS });
  return reply;
}
