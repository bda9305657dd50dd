import { campaign, type Summary } from '../../../test/chaos/campaign';
import type { StandKind } from '../../../test/chaos/stands';
import { realRunner, type ChaosHost } from '../../chaos/realRunner';

export const SEED = process.env.CHAOS_SEED ?? 'chaos-1';
export const LIMIT_MS = 1_200_000;
const PURCHASES = 24;

/** A short campaign at one provider; `CHAOS_LOG=1` shows its steps. */
export async function shortCampaign(host: ChaosHost, { start }: StandKind): Promise<Summary> {
  const stand = await start();
  try {
    const runner = await realRunner(host, stand);
    const log = process.env.CHAOS_LOG ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
    const summary = await campaign(stand, runner, { seed: SEED, purchases: PURCHASES, brief: true, batch: 12, log });
    log?.(`${stand.name}: ${JSON.stringify(summary)}`);
    await runner.stop();
    return summary;
  } finally {
    await stand.stop();
  }
}

export function expectGood(summary: Summary): void {
  expect(summary).toMatchObject({ contradictions: [], duplicates: [], lost: [], secrets: [], wrongs: [] });
  expect(summary.reports.completed).toBeGreaterThan(PURCHASES);
}
