/** The calls of v2, one function an endpoint (facts/providers/1global-connect.md, sections 3.1 and 3.4). */
import type { Answer, Query } from '../../../http/client';
import { askedFor } from '../../kit/errors';
import { mapped } from '../../kit/lists';
import type { Session } from '../../provider';
import { CORRELATION_HEADER, PAGE_SIZE, pathOf, PROVIDER_NAME, rowsIn } from '../wire';
import type { ConnectApi, Device, OrderRequest } from '../wire';
import { orderFrom, productFrom, simFrom, subscriptionFrom, watchedFrom } from './wire';

export const v2: ConnectApi = {
  version: 'v2',
  notificationTypes: ['USAGE_THRESHOLD', 'SUBSCRIPTION_END', 'DOWNLOAD_PROGRESS'],

  /** No filter by currency or plan is documented. */
  products: (session) => mapped(rows(session, 'products', {}), productFrom),
  product: async (session, id) => productFrom(await get(session, pathOf('/v2/products', id))),

  async placeOrder({ http }, order, correlationId) {
    const headers = { [CORRELATION_HEADER]: correlationId };
    return await http.spend({ method: 'POST', path: '/v2/orders', body: orderBody(order), headers });
  },

  orderFrom,

  async order(session, id) {
    const order = orderFrom(await get(session, pathOf('/v2/orders', id)));
    return askedFor(order, order.id !== null, PROVIDER_NAME, `order ${id}`);
  },

  orders: (session, { status, from, to }) =>
    mapped(rows(session, 'orders', { status, start_date: from, end_date: to }), orderFrom),
  subscriptions: (session, of) => mapped(rows(session, 'subscriptions', { ...of }), subscriptionFrom),

  async subscription(session, id) {
    const found = subscriptionFrom(await get(session, pathOf('/v2/subscriptions', id)));
    return askedFor(found, found.id !== null, PROVIDER_NAME, `subscription ${id}`);
  },

  /** PUT, unlike v1 (section 3.6). */
  activate: async ({ http }, subscriptionId) =>
    await http.spend({ method: 'PUT', path: `${pathOf('/v2/subscriptions', subscriptionId)}/activate` }),

  async sim(session, iccid) {
    const sim = simFrom(await get(session, pathOf('/v2/sims', iccid)));
    return askedFor(sim, sim.iccid !== null, PROVIDER_NAME, `eSIM ${iccid}`);
  },

  deleteSim: async ({ http }, iccid) => await http.spend({ method: 'DELETE', path: pathOf('/v2/sims', iccid) }),

  async watched(session, iccid) {
    const raw = await get(session, `${pathOf('/v2/sims', iccid)}/notifications`);
    return { watched: watchedFrom(raw), raw };
  },

  async watch({ http }, iccid, { type, url }) {
    await http.change({ method: 'PUT', path: notificationPath(iccid, type), body: { webhook_url: url } });
  },

  async unwatch({ http }, iccid, type) {
    await http.change({ method: 'DELETE', path: notificationPath(iccid, type) });
  },
};

async function get({ http }: Session, path: string): Promise<unknown> {
  return await http.read({ method: 'GET', path });
}

function notificationPath(iccid: string, type: string): string {
  return pathOf(`${pathOf('/v2/sims', iccid)}/notifications`, type);
}

function rows({ http }: Session, name: string, filter: Query): AsyncGenerator<unknown, boolean> {
  const load = async (page: number): Promise<Answer> =>
    await http.readAnswer({ method: 'GET', path: `/v2/${name}`, query: { ...filter, page, page_size: PAGE_SIZE } });
  return rowsIn(name, load);
}

/** What nobody filled in is not sent: JSON leaves `undefined` out. */
function orderBody(order: OrderRequest): object {
  return {
    operation_type: order.kind === 'topUp' ? 'TOPUP' : 'ACTIVATION',
    sim_type: order.simType,
    country: order.country,
    product: {
      id: order.packageId,
      sold_price: order.soldPrice?.amount,
      sold_currency: order.soldPrice?.currency,
      activation_date: order.activationDate ?? undefined,
    },
    subscriber: subscriberOf(order),
  };
}

/** Physical SIMs are shown without a device and with the SIM; new eSIMs the other way round. */
function subscriberOf({ kind, simType, customer, device, iccid }: OrderRequest): object {
  return {
    ...(kind === 'newEsim' && customer
      ? {
          email: customer.email,
          first_name: customer.firstName ?? undefined,
          last_name: customer.lastName ?? undefined,
          country_of_residence: customer.countryOfResidence ?? undefined,
          language: customer.language ?? undefined,
        }
      : {}),
    ...(simType === 'ESIM' ? { device: deviceOf(device) } : {}),
    ...(iccid === null ? {} : { sim: { iccid } }),
  };
}

const USUAL_MODELS: Readonly<Record<string, string>> = { ios: 'iPhone', android: 'Android' };

/** Every example has a model, and nobody says that it may be missing. `eid` here is v1's place for it. */
function deviceOf({ id, system, model, eid }: Device): object {
  return { operating_system: system, model: model ?? USUAL_MODELS[system] ?? system, id, eid: eid ?? undefined };
}
