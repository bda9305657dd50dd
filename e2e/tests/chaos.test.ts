/**
 * Purchases at all providers on a real n8n under random faults, with n8n killed in the middle. `npm run chaos` does the
 * same with thousands.
 */
import { standKinds } from '../../test/chaos/stands';
import { startOneProcess } from '../chaos/oneProcess';
import { together } from '../chaos/together';
import { expectGood, LIMIT_MS, SEED, shortCampaign } from './support/chaos';
import { packed } from './support/packed';

describe(`purchases on a real n8n that is killed in the middle (seed ${SEED})`, () => {
  let host: Awaited<ReturnType<typeof startOneProcess>>;

  beforeAll(async () => {
    host = await startOneProcess(packed());
  });

  afterAll(async () => {
    await host?.dispose();
  });

  it(
    'are made once and reported as they are, with no secret in a log, in an error or in the database',
    async () => {
      const shared = together(host, standKinds.length);
      const running = standKinds.map(async (kind) => await shortCampaign(shared.host, kind).finally(shared.leave));
      const summaries = await Promise.all(running);
      for (const summary of summaries) expectGood(summary);
    },
    LIMIT_MS,
  );
});
