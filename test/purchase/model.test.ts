import fc from 'fast-check';

import type { DatabaseFault } from './model/database';
import { brokenLaws, openInCalm } from './model/laws';
import type { Answer, Kind, Look } from './model/provider';
import { type Group, MINUTE_MS, type RunPlan, type Scenario } from './model/scenario';
import { Walk } from './model/walk';

const answer = fc.constantFrom<Answer>(
  'done',
  'refused',
  'tooMany',
  'saidNo',
  'lostNotBought',
  'lostBought',
  'lostBoughtLater',
  'lostBoughtLate',
);
const look = fc.constantFrom<Look>('truth', 'unreadable', 'underWay', 'breaksOff');
const gap = fc.constantFrom(1, 10, 60, 200);
const fails = fc.constantFrom<'before' | 'after'>('before', 'after');
const quick = fc.oneof(
  { weight: 4, arbitrary: fc.record<DatabaseFault>({ gap }) },
  { weight: 1, arbitrary: fc.record<DatabaseFault>({ fails }) },
);
const slow = fc.record<DatabaseFault>({ gap: fc.constantFrom(1, 10, 300, 1_500) });
const step = fc.nat({ max: 70 });

const run = fc.record<RunPlan>(
  {
    startsAtMs: fc.constantFrom(0, 1, 3, 10, 50, 200, 260, 300, 1_000, 14_000),
    process: fc.constantFrom('first', 'second'),
    isRetry: fc.boolean(),
    ifOpen: fc.constantFrom('stop', 'sendWhenCertain', 'sendBecauseChecked'),
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
const scenarios = (database: fc.Arbitrary<DatabaseFault>, ...providers: Kind[]): fc.Arbitrary<Scenario> =>
  fc.record<Scenario>({
    provider: fc.constantFrom(...providers),
    groups: fc.array(group, { minLength: 1, maxLength: 3 }),
    answers: fc.array(answer, { maxLength: 5 }),
    looks: fc.array(look, { maxLength: 5 }),
    database: fc.array(database, { maxLength: 25 }),
    clockIsAheadMs: fc.constantFrom(0, 4 * MINUTE_MS, -4 * MINUTE_MS),
  });

async function holds(scenario: Scenario): Promise<void> {
  const walk = await new Walk(scenario).toItsEnd();
  // what only a process's memory knew is noted by the first
  await walk.inCalm();
  const calm = await walk.inCalm();
  const broken = [...brokenLaws(walk), ...openInCalm(walk, calm)];
  if (broken.length > 0) throw new Error([...broken, ...walk.world.story].join('\n'));
}

describe('one reference in every order of answers, kills, clocks and stumbles of the database', () => {
  it('a quick database', async () => {
    const started = Date.now();
    await fc.assert(fc.asyncProperty(scenarios(quick, 'completeBooks', 'sameRequest', 'nothing'), holds), {
      numRuns: Number(process.env.RUNS ?? 1000),
    });
    console.log(Date.now() - started);
  }, 600_000);
  it('a slow database', async () => {
    await fc.assert(fc.asyncProperty(scenarios(slow, 'completeBooks'), holds), {
      numRuns: Number(process.env.RUNS ?? 1000),
    });
  }, 600_000);
});
