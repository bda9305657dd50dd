/** The tables of the DENT Giga Store sandbox: eSIMs and orders, with what a person can do to them. */
import { act, ask, button, bytes, clockTime, coded, country, element } from './shell.mjs';
import { fillTable, marked, megabytes, perform, startPage } from './shell.mjs';

const STATE_COLOURS = { RELEASED: 'quiet', INSTALLED: 'good', DISABLED: 'warn', ERROR: 'bad' };
const STANDING_COLOURS = { waiting: 'warn', active: 'good', 'used up': 'quiet', expired: 'quiet', refunded: 'bad' };

function esimButtons({ iccid, state, country: here }) {
  const onDevice = state === 'INSTALLED' || state === 'DISABLED';
  return element('td', {}, [
    onDevice
      ? button('Remove', act(iccid, 'Remove', 'remove'))
      : button('Install', act(iccid, 'Install', 'install'), state === 'RELEASED'),
    state === 'DISABLED'
      ? button('Enable', act(iccid, 'Enable', 'enable'))
      : button('Disable', act(iccid, 'Disable', 'disable'), state === 'INSTALLED'),
    button(
      'Travel',
      act(iccid, 'Travel', 'travel', () => ({ country: country() })),
      state === 'INSTALLED',
    ),
    button(
      'Use data',
      act(iccid, 'Use data', 'useData', () => ({ bytes: bytes() })),
      state === 'INSTALLED' && here !== null,
    ),
  ]);
}

function showEsims({ esims }) {
  fillTable(
    'esims',
    ['ICCID', 'State', 'Customer', 'Coverage', 'Is in', 'Usable data', 'Installed', ''],
    esims.map((esim) => [
      coded(esim.iccid),
      marked(esim.state, STATE_COLOURS[esim.state]),
      esim.customer ?? `…${esim.customerUid.slice(-6)}`,
      esim.countrySet,
      esim.country,
      megabytes(esim.activeBytes),
      `${esim.installations} of 5`,
      esimButtons(esim),
    ]),
    'No eSIM yet: order one through the API.',
  );
}

function orderButtons({ uid, standing }) {
  const run = () => void perform('Activate', () => ask('POST', `items/${uid}/activate`));
  return element('td', {}, standing === 'waiting' ? [button('Activate', run)] : []);
}

function showOrders({ orders }) {
  fillTable(
    'orders',
    ['Sold', 'Reference', 'Package', 'Customer', 'Starts', 'Standing', 'Left', 'Until', ''],
    orders.map((order) => [
      clockTime(order.soldAt),
      coded(order.reference),
      order.package,
      order.customer ?? `…${order.customerUid.slice(-6)}`,
      order.mode,
      marked(order.standing, STANDING_COLOURS[order.standing]),
      megabytes(order.leftBytes),
      order.expiresAt?.slice(0, 10) ?? 'no end',
      orderButtons(order),
    ]),
    'No order yet.',
  );
}

const words = {
  webhooks:
    'Installing, removing, switching on or off sends esimStatus. Travelling sends countryChange. Using data down to ' +
    'less than 100 MB sends balanceAlert. A package that starts sends balanceActivation.',
  country: 'Travel to',
  megabytes: 30,
  has: ['credit', 'tokens', 'urls'],
};

startPage(words, (state) => {
  showEsims(state);
  showOrders(state);
});
