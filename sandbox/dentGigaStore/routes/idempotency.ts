/** The `idempotency-key` header that one client claims (section 13): ignored unless the setting says otherwise. */
import { Refusal, type Reply, type SandboxRequest } from '../../core/http';
import type { DentWorld } from '../world';

const LONGEST_KEY = 64;

/** Runs a purchase, or gives the remembered answer of an earlier one with the same key. Refusals are not remembered. */
export function once(world: DentWorld, call: string, request: SandboxRequest, run: () => Reply): Reply {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return run();
  if (key.length > LONGEST_KEY) {
    throw new Refusal('invalidHeader', `The header idempotency-key is longer than ${LONGEST_KEY} characters.`, true);
  }
  if (world.settings.idempotencyKey === 'ignored') return run();
  const remembered = world.state.rememberedAnswers;
  const name = `${call}|${key}`;
  const before = remembered.get(name);
  if (before !== undefined) return JSON.parse(before) as Reply;
  const reply = run();
  remembered.set(name, JSON.stringify(reply));
  return reply;
}
