/** The calls of v2 (section 3.1). */
import { type Calls, inBody } from '../../core/call';
import { type Body, country, currency, eid, fields, iccid, need, number, oneOf, type Shape } from '../../core/checks';
import { text, textIn } from '../../core/checks';
import { json, type Reply, type SandboxRequest } from '../../core/http';
import { wireTime } from '../events';
import { orderStatus } from '../life';
import { listed, PAGES } from '../pages';
import { invalid, place } from '../placing';
import type { ConnectWorld, Order } from '../state';
import { link, wireOrder, wireProduct } from '../wire';
import { bothCalls, found, ISO, ordersIn, simOf } from './both';
import { DATE } from './v1';

const STATUS = /^(ACCEPTED|FULFILLING|COMPLETED|FAILED)$/;

const DEVICE = need(
  fields({ operating_system: need(oneOf('ios', 'android')), model: need(text), id: need(text), eid }),
);
const SIM = need(fields({ iccid: need(iccid) }));
const PERSON: Shape = {
  email: need(text),
  first_name: need(text),
  last_name: need(text),
  country_of_residence: need(country),
};

/** Section 3.4.1: the four documented bodies. */
const SUBSCRIBERS: Readonly<Record<string, Shape>> = {
  'ACTIVATION ESIM': { ...PERSON, device: DEVICE },
  'ACTIVATION PSIM': { ...PERSON, language: text, sim: SIM },
  'TOPUP ESIM': { device: DEVICE, sim: SIM },
  'TOPUP PSIM': { sim: SIM },
};

const ORDER: Shape = {
  operation_type: need(oneOf('ACTIVATION', 'TOPUP')),
  sim_type: need(oneOf('ESIM', 'PSIM')),
  country: need(country),
  product: need(fields({ id: need(text), sold_price: number, sold_currency: currency, activation_date: DATE })),
  subscriber: need((value) => (typeof value === 'object' ? null : 'must be an object.')),
};

export function v2Calls(world: ConnectWorld): Calls {
  const { state } = world;
  return {
    products: {
      at: 'GET /v2/products',
      query: PAGES.v2,
      run: (request) => listed(world, 'v2', request, state.products, (one) => wireProduct(world, one, 'v2', false)),
    },
    product: {
      at: 'GET /v2/products/:id',
      run: ({ params }) => {
        const product = state.products.find(({ id }) => id === params['id']);
        return json(wireProduct(world, found(product, params['id']), 'v2', true));
      },
    },
    placeOrder: {
      at: 'POST /v2/orders',
      body: ORDER,
      reference: inBody('subscriber', 'device', 'id'),
      run: (request, body) => placeV2(world, request, body),
    },
    orders: {
      at: 'GET /v2/orders',
      query: { ...PAGES.v2, status: STATUS, start_date: ISO, end_date: ISO },
      run: (request) => {
        const wire = (one: Order) => wireOrder(world, one, 'v2', true);
        return listed(world, 'v2', request, ordersIn(world, request), wire);
      },
    },
    order: {
      at: 'GET /v2/orders/:id',
      run: ({ params: { id } }) => json(wireOrder(world, found(state.orders.get(id ?? ''), id), 'v2')),
    },
    ...bothCalls(world, 'v2'),
    watched: {
      at: 'GET /v2/sims/:iccid/notifications',
      run: (request) => {
        const { iccid, watches } = simOf(world, request);
        const links = (type: string) => ({ self: `/v2/sims/${iccid}/notifications/${type}` });
        const data = [...watches].map(([type, { url }]) => ({ type, webhook: url, _metadata: { links: links(type) } }));
        return json({ data });
      },
    },
  };
}

function placeV2(world: ConnectWorld, request: SandboxRequest, body: Body): Reply {
  const { product, subscriber } = body as Record<string, Body>;
  const name = `${String(body['operation_type'])} ${String(body['sim_type'])}`;
  const wrong = fields(SUBSCRIBERS[name] ?? {})(subscriber);
  if (wrong !== null) throw invalid(`The subscriber of ${name} ${wrong}`);
  if ('sold_price' in (product ?? {}) !== 'sold_currency' in (product ?? {})) {
    throw invalid('sold_price and sold_currency belong together.');
  }
  const { device, sim } = subscriber as Record<string, Body | undefined>;
  if (device?.['eid'] && device['operating_system'] !== 'ios') throw invalid('An EID is only for iOS.');
  const order = place(world, request, {
    kind: body['operation_type'] as Order['kind'],
    simType: body['sim_type'] as Order['simType'],
    productId: String(product?.['id']),
    email: textIn(subscriber, 'email'),
    deviceId: textIn(device, 'id'),
    eid: textIn(device, 'eid'),
    iccid: textIn(sim, 'iccid'),
    activationDate: textIn(product, 'activation_date'),
  });
  const { id, createdAt } = order;
  const status = orderStatus(order, world.now);
  // one underscore more than everywhere else (section 3.2)
  const _metadata = { _links: { _self: link(world, `/v2/orders/${id}`) } };
  return json({ id, status, created_date: wireTime(createdAt), _metadata }, 201);
}
