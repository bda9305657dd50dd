/** The calls of v1, one function an endpoint (facts/providers/1global-connect.md, sections 2.1 and 2.3). */
import type { Answer, Query } from '../../../http/client';
import { askedFor } from '../../kit/errors';
import { mapped } from '../../kit/lists';
import type { Session } from '../../provider';
import { CORRELATION_HEADER, PAGE_SIZE, pathOf, PROVIDER_NAME, rowsIn } from '../wire';
import type { ConnectApi, OrderFilter, OrderRequest } from '../wire';
import { orderFrom, productFrom, simFrom, subscriptionFrom, watchedFrom } from './wire';

/** The statuses that the list of orders must be asked for one by one (section 2.3.4). */
const ORDER_STATUSES = ['COMPLETED', 'FULFILLING', 'ACCEPTED', 'FAILED'];

/** The list of orders wants a time span: as long as nobody says another. */
const USUAL_SPAN_DAYS = 30;
const DAY_MS = 86_400_000;
/** The provider's clock may be ahead: the newest orders belong to the list. */
const CLOCKS_MS = 3_600_000;

export const v1: ConnectApi = {
  version: 'v1',
  notificationTypes: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END'],

  /** Not paged as far as anybody knows (section 2.2): a further page is asked for only where an answer names one. */
  products({ http }, { currency, planId }) {
    const load = async (page: number): Promise<Answer> => {
      const query = { plan_id: planId, targetCurrency: currency, page: page === 1 ? undefined : page };
      return await http.readAnswer({ method: 'GET', path: '/v1/products', query });
    };
    return mapped(rowsIn('products', load, { comesWhole: true }), productFrom);
  },

  /** Here the parameter is called `currency` (section 2.2). */
  product: async (session, id, currency) => productFrom(await get(session, pathOf('/v1/products', id), { currency })),

  placeOrder: async (session, order, correlationId) =>
    await session.http.spend({
      method: 'POST',
      path: ordersPath(session),
      body: orderBody(order),
      headers: { [CORRELATION_HEADER]: correlationId },
    }),

  orderFrom,

  async order(session, id) {
    const order = orderFrom(await get(session, pathOf(ordersPath(session), id)));
    return askedFor(order, order.id !== null, PROVIDER_NAME, `order ${id}`);
  },

  async *orders(session, filter) {
    for (const status of filter.status ? [filter.status] : ORDER_STATUSES) {
      yield* mapped(ordersOfStatus(session, status, filter), orderFrom);
    }
  },

  subscriptions({ http }, of) {
    const path = 'iccid' in of ? `${pathOf('/v1/sim', of.iccid)}/subscriptions` : '/v1/subscription';
    const email = 'email' in of ? of.email : undefined;
    const load = async (page: number): Promise<Answer> =>
      await http.readAnswer({ method: 'GET', path, query: { email, size: PAGE_SIZE, page } });
    return mapped(rowsIn('subscriptions', load), subscriptionFrom);
  },

  async subscription(session, id) {
    const found = subscriptionFrom(await get(session, pathOf('/v1/subscription', id)));
    return askedFor(found, found.id !== null, PROVIDER_NAME, `subscription ${id}`);
  },

  activate: async ({ http }, subscriptionId) =>
    await http.spend({ method: 'POST', path: `${pathOf('/v1/subscription', subscriptionId)}/activate` }),

  async sim(session, iccid) {
    const sim = simFrom(await get(session, pathOf('/v1/sim', iccid)));
    return askedFor(sim, sim.iccid !== null, PROVIDER_NAME, `eSIM ${iccid}`);
  },

  deleteSim: async ({ http }, iccid) => await http.spend({ method: 'DELETE', path: pathOf('/v1/sim', iccid) }),

  async watched(session, iccid) {
    const raw = await get(session, `${pathOf('/v1/sim', iccid)}/preferences`);
    return { watched: watchedFrom(raw), raw };
  },

  /** A type has one URL; what POST does to an existing one is unknown, so that one goes first (section 2.6). */
  async watch(session, iccid, { type, url }, replaces) {
    if (replaces) await v1.unwatch(session, iccid, type);
    await session.http.change({ method: 'POST', path: notificationPath(iccid, type), body: { webhook_url: url } });
  },

  async unwatch({ http }, iccid, type) {
    await http.change({ method: 'DELETE', path: notificationPath(iccid, type) });
  },
};

async function get({ http }: Session, path: string, query?: Query): Promise<unknown> {
  return await http.read({ method: 'GET', path, query });
}

/** Create and get are singular in the recipes, plural in the OpenAPI file (section 2.3): the credential decides. */
function ordersPath({ settings }: Session): string {
  return settings.v1OrderPath === 'plural' ? '/v1/orders' : '/v1/order';
}

function notificationPath(iccid: string, type: string): string {
  return pathOf(`${pathOf('/v1/sim', iccid)}/preferences/notifications`, type);
}

/** Known from the OpenAPI file alone, always plural; status and both dates are required there (section 2.3.4). */
function ordersOfStatus(
  { http }: Session,
  status: string,
  { from, to }: OrderFilter,
): AsyncGenerator<unknown, boolean> {
  const end = to ?? new Date(Date.now() + CLOCKS_MS).toISOString();
  const start = from ?? new Date(Date.parse(end) - USUAL_SPAN_DAYS * DAY_MS).toISOString();
  const load = async (page: number): Promise<Answer> => {
    const query = { status, start_date: start, end_date: end, page, size: PAGE_SIZE };
    return await http.readAnswer({ method: 'GET', path: '/v1/orders', query });
  };
  return rowsIn('orders', load);
}

/** What nobody filled in is not sent: JSON leaves `undefined` out. */
function orderBody(order: OrderRequest): object {
  const subscription = {
    product_id: order.packageId,
    activationDate: order.activationDate ?? undefined,
    price: order.soldPrice?.amount,
    currency: order.soldPrice?.currency,
  };
  const common = { operationType: order.kind === 'topUp' ? 'TOPUP' : 'NEW_ESIM', countryCode: order.country };
  // several subscriptions in one order are undocumented: the answer has room for one
  const subscriptions = [subscription];
  if (order.kind === 'topUp') {
    const device = { id: order.device.id, type: order.device.system };
    return { input: { ...common, device, esim: { iccid: order.iccid }, subscriptions } };
  }
  return { input: { ...common, customer: customerOf(order), device: deviceOf(order), subscriptions } };
}

function customerOf({ customer }: OrderRequest): object {
  return {
    email: customer?.email,
    firstName: customer?.firstName ?? undefined,
    lastName: customer?.lastName ?? undefined,
    countryOfResidence: customer?.countryOfResidence ?? undefined,
  };
}

function deviceOf({ device }: OrderRequest): object {
  return {
    id: device.id,
    model: device.model ?? undefined,
    make: device.make ?? undefined,
    type: device.system,
    eid: device.eid ?? undefined,
  };
}
