import { randomUUID } from 'node:crypto';

import { Run } from '../../purchase/run';
import { processedData } from '../support/n8n';
import { MINUTE_MS, ready, slowDatabase } from './processes';
import { ABSENT, Buyer, CLOSED, done, failure, found, lostBought, NO_BOOKS, refused, result, Shop } from './shop';

let shop: Shop;
let buyer: Buyer;

beforeAll(ready);
beforeEach(() => {
  shop = new Shop();
  buyer = new Buyer();
});
afterEach(() => {
  processedData.failures = 0;
  jest.restoreAllMocks();
});

describe('buying once', () => {
  it('buys, and says that it did not exist before', async () => {
    const run = new Run(false);
    await expect(buyer.buy(shop, 'shop-1', { run })).resolves.toMatchObject({
      value: { orderId: 'order-1', alreadyExisted: false },
    });
    expect(shop.bought).toEqual(['shop-1']);
    expect(run.told(failure('refused')).description).toContain('one purchase: order ID order-1');
  });

  it('gives the first order back when the same reference comes again, which is no purchase of that run', async () => {
    await buyer.buy(shop);
    const run = new Run(false);
    await expect(buyer.buy(shop, 'shop-1', { run })).resolves.toMatchObject({
      value: { orderId: 'order-1', alreadyExisted: true },
    });
    expect(shop.bought).toEqual(['shop-1']);
    expect(run.told(failure('refused')).description).toBe('Nothing was bought in this run.');
  });

  it('gives an order back that another workflow made, and notes nothing', async () => {
    shop.bought.push('shop-1');
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(0);
    expect(processedData.rows.has(`${buyer.workflowId} node-1`)).toBe(false);
  });

  it('lets a found purchase be completed with what only the input says, when it is the one that was asked for', async () => {
    shop.more = { asAsked: ({ value, raw }) => ({ value: { ...value, orderId: 'completed' }, raw }) };
    shop.bought.push('shop-1');
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'completed', alreadyExisted: true } });
    shop.show = () => found('order-1', 'package-2');
    expect((await buyer.refusal(shop, 'shop-2')).message).toContain('order-1');
  });

  it('buys once when a hundred items carry the same reference at the same time', async () => {
    await Promise.all(Array.from({ length: 100 }, async () => await buyer.buy(shop)));
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('loses no note when a hundred different references are noted at the same time', async () => {
    shop.show = () => NO_BOOKS;
    const references = Array.from({ length: 100 }, (_, index) => `shop-${index}`);
    await Promise.all(references.map(async (reference) => await buyer.buy(shop, reference)));
    buyer.restart();
    const again = await Promise.all(references.map(async (reference) => await buyer.refusal(shop, reference)));
    expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(['outcomeUnknown']));
    expect(shop.bought).toHaveLength(100);
  });

  it('prepares only when an earlier one of the same reference has ended, and one at a time what cannot be told apart', async () => {
    const steps: string[] = [];
    const walk = async (reference: string, alone?: string): Promise<unknown> =>
      await buyer.buy(shop, reference, {
        alone,
        async prepare() {
          steps.push(`prepare ${reference}`);
          return await Promise.resolve(shop.purchase(reference, 'package-1'));
        },
      });
    shop.answer = (buyNow) => {
      steps.push('send');
      return done(buyNow);
    };
    await Promise.all([walk('a'), walk('a')]);
    expect(steps.splice(0)).toEqual(['prepare a', 'send', 'prepare a']);
    shop.show = () => ABSENT;
    await Promise.all([walk('b', 'same'), walk('c', 'same')]);
    expect(steps).toEqual(['prepare b', 'send', 'prepare c', 'send']);
  });

  it('notes nothing of what does no more when it is carried out again', async () => {
    shop.show = () => ABSENT;
    const more = { repeatsAreHarmless: true };
    await buyer.buy(shop, 'shop-1', more);
    await buyer.buy(shop, 'shop-1', more);
    expect(shop.sends).toBe(2);
    expect(processedData.rows.has(`${buyer.workflowId} node-1`)).toBe(false);
    shop.answer = () => ({ outcome: 'unknown', error: failure('unreachable') });
    expect(await buyer.refusal(shop, 'shop-1', more)).toMatchObject({ kind: 'outcomeUnknown' });
    shop.more = { find: async () => await Promise.resolve(CLOSED) };
    expect(await buyer.refusal(shop, 'shop-1', more)).toMatchObject({ kind: 'unreachable' });
  });
});

