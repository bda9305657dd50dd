import { oneGlobalConnect as provider } from '../../providers/oneGlobalConnect';
import { startConnectSandbox } from '../../sandbox';
import { standAt } from '../chaos/stands/oneGlobalConnect';
import { byId } from '../chaos/stands/stand';
import { clockOf } from '../support/sandboxClock';
import { because, type Reasons, type Subject } from './subject';

const WORLD_50_MB = 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=';
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
          await sandbox.device(iccid, 'useData', 1_000_000);
        },
        orderFor: { 'order.activate': { additionalFields: { activationDate: '2099-01-31T12:00:00Z' } } },
      };
    },
    ...declared,
    defects: {
      // providers/oneGlobalConnect/mapping.ts and others write their objects out by hand
      ...because('not made by esim/make.ts', 'fields come in one order'),
      // providers/oneGlobalConnect/refund.ts; elsewhere it is an error of the kind `refused`
      ...because(
        'a refused refund is a result with the state "refused"',
        'refund: a refusal is told in the provider’s words, and leaves the name free',
      ),
      // providers/oneGlobalConnect/packages.ts passes 422 PRODUCT_NOT_FOUND on as a refusal
      ...because(
        'an unknown package is of the kind "refused", not "notFound"',
        'package.get: an id that nothing has is an error that says so',
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
  ...because('a SIM is shown without them', 'esim.activatedAt', 'esim.eid', 'esim.imsi'),
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
    ...because('the list of orders is shorter than an order', 'order.getAll: order.createdAt'),
    ...because('only orders carry the QR code', 'esim.get: esim.qrCodeUrl'),
  },
  cannot: {},
});
export const oneGlobalConnectV2 = subject('v2', {
  neverGiven: {
    ...NEVER_GIVEN,
    ...because('the list of products has no footprint', 'package.getAll: package.countries'),
    ...because('orders do not say what they are', 'order.type'),
    ...because('the list of orders is shorter than an order', 'order.getAll: esim.qrCodeUrl'),
    ...because('subscriptions do not tell it', 'usage.packages.activatedAt', 'usage.packages.packageId'),
  },
  cannot: {},
});
