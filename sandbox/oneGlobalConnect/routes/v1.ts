/** The calls of v1 (section 2.1). */
import { json, peekJson, type Reply, type SandboxRequest } from '../../core/http';
import { type Call, NO_CONTENT, notFound, simOf, subscriptionOf } from '../call';
import {
  country,
  currency,
  date,
  eid,
  iccid,
  may,
  need,
  number,
  object,
  one,
  oneOf,
  type Shape,
  text,
  url,
  violation,
} from '../checks';
import { NOTIFICATIONS } from '../events';
import { orderStatus, start } from '../life';
import { V1_PAGES, v1Page, v2Page } from '../pages';
import type { Product } from '../catalogue';
import type { Order } from '../state';
import { wireOrder, wireProduct, wireSim, wireSubscription } from '../wire';
import type { ConnectWorld } from '../world';
import { place, referenceIn } from './placing';
import { deleteSim } from './sims';
import { ordersIn, subscriptionsIn, textOrNull } from './v2';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const CURRENCY = /^[A-Z]{3}$/;
const ANY = /^.+$/;

const SUBSCRIPTIONS = need(
  one({ product_id: need(text), activationDate: may(date), price: may(number), currency: may(currency) }),
);
const SYSTEM = need(oneOf('ios', 'android', 'iot'));
const CUSTOMER: Shape = {
  email: need(text),
  firstName: may(text),
  lastName: may(text),
  countryOfResidence: may(country),
};
const DEVICE: Shape = { id: need(text), type: SYSTEM, model: may(text), make: may(text), eid: may(eid) };

/** Sections 2.3.1 and 2.3.2. */
const INPUTS: Readonly<Record<string, Shape>> = {
  NEW_ESIM: {
    operationType: need(text),
    countryCode: need(country),
    customer: need(object(CUSTOMER)),
    device: need(object(DEVICE)),
    subscriptions: SUBSCRIPTIONS,
  },
  TOPUP: {
    operationType: need(text),
    countryCode: need(country),
    device: need(object({ id: need(text), type: SYSTEM })),
    esim: need(object({ iccid: need(iccid) })),
    subscriptions: SUBSCRIPTIONS,
  },
};

type Input = Record<string, Record<string, unknown> | undefined> & { subscriptions: Array<Record<string, unknown>> };

export function v1Calls(world: ConnectWorld): Call[] {
  const { state, settings } = world;
  const orderPath = settings.v1OrderPath === 'singular' ? '/v1/order' : '/v1/orders';
  return [
    {
      name: 'products',
      method: 'GET',
      path: '/v1/products',
      query: { targetCurrency: CURRENCY, plan_id: ANY },
      run: ({ query }) => {
        const plan = query.get('plan_id');
        const found = state.products.filter(
          ({ planId, simTypes }) => (plan ?? planId) === planId && simTypes.includes('ESIM'),
        );
        return json(found.map((product) => priced(world, product, query.get('targetCurrency'))));
      },
    },
    {
      name: 'product',
      method: 'GET',
      path: '/v1/products/:id',
      query: { currency: CURRENCY },
      run: ({ params, query }) => {
        const found = state.products.find(({ id }) => id === params['id']);
        if (!found) throw notFound(params['id']);
        return json(priced(world, found, query.get('currency')));
      },
    },
    {
      name: 'placeOrder',
      method: 'POST',
      path: orderPath,
      body: { input: need((value) => (typeof value === 'object' ? null : 'must be an object.')) },
      reference: (request) => referenceIn(peekJson(request), 'input', 'device', 'id'),
      run: (request, body) => placeV1(world, request, body['input'] as Input),
    },
    {
      name: 'order',
      method: 'GET',
      path: `${orderPath}/:id`,
      run: ({ params }) => {
        const order = state.orders.get(params['id'] ?? '');
        if (!order) throw notFound(params['id']);
        return json(wireOrder(world, order, 'v1'));
      },
    },
    ...(settings.v1OrderList === 'missing' ? [] : [orderList(world)]),
    ...simCalls(world),
    {
      name: 'subscriptions',
      method: 'GET',
      path: '/v1/subscription',
      query: { ...V1_PAGES, iccid: /^\d{18,22}$/, email: ANY, 'product-id': ANY, before: ISO, after: ISO },
      run: (request) =>
        v1Page(world, request, subscriptionsIn(world, request), (found) => wireSubscription(world, found, 'v1', false)),
    },
    {
      name: 'subscription',
      method: 'GET',
      path: '/v1/subscription/:id',
      run: (request) => json(wireSubscription(world, subscriptionOf(world, request), 'v1', true)),
    },
    {
      name: 'activate',
      method: 'POST',
      path: '/v1/subscription/:id/activate',
      run: (request) => {
        start(subscriptionOf(world, request), world.clock.now());
        return NO_CONTENT;
      },
    },
  ];
}

