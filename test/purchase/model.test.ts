/**
 * The whole machine against a model of n8n's database and the provider's books, in a world with a time of its own
 * (model/world.ts): every order of answers, looks, stumbles of the database, kills, stalls, clocks and runs. What has to
 * hold is in model/laws.ts. The same scenarios each time; others with MODEL_SEED and MODEL_RUNS.
 */
import fc from 'fast-check';

import type { DatabaseFault } from './model/database';
import { brokenLaws, openInCalm } from './model/laws';
import type { Answer, Kind, Look } from './model/provider';
import { type Group, MINUTE_MS, type RunPlan, type Scenario } from './model/scenario';
import { Walk } from './model/walk';

const ANSWERS: Answer[] = [
  'done',
  'refused',
  'tooMany',
  'saidNo',
  'lostNotBought',
  'lostBought',
  'lostBoughtLater',
  'lostBoughtLate',
];
const KINDS: Kind[] = ['completeBooks', 'sameRequest', 'nothing'];

const answer = fc.constantFrom(...ANSWERS);
const look = fc.constantFrom<Look>('truth', 'unreadable', 'underWay', 'breaksOff');
const fails = fc.constantFrom<'before' | 'after'>('before', 'after');
const QUICK = fc.oneof(
  { weight: 4, arbitrary: fc.record<DatabaseFault>({ gap: fc.constantFrom(1, 10, 60, 200) }) },
  { weight: 1, arbitrary: fc.record<DatabaseFault>({ fails }) },
);
const SLOW = fc.record<DatabaseFault>({ gap: fc.constantFrom(1, 10, 300, 1_500) });

const step = fc.nat({ max: 70 });
const run = fc.record<RunPlan>(
  {
    startsAtMs: fc.constantFrom(0, 1, 3, 10, 50, 200, 260, 300, 1_000, 14_000),
    process: fc.constantFrom('first', 'second'),
    isRetry: fc.boolean(),
    ifOpen: fc.constantFrom('stop', 'sendWhenCertain', 'sendBecauseChecked'),
    wantsOther: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    killedAt: step,
    stoppedAt: step,
    stallsAt: step,
  },
  { requiredKeys: [] },
);
const group = fc.record<Group>({
  afterMs: fc.constantFrom(0, MINUTE_MS, 20 * MINUTE_MS, 31 * MINUTE_MS),
  runs: fc.array(run, { minLength: 1, maxLength: 3 }),
});

function scenarios(database: fc.Arbitrary<DatabaseFault>, providers: Kind[]): fc.Arbitrary<Scenario> {
  return fc.record<Scenario>({
    provider: fc.constantFrom(...providers),
    groups: fc.array(group, { minLength: 1, maxLength: 3 }),
    answers: fc.array(answer, { maxLength: 5 }),
    looks: fc.array(look, { maxLength: 5 }),
    database: fc.array(database, { maxLength: 25 }),
    clockIsAheadMs: fc.constantFrom(0, 4 * MINUTE_MS, -4 * MINUTE_MS),
  });
}

async function holds(scenario: Scenario): Promise<void> {
  const walk = await new Walk(scenario).toItsEnd();
  // what only a process's memory knew is noted by the first
  await walk.inCalm();
  const calm = await walk.inCalm();
  const broken = [...brokenLaws(walk), ...openInCalm(walk, calm)];
  if (broken.length > 0) throw new Error([...broken, ...walk.world.story].join('\n'));
}

const { MODEL_SEED = '20260101', MODEL_RUNS = '700' } = process.env;
const many = { seed: Number(MODEL_SEED), numRuns: Number(MODEL_RUNS) };
const LIMIT_MS = 3_600_000;

describe('one reference in any order of what can happen to it', () => {
  it(
    'is bought at most once, told truly, and closed in the end, with a database that is quick and fails now and then',
    async () => await fc.assert(fc.asyncProperty(scenarios(QUICK, KINDS), holds), many),
    LIMIT_MS,
  );

  it(
    'is bought at most once where the provider’s books are complete, also with a database that takes its time',
    async () => await fc.assert(fc.asyncProperty(scenarios(SLOW, ['completeBooks']), holds), many),
    LIMIT_MS,
  );
});

describe('a process that is killed at any step', () => {
  const steps = Array.from({ length: 30 }, (_, index) => index + 1);

  it.each(KINDS.flatMap((provider) => ANSWERS.map((one) => [provider, one] as const)))(
    'with %s and an answer %s leaves what the next ones make right',
    async (provider, one) => {
      for (const killedAt of steps) {
        const next = { ifOpen: 'sendWhenCertain' as const };
        await holds({ provider, answers: [one], groups: [{ runs: [{ killedAt }] }, { runs: [{}] }] });
        // and while it is sent again
        const again = { ...next, killedAt, process: 'second' as const };
        const groups = [{ runs: [{}] }, { afterMs: 31 * MINUTE_MS, runs: [again] }, { runs: [next] }];
        await holds({ provider, answers: ['lostNotBought', one], groups });
      }
    },
  );
});

describe('two executions at the same time', () => {
  const starts = [0, 1, 3, 7, 20, 60, 63, 66, 70, 100, 250, 313, 316, 320, 340, 380, 400, 1_400];
  const closeStarts = Array.from({ length: 80 }, (_, index) => index);

  it.each(KINDS)(
    'with %s send again once, however their calls of the database fall between each other',
    async (provider) => {
      for (const startsAtMs of closeStarts) {
        for (const gap of [1, 4, 9]) {
          const ifOpen = 'sendWhenCertain' as const;
          const both = [{ ifOpen }, { ifOpen, process: 'second' as const, startsAtMs }];
          const groups = [{ runs: [{}] }, { afterMs: 31 * MINUTE_MS, runs: both }];
          const database = Array.from({ length: 24 }, (_, index) => ({ gap: index % 3 === 0 ? gap : 4 }));
          await holds({ provider, answers: ['lostNotBought', 'lostBoughtLater'], groups, database });
        }
      }
    },
  );

  it.each(KINDS.flatMap((provider) => ANSWERS.map((one) => [provider, one] as const)))(
    'with %s and an answer %s, in one process or in two, first or again',
    async (provider, one) => {
      for (const startsAtMs of starts) {
        for (const process of ['first', 'second'] as const) {
          const ifOpen = 'sendWhenCertain' as const;
          const both = [{ ifOpen }, { ifOpen, process, startsAtMs }];
          await holds({ provider, answers: [one, one], groups: [{ runs: both }] });
          const first = { runs: [{}] };
          const groups = [first, { afterMs: 31 * MINUTE_MS, runs: both }];
          await holds({ provider, answers: ['lostNotBought', one], groups });
        }
      }
    },
  );
});
