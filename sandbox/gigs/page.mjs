/** The tables of the Gigs sandbox: SIMs and subscriptions, with what a person can do to them. */
import { ask, button, byId, clockTime, coded, element, fillTable, marked, perform, startPage } from './shell.mjs';

const PROFILE_COLOURS = { unknown: 'quiet', installed: 'good', enabled: 'good', disabled: 'warn', deleted: 'bad' };
const STATUS_COLOURS = { initiated: 'warn', pending: 'warn', active: 'good', restricted: 'warn', ended: 'quiet' };

function act(iccid, label, action, input = () => ({})) {
  return () => void perform(`${label} …${iccid.slice(-6)}`, () => ask('POST', `esims/${iccid}/${action}`, input()));
}

const data = () => ({
  bytes: Math.round(Number(byId('megabytes').value) * 1000 ** 2),
  country: byId('country').value.toUpperCase(),
});

function simButtons({ iccid, type, profile }) {
  const onDevice = ['installed', 'enabled', 'disabled'].includes(profile);
  const esim = type === 'eSIM';
  return element('td', {}, [
    button('Install', act(iccid, 'Install', 'install'), esim && !onDevice),
    profile === 'enabled'
      ? button('Disable', act(iccid, 'Disable', 'disable'))
      : button('Enable', act(iccid, 'Enable', 'enable'), onDevice),
    button('Remove', act(iccid, 'Remove', 'remove'), onDevice),
    button('Use data', act(iccid, 'Use data', 'useData', data)),
  ]);
}

function showSims({ esims }) {
  fillTable(
    'esims',
    ['ICCID', 'Type', 'Status', 'Profile', 'Network', 'Customer', ''],
    esims.map((sim) => [
      coded(sim.iccid),
      sim.type,
      sim.status,
      marked(sim.profile, PROFILE_COLOURS[sim.profile]),
      sim.network,
      sim.customer,
      simButtons(sim),
    ]),
    'No SIM yet: order one through the API.',
  );
}

function orderButtons({ invoice }) {
  const pay = () => void perform('Pay', () => ask('POST', `invoices/${invoice}/pay`));
  return element('td', {}, invoice === null ? [] : [button('Pay', pay)]);
}

function showOrders({ orders }) {
  fillTable(
    'orders',
    ['Sold', 'Reference', 'Plan', 'Customer', 'Status', 'Cancelled', ''],
    orders.map((order) => [
      clockTime(order.createdAt),
      coded(order.reference),
      order.plan,
      order.customer,
      marked(order.status, STATUS_COLOURS[order.status]),
      order.canceled ? 'yes' : '',
      orderButtons(order),
    ]),
    'No subscription yet.',
  );
}

startPage((state) => {
  byId('secret').textContent = state.webhookSecret;
  showSims(state);
  showOrders(state);
});