/** Section 2.3.4: status and both dates are required. */
function orderList(world: ConnectWorld): Call {
  return {
    name: 'orders',
    method: 'GET',
    path: '/v1/orders',
    query: { ...V1_PAGES, status: ANY, start_date: ISO, end_date: ISO },
    requiredQuery: ['status', 'start_date', 'end_date'],
    run: (request) => {
      const found = ordersIn(world, request.query);
      const wire = (order: Order): object => wireOrder(world, order, 'v1');
      return world.settings.v1OrderList === 'bare'
        ? v1Page(world, request, found, wire)
        : v2Page(world, request, found, wire, 'size');
    },
  };
}

function simCalls(world: ConnectWorld): Call[] {
  return [
    {
      name: 'sim',
      method: 'GET',
      path: '/v1/sim/:iccid',
      run: (request) => json(wireSim(world, simOf(world, request), 'v1')),
    },
    { name: 'deleteSim', method: 'DELETE', path: '/v1/sim/:iccid', run: (request) => deleteSim(world, request) },
    {
      name: 'subscriptionsOfSim',
      method: 'GET',
      path: '/v1/sim/:iccid/subscriptions',
      query: V1_PAGES,
      run: (request) => {
        const found = world.state.subscriptionsOf(simOf(world, request).iccid);
        return v1Page(world, request, found, (found) => wireSubscription(world, found, 'v1', false));
      },
    },
    {
      name: 'watched',
      method: 'GET',
      path: '/v1/sim/:iccid/preferences',
      run: (request) => {
        const watches = [...simOf(world, request).watches];
        const spelt = (type: string) =>
          type === 'SUBSCRIPTION_END' && world.settings.swappedLetters ? 'SUBSCRITPION_END' : type;
        return json({ notifications: watches.map(([type, watch]) => ({ type: spelt(type), webhook_url: watch.url })) });
      },
    },
    {
      name: 'watch',
      method: 'POST',
      path: '/v1/sim/:iccid/preferences/notifications/:type',
      body: { webhook_url: need(url) },
      run: (request, body) => {
        const { watches } = simOf(world, request);
        const type = typeIn(request);
        if (watches.has(type) && world.settings.v1RegisteringTwice === 'refused') {
          throw violation('invalidParams', `${type} is registered already.`);
        }
        watches.set(type, { url: String(body['webhook_url']), version: 'v1' });
        request.noteEffect(`${type} of ${request.params['iccid']} watched`);
        return { status: 201, body: '' };
      },
    },
    {
      name: 'unwatch',
      method: 'DELETE',
      path: '/v1/sim/:iccid/preferences/notifications/:type',
      run: (request) => {
        if (!simOf(world, request).watches.delete(typeIn(request))) throw notFound(typeIn(request));
        request.noteEffect(`${typeIn(request)} of ${request.params['iccid']} no longer watched`);
        return NO_CONTENT;
      },
    },
  ];
}

function typeIn({ params }: SandboxRequest): string {
  const type = params['type'] ?? '';
  if (!NOTIFICATIONS.v1.some((known) => known === type))
    throw violation('invalidParams', `No such notification: ${type}`);
  return type;
}

function placeV1(world: ConnectWorld, request: SandboxRequest, input: Input): Reply {
  const type = String(input['operationType']);
  const shape = INPUTS[type];
  if (!shape) throw violation('invalidParams', `No such operationType: ${type}`);
  const wrong = object(shape)(input);
  if (wrong !== null) throw violation('invalidParams', `The input of ${type} ${wrong}`);
  const [bought] = input.subscriptions;
  checkV1(world, input, bought ?? {});
  const order = place(world, request, 'placeOrder', {
    kind: type === 'TOPUP' ? 'TOPUP' : 'ACTIVATION',
    simType: 'ESIM',
    productId: String(bought?.['product_id']),
    email: textOrNull(input['customer']?.['email']),
    deviceId: textOrNull(input['device']?.['id']),
    eid: textOrNull(input['device']?.['eid']),
    iccid: textOrNull(input['esim']?.['iccid']),
    activationDate: textOrNull(bought?.['activationDate']),
  });
  const { id } = order;
  return json({ id, externalId: id, status: orderStatus(order, world.clock.now()) }, 201);
}

function checkV1(world: ConnectWorld, input: Input, bought: Record<string, unknown>): void {
  if ('price' in bought !== 'currency' in bought)
    throw violation('invalidParams', 'price and currency belong together.');
  const starts = bought['activationDate'];
  if (typeof starts === 'string' && Date.parse(starts) < world.clock.now()) {
    throw violation('invalidParams', 'activationDate is in the past.');
  }
  if (input['device']?.['eid'] && input['device']['type'] !== 'ios')
    throw violation('invalidParams', 'An EID is only for iOS.');
}

function priced(world: ConnectWorld, product: Product, wanted: string | null): object {
  const currency = wanted ?? 'EUR';
  const price = product.prices[currency] ?? product.prices['EUR'];
  const shown = product.prices[currency] === undefined ? 'EUR' : currency;
  return { ...wireProduct(world, product, 'v1', false), pricing: { [shown]: Number(price) } };
}
