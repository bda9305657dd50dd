/** What tests hold a client's story against, and what the control page shows. */
import type { Violation } from '../core/journal';
import type { CreditBook, LedgerEntry, ReferenceBook } from '../core/ledger';
import { activeBytes } from './packageLife';
import { bytesLeft, isExpired, isWaiting } from './packageRules';
import type { PackageItem } from './state';
import type { DentWorld } from './world';

export interface DentBooks {
  /** All purchases (register, top-up, top-up with profile) and refunds that were committed, oldest first. */
  ledger: LedgerEntry[];
  purchases: number;
  refunds: number;
  /** One row for each client reference (metatag), in the order of first appearance. */
  references: ReferenceBook[];
  /** References bought more than once: what must stay empty. */
  boughtTwice: string[];
  /** Activated items that were refunded more than once. */
  refundedTwice: string[];
  credit: CreditBook;
  /** Calls that arrived at `/reseller/authenticate`, and tokens that were given out. */
  tokenRequests: number;
  tokensIssued: number;
  violations: Violation[];
  requestsByRoute: Record<string, number>;
}

export function dentBooks(world: DentWorld): DentBooks {
  const ledger = world.ledger.all();
  const references = world.ledger.byReference();
  const refunded = ledger.filter((entry) => entry.kind === 'refund').map((entry) => entry.orderId);
  const requestsByRoute = world.journal.countsByRoute();
  return {
    ledger,
    purchases: ledger.length - refunded.length,
    refunds: refunded.length,
    references,
    boughtTwice: references.flatMap((row) => (row.reference !== null && row.purchases > 1 ? [row.reference] : [])),
    refundedTwice: [...new Set(refunded.filter((uid, index) => refunded.indexOf(uid) !== index))],
    credit: world.ledger.creditBook(),
    tokenRequests: requestsByRoute['authenticate'] ?? 0,
    tokensIssued: world.tokens.issued,
    violations: world.journal.violations(),
    requestsByRoute,
  };
}

type Standing = 'waiting' | 'active' | 'used up' | 'expired' | 'refunded';

function standing(item: PackageItem, now: number): Standing {
  if (item.refundedAt !== null) return 'refunded';
  if (isWaiting(item)) return 'waiting';
  if (isExpired(item, now)) return 'expired';
  return bytesLeft(item) > 0 ? 'active' : 'used up';
}

/** How many rows and log lines the page shows. */
const SHOWN = 100;

/** For the control page: newest first, without activation codes and links. */
export function dentState(world: DentWorld): object {
  const now = world.clock.now();
  const { state } = world;
  return {
    provider: 'DENT Giga Store',
    now: new Date(now).toISOString(),
    clientId: world.account.clientId,
    credit: world.ledger.creditBook(),
    orders: [...state.items.values()]
      .slice(-SHOWN)
      .reverse()
      .map((item) => ({
        uid: item.uid,
        reference: item.metatag,
        package: item.sold.name,
        mode: item.mode,
        standing: standing(item, now),
        leftBytes: bytesLeft(item),
        soldAt: new Date(item.salesDate).toISOString(),
        expiresAt: item.expiresAt === null ? null : new Date(item.expiresAt).toISOString(),
        customer: state.customers.get(item.customerUid)?.email ?? null,
        customerUid: item.customerUid,
      })),
    esims: [...state.profiles.values()]
      .slice(-SHOWN)
      .reverse()
      .map((profile) => {
        const customer = state.customers.get(profile.customerUid);
        return {
          iccid: profile.iccid,
          state: profile.state,
          installations: profile.installations,
          country: profile.country,
          countrySet: customer?.countrySet ?? null,
          activeBytes: customer ? activeBytes(customer, now) : 0,
          customer: customer?.email ?? null,
          customerUid: profile.customerUid,
          references: customer?.items.map((item) => item.metatag) ?? [],
        };
      }),
    webhooks: world.webhooks.getUrls(),
    deliveries: world.webhooks.deliveries(SHOWN),
    faults: world.faults.describe(),
    journal: world.journal.newest(SHOWN),
    violations: world.journal.violations().length,
    requestsByRoute: world.journal.countsByRoute(),
    settings: world.settings,
  };
}
