/** The documented answers of both versions (sections 2.2 to 2.6, 3.2 to 3.7). */
import { bytesLeft } from '../core/life';
import type { Product } from './catalogue';
import { wireTime } from './events';
import { orderStatus, subscriptionStatus } from './life';
import type { ConnectWorld, Order, Sim, Subscription, Version } from './state';

const SMDP = 'rsp.truphone.com';

export function link(world: ConnectWorld, path: string): string {
  const start = { placeholder: '{BASE_URL}', absolute: world.apiUrl, path: '' }[world.settings.links];
  return `${start}${path}`;
}

function qrCode(matchingId: string): string {
  return `https://services.truphone.com/connect/qrcode/v1/esim/LPA:1$${SMDP}$${matchingId}`;
}

export function wireProduct(world: ConnectWorld, product: Product, version: Version, detail: boolean): object {
  const { id, name, value, unit, days, prices, region, footprint, simTypes } = product;
  if (version === 'v2') {
    return {
      id,
      name,
      sim_type: simTypes,
      duration: days,
      duration_unit: 'DAYS',
      data: value,
      data_unit: unit,
      price: Number(prices['EUR']),
      price_currency: 'EUR',
      footprint_code: region,
      ...(detail ? { footprint } : {}),
      _metadata: { links: { _self: link(world, `/v2/products/${id}`) } },
    };
  }
  return {
    id,
    name,
    description: name,
    period: days,
    period_unit: 'DAYS',
    data: { value, unit },
    footprint,
    activeCountries: ['ALL'],
    region,
  };
}

export function wireOrder(world: ConnectWorld, order: Order, version: Version, listed = false): object {
  const status = orderStatus(order, world.now);
  const { id } = order;
  if (version === 'v1')
    return { id, externalId: id, status, ...(status === 'COMPLETED' ? { output: v1Output(world, order) } : {}) };
  const output = status === 'COMPLETED' ? { output: v2Output(world, order) } : {};
  const links = { ...(status === 'COMPLETED' ? v2Links(world, order) : {}), _self: link(world, `/v2/orders/${id}`) };
  const created_date = wireTime(order.createdAt);
  return { id, status, created_date, ...output, ...(listed ? {} : { _metadata: { links } }) };
}

function matchingIdOf(world: ConnectWorld, order: Order): string | null {
  const { kind, matchingId, iccid } = order;
  return kind === 'ACTIVATION' ? (matchingId ?? world.state.sims.get(iccid ?? '')?.matchingId ?? null) : null;
}

/** The stray `%` after each `$` is printed on three pages (section 1.10). */
function v1Output(world: ConnectWorld, order: Order): object {
  const matchingId = matchingIdOf(world, order);
  const ids = { iccid: order.iccid, subscription_id: order.subscriptionId };
  if (matchingId === null) return ids;
  const lpa = {
    asPrinted: `LPA:1$%${SMDP}$%${matchingId}`,
    canonical: `LPA:1$${SMDP}$${matchingId}`,
    partsOnly: undefined,
  };
  return { matchingId, ...ids, smdpUrl: SMDP, lpa_url: lpa[world.settings.lpa], qrcode_url: qrCode(matchingId) };
}

function v2Output(world: ConnectWorld, order: Order): object {
  const matching_id = matchingIdOf(world, order) ?? undefined;
  return { matching_id, iccid: order.iccid, subscription_id: order.subscriptionId };
}

function v2Links(world: ConnectWorld, order: Order): object {
  const matchingId = matchingIdOf(world, order);
  const common = {
    _sim: link(world, `/v2/sims/${order.iccid}`),
    _subscription: link(world, `/v2/subscription/${order.subscriptionId}`),
  };
  if (matchingId === null) return common;
  const lpa = { asPrinted: `1$${SMDP}$${matchingId}`, canonical: `LPA:1$${SMDP}$${matchingId}`, partsOnly: undefined };
  return { _lpa: lpa[world.settings.lpa], ...common, _qrcode: qrCode(matchingId), _smdp: SMDP };
}

export function wireSim(world: ConnectWorld, sim: Sim, version: Version): object {
  const { iccid, status, matchingId, eid, simType } = sim;
  const lpa = matchingId === null ? undefined : `LPA:1$${SMDP}$${matchingId}`;
  const last_modified = wireTime(sim.lastModified);
  if (version === 'v1') {
    const duplicates = { matching_id: matchingId, matchingId, status, profileStatus: status };
    return { iccid, ...duplicates, ...(eid === null ? {} : { eid }), last_modified, lpa_url: lpa };
  }
  const links = {
    _subscriptions: link(world, `/v2/subscriptions?iccid=${iccid}`),
    _self: link(world, `/v2/sims/${iccid}`),
  };
  if (simType === 'PSIM') return { iccid, sim_type: simType, _metadata: { links } };
  return {
    iccid,
    status,
    matching_id: matchingId,
    last_modified,
    sim_type: simType,
    _metadata: {
      links: {
        _lpa: lpa,
        ...links,
        _qrcode: qrCode(matchingId ?? '')
          .replace('https', 'http')
          .replace('/connect', ''),
      },
    },
  };
}

export function wireSubscription(world: ConnectWorld, one: Subscription, version: Version, detail: boolean): object {
  const { settings } = world;
  const status = subscriptionStatus(one, world.now);
  const size = one.totalBytes;
  const optional = (time: number | null) => (time === null ? null : wireTime(time));
  if (version === 'v1') {
    return {
      status,
      id: one.id,
      initialBalance: String(size),
      spentBalance: String(one.usedBytes),
      activationDate: optional(one.activatedAt),
      expirationDate: optional(one.expiresAt),
      createdDate: wireTime(one.createdAt),
      product: {
        id: one.product.id,
        name: one.product.name,
        period: one.product.days,
        period_unit: 'DAYS',
        plan_id: one.product.planId,
      },
      iccid: one.iccid,
      ...(settings.deviceIdInDetails ? { device_id: one.deviceId } : {}),
      auto_renew: 'false',
    };
  }
  const amount = (bytes: number) => (settings.balances === 'text' ? String(bytes) : bytes);
  const shown = detail ? settings.deviceIdInDetails : settings.deviceIdInLists;
  return {
    id: one.id,
    name: one.product.name,
    sim_id: one.iccid,
    ...(detail ? { product_id: one.product.id, activation_date: optional(one.activatedAt) } : {}),
    created_date: wireTime(one.createdAt),
    expiry_date: optional(one.expiresAt),
    status,
    initial_balance: amount(size),
    current_balance: amount(bytesLeft(one)),
    [settings.spentName]: amount(one.usedBytes),
    balance_units: 'Bytes',
    ...(shown ? { device_id: one.deviceId } : {}),
    _metadata: {
      links: { _self: link(world, `/v2/subscriptions/${one.id}`), _sim: link(world, `/v2/sims/${one.iccid}`) },
    },
  };
}
