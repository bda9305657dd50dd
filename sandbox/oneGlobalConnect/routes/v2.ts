/** The calls of v2 (section 3.1). */
import { json, peekJson, type SandboxRequest } from '../../core/http';
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
  oneOf,
  type Shape,
  text,
  url,
  violation,
} from '../checks';
import { NOTIFICATIONS } from '../events';
import { orderStatus, start } from '../life';
import { V2_PAGES, v2Page } from '../pages';
import { link, wireOrder, wireProduct, wireSim, wireSubscription, wireTime } from '../wire';
import type { ConnectWorld } from '../world';
import { place, referenceIn } from './placing';
import { deleteSim } from './sims';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const STATUS = /^(ACCEPTED|FULFILLING|COMPLETED|FAILED)$/;
const ANY = /^.+$/;

const DEVICE: Shape = {
  operating_system: need(oneOf('ios', 'android')),
  model: need(text),
  id: need(text),
  eid: may(eid),
};
const PRODUCT: Shape = {
  id: need(text),
  sold_price: may(number),
  sold_currency: may(currency),
  activation_date: may(date),
};
const SIM = need(object({ iccid: need(iccid) }));
const PERSON: Shape = {
  email: need(text),
  first_name: need(text),
  last_name: need(text),
  country_of_residence: need(country),
};

/** Section 3.4.1: the four documented bodies. */
const SUBSCRIBERS: Readonly<Record<string, Shape>> = {
  'ACTIVATION ESIM': { ...PERSON, device: need(object(DEVICE)) },
  'ACTIVATION PSIM': { ...PERSON, language: may(text), sim: SIM },
  'TOPUP ESIM': { device: need(object(DEVICE)), sim: SIM },
  'TOPUP PSIM': { sim: SIM },
};

const ORDER: Shape = {
  operation_type: need(oneOf('ACTIVATION', 'TOPUP')),
  sim_type: need(oneOf('ESIM', 'PSIM')),
  country: need(country),
  product: need(object(PRODUCT)),
  subscriber: need((value) => (typeof value === 'object' ? null : 'must be an object.')),
};

type Json = Record<string, Record<string, Record<string, unknown>>>;

export function v2Calls(world: ConnectWorld): Call[] {
  const { state } = world;
  return [
    {
      name: 'products',
      method: 'GET',
      path: '/v2/products',
      query: V2_PAGES,
      run: (request) => v2Page(world, request, state.products, (one) => wireProduct(world, one, 'v2', false)),
    },
    {
      name: 'product',
      method: 'GET',
      path: '/v2/products/:id',
      run: ({ params }) => {
        const found = state.products.find(({ id }) => id === params['id']);
        if (!found) throw notFound(params['id']);
        return json(wireProduct(world, found, 'v2', true));
      },
    },
    {
      name: 'placeOrder',
      method: 'POST',
      path: '/v2/orders',
      body: ORDER,
      reference: (request) => referenceIn(peekJson(request), 'subscriber', 'device', 'id'),
      run: (request, body) => {
        const subscriber = subscriberOf(body);
        const { product } = body as Json;
        if ('sold_price' in (product ?? {}) !== 'sold_currency' in (product ?? {})) {
          throw violation('invalidParams', 'sold_price and sold_currency belong together.');
        }
        if (subscriber['device']?.['eid'] && subscriber['device']['operating_system'] !== 'ios') {
          throw violation('invalidParams', 'An EID is only for iOS.');
        }
        const order = place(world, request, 'placeOrder', {
          kind: body['operation_type'] as 'ACTIVATION',
          simType: body['sim_type'] as 'ESIM',
          productId: String(product?.['id']),
          email: textOrNull(subscriber['email']),
          deviceId: textOrNull(subscriber['device']?.['id']),
          eid: textOrNull(subscriber['device']?.['eid']),
          iccid: textOrNull(subscriber['sim']?.['iccid']),
          activationDate: textOrNull(product?.['activation_date']),
        });
        const { id } = order;
        const status = orderStatus(order, world.clock.now());
        // one underscore more than everywhere else (section 3.2)
        const _metadata = { _links: { _self: link(world, `/v2/orders/${id}`) } };
        return json({ id, status, created_date: wireTime(order.createdAt), _metadata }, 201);
      },
    },
    {
      name: 'orders',
      method: 'GET',
      path: '/v2/orders',
      query: { ...V2_PAGES, status: STATUS, start_date: ISO, end_date: ISO },
      run: (request) => {
        const found = ordersIn(world, request.query);
        return v2Page(world, request, found, (one) => wireOrder(world, one, 'v2', true));
      },
    },
    {
      name: 'order',
      method: 'GET',
      path: '/v2/orders/:id',
      run: ({ params }) => {
        const order = state.orders.get(params['id'] ?? '');
        if (!order) throw notFound(params['id']);
        return json(wireOrder(world, order, 'v2'));
      },
    },
    ...simCalls(world),
    {
      name: 'subscriptions',
      method: 'GET',
      path: '/v2/subscriptions',
      query: { ...V2_PAGES, iccid: /^\d{18,22}$/, email: ANY, 'product-id': ANY, before: ISO, after: ISO },
      run: (request) => {
        const found = subscriptionsIn(world, request);
        return v2Page(world, request, found, (one) => wireSubscription(world, one, 'v2', false));
      },
    },
    {
      name: 'subscription',
      method: 'GET',
      path: '/v2/subscriptions/:id',
      run: (request) => json(wireSubscription(world, subscriptionOf(world, request), 'v2', true)),
    },
    {
      name: 'activate',
      method: 'PUT',
      path: '/v2/subscriptions/:id/activate',
      run: (request) => {
        start(subscriptionOf(world, request), world.clock.now());
        return NO_CONTENT;
      },
    },
  ];
}

