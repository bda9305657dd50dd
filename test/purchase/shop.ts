/** A provider's shop with books, and buying there through `buyOnce` with n8n's own deduplication store behind it. */
import { randomUUID } from 'node:crypto';

import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import type { Certainty, Found, PreparedPurchase, Result, Sent, Traits } from '../../providers/provider';
import { buyOnce } from '../../purchase/buyOnce';
import type { IfOpen } from '../../purchase/decide';
import { ledgerFor } from '../../purchase/ledger';
import { Patience } from '../../purchase/patience';
import { Run } from '../../purchase/run';
import type { BuyOnceOptions, Wanted } from '../../purchase/states';
import { bareNode } from '../support/bareNode';
import { contextFor } from '../support/n8n';
import { MINUTE_MS, TestClock } from './processes';

export const WAITING_MS = 30 * MINUTE_MS;

export interface Bought {
  orderId: string;
  alreadyExisted: boolean;
}

export const result = (orderId: string): Result<Bought> => ({ value: { orderId, alreadyExisted: false }, raw: {} });

export const failure = (kind: ProviderErrorKind, retryAfterMs?: number): ProviderError =>
  new ProviderError(kind, `because ${kind}`, { retryAfterMs });

export const traitsOf = (packageId: string | null): Traits => ({ package: { id: packageId } });

export const found = (orderId = 'order-1', packageId: string | null = 'package-1'): Found<Bought> => ({
  outcome: 'found',
  result: result(orderId),
  traits: traitsOf(packageId),
});
export const ABSENT: Found<Bought> = { outcome: 'absent' };
export const NO_BOOKS: Found<Bought> = { outcome: 'cannotTell', error: null };
export const CLOSED: Found<Bought> = { outcome: 'cannotTell', error: failure('unreachable') };
export const UNDER_WAY: Found<Bought> = { outcome: 'underWay', explanation: 'an order is under way' };

type Answer = (buy: () => void) => Sent<Bought>;

export const done: Answer = (buy) => {
  buy();
  return { outcome: 'done', result: result('order-1') };
};
export const refused = (kind: ProviderErrorKind = 'refused', retryAfterMs?: number): Answer => {
  return () => ({ outcome: 'refused', error: failure(kind, retryAfterMs) });
};
export const lost: Answer = () => ({ outcome: 'unknown', error: failure('unreachable') });
export const lostBought: Answer = (buy) => {
  buy();
  return lost(buy);
};
export const saidNo: Answer = () => ({ outcome: 'unknown', error: failure('refused'), saidNo: true });
export const repeatable: Answer = () => ({ outcome: 'unknown', error: failure('unreachable'), repeatable: true });

/** What is bought, how it answers, what it shows. */
export class Shop {
  bought: string[] = [];
  sends = 0;
  looks = 0;
  answer: Answer = done;
  certainty: Certainty = 'completeBooks';
  more: Partial<PreparedPurchase<Bought>> = {};

  show: (looks: number) => Found<Bought> = () => (this.bought.length > 0 ? found() : ABSENT);

  purchase(reference: string, content: string): PreparedPurchase<Bought> {
    return {
      whereToCheck: 'the shop',
      asked: traitsOf(content),
      certainty: this.certainty,
      find: async () => await Promise.resolve(this.show(++this.looks)),
      send: async () => {
        this.sends++;
        await Promise.resolve();
        return this.answer(() => this.bought.push(reference));
      },
      ...this.more,
    };
  }
}

export interface More {
  content?: string;
  ifOpen?: IfOpen;
  run?: Run;
  account?: string;
  workflowId?: string;
  node?: string;
  execution?: string;
  alone?: string;
  patienceMs?: number;
  signal?: AbortSignal;
  showsWithinMs?: number;
  repeatsAreHarmless?: boolean;
  prepare?: () => Promise<PreparedPurchase<Bought>>;
}

/** One workflow with its node, at one account. */
export class Buyer {
  workflowId = randomUUID();
  account = randomUUID();
  readonly clock: TestClock = new TestClock();

  async buy(shop: Shop, reference = 'shop-1', more: More = {}): Promise<Result<Bought>> {
    return await buyOnce(this.wanted(shop, reference, more), this.options(more));
  }

  async refusal(shop: Shop, reference = 'shop-1', more: More = {}): Promise<ProviderError> {
    return await this.buy(shop, reference, more).then(
      () => {
        throw new Error('It should have failed');
      },
      (error: unknown) => error as ProviderError,
    );
  }

  private wanted(shop: Shop, reference: string, more: More): Wanted<Bought> {
    const content = more.content ?? 'package-1';
    return {
      attempt: { key: `order/${this.workflowKey}/${reference}`, content },
      what: 'eSIM order',
      named: `Client Reference "${reference}"`,
      whereToCheck: 'somewhere',
      alone: more.alone ?? null,
      repeatsAreHarmless: more.repeatsAreHarmless ?? false,
      showsWithinMs: more.showsWithinMs ?? 0,
      prepare: more.prepare ?? (async () => await Promise.resolve(shop.purchase(reference, content))),
    };
  }

  /** Tests of other files run in this process as well. */
  private readonly workflowKey = randomUUID();

  private options(more: More): BuyOnceOptions {
    const { clock } = this;
    const { workflowId = this.workflowId, node = 'node-1', execution = randomUUID(), signal } = more;
    const context = contextFor({ node: bareNode(), parameters: {}, workflowId, nodeId: node, executionId: execution });
    const place = { execution, node, run: 0, item: 0 };
    return {
      ledger: ledgerFor(context, place, clock),
      clock,
      patience: new Patience(place, more.patienceMs ?? 120_000, clock, signal),
      run: more.run ?? new Run(false, signal),
      sender: { account: more.account ?? this.account, node: `${workflowId} ${node}` },
      ifOpen: more.ifOpen ?? 'stop',
      waitingMs: WAITING_MS,
    };
  }

  /** As a restart of n8n: the notes stay, and this process knows nothing of what it has sent. */
  restart(): void {
    this.account = randomUUID();
  }
}
