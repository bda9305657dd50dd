/** What tests hold a client's story against, and what the control page shows. */
import type { Violation } from '../core/journal';
import type { LedgerEntry, ReferenceBook } from '../core/ledger';
import type { GigsWorld } from './world';

export interface GigsBooks {
  /** All subscriptions and add-ons that were made and credit notes that were issued, oldest first. */
  ledger: LedgerEntry[];
  subscriptions: number;
  addons: number;
  creditNotes: number;
  /** One row for each reference: of a subscription `metadata.clientReference`, of an add-on its idempotency key. */
  references: ReferenceBook[];
  /** References bought more than once: what must stay empty. */
  boughtTwice: string[];
  users: number;
  addresses: number;
  violations: Violation[];
  requestsByRoute: Record<string, number>;
}

export function gigsBooks(world: GigsWorld): GigsBooks {
  const { state, ledger, journal } = world;
  const references = ledger.byReference();
  return {
    ledger: ledger.all(),
    subscriptions: state.subscriptions.size,
    addons: state.attached.size,
    creditNotes: state.creditNotes.size,
    references,
    boughtTwice: references.flatMap((row) => (row.reference !== null && row.purchases > 1 ? [row.reference] : [])),
    users: state.users.size,
    addresses: state.addresses.size,
    violations: journal.violations(),
    requestsByRoute: journal.countsByRoute(),
  };
}

/** How many rows and log lines the page shows. */
const SHOWN = 100;

/** For the control page: newest first, without activation codes and links. */
export function gigsState(world: GigsWorld): object {
  const { state, journal, settings } = world;
  return {
    provider: 'Gigs',
    now: new Date(world.clock.now()).toISOString(),
    projectId: world.projectId,
    orders: newest(state.subscriptions).map((one) => ({
      id: one.id,
      createdAt: new Date(one.createdAt).toISOString(),
      reference: one.metadata['clientReference'] ?? null,
      plan: one.plan.name,
      customer: state.users.get(one.user)?.email ?? one.user,
      status: one.status,
      canceled: one.canceledAt !== null,
      invoice: unpaidInvoice(world, one.id),
    })),
    esims: newest(state.sims).map((sim) => ({
      iccid: sim.iccid,
      type: sim.type,
      status: sim.status,
      profile: sim.profile,
      network: sim.provider,
      customer: state.users.get(sim.user ?? '')?.email ?? null,
    })),
    webhooks: world.webhooks.getUrls(),
    webhookSecret: settings.webhookSecret,
    deliveries: world.webhooks.deliveries(SHOWN),
    faults: world.faults.describe(),
    journal: journal.newest(SHOWN),
    violations: journal.violations().length,
    settings,
  };
}

function unpaidInvoice({ state }: GigsWorld, subscription: string): string | null {
  const open = [...state.invoices.values()].find((one) => one.subscription === subscription && one.status !== 'paid');
  return open?.id ?? null;
}

function newest<T>(all: ReadonlyMap<string, T>): T[] {
  return [...all.values()].slice(-SHOWN).reverse();
}
