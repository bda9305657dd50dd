/** The tables of the Gigs sandbox: SIMs and subscriptions, with what a person can do to them. */
import { act, ask, button, bytes, clockTime, coded, country, element } from './shell.mjs';
import { byId, fillTable, marked, perform, startPage } from './shell.mjs';

const PROFILE_COLOURS = { unknown: 'quiet', installed: 'good', enabled: 'good', disabled: 'warn', deleted: 'bad' };
const STATUS_COLOURS = { initiated: 'warn', pending: 'warn', active: 'good', restricted: 'warn', ended: 'quiet' };

const data = () => ({ bytes: bytes(1000 ** 2), country: country() });

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

const words = {
  orders: 'Subscriptions',
  country: 'Use data in',
  megabytes: 1000,
  has: ['urls'],
};

startPage(words, (state) => {
  byId('about-webhooks').textContent =
    `Every delivery is signed with ${state.webhookSecret}. Using 80 % of a package sends ` +
    'usageBalance.thresholdReached. Whatever is not answered with 2xx is sent again, eight times in all.';
  showSims(state);
  showOrders(state);
});
