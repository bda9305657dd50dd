/**
 * Purchases under random faults, through the node and the real n8n-core. The sandbox's own books are the judge. The seed
 * makes a failure repeatable: CHAOS_SEED, and CHAOS_PURCHASES for how many (`npm run chaos -- --in-process` for many).
 */
import { campaign } from './campaign';
import { inProcessRunner } from './inProcess';
import { standKinds } from './stands';

const SEED = process.env.CHAOS_SEED ?? 'chaos-1';
const PURCHASES = Number(process.env.CHAOS_PURCHASES ?? 60);
const QUIET = process.env.CHAOS_LOG === undefined;

/** Every wait of ours takes a twentieth of its time here; what the sandbox does takes as long as it takes. */
jest.mock('n8n-workflow', () => {
  const real = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
  return { ...real, sleep: async (milliseconds: number) => await real.sleep(milliseconds / 20) };
});

const kinds = standKinds.filter(({ name }) => name.includes(process.env.CHAOS_PROVIDER ?? ''));

describe.each(kinds)('$name under random faults', ({ start }) => {
  it(`buys once, loses nothing, reports what the books say, tells no secret (seed ${SEED}, ${PURCHASES} purchases)`, async () => {
    const stand = await start();
    try {
      const log = QUIET ? undefined : (line: string) => void process.stdout.write(`${line}\n`);
      const summary = await campaign(stand, inProcessRunner(stand), { seed: SEED, purchases: PURCHASES, log });
      log?.(JSON.stringify(summary.reports));

      expect(summary).toMatchObject({ contradictions: [], duplicates: [], lost: [], secrets: [], wrongs: [] });
      expect(summary.reports.completed).toBeGreaterThan(PURCHASES);
      expect(summary.reports.outcomeUnknown).toBeGreaterThan(0);
    } finally {
      await stand.stop();
    }
  }, 3_600_000);
});
