/**
 * Purchases under random faults, through the node and the real n8n-core. The sandbox's own books are the judge. The seed
 * makes a failure repeatable: CHAOS_SEED, and CHAOS_PURCHASES for how many (`npm run chaos -- --in-process` for many).
 */
import { campaign, type Summary } from './campaign';
import { inProcessRunner } from './inProcess';
import { standKinds, type StandKind } from './stands';

const SEED = process.env.CHAOS_SEED ?? 'chaos-1';
const PURCHASES = Number(process.env.CHAOS_PURCHASES ?? 40);
const QUIET = process.env.CHAOS_LOG === undefined;

/** Every wait of ours takes a fiftieth of its time here; what the sandbox does takes as long as it takes. */
jest.mock('n8n-workflow', () => {
  const real = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
  return { ...real, sleep: async (milliseconds: number) => await real.sleep(milliseconds / 50) };
});

const kinds = standKinds.filter(({ name }) => name.includes(process.env.CHAOS_PROVIDER ?? ''));
const summaries = new Map<string, Promise<Summary>>();

async function summaryOf({ start }: StandKind): Promise<Summary> {
  const stand = await start();
  try {
    const log = QUIET ? undefined : (line: string) => void process.stdout.write(`${line}\n`);
    const summary = await campaign(stand, inProcessRunner(stand), { seed: SEED, purchases: PURCHASES, log });
    log?.(`${stand.name}: ${JSON.stringify(summary)}`);
    return summary;
  } finally {
    await stand.stop();
  }
}

// all at once: most of the time is spent waiting
beforeAll(() => {
  for (const kind of kinds) {
    const running = summaryOf(kind);
    running.catch(() => undefined);
    summaries.set(kind.name, running);
  }
});

describe.each(kinds)('$name under random faults', ({ name }) => {
  it(`buys once and in the end exactly once, reports what the books say, tells no secret (seed ${SEED}, ${PURCHASES} purchases)`, async () => {
    const summary = await summaries.get(name);

    expect(summary).toMatchObject({
      ...{ contradictions: [], duplicates: [], lost: [], secrets: [], wrongs: [] },
      openWhenCertain: 0,
    });
    expect(summary?.reports.completed).toBeGreaterThan(PURCHASES);
    expect(summary?.reports.outcomeUnknown).toBeGreaterThan(0);
  }, 7_200_000);
});
