/** The tables of the 1GLOBAL Connect sandbox: SIMs and orders, with what a person can do to them. */
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

const SIM_COLOURS = { Released: 'quiet', Downloaded: 'warn', Installed: 'good', Unavailable: 'bad' };
const ORDER_COLOURS = { ACCEPTED: 'warn', FULFILLING: 'warn', COMPLETED: 'good', FAILED: 'bad' };

function act(iccid, label, action, input = () => ({})) {
  return () => void perform(`${label} …${iccid.slice(-6)}`, () => ask('POST', `esims/${iccid}/${action}`, input()));
}

const data = () => ({ bytes: Math.round(Number(byId('megabytes').value) * 1024 ** 2) });

function simButtons({ iccid, simType, status, packages }) {
  const usable = packages.some((one) => ['ACTIVE', 'PENDING_USAGE'].includes(one.status));
  const profile = [
    button('Download', act(iccid, 'Download', 'download'), status === 'Released'),
    button('Install', act(iccid, 'Install', 'install'), ['Released', 'Downloaded'].includes(status)),
    button('Remove', act(iccid, 'Remove', 'remove'), status === 'Installed'),
  ];
  const useData = button('Use data', act(iccid, 'Use data', 'useData', data), usable);
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

function onSubmit(id, what, run) {
  byId(id).onsubmit = (event) => {
    event.preventDefault();
    void perform(what, () => run(Object.fromEntries(new globalThis.FormData(event.target))));
  };
}

onSubmit('pace-form', 'Pace of orders', ({ seconds }) =>
  ask('PATCH', 'settings', { acceptedMs: Number(seconds) * 400, fulfillingMs: Number(seconds) * 600 }),
);
onSubmit('basic-form', 'Basic authentication', (account) => ask('PATCH', 'settings', account));
byId('fail-next').onclick = () =>
  void perform('The next order will fail', () => ask('PATCH', 'settings', { nextOrdersFail: 1 }));
byId('expire').onclick = () => void perform('Tokens', () => ask('POST', 'tokens/expire'));

startPage((state) => {
  showSims(state);
  showOrders(state);
});
