/** A provider with its books, and what goes wrong on the way to it and back. */
import type { Found, Sent } from '../../../providers/provider';
import type { Process } from './processes';
import { type Life, OUTSIDE, type World } from './world';

/** What becomes of one request that spends money. */
export type Answer =
  | 'done'
  | 'refused'
  | 'tooMany'
  /** It said no, which is what it says of what is there already, too. */
  | 'saidNo'
  /** No answer, and it was bought: at once, a little later, or as late as the provider may be. */
  | 'lostBought'
  | 'lostBoughtLater'
  | 'lostBoughtLate'
  /** No answer, and it never arrived. */
  | 'lostNotBought';

/** What becomes of one look at the books. */
export type Look = 'truth' | 'unreadable' | 'underWay' | 'breaksOff';

/** What is known of a provider. */
export type Kind =
  /** Every order is in its books, with the reference. */
  | 'completeBooks'
  /** No books, and the same request is carried out once. */
  | 'sameRequest'
  /** No books, and no promise: n8n's notes have to tell how it ended. */
  | 'nothing';

export interface Bought {
  orderId: string;
  alreadyExisted: boolean;
}

interface Order {
  orderId: string;
  content: string;
}

const ON_THE_WAY_MS = 30;
const NO_ANSWER_MS = 1_000;
export const SHOWS_WITHIN_MS = 20_000;

/** When it is in the books, for answers that buy. */
const BOUGHT_AFTER_MS: Partial<Record<Answer, number>> = {
  done: ON_THE_WAY_MS,
  lostBought: ON_THE_WAY_MS,
  lostBoughtLater: 7_000,
  lostBoughtLate: SHOWS_WITHIN_MS - 1_000,
};

export class Shop {
  readonly orders: Order[] = [];
  /** Requests that may still become an order. */
  underWay = 0;

  constructor(
    readonly kind: Kind,
    private readonly world: World,
    private readonly answers: Answer[],
    private readonly looks: Look[],
  ) {}

  async send({ ProviderError }: Process, life: Life, content: string): Promise<Sent<Bought>> {
    const answer = this.answers.shift() ?? 'done';
    const failure = (kind: 'unreachable' | 'rateLimited' | 'refused'): InstanceType<typeof ProviderError> =>
      new ProviderError(kind, `answered: ${answer}`);
    const became = this.become(answer, content);
    switch (answer) {
      case 'done': {
        await this.world.after(2 * ON_THE_WAY_MS, life);
        const order = await became;
        // the same request for something else is not the same
        if (order.content !== content) return { outcome: 'refused', error: failure('refused') };
        return { outcome: 'done', result: this.result(order) };
      }
      case 'refused':
        await this.world.after(2 * ON_THE_WAY_MS, life);
        return { outcome: 'refused', error: failure('refused') };
      case 'tooMany':
        await this.world.after(2 * ON_THE_WAY_MS, life);
        return { outcome: 'refused', error: failure('rateLimited') };
      case 'saidNo':
        await this.world.after(2 * ON_THE_WAY_MS, life);
        return { outcome: 'unknown', error: failure('refused'), saidNo: true };
      case 'lostBought':
      case 'lostBoughtLater':
      case 'lostBoughtLate':
      case 'lostNotBought':
        await this.world.after(NO_ANSWER_MS, life);
        return { outcome: 'unknown', error: failure('unreachable'), repeatable: this.kind === 'sameRequest' };
    }
  }

  async find({ ProviderError }: Process, life: Life): Promise<Found<Bought>> {
    const look = this.looks.shift() ?? 'truth';
    await this.world.after(ON_THE_WAY_MS, life);
    const order = this.orders[0];
    await this.world.after(ON_THE_WAY_MS, life);
    if (look === 'breaksOff') throw new TypeError('of our own making');
    if (this.kind !== 'completeBooks') return { outcome: 'cannotTell', error: null };
    if (look === 'unreadable') {
      return { outcome: 'cannotTell', error: new ProviderError('unreachable', 'the books are closed') };
    }
    if (look === 'underWay') return { outcome: 'underWay', explanation: 'an order is under way' };
    if (!order) return { outcome: 'absent' };
    const traits = { package: { id: order.content } };
    return { outcome: 'found', result: this.result(order), traits };
  }

  forgetFaults(): void {
    this.answers.length = 0;
    this.looks.length = 0;
  }

  result({ orderId }: Order): { value: Bought; raw: unknown } {
    return { value: { orderId, alreadyExisted: false }, raw: {} };
  }

  /** What happens at the provider, whoever lives to see it. */
  private async become(answer: Answer, content: string): Promise<Order> {
    const after = BOUGHT_AFTER_MS[answer];
    if (after === undefined) return { orderId: 'none', content };
    this.underWay++;
    await this.world.after(after, OUTSIDE);
    this.underWay--;
    const [first] = this.orders;
    if (first && this.kind === 'sameRequest') return first;
    const order = { orderId: `order-${this.orders.length + 1}`, content };
    this.orders.push(order);
    this.world.tell(`the provider has ${order.orderId}`);
    return order;
  }
}