function simCalls(world: ConnectWorld): Call[] {
  return [
    {
      name: 'sim',
      method: 'GET',
      path: '/v2/sims/:iccid',
      run: (request) => json(wireSim(world, simOf(world, request), 'v2')),
    },
    { name: 'deleteSim', method: 'DELETE', path: '/v2/sims/:iccid', run: (request) => deleteSim(world, request) },
    {
      name: 'watched',
      method: 'GET',
      path: '/v2/sims/:iccid/notifications',
      run: (request) => {
        const sim = simOf(world, request);
        const self = (type: string) => `/v2/sims/${sim.iccid}/notifications/${type}`;
        const data = [...sim.watches].map(([type, { url: webhook }]) => ({
          type,
          webhook,
          _metadata: { links: { self: self(type) } },
        }));
        return json({ data });
      },
    },
    {
      name: 'watch',
      method: 'PUT',
      path: '/v2/sims/:iccid/notifications/:type',
      body: { webhook_url: need(url) },
      run: (request, body) => {
        simOf(world, request).watches.set(typeIn(request), { url: String(body['webhook_url']), version: 'v2' });
        request.noteEffect(`${typeIn(request)} of ${request.params['iccid']} watched`);
        return NO_CONTENT;
      },
    },
    {
      name: 'unwatch',
      method: 'DELETE',
      path: '/v2/sims/:iccid/notifications/:type',
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
  if (!NOTIFICATIONS.v2.some((one) => one === type)) throw violation('invalidParams', `No such notification: ${type}`);
  return type;
}

function subscriberOf(body: Record<string, unknown>): Record<string, Record<string, unknown> | undefined> {
  const name = `${String(body['operation_type'])} ${String(body['sim_type'])}`;
  const wrong = object(SUBSCRIBERS[name] ?? {})(body['subscriber']);
  if (wrong !== null) throw violation('invalidParams', `The subscriber of ${name} ${wrong}`);
  return body['subscriber'] as Record<string, Record<string, unknown> | undefined>;
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Orders of a status and a time span, newest first. */
export function ordersIn(world: ConnectWorld, query: URLSearchParams) {
  const now = world.clock.now();
  const [status, from, to] = [query.get('status'), query.get('start_date'), query.get('end_date')];
  return [...world.state.orders.values()]
    .filter((one) => status === null || orderStatus(one, now) === status)
    .filter((one) => from === null || one.createdAt >= Date.parse(from))
    .filter((one) => to === null || one.createdAt <= Date.parse(to))
    .reverse();
}

/** Subscriptions by SIM, customer, product and time of purchase. */
export function subscriptionsIn(world: ConnectWorld, { query }: SandboxRequest) {
  const fits = (name: string, value: string | null): boolean => query.get(name) === null || query.get(name) === value;
  const [before, after] = [query.get('before'), query.get('after')];
  return [...world.state.subscriptions.values()]
    .filter((one) => fits('iccid', one.iccid) && fits('email', one.email) && fits('product-id', one.product.id))
    .filter((one) => before === null || one.createdAt <= Date.parse(before))
    .filter((one) => after === null || one.createdAt >= Date.parse(after));
}
