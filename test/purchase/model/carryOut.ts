/** One run of the node: `buyOnce` with a process's memory, the provider's answers and n8n's row. */
import type { Clock } from '../../../purchase/clock';
import type { ClaimFor } from '../../../purchase/notes';
import type { Bought } from './provider';
import { SHOWS_WITHIN_MS } from './provider';
import { STALL_MS, WAITING_MS } from './scenario';
import type { Host, Seen, Send, Walk } from './walk';

const PATIENCE_MS = 120_000;

export async function carryOut(walk: Walk, run: Seen, host: Host): Promise<void> {
  const { world, reference } = walk;
  const { process, life } = host;
  const number = walk.runs.indexOf(run) + 1;
  if (!run.plan.isRetry) host.lastPlace = walk.newPlace();
  world.tell(`run ${number} begins in the ${life.name}: ${JSON.stringify(run.plan)}`);
  const { signal, end } = disturbances(walk, run, host);
  const clock: Clock = {
    now: () => world.now + life.clockIsAheadMs,
    sleep: async (milliseconds) => await world.after(milliseconds, life),
  };
  const place = { execution: host.lastPlace, node: 'node', run: 0, item: 0 };
  const store = process.sharedStore(walk.database.seenBy(life), reference, clock);
  const ledger = new process.Ledger(store, place.execution, clock);
  const claims = claimsOf(ledger);
  const ended = process.buyOnce<Bought>(
    {
      what: 'eSIM order',
      whereToCheck: 'the shop',
      named: `Client Reference "${reference}"`,
      attempt: { key: reference, content: run.content },
      alone: null,
      repeatsAreHarmless: false,
      showsWithinMs: SHOWS_WITHIN_MS,
      prepare: async () => await Promise.resolve(purchaseOf(walk, run, host, claims)),
    },
    {
      ledger,
      clock,
      patience: new process.Patience(place, PATIENCE_MS, clock, signal),
      run: new process.Run(false, signal),
      sender: { account: 'account', node: 'node' },
      ifOpen: ifOpenOf(walk, run),
      waitingMs: WAITING_MS,
    },
  );
  run.ended = await ended.then(
    ({ value }) => ({ orderId: value.orderId }),
    (error: unknown) => plain(error),
  );
  end();
  if ('kind' in run.ended && run.ended.kind === 'refused') {
    for (const sent of walk.sends) if (sent.by === run && sent.became === 'saidNo') sent.became = 'refused';
  }
  run.open = walk.sends.filter(({ became }) => became !== 'refused').length;
  run.bought = walk.shop.orders.length + walk.shop.underWay;
  run.row = [...walk.database.row];
  world.tell(`run ${number} ends: ${JSON.stringify(run.ended)}`);
}

/** A person looks up what was called unknown, and looks truly. */
function ifOpenOf({ shop, runs }: Walk, { plan }: Seen): NonNullable<Seen['plan']['ifOpen']> {
  const isUnknown = runs.some(({ ended }) => ended && 'kind' in ended && ended.kind === 'outcomeUnknown');
  const isRight = isUnknown && shop.orders.length === 0 && shop.underWay === 0;
  return plan.ifOpen === 'sendBecauseChecked' && !isRight ? 'stop' : (plan.ifOpen ?? 'stop');
}

function purchaseOf(walk: Walk, run: Seen, { process, life }: Host, claims: ClaimFor[]) {
  const { shop, world } = walk;
  return {
    whereToCheck: 'the shop',
    asked: { package: { id: run.content } },
    certainty: shop.kind === 'nothing' ? ('never' as const) : shop.kind,
    find: async () => await shop.find(process, life),
    async send() {
      const mine = walk.sends.filter(({ by }) => by === run);
      const isRepeat = mine.some(({ became }) => became === 'open');
      // what was refused leaves its claim to the next one
      const claim = claims.shift() ?? (mine.at(-1)?.became === 'refused' ? mine.at(-1)?.claim : null) ?? null;
      const wasOpen = walk.sends.some(({ became }) => became === 'open' || became === 'bought');
      const sent: Send = { by: run, claim, isRepeat, wasOpen, became: 'open' };
      walk.sends.push(sent);
      world.tell(`run ${walk.runs.indexOf(run) + 1} sends`);
      const answer = await shop.send(process, life, run.content);
      if (answer.outcome === 'done') sent.became = 'bought';
      if (answer.outcome === 'refused') sent.became = 'refused';
      if (answer.outcome === 'unknown' && answer.saidNo) sent.became = 'saidNo';
      return answer;
    },
    mayRepeat: async () => await Promise.resolve(shop.kind === 'sameRequest'),
    ...(shop.kind === 'nothing' ? { asBefore: asBeforeOf(walk) } : {}),
  };
}

function asBeforeOf({ shop }: Walk) {
  return async (which: (orderIds: string[]) => Promise<string | null>) => {
    const orderId = await which(shop.orders.map((order) => order.orderId));
    const order = shop.orders.find((one) => one.orderId === orderId);
    return order ? shop.result(order) : null;
  };
}

/** Claims that were won, in order. */
function claimsOf(ledger: InstanceType<Host['process']['Ledger']>): ClaimFor[] {
  const won: ClaimFor[] = [];
  const claim = ledger.claim.bind(ledger);
  ledger.claim = async (...asked) => {
    const claimed = await claim(...asked);
    if (claimed.is === 'won') won.push(asked[1]);
    return claimed;
  };
  return won;
}

function disturbances({ world }: Walk, { plan }: Seen, { life }: Host): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const begin = life.steps;
  const disturb = (step: number): void => {
    const count = step - begin;
    if (count === plan.killedAt) world.kill(life);
    if (count === plan.stallsAt) {
      world.tell(`the ${life.name} stands still`);
      life.standsStillUntil = world.now + STALL_MS;
    }
    if (count === plan.stoppedAt) {
      world.tell('n8n is told to stop');
      controller.abort();
    }
  };
  life.beforeStep.add(disturb);
  return { signal: controller.signal, end: () => life.beforeStep.delete(disturb) };
}

function plain(error: unknown): { kind: string; message: string; description: string } {
  const {
    kind = 'none',
    message,
    description = '',
  } = error as { kind?: string; message: string; description?: string };
  return { kind, message, description };
}
