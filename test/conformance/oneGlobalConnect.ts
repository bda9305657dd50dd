/** 1GLOBAL Connect v1 and v2 in the conformance suite. Sections are those of facts/providers/1global-connect.md. */
import { OneGlobalConnectApi } from '../../credentials/OneGlobalConnectApi.credentials';
import { type ConnectSandbox, type ConnectSettings, startConnectSandbox } from '../../sandbox';
import type { Happening, NotGiven, Opened, Stand } from './kit/stand';

const THREE_GB = 'kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=';
const WORLD_50_MB = 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=';

type DeviceAction = Parameters<ConnectSandbox['device']>[1];

const SETTINGS: Partial<ConnectSettings> = {
  acceptedMs: 0,
  fulfillingMs: 0,
  v1OrderList: 'bare',
  largestPage: 40,
  pageMetadata: 'truthful',
  behindLastPage: 'empty',
};

async function open(apiVersion: 'v1' | 'v2'): Promise<Opened> {
  const sandbox = await startConnectSandbox({ settings: SETTINGS });
  const { baseUrl, tokenUrl, clientId, clientSecret } = sandbox;
  const account = { apiVersion, baseUrl, tokenUrl, clientId, clientSecret, v1OrderPath: 'singular' };
  const phone = (action: DeviceAction, bytes = 0): Happening => ({
    what: action,
    cause: async ({ esim }) => await sandbox.device(esim.iccid, action, bytes),
  });
  return {
    sandbox,
    account: () => ({ ...account, accessToken: '', tokenExpiresAt: '' }),
    secrets: [clientSecret, /sandbox\.[0-9a-f]{24}\./],
    // what is given back here is the unused eSIM: it is deleted
    refundsMade: () => sandbox.journal({ route: 'deleteSim' }).filter(({ effects }) => effects.length > 0).length,
    happenings: [
      phone('install'),
      phone('useData', 2.5 * 1024 ** 3),
      { ...phone('useData', 10 * 1024 ** 3), ends: true },
    ],
    async smallPages() {
      sandbox.changeSettings({ v1OrderList: 'wrapped', largestPage: 3 });
      return await Promise.resolve('always');
    },
    endless: () =>
      sandbox.changeSettings({ v1OrderList: 'wrapped', pageMetadata: 'alwaysNext', behindLastPage: 'lastPageAgain' }),
    restore: () => sandbox.changeSettings(SETTINGS),
  };
}

const HARMLESS = 'an eSIM that is deleted twice is deleted once: it is repeated at any time';

const NO_CUSTOMERS = '1GLOBAL keeps no customers';

const EID = {
  v1: 'only of an eSIM that was ordered with one, or is installed (section 2.5)',
  v2: 'whether version 2 shows it is not known (section 7, point 16)',
} as const;

const ONLY_IN_V2 = 'version 1 tells of data alone (section 2.6)';
const UNLISTED = 'only for words of which the documentation gives no example (section 3.7)';

const NOT_TOLD = {
  v1: { 'esim.installed': ONLY_IN_V2, 'esim.statusChanged': ONLY_IN_V2, 'esim.error': ONLY_IN_V2, other: UNLISTED },
  v2: { 'esim.statusChanged': UNLISTED, 'esim.error': UNLISTED, other: UNLISTED },
} as const;

const CODES = ['activationCode', 'smdpAddress', 'matchingId', 'iosInstallUrl', 'androidInstallUrl', 'qrCodeUrl'].map(
  (field) => `esim.${field}`,
);

const OF_VERSION: Record<'v1' | 'v2', readonly NotGiven[]> = {
  v1: [
    { in: 'order.getAll', fields: ['createdAt'], because: 'not in the list of orders (section 2.3.4)' },
    { in: 'esim.get', fields: ['qrCodeUrl'], because: 'only an order shows it (section 2.5)' },
  ],
  v2: [
    { in: 'order.get', fields: ['type'], because: 'an order does not say whether it is a top-up (section 3.4)' },
    { in: 'order.getAll', fields: ['type', 'esim.qrCodeUrl'], because: 'not in the list of orders (section 3.4)' },
    {
      in: 'package.getAll',
      fields: ['countries'],
      because: 'only of a single package: the list names the region (section 3.3)',
    },
    {
      in: 'Usage',
      fields: ['packages.packageId', 'packages.activatedAt'],
      because: 'only of a single subscription, not in the list of them (section 3.6)',
    },
  ],
};

