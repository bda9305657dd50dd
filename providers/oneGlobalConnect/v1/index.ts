/** The calls of v1, one function an endpoint (facts/providers/1global-connect.md, section 2.1). */
import type { Answer } from '../../../http/client';
import { askedFor } from '../../kit/errors';
import type { Session } from '../../provider';
import type { ConnectApi, OrderFilter } from '../api';
import { CORRELATION_HEADER } from '../correlation';
import { PAGE_SIZE, rowsOf } from '../paging';
import { orderBody } from './orderBody';
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
  async *products({ http }, { currency, planId }) {
    const load = async (page: number): Promise<Answer> => {
      const query = { plan_id: planId, targetCurrency: currency, page: page === 1 ? undefined : page };
      return await http.readAnswer({ method: 'GET', path: '/v1/products', query });
    };
    for await (const row of rowsOf('products', load, { comesWhole: true })) yield productFrom(row);
  },

  /** Here the parameter is called `currency` (section 2.2). */
  async product({ http }, id, currency) {
    const path = `/v1/products/${encodeURIComponent(id)}`;
    return productFrom(await http.read({ method: 'GET', path, query: { currency } }));
  },

  async placeOrder(session, order, correlationId) {
    return await session.http.spend({
      method: 'POST',
      path: ordersPath(session),
      body: orderBody(order),
      headers: { [CORRELATION_HEADER]: correlationId },
    });
  },

  orderFrom,

  async order(session, id) {
    const order = orderFrom(
      await session.http.read({ method: 'GET', path: `${ordersPath(session)}/${encodeURIComponent(id)}` }),
    );
    return askedFor(order, order.id !== null, '1GLOBAL Connect', `order ${id}`);
  },

  async *orders(session, filter) {
    for (const status of filter.status ? [filter.status] : ORDER_STATUSES) {
      for await (const row of ordersOfStatus(session, status, filter)) yield orderFrom(row);
    }
  },

  async *subscriptions({ http }, of) {
    const path = 'iccid' in of ? `/v1/sim/${encodeURIComponent(of.iccid)}/subscriptions` : '/v1/subscription';
    const email = 'email' in of ? of.email : undefined;
    const load = async (page: number): Promise<Answer> =>
      await http.readAnswer({ method: 'GET', path, query: { email, size: PAGE_SIZE, page } });
    for await (const row of rowsOf('subscriptions', load)) yield subscriptionFrom(row);
  },

  async subscription({ http }, id) {
    const found = subscriptionFrom(
      await http.read({ method: 'GET', path: `/v1/subscription/${encodeURIComponent(id)}` }),
    );
    return askedFor(found, found.id !== null, '1GLOBAL Connect', `subscription ${id}`);
  },

  async activate({ http }, subscriptionId) {
    return await http.spend({
      method: 'POST',
      path: `/v1/subscription/${encodeURIComponent(subscriptionId)}/activate`,
    });
  },

  async sim({ http }, iccid) {
    const sim = simFrom(await http.read({ method: 'GET', path: simPath(iccid) }));
    return askedFor(sim, sim.iccid !== null, '1GLOBAL Connect', `eSIM ${iccid}`);
  },

  async deleteSim({ http }, iccid) {
    return await http.spend({ method: 'DELETE', path: simPath(iccid) });
  },

  async watched({ http }, iccid) {
    const raw = await http.read({ method: 'GET', path: `${simPath(iccid)}/preferences` });
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

/** Create and get are singular in the recipes, plural in the OpenAPI file (section 2.3): the credential decides. */
function ordersPath({ settings }: Session): string {
  return settings.v1OrderPath === 'plural' ? '/v1/orders' : '/v1/order';
}

function simPath(iccid: string): string {
  return `/v1/sim/${encodeURIComponent(iccid)}`;
}

function notificationPath(iccid: string, type: string): string {
  return `${simPath(iccid)}/preferences/notifications/${encodeURIComponent(type)}`;
}

/** Known from the OpenAPI file alone, always plural; status and both dates are required there (section 2.3.4). */
function ordersOfStatus({ http }: Session, status: string, { from, to }: OrderFilter): AsyncGenerator<unknown, void> {
  const end = to ?? new Date(Date.now() + CLOCKS_MS).toISOString();
  const start = from ?? new Date(Date.parse(end) - USUAL_SPAN_DAYS * DAY_MS).toISOString();
  const load = async (page: number): Promise<Answer> => {
    const query = { status, start_date: start, end_date: end, page, size: PAGE_SIZE };
    return await http.readAnswer({ method: 'GET', path: '/v1/orders', query });
  };
  return rowsOf('orders', load);
}
