/** What tests hold a client's story against, and what the control page shows. */
import type { Violation } from '../core/journal';
import type { LedgerEntry, ReferenceBook } from '../core/ledger';
import { leftBytes, orderStatus, subscriptionStatus } from './life';
import type { ConnectSettings } from './settings';
import type { ConnectWorld } from './world';

export interface ConnectBooks {
  /** All orders that were taken (purchase), and those that failed afterwards (refund), oldest first. */
  ledger: LedgerEntry[];
  purchases: number;
  /** One row for each client reference (device id), in the order of first appearance. */
  references: ReferenceBook[];
  /** References bought more than once: what must stay empty. */
  boughtTwice: string[];
  tokenRequests: number;
  tokensIssued: number;
  violations: Violation[];
  requestsByRoute: Record<string, number>;
}

export function connectBooks(world: ConnectWorld): ConnectBooks {
  const ledger = world.ledger.all();
  const references = world.ledger.byReference();
  const requestsByRoute = world.journal.countsByRoute();
  return {
    ledger,
    purchases: ledger.filter(({ kind }) => kind === 'purchase').length,
    references,
    boughtTwice: references.flatMap((row) => (row.reference !== null && row.purchases > 1 ? [row.reference] : [])),
    tokenRequests: requestsByRoute['token'] ?? 0,
    tokensIssued: world.tokens.issued,
    violations: world.journal.violations(),
    requestsByRoute,
  };
}

/** How many rows and log lines the page shows. */
const SHOWN = 100;

/** For the control page: newest first, without activation codes. */
export function connectState(world: ConnectWorld): object {
  const now = world.clock.now();
  const { state } = world;
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    provider: '1GLOBAL Connect',
    now: iso(now),
    clientId: world.account.clientId,
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
    esims: newest(state.sims).map((sim) => ({
      iccid: sim.iccid,
      simType: sim.simType,
      status: sim.status,
      watched: [...sim.watches].map(([type, { url }]) => ({ type, url })),
      packages: state.subscriptionsOf(sim.iccid).map((one) => ({
        name: one.product.name,
        status: subscriptionStatus(one, now),
        leftBytes: leftBytes(one),
        expiresAt: iso(one.expiresAt),
      })),
    })),
    // a URL is registered for each SIM and shown there
    webhooks: {},
    deliveries: world.webhooks.deliveries(SHOWN),
    faults: world.faults.describe(),
    journal: world.journal.newest(SHOWN),
    violations: world.journal.violations().length,
    requestsByRoute: world.journal.countsByRoute(),
    settings: withoutPassword(world.settings),
  };
}

function withoutPassword({ webhookPassword, ...settings }: ConnectSettings): object {
  return { ...settings, webhookPassword: webhookPassword === '' ? '' : '***' };
}

function newest<T>(all: ReadonlyMap<string, T>): T[] {
  return [...all.values()].slice(-SHOWN).reverse();
}