function stand(apiVersion: 'v1' | 'v2'): Stand {
  return {
    name: `1GLOBAL Connect ${apiVersion}`,
    provider: 'oneGlobalConnect',
    facts: 'facts/providers/1global-connect.md',
    credential: OneGlobalConnectApi,
    open: async () => await open(apiVersion),
    packages: { order: THREE_GB, anotherOrder: WORLD_50_MB, topUp: THREE_GB, anotherTopUp: WORLD_50_MB },
    fill: {
      'order.create': { country: 'GB', firstName: 'John', lastName: 'Doe', countryOfResidence: 'US' },
      'esim.topUp': { country: 'GB' },
    },
    fillWaiting: { additionalFields: { activationDate: '2099-01-01T00:00:00Z' } },
    calls: {
      spends: { 'order.create': 'placeOrder', 'esim.topUp': 'placeOrder', 'order.refund': 'deleteSim' },
      signIn: ['token'],
      books: ['orders', 'order', 'subscriptions', 'subscription', 'subscriptionsOfSim'],
      orders: 'orders',
    },
    refusal: {
      kind: 'answer',
      when: 'beforeCommit',
      status: 422,
      contentType: 'application/json',
      body: '{"type":"INVALID_REQUEST_PARAMS","messages":["This cannot be done."]}',
    },
    wrongAccount: { clientSecret: 'not-the-right-one' },
    cannot: {
      'order.create: after a restart of n8n, another customer under the reference: taken':
        'orders are searched by the customer’s email: a sale to another customer is not seen, and both buy',
      'esim.topUp: after a restart of n8n, another eSIM under the reference: taken':
        'top-ups are searched by the eSIM: one of another eSIM is not seen, and both buy',
      'pickers: top-ups: only what fits the eSIM that is named':
        'nothing says which products fit an eSIM: all are offered',
      'order.refund: lost before it arrived: outcome unknown, and it stays unsent': HARMLESS,
      'order.refund: Checked References: sent again once, ever': HARMLESS,
    },
    defects: {
      // providers/oneGlobalConnect/packages.ts, pickPackage: dashes between the parts, and a search in the name alone
      'pickers: packages: one label for all providers': 'dashes between the parts',
      'pickers: packages: a search finds exactly what the label shows, and country names': 'prices are not searched',
      // purchase/words.ts, `unreadable`, puts what was being done before the cause
      'order.create: a wrong credential: nothing is sent, and the message begins with that': 'the cause comes last',
      // providers/oneGlobalConnect/refund.ts gives a refusal back as a result, where the others fail with `refused`
      'order.refund: a documented refusal: refused, and can be bought afterwards': 'a refused refund is no error',
    },
    notTold: { ...NOT_TOLD[apiVersion] },
    notGiven: [
      { in: 'Order', fields: ['price'], because: 'an order shows no price (sections 2.3 and 3.4)' },
      { in: 'Order', fields: ['customerId'], because: NO_CUSTOMERS },
      { in: 'Esim', fields: ['customerId'], because: NO_CUSTOMERS },
      {
        in: 'Usage',
        fields: ['customerId', 'packages.orderId'],
        because: 'a subscription names neither (sections 2.4 and 3.6)',
      },
      { in: 'Esim', fields: ['esimId'], because: 'the ICCID is the id of a SIM' },
      {
        in: 'Esim',
        fields: ['imsi', 'installPageUrl', 'activatedAt'],
        because: 'not in the record of a SIM (sections 2.5 and 3.5)',
      },
      { in: 'Esim', fields: ['eid'], because: EID[apiVersion] },
      {
        in: 'Package',
        fields: ['voiceSeconds', 'smsCount', 'retailPrice'],
        because: 'data only, with one price (sections 2.2 and 3.3)',
      },
      {
        in: 'esim.topUp',
        fields: CODES,
        because: 'an order of a top-up has no activation code: eSIM → Get gives it',
      },
      {
        in: 'order.getAll',
        fields: ['clientReference', 'package.packageId', 'package.name', 'esim.providerState', 'esim.lastSeenAt'],
        because: 'the list of orders shows neither the SIM nor the subscription (sections 2.3.4 and 3.4)',
      },
      ...OF_VERSION[apiVersion],
    ],
  };
}

export const oneGlobalConnectV1 = stand('v1');
export const oneGlobalConnectV2 = stand('v2');
