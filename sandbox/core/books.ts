/** What tests hold a client's story against, and what the control page shows. */
import { SHOWN } from './lists';
import type { Kind, World } from './world';

export function booksOf<K extends Kind>(world: World<K>) {
  const { journal, standIn } = world;
  const ledger = world.ledger.all();
  const references = world.ledger.byReference();
  const refunded = ledger.filter(({ kind }) => kind === 'refund').map(({ orderId }) => orderId);
  const requestsByRoute = journal.countsByRoute();
  return {
    /** All purchases and refunds that were committed, oldest first. */
    ledger,
    purchases: ledger.length - refunded.length,
    refunds: refunded.length,
    /** One row for each client reference, in the order of first appearance. */
    references,
    /** References bought more than once: what must stay empty. */
    boughtTwice: references.flatMap(({ reference, purchases }) =>
      reference !== null && purchases > 1 ? [reference] : [],
    ),
    /** Orders that were refunded more than once. */
    refundedTwice: [...new Set(refunded.filter((id, index) => refunded.indexOf(id) !== index))],
    credit: world.ledger.creditBook(),
    /** Calls that arrived for a token, and tokens that were given out. */
    tokenRequests: requestsByRoute[standIn.tokenCall ?? ''] ?? 0,
    tokensIssued: world.tokens.issued,
    violations: journal.violations(),
    requestsByRoute,
    ...standIn.books(world),
  };
}

/** For the control page: newest first. */
export function stateOf<K extends Kind>(world: World<K>): object {
  const { journal, webhooks } = world;
  return {
    provider: world.standIn.title,
    now: new Date(world.now).toISOString(),
    credit: world.ledger.creditBook(),
    webhooks: webhooks.getUrls(),
    deliveries: webhooks.deliveries(SHOWN),
    faults: world.faults.describe(),
    journal: journal.newest(SHOWN),
    violations: journal.violations().length,
    requestsByRoute: journal.countsByRoute(),
    settings: world.settings,
    ...world.standIn.page(world),
  };
}
