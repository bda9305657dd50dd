import { dentGigaStore as provider } from '../../providers/dentGigaStore';
import { startDentSandbox } from '../../sandbox';
import { standAt } from '../chaos/stands/dentGigaStore';
import { byId } from '../chaos/stands/stand';
import { quickClock } from '../support/quickClock';
import { because, type Subject } from './subject';

const WORLD_1_GB = '00000000-5a5d-4b0c-a000-000000000002';
const WORDS = 'This package is not sold today.';

export const dentGigaStore: Subject = {
  name: 'DENT Giga Store',
  provider,
  async start() {
    const sandbox = await startDentSandbox();
    return {
      stand: standAt(sandbox),
      sandbox,
      clock: quickClock(),
      routes: { order: 'register', topUp: 'topUp', refund: 'refund' },
      signIn: 'authenticate',
      another: { order: { packageId: byId(WORLD_1_GB) }, topUp: { packageId: byId(WORLD_1_GB) } },
      refusal: {
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'Error', status: 422, detail: WORDS }),
        words: WORDS,
      },
      live: async (iccid) => {
        await sandbox.device(iccid, 'install');
        await sandbox.device(iccid, 'useData', { country: 'AT', bytes: 1_000_000 });
      },
      stir: async (shop, url) => {
        sandbox.webhooks.setUrl('*', url);
        const { iccid } = await shop.buy({ packageId: byId(WORLD_1_GB) });
        await sandbox.device(iccid, 'install');
        await sandbox.device(iccid, 'useData', { country: 'AT', bytes: 1_000_000_000 });
        for (const action of ['disable', 'enable', 'remove'] as const) await sandbox.device(iccid, action);
        sandbox.webhooks.setUrl('*', null);
      },
      parameters: { 'package.get': { includeCountries: true }, 'package.getAll': { includeCountries: true } },
      orderFor: { 'order.activate': { additionalFields: { activationMode: 'ON_DEMAND' } } },
    };
  },
  neverGiven: {
    ...because('it sells data only', 'package.voiceSeconds', 'package.smsCount'),
    ...because('it sends text to draw, no image', 'esim.qrCodeUrl'),
    ...because('only its events name the chip, and with fewer than 32 digits', 'esim.eid'),
    ...because('it sells packages, no subscriptions', 'order.subscriptionId', 'usage.packages.subscriptionId'),
    ...because('sales carry the name of their package only', 'order.package.packageId', 'usage.packages.packageId'),
    ...because('sales carry no status', 'order.providerStatus', 'usage.packages.providerStatus'),
    ...because('its list of sales tells nothing of eSIMs', 'order.getAll: order.esim', 'order.getAll: order.type'),
  },
  cannot: {
    ...because(
      'its events have no id, and few a time: the same state again looks the same',
      'no two events have the same name',
    ),
    ...because(
      'no documented field shows a refund: only a person can tell what became of one',
      'refund: its answer is lost',
      'refund: a gateway’s page of HTML comes instead of its answer',
      'refund: a success holds an error, though it went through',
    ),
  },
};