describe('a reference that is in the books', () => {
  it.each([['shows'], ['does not show']])('for another package is taken, when the provider %s it', async (shows) => {
    if (shows !== 'shows') shop.show = () => NO_BOOKS;
    await buyer.buy(shop);
    const error = await buyer.refusal(shop, 'shop-1', { content: 'package-2' });
    expect(error).toMatchObject({
      kind: 'badInput',
      message: expect.stringContaining('Client Reference "shop-1" is taken') as string,
    });
    buyer.restart();
    expect((await buyer.refusal(shop, 'shop-1', { content: 'package-2' })).message).toContain('is taken');
    expect(shop.sends).toBe(1);
  });

  it('for another package is named with its order', async () => {
    shop.show = () => found('order-7', 'package-2');
    expect((await buyer.refusal(shop)).message).toBe(
      'Client Reference "shop-1" is taken: order order-7 has it, for the package package-2',
    );
    expect(shop.sends).toBe(0);
  });

  it('and cannot be compared is taken, unless this node has noted it for the same', async () => {
    shop.show = () => found('order-7', null);
    expect((await buyer.refusal(shop)).message).toContain('nothing shows whether it is this eSIM order');
    shop.show = () => (shop.bought.length > 0 ? found('order-1', null) : ABSENT);
    await buyer.buy(shop, 'shop-2');
    await expect(buyer.buy(shop, 'shop-2')).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect((await buyer.refusal(shop, 'shop-2', { content: 'package-2' })).message).toContain('is taken');
    expect((await buyer.refusal(shop, 'shop-2', { workflowId: randomUUID() })).message).toContain('is taken');
  });

  it('and cannot be compared is given back by the run that has sent it', async () => {
    shop.answer = lostBought;
    shop.show = () => (shop.bought.length > 0 ? found('order-1', null) : ABSENT);
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
  });

  it('for something else, whatever it is, is taken with the provider’s words and advice', async () => {
    shop.show = () => ({ outcome: 'conflict', explanation: 'it is somebody else’s order', advice: 'Choose another.' });
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'badInput',
      message: expect.stringContaining('somebody else’s order') as string,
      description: 'Choose another.',
    });
    shop.show = () => ({ outcome: 'conflict', explanation: 'it is somebody else’s order' });
    expect((await buyer.refusal(shop)).description).toContain('a reference of its own');
    expect(shop.sends).toBe(0);
  });

  it('is free for something else once the provider has refused it', async () => {
    shop.answer = refused();
    await buyer.refusal(shop);
    shop.answer = done;
    shop.show = () => (shop.bought.length > 0 ? found('order-1', 'package-2') : ABSENT);
    await expect(buyer.buy(shop, 'shop-1', { content: 'package-2' })).resolves.toMatchObject({
      value: { alreadyExisted: false },
    });
  });
});

