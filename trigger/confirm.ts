/** Asking the provider about every event of a delivery while the sender waits for its answer. */
import type { EsimEvent } from '../esim/model';
import { ProviderError } from '../http/errors';
import type { Confirmation, Session, WebhookSource } from '../providers/provider';
import { newestFirst } from './newestFirst';

type Confirm = NonNullable<WebhookSource['confirm']>;

/** `asked: false` when a provider could not be asked about one of them, or not in time. */
export type Confirmations = { asked: true; answers: Confirmation[] } | { asked: false; reason: string };

export interface Limits {
  /** Questions under way at the same time. */
  parallel: number;
  /** All of them together may take this long, signing in included, in milliseconds. Senders give up at 15 s or later. */
  totalMs: number;
}

export const LIMITS: Limits = { parallel: 5, totalMs: 10_000 };

/** Questions under way for all deliveries together: a provider's limit, and n8n's own work, bound what a flood may ask. */
const ASKED_AT_ONCE = 20;
const inTurn = newestFirst(ASKED_AT_ONCE);

/** Never throws, and always ends in time; answers are in the order of the events. */
export async function confirmAll(
  events: readonly EsimEvent[],
  connect: () => Promise<Session>,
  confirm: Confirm,
  limits: Limits,
): Promise<Confirmations> {
  const run = { ended: false };
  const late = elapsed(limits.totalMs).then(() => ({ asked: false as const, reason: 'it took too long to answer' }));
  const result = await Promise.race([askAll(events, connect, confirm, limits.parallel, run), late]);
  run.ended = true;
  return result;
}

async function askAll(
  events: readonly EsimEvent[],
  connect: () => Promise<Session>,
  confirm: Confirm,
  parallel: number,
  run: { ended: boolean },
): Promise<Confirmations> {
  const answers: Confirmation[] = [];
  const waiting = [...events.entries()];
  try {
    const session = await connect();
    const askOneAfterTheOther = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !run.ended; next = waiting.shift()) {
        const [index, event] = next;
        const answer = await inTurn(async () => (run.ended ? null : await confirm(session, event)));
        if (answer === null) return;
        answers[index] = answer;
        if (answer.outcome === 'notAsked') run.ended = true;
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallel, events.length) }, askOneAfterTheOther));
  } catch (error) {
    run.ended = true;
    return { asked: false, reason: safeWords(error) };
  }
  const notAsked = answers.find((answer) => answer.outcome === 'notAsked');
  return notAsked ? { asked: false, reason: notAsked.error.message } : { asked: true, answers };
}

/** Only texts that were made to be shown: another error's message may quote what it choked on. */
export function safeWords(error: unknown): string {
  if (error instanceof ProviderError) return error.message;
  const name = error instanceof Error ? error.name : 'something that is no error';
  return `stopped by ${name}${/^Node(Api|Operation)Error$/.test(name) ? `: ${(error as Error).message}` : ''}`;
}

/** Unlike `sleep`, this does not keep a process alive that has nothing else to do. */
async function elapsed(milliseconds: number): Promise<void> {
  const signal = AbortSignal.timeout(milliseconds);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
