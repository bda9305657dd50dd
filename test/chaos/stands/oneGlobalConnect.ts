import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox';
import { effectCounter } from './effects';
import { byId, type Stand, type StandKind } from './stand';

const THREE_GB = 'kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=';

async function start(apiVersion: 'v1' | 'v2'): Promise<Stand> {
  return standAt(await startConnectSandbox({ settings: { acceptedMs: 50, fulfillingMs: 50 } }), apiVersion);
}

export function standAt(sandbox: ConnectSandbox, apiVersion: 'v1' | 'v2'): Stand {
  const { baseUrl, tokenUrl, clientId, clientSecret } = sandbox;
  const buying = { packageId: byId(THREE_GB), clientReference: '={{ $json.reference }}' };
  const effects = effectCounter(sandbox.journal, ({ method }) => method === 'DELETE');
  return {
    provider: 'oneGlobalConnect',
    name: `1GLOBAL Connect ${apiVersion}`,
    credential: {
      type: 'oneGlobalConnectApi',
      data: { apiVersion, baseUrl, tokenUrl, clientId, clientSecret, v1OrderPath: 'singular' },
    },
    secrets: [clientSecret, /sandbox\.[0-9a-f]{24}\./],
    operations: {
      order: {
        resource: 'order',
        operation: 'create',
        ...buying,
        customerEmail: '={{ $json.reference }}@example.com',
        country: 'GB',
        firstName: 'John',
        lastName: 'Doe',
        countryOfResidence: 'US',
      },
      topUp: {
        resource: 'esim',
        operation: 'topUp',
        esimLookup: 'iccid',
        iccid: '={{ $json.iccid }}',
        ...buying,
        country: 'GB',
      },
      refund: { resource: 'order', operation: 'refund', orderId: '={{ $json.orderId }}' },
    },
    certain: ['order', 'topUp'],
    setFaults: (mix) => sandbox.faults.mix(mix),
    goOffline: async (milliseconds) => await sandbox.goOffline(milliseconds),
    purchasesFor: (reference) => sandbox.purchasesFor(reference),
    // what is given back here is the unused eSIM: it is deleted
    refundsFor: ({ iccid }) => effects(`SIM ${iccid} deleted`),
    wrongs: () => {
      const { boughtTwice, violations } = sandbox.books();
      return [
        ...boughtTwice.map((reference) => `bought twice: ${reference}`),
        ...violations.map(({ route, what }) => `${route}: ${what}`),
      ];
    },
    settled: async () => await sandbox.settled(),
    stop: async () => await sandbox.stop(),
  };
}

export const oneGlobalConnectV1: StandKind = { name: '1GLOBAL Connect v1', start: async () => await start('v1') };
export const oneGlobalConnectV2: StandKind = { name: '1GLOBAL Connect v2', start: async () => await start('v2') };
