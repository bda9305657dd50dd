/** The tables of the DENT Giga Store sandbox: eSIMs and orders, with what a person can do to them. */
import {
  ask,
  button,
  byId,
  clockTime,
  coded,
  element,
  fillTable,
  marked,
  megabytes,
  perform,
  startPage,
} from './shell.mjs';

const STATE_COLOURS = { RELEASED: 'quiet', INSTALLED: 'good', DISABLED: 'warn', ERROR: 'bad' };
const STANDING_COLOURS = { waiting: 'warn', active: 'good', 'used up': 'quiet', expired: 'quiet', refunded: 'bad' };

function act(iccid, label, action, input = () => ({})) {
  return () => void perform(`${label} …${iccid.slice(-6)}`, () => ask('POST', `esims/${iccid}/${action}`, input()));
}

const country = () => ({ country: byId('country').value.toUpperCase() });
const data = () => ({ bytes: Math.round(Number(byId('megabytes').value) * 1024 ** 2) });

function esimButtons({ iccid, state, country: here }) {
  const onDevice = state === 'INSTALLED' || state === 'DISABLED';
  return element('td', {}, [
    onDevice
      ? button('Remove', act(iccid, 'Remove', 'remove'))
      : button('Install', act(iccid, 'Install', 'install'), state === 'RELEASED'),
    state === 'DISABLED'
      ? button('Enable', act(iccid, 'Enable', 'enable'))
      : button('Disable', act(iccid, 'Disable', 'disable'), state === 'INSTALLED'),
    button('Travel', act(iccid, 'Travel', 'travel', country), state === 'INSTALLED'),
    button('Use data', act(iccid, 'Use data', 'useData', data), state === 'INSTALLED' && here !== null),
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

startPage((state) => {
  showEsims(state);
  showOrders(state);
});
