/** DENT Giga Store in the conformance suite. Sections are those of facts/providers/dent-giga-store.md. */
import { DentGigaStoreApi } from '../../credentials/DentGigaStoreApi.credentials';
import { type DentSandbox, type DentSettings, startDentSandbox } from '../../sandbox';
import type { Happening, Opened, Stand } from './kit/stand';

/** All of them worldwide: a customer belongs to the coverage of the first package. */
const WORLD_50_MB = '14ed2704-35ff-4feb-82a3-12345678abcd';
const worldwide = (number: number): string => `00000000-5a5d-4b0c-a000-00000000000${number}`;

const ONE_ANSWER = 'the list of sales comes in one answer (section 11.5)';
const NO_TRACE = 'no documented answer shows that an order was refunded';

type DeviceAction = Parameters<DentSandbox['device']>[1];

const SETTINGS: Partial<DentSettings> = { activatedItems: 'offered', largestPage: 0 };

async function open(): Promise<Opened> {
  const sandbox = await startDentSandbox({ settings: SETTINGS });
  const { url: baseUrl, clientId, clientSecret } = sandbox;
  const account = { baseUrl, clientId, clientSecret, refundPath: 'withoutPrefix' };
  const phone = (action: DeviceAction, input = {}): Happening => ({
    what: action,
    cause: async ({ esim }) => await sandbox.device(esim.iccid, action, input),
  });
  return {
    sandbox,
    account: () => ({ ...account, accessToken: '', tokenExpiresAt: '' }),
    secrets: [clientSecret, /eyJhbGciOiJSUzI1NiI/],
    happenings: [
      phone('install'),
      phone('travel', { country: 'DE' }),
      // told of when less than 100 MB are left (facts/providers/dent-giga-store.md, section 12.3)
      { what: 'topped up', cause: async (bought, shop) => await shop.one('esim.topUp', shop.topUpFor('1-gb', bought)) },
      phone('useData', { bytes: 1_000_000_000 }),
      phone('useData', { bytes: 60_000_000 }),
      { what: 'again', cause: async (bought, shop) => await shop.one('esim.topUp', shop.topUpFor('again', bought)) },
      { ...phone('useData', { bytes: 2_000_000_000 }), ends: true },
      phone('disable'),
      phone('enable'),
      {
        what: 'a package that waits is started',
        async cause(_, shop) {
          const { orderId } = await shop.order('waiting', dentGigaStore.fillWaiting);
          await shop.one('order.activate', { orderId });
        },
      },
      phone('remove'),
      phone('fail'),
    ],
    restore: () => sandbox.changeSettings(SETTINGS),
  };
}

export const dentGigaStore: Stand = {
  name: 'DENT Giga Store',
  provider: 'dentGigaStore',
  facts: 'facts/providers/dent-giga-store.md',
  credential: DentGigaStoreApi,
  open,
  packages: { order: WORLD_50_MB, anotherOrder: worldwide(2), topUp: worldwide(2), anotherTopUp: worldwide(3) },
  fill: {},
  fillWaiting: { additionalFields: { activationMode: 'ON_DEMAND' } },
  fillCountries: { includeCountries: true },
  calls: {
    spends: { 'order.create': 'register', 'esim.topUp': 'topUp', 'order.refund': 'refund' },
    signIn: ['authenticate'],
    books: ['activatedItems', 'searchCustomers', 'customers'],
    orders: 'activatedItems',
  },
  refusal: {
    kind: 'answer',
    when: 'beforeCommit',
    status: 400,
    contentType: 'application/problem+json',
    body: '{"title":"Bad Request","status":400,"detail":"This cannot be done."}',
  },
  wrongAccount: { clientSecret: 'not-the-right-one' },
  cannot: {
    'lists: orders really page, each once, and a limit reads no further': ONE_ANSWER,
    'lists: an error on a later page is an error, not the end': ONE_ANSWER,
    'lists: a list of orders that never ends is stopped': ONE_ANSWER,
    'order.refund: after a restart of n8n, another workflow finds it in the books alone': NO_TRACE,
    'order.refund: a lost answer is found again by the reference': NO_TRACE,
    'order.refund: books that cannot be read: nothing is sent': NO_TRACE,
  },
  defects: {
    // providers/dentGigaStore/webhook.ts, `read`, has nothing against an empty list
    'events: an empty list is no event: 400': 'answered 200',
    // providers/dentGigaStore/pickers.ts knows the countries of single-country packages alone
    'pickers: packages: a search finds exactly what the label shows, and country names':
      'countries of regions are not searched',
  },
  notTold: {
    'esim.statusChanged': 'only for a state that the documentation does not list',
    other: 'only for a message that the documentation does not list',
  },
  notGiven: [
    { in: 'Order', fields: ['providerStatus'], because: 'a sale has no state of its own (section 7.1)' },
    { in: 'Order', fields: ['subscriptionId'], because: 'packages are sold, not subscribed to' },
    { in: 'Esim', fields: ['eid', 'qrCodeUrl'], because: 'not in the record of an eSIM (section 8)' },
    {
      in: 'order.get',
      fields: ['type', 'package.packageId'],
      because: 'a sale shows the name of its package, and not whether an eSIM came with it (section 11.5)',
    },
    {
      in: 'order.getAll',
      fields: ['type', 'package.packageId', 'esim'],
      because: 'the list of sales shows the name of the package, and no eSIM (section 11.5)',
    },
    { in: 'Package', fields: ['voiceSeconds', 'smsCount'], because: 'data only' },
    {
      in: 'package.get',
      fields: ['countries'],
      because: 'only with Include Countries: each coverage is one request more',
    },
    {
      in: 'Usage',
      fields: ['packages.packageId', 'packages.subscriptionId', 'packages.providerStatus'],
      because: 'a balance shows the name of its package (section 11.1)',
    },
  ],
};
