/** Gigs in the conformance suite. Sections are those of facts/providers/gigs.md. */
import { GigsApi } from '../../credentials/GigsApi.credentials';
import { type Fault, type GigsSandbox, type GigsSettings, startGigsSandbox } from '../../sandbox';

import { byId, type Happening, type Opened, type Stand } from './kit/stand';

const MONTHLY = 'pln_sandbox00000000000unlimited';
const NOT_BY_STAND_IN = 'the stand-in does not tell it: fixtures of the documentation show it';

type DeviceAction = Parameters<GigsSandbox['device']>[1];

const SETTINGS: Partial<GigsSettings> = { activationSeconds: 0, billing: false };

async function open(): Promise<Opened> {
  const sandbox = await startGigsSandbox({ settings: SETTINGS });
  const { url: baseUrl, projectId, apiToken, webhookSecret } = sandbox;
  const account = { baseUrl, projectId, apiToken, webhookSecret };
  const phone = (action: DeviceAction, bytes?: number): Happening => ({
    what: action,
    cause: async ({ esim }) => await sandbox.device(esim.iccid, action, bytes === undefined ? {} : { bytes }),
  });
  return {
    sandbox,
    account: () => ({ ...account, sendIdempotencyKey: true, endSubscriptionWith: 'post' }),
    secrets: [apiToken, webhookSecret],
    allowRefunds: () => sandbox.changeSettings({ billing: true }),
    beforeRefund: async ({ invoiceId }) => await sandbox.pay(invoiceId ?? ''),
    happenings: [
      phone('install'),
      phone('enable'),
      phone('useData', 4_200_000_000),
      phone('useData', 3_000_000_000),
      phone('disable'),
      phone('enable'),
      { what: 'cancelled', cause: async ({ orderId }, shop) => await shop.one('order.cancel', { orderId }) },
      { what: 'resumed', cause: async ({ orderId }, shop) => await shop.one('order.resume', { orderId }) },
      { what: 'a monthly plan', cause: async (_, shop) => await shop.order('monthly', { packageId: byId(MONTHLY) }) },
      { what: 'a month later', ends: true, cause: async () => await sandbox.advance(32 * 86_400_000) },
      phone('remove'),
    ],
    // a page of Gigs has 200 rows: the end of a smaller one is put into its answer
    async smallPages() {
      sandbox.faults.next({ fault: await pageThatGoesOn(sandbox, 3), route: 'subscriptions' });
      return 'nextRequest';
    },
    async endless() {
      sandbox.faults.next({ fault: await pageThatGoesOn(sandbox, 200), route: 'subscriptions', times: 1_000 });
    },
    sign: (body) => sandbox.sign(body),
    restore: () => sandbox.changeSettings(SETTINGS),
  };
}

/** The first rows of the list of subscriptions, with more behind them. */
async function pageThatGoesOn({ url, projectId, apiToken }: GigsSandbox, rows: number): Promise<Fault> {
  const answer = await fetch(`${url}/projects/${projectId}/subscriptions?limit=${rows}`, {
    headers: { authorization: `Bearer ${apiToken}` },
  });
  const list = (await answer.json()) as { items: Array<{ id: string }> };
  const body = JSON.stringify({ ...list, moreItemsAfter: list.items.at(-1)?.id });
  return { kind: 'answer', when: 'beforeCommit', status: 200, contentType: 'application/json', body };
}

const CODES = ['activationCode', 'smdpAddress', 'matchingId', 'iosInstallUrl', 'androidInstallUrl', 'qrCodeUrl'].map(
  (field) => `esim.${field}`,
);

export const gigs: Stand = {
  name: 'Gigs',
  provider: 'gigs',
  facts: 'facts/providers/gigs.md',
  credential: GigsApi,
  open,
  packages: {
    order: 'pln_sandbox0000000000travel5gb',
    anotherOrder: 'pln_sandbox0000000000firstuse',
    topUp: 'add_sandbox0000000000travel1gb',
    anotherTopUp: 'add_sandbox00000000000latched',
  },
  // with Billing, an order waits for its invoice
  fill: { 'order.create': { additionalFields: { sim: 'sim_test_esim' }, waitTimeout: 30 } },
  calls: {
    spends: {
      'order.create': 'createSubscription',
      'esim.topUp': 'createSubscriptionAddon',
      'order.refund': 'createCreditNote',
    },
    signIn: [],
    books: ['searchUsers', 'subscriptions', 'subscriptionAddons', 'invoices', 'creditNotes'],
    orders: 'subscriptions',
  },
  refusal: {
    kind: 'answer',
    when: 'beforeCommit',
    status: 422,
    contentType: 'application/json',
    body: '{"object":"error","type":"invalid","message":"This cannot be done."}',
  },
  wrongAccount: { apiToken: 'gpk_not_the_right_one' },
  cannot: {},
  defects: {
    // providers/gigs/packagePickers.ts puts dashes between the parts of a label, and searches by ids that it does not show
    'pickers: packages: one label for all providers': 'dashes between the parts',
    'pickers: packages: a search finds exactly what the label shows, and country names': 'ids are searched as well',
  },
  notTold: {
    'balance.depleted': NOT_BY_STAND_IN,
    'esim.downloaded': NOT_BY_STAND_IN,
    'package.activated': NOT_BY_STAND_IN,
  },
  notGiven: [
    { in: 'Esim', fields: ['imsi', 'eid', 'lastSeenAt'], because: 'not in the record of a SIM (section 12)' },
    { in: 'Esim', fields: ['installPageUrl'], because: 'Gigs has no page for the end user (section 12)' },
    { in: 'Order', fields: ['invoiceId'], because: 'only in projects with Billing (section 16)' },
    {
      in: 'esim.topUp',
      fields: CODES,
      because: 'a top-up does not read the credentials of the SIM: eSIM → Get gives them',
    },
    { in: 'esim.topUp', fields: ['endsAt'], because: 'an add-on ends with its subscription' },
    {
      in: 'order.getAll',
      fields: CODES,
      because: 'the list of subscriptions has none: the switch Activation Codes reads them one by one',
    },
    { in: 'Package', fields: ['retailPrice'], because: 'a plan has one price (section 9)' },
    { in: 'Usage', fields: ['packages.providerStatus'], because: 'a usage balance has no state (section 14.2)' },
  ],
};
