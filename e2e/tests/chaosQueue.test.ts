/** Purchases in n8n's queue mode (a main process, two workers, PostgreSQL, Redis) with a worker killed in the middle. */
import { standKinds } from '../../test/chaos/stands';
import { startQueueMode } from '../chaos/queueMode';
import { findServices } from '../harness';
import { expectGood, LIMIT_MS, SEED, shortCampaign } from './support/chaos';
import { packed } from './support/packed';

describe(`purchases in queue mode whose worker is killed in the middle (seed ${SEED})`, () => {
  it(
    'are made once and reported as they are',
    async () => {
      const { programs, reason } = await findServices();
      if (programs === null) throw new Error(reason);
      const host = await startQueueMode(packed(), programs);
      try {
        expectGood(await shortCampaign(host, standKinds[0]!));
      } finally {
        await host.dispose();
      }
    },
    LIMIT_MS,
  );
});
