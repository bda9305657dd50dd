/** One request to the provider's API, from its arrival to its end: journal, fault, the provider's code, answer. */
import type { ServerResponse } from 'node:http';

import { find } from './dispatch';
import { play, type Stage } from './faultPlay';
import { json, Refusal, type Reply, type Route, type SandboxRequest } from './http';
import type { JournalEntry } from './journal';
import type { Kind, World } from './world';

/** Answers a request to the provider's API. Resolves when nothing more will happen with it. */
export async function exchange<K extends Kind>(
  world: World<K>,
  given: SandboxRequest,
  response: ServerResponse,
  waits: Pick<Stage, 'pause' | 'waitForClient'>,
): Promise<void> {
  void world.catchUp();
  const found = find(world.standIn.routes(world), given);
  const arrived = found?.request ?? given;
  const entry = world.journal.add(new Date(world.now).toISOString(), found?.route ?? null, arrived);
  const request = { ...arrived, noteEffect: (effect: string) => void entry.effects.push(effect) };
  const plan = world.faults.decide(entry.route, entry.reference ?? `${request.path}?${request.query.toString()}`);
  entry.fault = plan?.name ?? null;
  const ending = await play(plan, {
    ...waits,
    response,
    commit: () => run(world, found?.route ?? null, request, entry),
    expireTokens: () => world.tokens.expireAll(),
  });
  Object.assign(entry, ending);
}

async function run<K extends Kind>(
  world: World<K>,
  route: Route | null,
  request: SandboxRequest,
  entry: JournalEntry,
): Promise<Reply> {
  entry.handled = true;
  try {
    if (route) return await route.handle(request);
    throw new Refusal('unknownPath', `No documented call: ${request.method} ${request.path}`, true);
  } catch (error) {
    if (!(error instanceof Refusal)) return ownMistake(error, entry);
    entry.refusedBy = error.rule;
    if (error.isViolation) entry.violations.push(error.message);
    return world.standIn.refuse(error, world);
  }
}

/** A mistake in the sandbox itself: shown as one, so that nobody takes it for the provider's behaviour. */
function ownMistake(error: unknown, entry: JournalEntry): Reply {
  entry.refusedBy = 'mistakeInTheSandbox';
  return json({ error: `mistake in the sandbox: ${String(error)}` }, 500);
}
