import { type DentSandbox, startDentSandbox } from '../../../sandbox';
import { effectCounter } from './effects';
import { byId, type Stand, type StandKind } from './stand';

/** The cheapest package that covers the whole world. */
const WORLD_50_MB = '14ed2704-35ff-4feb-82a3-12345678abcd';

async function start(): Promise<Stand> {
  return standAt(await startDentSandbox({ credit: '1000000.00', settings: { refundsPerMonth: 1_000_000 } }));
}

export function standAt(sandbox: DentSandbox): Stand {
  const { url: baseUrl, clientId, clientSecret } = sandbox;
  const buying = { packageId: byId(WORLD_50_MB), clientReference: '={{ $json.reference }}' };
  const effects = effectCounter(sandbox.journal, ({ route }) => route === 'refund');
  return {
    provider: 'dentGigaStore',
    name: 'DENT Giga Store',
    credential: {
      type: 'dentGigaStoreApi',
      data: { baseUrl, clientId, clientSecret, refundPath: 'withoutPrefix' },
    },
    // its tokens begin with {"alg":"RS256", unlike n8n's own
    secrets: [clientSecret, /eyJhbGciOiJSUzI1NiI/],
    operations: {
      order: {
        resource: 'order',
        operation: 'create',
        ...buying,
        customerEmail: '={{ $json.reference }}@example.com',
      },
      topUp: { resource: 'esim', operation: 'topUp', esimLookup: 'iccid', iccid: '={{ $json.iccid }}', ...buying },
      refund: { resource: 'order', operation: 'refund', orderId: '={{ $json.orderId }}' },
    },
    certain: ['order', 'topUp'],
    setFaults: (mix) => sandbox.faults.mix(mix),
    goOffline: async (milliseconds) => await sandbox.goOffline(milliseconds),
    purchasesFor: (reference) => sandbox.purchasesFor(reference),
    refundsFor: ({ orderId }) => effects(`refund ${orderId}`),
    wrongs: () => {
      const { boughtTwice, refundedTwice, violations, credit } = sandbox.books();
      return [
        ...boughtTwice.map((reference) => `bought twice: ${reference}`),
        ...refundedTwice.map((orderId) => `refunded twice: ${orderId}`),
        ...violations.map(({ route, what }) => `${route}: ${what}`),
        ...(credit.balanced ? [] : ['the account does not balance']),
      ];
    },
    settled: async () => await sandbox.settled(),
    stop: async () => await sandbox.stop(),
  };
}

export const dentGigaStore: StandKind = { name: 'DENT Giga Store', start };
