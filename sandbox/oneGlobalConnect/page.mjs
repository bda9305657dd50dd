/** The tables of the 1GLOBAL Connect sandbox: SIMs and orders, with what a person can do to them. */
import { act, ask, button, byId, bytes, clockTime, coded, element } from './shell.mjs';
import { fillTable, marked, megabytes, onSubmit, perform, startPage } from './shell.mjs';

const SIM_COLOURS = { Released: 'quiet', Downloaded: 'warn', Installed: 'good', Unavailable: 'bad' };
const ORDER_COLOURS = { ACCEPTED: 'warn', FULFILLING: 'warn', COMPLETED: 'good', FAILED: 'bad' };

function simButtons({ iccid, simType, status, packages }) {
  const usable = packages.some((one) => ['ACTIVE', 'PENDING_USAGE'].includes(one.status));
  const profile = [
    button('Download', act(iccid, 'Download', 'download'), status === 'Released'),
    button('Install', act(iccid, 'Install', 'install'), ['Released', 'Downloaded'].includes(status)),
    button('Remove', act(iccid, 'Remove', 'remove'), status === 'Installed'),
  ];
  const useData = button(
    'Use data',
    act(iccid, 'Use data', 'useData', () => ({ bytes: bytes() })),
    usable,
  );
  return element('td', {}, [...(simType === 'ESIM' ? profile : []), useData]);
}

function showSims({ esims }) {
  fillTable(
    'esims',
    ['ICCID', 'Kind', 'State', 'Packages', 'Watched for', ''],
    esims.map((sim) => [
      coded(sim.iccid),
      sim.simType,
      marked(sim.simType === 'ESIM' ? sim.status : '', SIM_COLOURS[sim.status]),
      sim.packages.map(({ name, status, leftBytes }) => `${name}: ${status}, ${megabytes(leftBytes)} left`).join('; '),
      sim.watched.map(({ type, url }) => `${type} → ${url}`).join('; '),
      simButtons(sim),
    ]),
    'No SIM yet: order one through the API.',
  );
}

function showOrders({ orders }) {
  fillTable(
    'orders',
    ['Placed', 'Reference', 'Kind', 'Package', 'Customer', 'Status', 'ICCID'],
    orders.map((order) => [
      clockTime(order.createdAt),
      coded(order.reference),
      order.kind,
      order.package,
      order.customer,
      marked(order.status, ORDER_COLOURS[order.status]),
      coded(order.iccid),
    ]),
    'No order yet.',
  );
}

/** A small form: `inputs` are the properties of its input elements, in order. */
function form(what, inputs, run) {
  const made = element('form', { className: 'inputs' }, [
    ...inputs.map((properties) => element('input', { autocomplete: 'off', ...properties })),
    element('button', { textContent: `Set ${what}` }),
  ]);
  onSubmit(made, what, run);
  return made;
}

const set = (change) => ask('PATCH', 'settings', change);
const seconds = { name: 'seconds', type: 'number', min: '0', step: 'any', value: '0.5', ariaLabel: 'Seconds' };
byId('orders-forms').append(
  form('seconds that an order takes', [seconds], ({ seconds }) =>
    set({ acceptedMs: Number(seconds) * 400, fulfillingMs: Number(seconds) * 600 }),
  ),
  button('Let the next one fail', () => void perform('The next order will fail', () => set({ nextOrdersFail: 1 }))),
);
const user = { name: 'webhookUser', placeholder: 'User', ariaLabel: 'User' };
const password = { name: 'webhookPassword', placeholder: 'Password', ariaLabel: 'Password' };
byId('webhook-forms').append(form('Basic authentication', [user, password], set));

const words = {
  esims: 'SIMs',
  webhooks:
    'URLs are registered for each SIM through the API. Downloading, installing and removing sends DOWNLOAD_PROGRESS ' +
    '(API v2 only), using 80 % of a package USAGE_THRESHOLD, its end SUBSCRIPTION_END.',
  megabytes: 100,
  has: ['tokens'],
};

startPage(words, (state) => {
  showSims(state);
  showOrders(state);
});
