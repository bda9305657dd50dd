/** The tables of the control page: newest first, without activation codes. */
import { bytesLeft } from '../core/life';
import { newest } from '../core/lists';
import { orderStatus, subscriptionStatus } from './life';
import { type ConnectWorld, subscriptionsOf } from './state';

export function page(world: ConnectWorld): object {
  const { account, settings, state, now } = world;
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    clientId: account.clientId,
    orders: newest(state.orders).map((order) => ({
      id: order.id,
      kind: order.kind,
      reference: order.deviceId,
      package: order.product.name,
      customer: order.email,
      status: orderStatus(order, now),
      iccid: order.iccid,
      createdAt: iso(order.createdAt),
    })),
    esims: newest(state.sims).map(({ iccid, simType, status, watches }) => ({
      iccid,
      simType,
      status,
      watched: [...watches].map(([type, { url }]) => ({ type, url })),
      packages: subscriptionsOf(world, iccid).map((one) => ({
        name: one.product.name,
        status: subscriptionStatus(one, now),
        leftBytes: bytesLeft(one),
        expiresAt: iso(one.expiresAt),
      })),
    })),
    // a URL is registered for each SIM and shown there
    webhooks: {},
    settings: { ...settings, webhookPassword: settings.webhookPassword === '' ? '' : '***' },
  };
}
