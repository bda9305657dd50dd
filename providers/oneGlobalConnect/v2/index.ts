/** The calls of v2, one function an endpoint (facts/providers/1global-connect.md, section 3.1). */
import type { Answer, Query } from '../../../http/client';
import { askedFor } from '../../kit/errors';
import type { Session } from '../../provider';
import type { ConnectApi } from '../api';
import { CORRELATION_HEADER } from '../correlation';
import { PAGE_SIZE, rowsOf } from '../paging';
import { orderBody } from './orderBody';
import { orderFrom, productFrom, simFrom, subscriptionFrom, watchedFrom } from './wire';

export const v2: ConnectApi = {
  version: 'v2',
  notificationTypes: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END', 'DOWNLOAD_PROGRESS'],

  /** No filter by currency or plan is documented. */
  async *products(session) {
    for await (const row of rows(session, '/v2/products', 'products', {})) yield productFrom(row);
  },

  async product({ http }, id) {
    return productFrom(await http.read({ method: 'GET', path: `/v2/products/${encodeURIComponent(id)}` }));
  },

  async placeOrder({ http }, order, correlationId) {
    const headers = { [CORRELATION_HEADER]: correlationId };
    return await http.spend({ method: 'POST', path: '/v2/orders', body: orderBody(order), headers });
  },

  orderFrom,

  async order({ http }, id) {
    const order = orderFrom(await http.read({ method: 'GET', path: `/v2/orders/${encodeURIComponent(id)}` }));
    return askedFor(order, order.id !== null, '1GLOBAL Connect', `order ${id}`);
  },

  async *orders(session, { status, from, to }) {
    const filter = { status, start_date: from, end_date: to };
    for await (const row of rows(session, '/v2/orders', 'orders', filter)) yield orderFrom(row);
  },

  async *subscriptions(session, of) {
    for await (const row of rows(session, '/v2/subscriptions', 'subscriptions', { ...of })) yield subscriptionFrom(row);
  },

  async subscription({ http }, id) {
    const found = subscriptionFrom(
      await http.read({ method: 'GET', path: `/v2/subscriptions/${encodeURIComponent(id)}` }),
    );
    return askedFor(found, found.id !== null, '1GLOBAL Connect', `subscription ${id}`);
  },

  /** PUT, unlike v1 (section 3.6). */
  async activate({ http }, subscriptionId) {
    return await http.spend({
      method: 'PUT',
      path: `/v2/subscriptions/${encodeURIComponent(subscriptionId)}/activate`,
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
    const raw = await http.read({ method: 'GET', path: `${simPath(iccid)}/notifications` });
    return { watched: watchedFrom(raw), raw };
  },

  async watch({ http }, iccid, { type, url }) {
    await http.change({ method: 'PUT', path: notificationPath(iccid, type), body: { webhook_url: url } });
  },

  async unwatch({ http }, iccid, type) {
    await http.change({ method: 'DELETE', path: notificationPath(iccid, type) });
  },
};

function simPath(iccid: string): string {
  return `/v2/sims/${encodeURIComponent(iccid)}`;
}

function notificationPath(iccid: string, type: string): string {
  return `${simPath(iccid)}/notifications/${encodeURIComponent(type)}`;
}

function rows({ http }: Session, path: string, name: string, filter: Query): AsyncGenerator<unknown, void> {
  const load = async (page: number): Promise<Answer> =>
    await http.readAnswer({ method: 'GET', path, query: { ...filter, page, page_size: PAGE_SIZE } });
  return rowsOf(name, load);
}
