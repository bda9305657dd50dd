import { gigs as provider } from '../../providers/gigs';
import { startGigsSandbox } from '../../sandbox';
import { AT_FIRST_USE, LATCHED_TOP_UP, UNLIMITED } from '../../sandbox/gigs/catalogue';
import { standAt } from '../chaos/stands/gigs';
import { byId } from '../chaos/stands/stand';
import { quickClock } from '../support/quickClock';
import { because, type Subject } from './subject';

const WORDS = 'This plan is not sold today.';

export const gigs: Subject = {
  name: 'Gigs',
  provider,
  async start() {
    const sandbox = await startGigsSandbox({ settings: { activationSeconds: 0, billing: true } });
    const stand = standAt(sandbox);
    // placeholders for test SIMs are no SIMs that could be read: without one, a new eSIM is made
    const order = { ...stand.operations.order, additionalFields: {} };
    const refund = { resource: 'order', operation: 'refund', orderId: '={{ $json.orderId }}' };
    return {
      stand: {
        ...stand,
        operations: { ...stand.operations, order, refund },
        refundsFor: ({ orderId }) =>
          sandbox.books().ledger.filter((entry) => entry.kind === 'refund' && entry.orderId === orderId).length,
      },
      sandbox,
      clock: quickClock(),
      routes: { order: 'createSubscription', topUp: 'createSubscriptionAddon', refund: 'createCreditNote' },
      another: { order: { packageId: byId(AT_FIRST_USE) }, topUp: { packageId: byId(LATCHED_TOP_UP) } },
      refusal: {
        status: 422,
        contentType: 'application/json',
        body: JSON.stringify({ object: 'error', code: 'invalid', message: WORDS, type: 'validationError' }),
        words: WORDS,
      },
      live: async (iccid) => {
        await sandbox.device(iccid, 'install');
        await sandbox.device(iccid, 'useData', { country: 'US', bytes: 1_000_000 });
      },
      complete: async ({ invoiceId }) => await sandbox.pay(invoiceId as string),
      stir: async (shop, url) => {
        sandbox.webhooks.setUrl('*', url);
        const { iccid, orderId, order: bought } = await shop.buy();
        await shop.run(stand.operations.topUp, { items: [{ reference: shop.fresh(), iccid }] });
        for (const action of ['install', 'enable', 'disable', 'remove'] as const) await sandbox.device(iccid, action);
        await sandbox.device(iccid, 'useData', { country: 'US', bytes: 4_500_000_000 });
        for (const operation of ['cancel', 'resume', 'refund']) {
          await shop.run({
            resource: 'order',
            operation,
            orderId,
            clientReference: bought['clientReference'] as string,
          });
        }
        await shop.buy({ packageId: byId(UNLIMITED) });
        await sandbox.advance(40 * 86_400_000);
        sandbox.webhooks.setUrl('*', null);
      },
      parameters: { 'order.getAll': { withActivationCodes: true } },
    };
  },
  neverGiven: {
    ...because('it has one price', 'package.retailPrice'),
    ...because('it has no page for the end user', 'esim.installPageUrl'),
    ...because('a SIM is shown without them', 'esim.lastSeenAt', 'esim.eid', 'esim.imsi'),
    ...because('a subscription names its invoice only until that is paid', 'order.get: order.invoiceId'),
    ...because('usage balances carry no status', 'usage.packages.providerStatus'),
  },
  cannot: {},
  // providers/gigs/mapping.ts, orderMapping.ts and eventMapping.ts write their objects out by hand
};
