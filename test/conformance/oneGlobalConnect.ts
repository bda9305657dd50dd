import { oneGlobalConnect as provider } from '../../providers/oneGlobalConnect';
import { startConnectSandbox } from '../../sandbox';
import { standAt } from '../chaos/stands/oneGlobalConnect';
import { byId } from '../chaos/stands/stand';
import { clockOf } from '../support/sandboxClock';
import { because, type Reasons, type Subject } from './subject';

const WORLD_50_MB = 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=';
const EID = '89001012012341234012345678901224';
const WORDS = 'This product is not sold today.';

function subject(version: 'v1' | 'v2', declared: { neverGiven: Reasons; cannot: Reasons }): Subject {
  return {
    name: `1GLOBAL Connect ${version}`,
    provider,
    async start() {
      const sandbox = await startConnectSandbox({ settings: { acceptedMs: 0, fulfillingMs: 0 } });
      return {
        stand: standAt(sandbox, version),
        sandbox,
        clock: clockOf(sandbox),
        routes: { order: 'placeOrder', topUp: 'placeOrder', refund: 'deleteSim' },
        signIn: 'token',
        another: { order: { packageId: byId(WORLD_50_MB) }, topUp: { packageId: byId(WORLD_50_MB) } },
        refusal: {
          status: 400,
          contentType: 'application/json',
          body: JSON.stringify({ type: 'INVALID_REQUEST_PARAMS', messages: [WORDS] }),
          words: WORDS,
        },
        live: async (iccid) => {
          await sandbox.device(iccid, 'install');
          await sandbox.device(iccid, 'useData', { bytes: 1_000_000 });
        },
        stir: async (shop, url) => {
          const { iccid } = await shop.buy();
          await shop.run({ resource: 'esim', operation: 'watch', iccid, webhookUrl: url });
          for (const action of ['download', 'install'] as const) await sandbox.device(iccid, action);
          await sandbox.device(iccid, 'useData', { bytes: 3 * 1024 ** 3 });
        },
        forging: { webhookUser: 'n8n', webhookPassword: 'a password for webhooks' },
        orderFor: {
          'order.activate': { additionalFields: { activationDate: '2099-01-31T12:00:00Z' } },
          'esim.get': { additionalFields: { eid: EID } },
          'order.get': { additionalFields: { eid: EID } },
        },
      };
    },
    ...declared,
    defects: {
      ...because(
        'an unknown package is of the kind "refused", not "notFound"',
        'package.get: an id that nothing has is an error that says so',
      ),
      // providers/oneGlobalConnect/refunds.ts; at others it is an error of the kind `refused`
      ...because(
        'a refused refund is a result with the state "refused"',
        'refund: a refusal is told in the provider’s words, and leaves the name free',
      ),
    },
  };
}

const NEVER_GIVEN: Reasons = {
  ...because('it sells data only', 'package.voiceSeconds', 'package.smsCount'),
  ...because('it names one price', 'package.retailPrice'),
  ...because('it has no page for the end user', 'esim.installPageUrl'),
  ...because('it has no customers', 'esim.customerId', 'order.customerId', 'usage.customerId'),
  ...because('a SIM is named by its ICCID alone', 'esim.esimId'),
  ...because('a SIM is shown without them', 'esim.activatedAt', 'esim.imsi'),
  ...because('orders carry no price', 'order.price'),
  ...because('subscriptions do not name their order', 'usage.packages.orderId'),
  ...because(
    'the list of orders is shorter than an order',
    'order.getAll: esim.lastSeenAt',
    'order.getAll: esim.providerState',
    'order.getAll: order.clientReference',
    'order.getAll: order.package.packageId',
    'order.getAll: order.package.name',
  ),
};

export const oneGlobalConnectV1 = subject('v1', {
  neverGiven: {
    ...NEVER_GIVEN,
    ...because(
      'the list of orders is shorter than an order',
      'order.getAll: esim.eid',
      'order.getAll: order.createdAt',
    ),
    ...because('only orders carry the QR code', 'esim.get: esim.qrCodeUrl'),
  },
  cannot: because(
    'version 1 does not tell of changes of a profile',
    'the stand-in has sent everything that it can send',
  ),
});
export const oneGlobalConnectV2 = subject('v2', {
  neverGiven: {
    ...NEVER_GIVEN,
    ...because('the list of products has no footprint', 'package.getAll: package.countries'),
    ...because('only version 1 is known to show it', 'esim.eid'),
    ...because('orders do not say what they are', 'order.type'),
    ...because('the list of orders is shorter than an order', 'order.getAll: esim.qrCodeUrl'),
    ...because('subscriptions do not tell it', 'usage.packages.activatedAt', 'usage.packages.packageId'),
  },
  cannot: {},
});
