import { createHash } from 'node:crypto';

import { type GigsSandbox, startGigsSandbox } from '../../../sandbox';
import { TRAVEL, TRAVEL_TOP_UP } from '../../../sandbox/gigs/catalogue';
import { byId, type Stand, type StandKind } from './stand';

async function start(): Promise<Stand> {
  return standAt(await startGigsSandbox({ settings: { activationSeconds: 0 } }));
}

export function standAt(sandbox: GigsSandbox): Stand {
  const { url: baseUrl, projectId, apiToken, webhookSecret } = sandbox;
  const buying = { clientReference: '={{ $json.reference }}' };
  /** Gigs keeps no reference with an add-on: the key under which it was bought is the only trace. */
  const keyOfTopUp = (reference: string): string => {
    const name = JSON.stringify([`/projects/${projectId}`, 'topUp', reference]);
    return `n8n-esim-topUp-${createHash('sha256').update(name).digest('hex')}`;
  };
  return {
    provider: 'gigs',
    name: 'Gigs',
    credential: {
      type: 'gigsApi',
      data: { baseUrl, projectId, apiToken, webhookSecret, sendIdempotencyKey: true, endSubscriptionWith: 'post' },
    },
    secrets: [apiToken, webhookSecret],
    operations: {
      order: {
        resource: 'order',
        operation: 'create',
        ...buying,
        packageId: byId(TRAVEL),
        customerEmail: '={{ $json.reference }}@example.com',
        additionalFields: { sim: 'sim_test_esim' },
      },
      topUp: {
        resource: 'esim',
        operation: 'topUp',
        esimLookup: 'iccid',
        iccid: '={{ $json.iccid }}',
        ...buying,
        packageId: byId(TRAVEL_TOP_UP),
      },
    },
    certain: ['order'],
    setFaults: (mix) => sandbox.faults.mix(mix),
    goOffline: async (milliseconds) => await sandbox.goOffline(milliseconds),
    purchasesFor: (reference) => sandbox.purchasesFor(reference) + sandbox.purchasesFor(keyOfTopUp(reference)),
    refundsFor: () => 0,
    wrongs: () => {
      const { boughtTwice, violations, ledger } = sandbox.books();
      const nameless = ledger.filter(({ kind, reference }) => kind === 'purchase' && reference === null);
      return [
        ...boughtTwice.map((reference) => `bought twice: ${reference}`),
        ...nameless.map(({ orderId }) => `bought without a reference: ${orderId}`),
        ...violations.map(({ route, what }) => `${route}: ${what}`),
      ];
    },
    settled: async () => await sandbox.settled(),
    stop: async () => await sandbox.stop(),
  };
}

export const gigs: StandKind = { name: 'Gigs', start };
