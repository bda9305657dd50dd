/** The calls of v1 (section 2.1). */
import { type Calls, inBody } from '../../core/call';
import { country, currency, eid, fields, iccid, listOf, matching, need, number, oneOf } from '../../core/checks';
import { type Body, type Shape, text, textIn } from '../../core/checks';
import { isRecord, json, type Reply, type SandboxRequest } from '../../core/http';
import type { Product } from '../catalogue';
import { spelt } from '../events';
import { orderStatus } from '../life';
import { listed, PAGES, v2Page } from '../pages';
import { invalid, place } from '../placing';
import { type ConnectWorld, type Order, type Subscription, subscriptionsOf } from '../state';
import { wireOrder, wireProduct, wireSubscription } from '../wire';
import { ANY, bothCalls, found, ISO, ordersIn, simOf } from './both';

const CURRENCY = /^[A-Z]{3}$/;
export const DATE = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'a date like 2019-09-13T12:00:00Z');

const SYSTEM = need(oneOf('ios', 'android', 'iot'));
const CUSTOMER = fields({ email: need(text), firstName: text, lastName: text, countryOfResidence: country });
const DEVICE = fields({ id: need(text), type: SYSTEM, model: text, make: text, eid });
const COMMON: Shape = {
  operationType: need(text),
  countryCode: need(country),
  subscriptions: need(listOf(fields({ product_id: need(text), activationDate: DATE, price: number, currency }), 1)),
};

/** Sections 2.3.1 and 2.3.2. */
const INPUTS: Readonly<Record<string, Shape>> = {
  NEW_ESIM: { ...COMMON, customer: need(CUSTOMER), device: need(DEVICE) },
  TOPUP: {
    ...COMMON,
    device: need(fields({ id: need(text), type: SYSTEM })),
    esim: need(fields({ iccid: need(iccid) })),
  },
};

type Input = Record<string, Body | undefined> & { subscriptions: Body[] };

export function v1Calls(world: ConnectWorld): Calls {
  const { state, settings } = world;
  const orderPath = settings.v1OrderPath === 'singular' ? '/v1/order' : '/v1/orders';
  return {
    products: {
      at: 'GET /v1/products',
      query: { targetCurrency: CURRENCY, plan_id: ANY },
      run: ({ query }) => {
        const plan = query.get('plan_id');
        const fits = ({ planId, simTypes }: Product) => (plan ?? planId) === planId && simTypes.includes('ESIM');
        return json(state.products.filter(fits).map((one) => priced(world, one, query.get('targetCurrency'))));
      },
    },
    product: {
      at: 'GET /v1/products/:id',
      query: { currency: CURRENCY },
      run: ({ params, query }) => {
        const product = state.products.find(({ id }) => id === params['id']);
        return json(priced(world, found(product, params['id']), query.get('currency')));
      },
    },
    placeOrder: {
      at: `POST ${orderPath}`,
      body: { input: need((value) => (isRecord(value) ? null : 'must be an object.')) },
      reference: inBody('input', 'device', 'id'),
      run: (request, body) => placeV1(world, request, body['input'] as Input),
    },
    order: {
      at: `GET ${orderPath}/:id`,
      run: ({ params: { id } }) => json(wireOrder(world, found(state.orders.get(id ?? ''), id), 'v1')),
    },
    ...(settings.v1OrderList === 'missing' ? {} : orderList(world)),
    ...bothCalls(world, 'v1'),
    subscriptionsOfSim: {
      at: 'GET /v1/sim/:iccid/subscriptions',
      query: PAGES.v1,
      run: (request) => {
        const wire = (one: Subscription) => wireSubscription(world, one, 'v1', false);
        return listed(world, 'v1', request, subscriptionsOf(world, simOf(world, request).iccid), wire);
      },
    },
    watched: {
      at: 'GET /v1/sim/:iccid/preferences',
      run: (request) => {
        const { watches } = simOf(world, request);
        const notifications = [...watches].map(([type, { url }]) => ({ type: spelt(world, type), webhook_url: url }));
        return json({ notifications });
      },
    },
  };
}

/** Section 2.3.4: status and both dates are required. */
function orderList(world: ConnectWorld): Calls {
  const wire = (order: Order): object => wireOrder(world, order, 'v1');
  return {
    orders: {
      at: 'GET /v1/orders',
      query: { ...PAGES.v1, status: ANY, start_date: ISO, end_date: ISO },
      queryNeeds: ['status', 'start_date', 'end_date'],
      run: (request) => {
        const orders = ordersIn(world, request);
        return world.settings.v1OrderList === 'bare'
          ? listed(world, 'v1', request, orders, wire)
          : v2Page(world, request, orders, wire, 'size');
      },
    },
  };
}

function placeV1(world: ConnectWorld, request: SandboxRequest, input: Input): Reply {
  const type = String(input['operationType']);
  const shape = INPUTS[type];
  if (!shape) throw invalid(`No such operationType: ${type}`);
  const wrong = fields(shape)(input);
  if (wrong !== null) throw invalid(`The input of ${type} ${wrong}`);
  const [bought = {}] = input.subscriptions;
  const { customer, device, esim } = input;
  const activationDate = textIn(bought, 'activationDate');
  if ('price' in bought !== 'currency' in bought) throw invalid('price and currency belong together.');
  const isPast = activationDate !== null && Date.parse(activationDate) < world.now;
  if (isPast) throw invalid('activationDate is in the past.');
  if (device?.['eid'] && device['type'] !== 'ios') throw invalid('An EID is only for iOS.');
  const order = place(world, request, {
    kind: type === 'TOPUP' ? 'TOPUP' : 'ACTIVATION',
    simType: 'ESIM',
    productId: String(bought['product_id']),
    email: textIn(customer, 'email'),
    deviceId: textIn(device, 'id'),
    eid: textIn(device, 'eid'),
    iccid: textIn(esim, 'iccid'),
    activationDate,
  });
  const { id } = order;
  return json({ id, externalId: id, status: orderStatus(order, world.now) }, 201);
}

function priced(world: ConnectWorld, product: Product, wanted: string | null): object {
  const shown = wanted !== null && product.prices[wanted] !== undefined ? wanted : 'EUR';
  return { ...wireProduct(world, product, 'v1', false), pricing: { [shown]: Number(product.prices[shown]) } };
}