describe('what went through and is in no book', () => {
  beforeEach(() => {
    shop.show = () => NO_BOOKS;
    shop.certainty = 'never';
    shop.more = { asBefore: async () => await Promise.resolve(result('as before')) };
  });

  it('is given back where that can be told', async () => {
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'as before', alreadyExisted: true } });
    buyer.restart();
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'as before', alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is given back after a restart as what n8n has noted of it, and else told where to look', async () => {
    const asked: Array<string | null> = [];
    shop.more = {
      async asBefore(which) {
        const orderId = await which(['order-0', 'order-1']);
        asked.push(orderId);
        return orderId === null ? null : result(orderId);
      },
    };
    await buyer.buy(shop);
    buyer.restart();
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: true } });
    shop.more = { asBefore: async (which) => ((await which(['order-7'])) === null ? null : result('order-7')) };
    const error = await buyer.refusal(shop);
    expect(error).toMatchObject({ kind: 'outcomeUnknown', message: expect.stringContaining('went through') as string });
    expect(error.description).toMatch(/^Look in the shop/);
    expect(asked).toEqual(['order-1']);
    expect(shop.sends).toBe(1);
  });

  it('is told to have gone through even when n8n’s database does not take a receipt of it', async () => {
    shop.answer = (buyNow) => {
      processedData.failures = 2;
      return done(buyNow);
    };
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is remembered also when only the books said so', async () => {
    shop.answer = lostBought;
    shop.show = () => (shop.bought.length > 0 ? found() : ABSENT);
    await buyer.buy(shop);
    shop.show = () => ABSENT;
    buyer.restart();
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'as before', alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is not what nobody knows', async () => {
    shop.answer = lostBought;
    await buyer.refusal(shop);
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
  });

  it('is known to another workflow of this process', async () => {
    await buyer.buy(shop);
    await expect(buyer.buy(shop, 'shop-1', { workflowId: randomUUID() })).resolves.toMatchObject({
      value: { orderId: 'as before', alreadyExisted: true },
    });
    expect(shop.sends).toBe(1);
  });

  it('is not called unbought when it cannot be read as before', async () => {
    await buyer.buy(shop);
    shop.more = { asBefore: async () => await Promise.reject(failure('notFound')) };
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'outcomeUnknown',
      message: expect.stringContaining('because notFound') as string,
    });
  });
});

describe('a note that n8n’s database took too long to make', () => {
  beforeEach(() => void slowDatabase(buyer.clock, 300));

  it('does not send what another worker has bought in the meantime, and is taken off', async () => {
    shop.show = (looks) => (looks === 1 ? ABSENT : found('theirs'));
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'theirs', alreadyExisted: true } });
    expect(shop.sends).toBe(0);
    expect(processedData.rows.get(`${buyer.workflowId} node-1`)).toEqual([]);
  });

  it('sends what the books do not show, as late as they may show it', async () => {
    await expect(buyer.buy(shop, 'shop-1', { showsWithinMs: 60_000 })).resolves.toMatchObject({
      value: { orderId: 'order-1', alreadyExisted: false },
    });
    expect(buyer.clock.slept.reduce((sum, slept) => sum + slept, 0)).toBeGreaterThanOrEqual(60_000);
    expect(shop.sends).toBe(1);
  });

  it('sends nothing while the books cannot be read, says so, and leaves nothing behind: nothing was sent before either', async () => {
    shop.show = (looks) => (looks === 1 ? ABSENT : CLOSED);
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'unreachable',
      description: expect.stringContaining('Nothing was sent') as string,
    });
    expect(shop.sends).toBe(0);
    shop.show = () => ABSENT;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });
});

describe('a note that grows old', () => {
  it('is made anew before it is sent under, and the books are read once more', async () => {
    shop.answer = (buyNow) => {
      if (shop.sends > 1) return done(buyNow);
      buyer.clock.time += 11 * MINUTE_MS;
      return { outcome: 'refused', error: failure('rateLimited') };
    };
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect([shop.sends, shop.looks]).toEqual([2, 2]);
  });

  it('is not sent under when the books show it by then', async () => {
    shop.answer = () => {
      buyer.clock.time += 11 * MINUTE_MS;
      return { outcome: 'refused', error: failure('rateLimited') };
    };
    shop.show = (looks) => (looks > 1 ? found('theirs') : ABSENT);
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'theirs' } });
    expect(shop.sends).toBe(1);
  });

  it('keeps count of the sendings', async () => {
    shop.answer = () => {
      buyer.clock.time += 11 * MINUTE_MS;
      return { outcome: 'refused', error: failure('rateLimited', 1) };
    };
    expect((await buyer.refusal(shop)).kind).toBe('rateLimited');
    expect(shop.sends).toBe(4);
  });

  it('is not sent under again while an answer is open', async () => {
    shop.answer = () => {
      buyer.clock.time += 11 * MINUTE_MS;
      return { outcome: 'unknown', error: failure('unreachable'), repeatable: true };
    };
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
  });
});
