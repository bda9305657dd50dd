import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import type { Found, PreparedPurchase, Sent } from '../../providers/provider';
import { buyOnce } from '../../purchase/buyOnce';
import { ledgerOf } from '../../purchase/ledger';
import type { BuyOnceOptions, Wanted } from '../../purchase/states';
import { contextFor, processedData, runNode } from '../support/n8n';
import { bareNode } from '../support/bareNode';

interface Bought {
  orderId: string;
  alreadyExisted: boolean;
}

const result = (orderId: string) => ({ value: { orderId, alreadyExisted: false }, raw: {} });
const failure = (kind: ProviderErrorKind, retryAfterMs?: number) =>
  new ProviderError(kind, `because ${kind}`, { retryAfterMs });

/** A provider's shop with books: what is bought, how it answers, what it shows. */
class Shop {
  bought: string[] = [];
  sends = 0;
  looks = 0;
  answer: (buy: () => void) => Sent<Bought> = (buy) => {
    buy();
    return { outcome: 'done', result: result('order-1') };
  };
  show: (looks: number) => Found<Bought> = () =>
    this.bought.length > 0 ? { outcome: 'found', result: result('order-1') } : { outcome: 'absent' };

  more: Partial<PreparedPurchase<Bought>> = {};

  purchase(reference: string, providerDeduplicates = false): PreparedPurchase<Bought> {
    return {
      key: `order:${reference}`,
      what: 'eSIM order',
      whereToCheck: 'the shop',
      providerDeduplicates,
      find: async () => this.show(++this.looks),
      send: async () => {
        this.sends++;
        await Promise.resolve();
        return this.answer(() => this.bought.push(reference));
      },
      ...this.more,
    };
  }
}

let context: IExecuteFunctions;
let slept: number[];
let account: string;

beforeAll(async () => await runNode({ node: bareNode(), parameters: {} }));
beforeEach(() => {
  context = contextFor({ node: bareNode(), parameters: {}, workflowId: randomUUID() });
  slept = [];
  account = randomUUID();
});

interface More {
  sendAgain?: boolean;
  deduplicates?: boolean;
  content?: string;
  ofThisRun?: boolean;
  run?: string;
  account?: string;
  alone?: string;
}

async function buy(shop: Shop, reference = 'shop-1', more: More = {}) {
  return await buyOnce(wanted(shop, reference, more), optionsFor(reference, more));
}

function wanted(shop: Shop, reference: string, more: More = {}): Wanted<Bought> {
  return {
    key: `order:${reference}`,
    what: 'eSIM order',
    whereToCheck: 'the shop',
    alone: more.alone ?? null,
    prepare: async () => await Promise.resolve(shop.purchase(reference, more.deduplicates)),
  };
}

function optionsFor(reference: string, more: More = {}): BuyOnceOptions {
  return {
    ledger: ledgerOf(context),
    scope: 'example',
    account: more.account ?? account,
    content: more.content ?? 'package-1',
    named: `client reference "${reference}"`,
    referenceOfThisRun: more.ofThisRun ?? false,
    run: more.run ?? 'execution-1',
    sendAgainIfUnconfirmed: more.sendAgain ?? false,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
    },
  };
}

async function refusal(promise: Promise<unknown>): Promise<ProviderError> {
  return await promise.then(
    () => {
      throw new Error('It should have failed');
    },
    (error: unknown) => error as ProviderError,
  );
}

const unknownAfterBuying = (buyNow: () => void): Sent<Bought> => {
  buyNow();
  return { outcome: 'unknown', error: failure('unreachable') };
};
const unknownWithoutBuying = (): Sent<Bought> => ({ outcome: 'unknown', error: failure('unreachable') });

describe('buying once', () => {
  it('buys, and says that it did not exist before', async () => {
    const shop = new Shop();
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('gives the first order back when the same reference comes again', async () => {
    const shop = new Shop();
    await buy(shop);
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: true } });
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('gives an order back that another workflow made', async () => {
    const shop = new Shop();
    shop.bought.push('shop-1');
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(0);
  });

  it('does not take the order of another installation for its own when the reference is made of the execution', async () => {
    const shop = new Shop();
    shop.bought.push('8-0-0');
    const error = await refusal(buy(shop, '8-0-0', { ofThisRun: true }));
    expect(error).toMatchObject({
      kind: 'badInput',
      message: expect.stringMatching(/Client Reference "8-0-0" is taken: .*not made by this node/) as string,
    });
    expect(shop.sends).toBe(0);
  });

  it('gives an order of the same execution back, tried again', async () => {
    const shop = new Shop();
    await buy(shop, '8-0-0', { ofThisRun: true });
    await expect(buy(shop, '8-0-0', { ofThisRun: true })).resolves.toMatchObject({ value: { alreadyExisted: true } });
  });

  it.each([['shows'], ['does not show']])(
    'refuses a reference used for another package, when the provider %s it',
    async (shows) => {
      const shop = new Shop();
      if (shows !== 'shows') shop.show = () => ({ outcome: 'cannotTell', error: null });
      await buy(shop);
      const error = await refusal(buy(shop, 'shop-1', { content: 'package-2' }));
      expect(error).toMatchObject({
        kind: 'badInput',
        message: expect.stringContaining('Client Reference "shop-1" is taken') as string,
        description: expect.stringContaining('Nothing was bought') as string,
      });
      expect(shop.sends).toBe(1);
    },
  );

  it('lets a found purchase be completed with what only the input says, when it is the one that was asked for', async () => {
    const shop = new Shop();
    const asAsked: PreparedPurchase<Bought>['asAsked'] = ({ value, raw }) => ({
      value: { ...value, orderId: 'completed' },
      raw,
    });
    shop.more = { asAsked };
    shop.bought.push('shop-1');
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
    const ours = new Shop();
    ours.more = { asAsked };
    await buy(ours, 'shop-2');
    await expect(buy(ours, 'shop-2')).resolves.toMatchObject({ value: { orderId: 'completed', alreadyExisted: true } });
  });

  it('gives back what went through before although the provider keeps no record of it, where that can be told', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'absent' });
    shop.more = { asBefore: async () => result('as before') };
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'as before', alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('gives back after a restart what n8n has noted of it, and says where to look when that cannot be told from others', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'cannotTell', error: null });
    const asked: Array<string | null> = [];
    shop.more = {
      async asBefore(which) {
        const orderId = await which(['order-0', 'order-1']);
        asked.push(orderId);
        return orderId === null ? null : result(orderId);
      },
    };
    await buy(shop);
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: true } });
    shop.more = { asBefore: async (which) => ((await which(['order-7'])) === null ? null : result('order-7')) };
    const error = await refusal(buy(shop));
    expect(error).toMatchObject({ kind: 'outcomeUnknown', message: expect.stringContaining('"shop-1"') as string });
    expect(error.description).toMatch(/^Look in the shop/);
    expect(asked).toEqual(['order-1']);
    expect(shop.sends).toBe(1);
  });

  it('says that it went through even when n8n’s database does not take a receipt of it', async () => {
    const shop = new Shop();
    shop.more = { asBefore: async () => await Promise.resolve(result('order-1')) };
    const { answer } = shop;
    shop.answer = (buyNow) => {
      processedData.failures = 2;
      return answer(buyNow);
    };
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    processedData.failures = 0;
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('remembers what went through also when only the books said so', async () => {
    const shop = new Shop();
    shop.more = { asBefore: async () => result('as before') };
    shop.answer = unknownAfterBuying;
    await buy(shop);
    shop.show = () => ({ outcome: 'absent' });
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'as before', alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('does not take what nobody knows for something that went through', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'absent' });
    shop.more = { asBefore: async () => result('as before') };
    shop.answer = unknownAfterBuying;
    await refusal(buy(shop));
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
  });

  it('buys once when a hundred items carry the same reference at the same time', async () => {
    const shop = new Shop();
    processedData.writeDelayMs = 1;
    await Promise.all(Array.from({ length: 100 }, async () => await buy(shop)));
    processedData.writeDelayMs = 0;
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('loses no note when a hundred different references are noted at the same time', async () => {
    const shop = new Shop();
    processedData.writeDelayMs = 1;
    shop.show = () => ({ outcome: 'cannotTell', error: null });
    const references = Array.from({ length: 100 }, (_, index) => `shop-${index}`);
    await Promise.all(references.map(async (reference) => await buy(shop, reference)));
    const again = await Promise.all(references.map(async (reference) => await refusal(buy(shop, reference))));
    processedData.writeDelayMs = 0;
    expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(['outcomeUnknown']));
    expect(shop.bought).toHaveLength(100);
  });
});

describe('a note that n8n’s database took too long to make', () => {
  beforeEach(() => {
    processedData.writeDelayMs = 300;
  });
  afterEach(() => {
    processedData.writeDelayMs = 0;
  });

  it('prepares only when an earlier one of the same reference has ended, and one at a time what cannot be told apart', async () => {
    const shop = new Shop();
    const steps: string[] = [];
    const walk = async (reference: string, alone?: string): Promise<unknown> =>
      await buyOnce(
        {
          ...wanted(shop, reference, { alone }),
          async prepare() {
            steps.push(`prepare ${reference}`);
            return await Promise.resolve(shop.purchase(reference));
          },
        },
        optionsFor(reference),
      );
    const { answer } = shop;
    shop.answer = (buyNow) => {
      steps.push('send');
      return answer(buyNow);
    };
    await Promise.all([walk('a'), walk('a')]);
    expect(steps.splice(0)).toEqual(['prepare a', 'send', 'prepare a']);
    shop.show = () => ({ outcome: 'absent' });
    await Promise.all([walk('b', 'same'), walk('c', 'same')]);
    expect(steps).toEqual(['prepare b', 'send', 'prepare c', 'send']);
  });

  it('does not send what another worker has bought in the meantime', async () => {
    const shop = new Shop();
    const absent: Found<Bought> = { outcome: 'absent' };
    shop.show = (looks) => (looks === 1 ? absent : { outcome: 'found', result: result('theirs') });
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'theirs', alreadyExisted: true } });
    expect(shop.sends).toBe(0);
  });

  it('sends what the books do not show after a while either', async () => {
    const shop = new Shop();
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(slept.length).toBeGreaterThan(0);
    expect(shop.sends).toBe(1);
  });
});

describe('an answer that leaves the outcome open', () => {
  it('is settled by the books, and counts as bought now', async () => {
    const shop = new Shop();
    shop.answer = unknownAfterBuying;
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect(shop.sends).toBe(1);
  });

  it('is settled by books that show the order a little late', async () => {
    const shop = new Shop();
    shop.answer = unknownAfterBuying;
    shop.show = (looks) => (looks > 3 ? { outcome: 'found', result: result('late') } : { outcome: 'absent' });
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'late' } });
    expect(slept.length).toBeGreaterThan(0);
  });

  it('stops with the reference and where to look when the books stay empty', async () => {
    const shop = new Shop();
    shop.answer = unknownWithoutBuying;
    const error = await refusal(buy(shop));
    expect(error.kind).toBe('outcomeUnknown');
    expect(error.message).toContain('"shop-1"');
    expect(error.description).toContain('Look in the shop');
    expect(error.description).toContain('Send Again if Unconfirmed');
  });

  it('is never sent again by a later run, whose outcome is unknown too', async () => {
    const shop = new Shop();
    shop.answer = unknownWithoutBuying;
    await refusal(buy(shop));
    shop.answer = unknownAfterBuying;
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
  });

  it('is found by a later run once the books show it', async () => {
    const shop = new Shop();
    shop.answer = unknownAfterBuying;
    shop.show = () => ({ outcome: 'absent' });
    await refusal(buy(shop));
    shop.show = () => ({ outcome: 'found', result: result('order-1') });
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is sent again only when a person says so', async () => {
    const shop = new Shop();
    shop.answer = unknownWithoutBuying;
    await refusal(buy(shop));
    shop.answer = (buyNow) => {
      buyNow();
      return { outcome: 'done', result: result('second try') };
    };
    await expect(buy(shop, 'shop-1', { sendAgain: true })).resolves.toMatchObject({ value: { orderId: 'second try' } });
  });

  it('is sent again once in an execution, however often that is tried', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'absent' });
    shop.answer = unknownAfterBuying;
    for (let tries = 0; tries < 5; tries++) {
      expect((await refusal(buy(shop, 'shop-1', { sendAgain: true, run: 'a' }))).kind).toBe('outcomeUnknown');
    }
    expect(shop.sends).toBe(2);
    await refusal(buy(shop, 'shop-1', { sendAgain: true, run: 'b' }));
    expect(shop.sends).toBe(3);
  });

  it('tells a person to keep a reference that the next run would not have', async () => {
    const shop = new Shop();
    shop.answer = unknownWithoutBuying;
    expect((await refusal(buy(shop, '5-0-0', { ofThisRun: true }))).description).toContain(
      'write the one named above into Client Reference',
    );
  });

  it('gives back what the books show even when a person wants it sent again', async () => {
    const shop = new Shop();
    shop.answer = unknownAfterBuying;
    await buy(shop);
    await expect(buy(shop, 'shop-1', { sendAgain: true })).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is not sent by another workflow of this process either, at the same account', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'absent' });
    shop.answer = unknownAfterBuying;
    await refusal(buy(shop));
    context = contextFor({ node: bareNode(), parameters: {}, workflowId: randomUUID() });
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
    context = contextFor({ node: bareNode(), parameters: {}, workflowId: randomUUID() });
    await refusal(buy(shop, 'shop-1', { account: 'another' }));
    expect(shop.sends).toBe(2);
  });

  it('is not sent by another workflow of this process while the books do not show that it went through', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'absent' });
    await buy(shop);
    context = contextFor({ node: bareNode(), parameters: {}, workflowId: randomUUID() });
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect((await refusal(buy(shop, 'shop-1', { content: 'package-2' }))).message).toContain('is taken');
    expect(shop.sends).toBe(1);
  });

  it('is known to another workflow of this process when it went through and the provider keeps no record', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'cannotTell', error: null });
    shop.more = { asBefore: async () => await Promise.resolve(result('order-1')) };
    await buy(shop);
    context = contextFor({ node: bareNode(), parameters: {}, workflowId: randomUUID() });
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is forgotten for all workflows when the provider has refused it', async () => {
    const shop = new Shop();
    const { answer } = shop;
    shop.answer = () => ({ outcome: 'refused', error: failure('refused') });
    await refusal(buy(shop));
    shop.answer = answer;
    context = contextFor({ node: bareNode(), parameters: {}, workflowId: randomUUID() });
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('does not wait for books that do not exist', async () => {
    const shop = new Shop();
    shop.answer = unknownAfterBuying;
    shop.show = () => ({ outcome: 'cannotTell', error: null });
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(slept).toEqual([]);
  });
});

describe('a refusal', () => {
  it('reports the provider’s words and lets the next run try again', async () => {
    const shop = new Shop();
    shop.answer = () => ({ outcome: 'refused', error: failure('refused') });
    expect((await refusal(buy(shop))).message).toBe('because refused');
    shop.answer = (buyNow) => {
      buyNow();
      return { outcome: 'done', result: result('order-2') };
    };
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-2' } });
  });

  it('is told together with a note that n8n’s database did not take off: the next run stops there', async () => {
    const shop = new Shop();
    shop.answer = () => {
      processedData.failures = 1;
      return { outcome: 'refused', error: failure('refused') };
    };
    const error = await refusal(buy(shop));
    expect(error).toMatchObject({ kind: 'refused', message: 'because refused' });
    expect(error.description).toContain('Nothing was bought, but n8n could not take that off its list');
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
  });

  it('for too many requests is waited out as long as the provider asks', async () => {
    const shop = new Shop();
    const { answer } = shop;
    shop.answer = (buyNow) =>
      shop.sends < 3 ? { outcome: 'refused', error: failure('rateLimited', 7_000) } : answer(buyNow);
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect(slept).toEqual([7_000, 7_000]);
    expect(shop.bought).toHaveLength(1);
  });

  it('for too many requests is given up in the end, with nothing bought and nothing noted', async () => {
    const shop = new Shop();
    shop.answer = () => ({ outcome: 'refused', error: failure('rateLimited', 10) });
    expect((await refusal(buy(shop))).kind).toBe('rateLimited');
    expect((await refusal(buy(shop))).kind).toBe('rateLimited');
    expect(shop.bought).toEqual([]);
  });
});

describe('stopping before anything is bought', () => {
  it('when the reference belongs to something else', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'conflict', explanation: 'it is somebody else’s order' });
    const error = await refusal(buy(shop));
    expect(error).toMatchObject({
      kind: 'badInput',
      message: expect.stringContaining('somebody else’s order') as string,
    });
    expect(shop.sends).toBe(0);
  });

  it('when the books cannot be read just now, leaving no note behind', async () => {
    const shop = new Shop();
    shop.show = () => ({ outcome: 'cannotTell', error: failure('unreachable') });
    expect((await refusal(buy(shop))).description).toContain('This attempt did nothing');
    shop.show = () => ({ outcome: 'absent' });
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
  });

  it('when n8n’s database does not take the note', async () => {
    const shop = new Shop();
    processedData.failures = 2;
    expect((await refusal(buy(shop))).description).toContain('This attempt bought nothing');
    expect(shop.sends).toBe(0);
  });

  it('but not when the database only stumbled once, as when two workers write the first note', async () => {
    const shop = new Shop();
    processedData.failures = 1;
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
  });

  it('when the workflow was never saved and the provider keeps no books', async () => {
    context = contextFor({ node: bareNode(), parameters: {}, workflowId: '' });
    const shop = new Shop();
    shop.show = () => ({ outcome: 'cannotTell', error: null });
    expect((await refusal(buy(shop))).description).toContain('save the workflow');
    expect(shop.sends).toBe(0);
  });
});

describe('what breaks off', () => {
  const breaking = async (): Promise<never> => await Promise.reject(failure('notFound'));

  it('while looking shows nothing: nothing is sent, and nothing is noted', async () => {
    const shop = new Shop();
    shop.more = { find: breaking };
    expect(await refusal(buy(shop))).toMatchObject({ kind: 'unreachable' });
    expect(shop.sends).toBe(0);
    shop.more = {};
    await expect(buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('while looking for what was sent before leaves the outcome unknown', async () => {
    const shop = new Shop();
    await buy(shop);
    shop.more = { find: breaking };
    expect(await refusal(buy(shop))).toMatchObject({
      kind: 'outcomeUnknown',
      message: expect.stringMatching(
        /"shop-1".*sent before, and could not be looked up now: because notFound/,
      ) as string,
    });
    expect(shop.sends).toBe(1);
  });

  it('behind the sending is settled by the books', async () => {
    const shop = new Shop();
    shop.answer = (buyNow) => {
      buyNow();
      throw new TypeError('of our own making');
    };
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.sends).toBe(1);
  });

  it('while preparing is what it is, unless the purchase was sent before: then the outcome is unknown', async () => {
    const shop = new Shop();
    const preparing = async (reference: string) =>
      await refusal(buyOnce({ ...wanted(shop, reference), prepare: breaking }, optionsFor(reference)));
    expect((await preparing('shop-1')).kind).toBe('notFound');
    await buy(shop);
    expect(await preparing('shop-1')).toMatchObject({
      kind: 'outcomeUnknown',
      message: expect.stringContaining('"shop-1"') as string,
    });
    expect((await preparing('shop-2')).kind).toBe('notFound');
  });
});

describe('a provider that deduplicates by itself', () => {
  it('is asked before a purchase is sent again on demand', async () => {
    const shop = new Shop();
    await buy(shop, 'shop-1', { deduplicates: true });
    const again = buy(shop, 'shop-1', { deduplicates: true, sendAgain: true });
    await expect(again).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is not asked before the first attempt, and is asked before the second', async () => {
    const shop = new Shop();
    await buy(shop, 'shop-1', { deduplicates: true });
    expect(shop.looks).toBe(0);
    await expect(buy(shop, 'shop-1', { deduplicates: true })).resolves.toMatchObject({
      value: { alreadyExisted: true },
    });
    expect(shop.sends).toBe(1);
  });
});

describe('an unknown outcome that the provider lets us repeat', () => {
  const repeatable = (buyNow?: () => void): Sent<Bought> => {
    buyNow?.();
    return { outcome: 'unknown', error: failure('unreachable'), repeatable: true };
  };

  it('is sent again in the same run when the books do not show it', async () => {
    const shop = new Shop();
    const { answer } = shop;
    shop.answer = (buyNow) => (shop.sends < 3 ? repeatable() : answer(buyNow));
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.sends).toBe(3);
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('is sent again when the provider keeps no books', async () => {
    const shop = new Shop();
    const { answer } = shop;
    shop.show = () => ({ outcome: 'cannotTell', error: null });
    shop.answer = (buyNow) => (shop.sends < 2 ? repeatable() : answer(buyNow));
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
  });

  it('is not sent again when the books show it', async () => {
    const shop = new Shop();
    shop.answer = repeatable;
    await expect(buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.sends).toBe(1);
  });

  it('is given up after four sendings, and never sent again by a later run', async () => {
    const shop = new Shop();
    shop.answer = () => repeatable();
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(4);
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(4);
  });

  it('stays unknown when the second sending is refused: the first may have gone through', async () => {
    const shop = new Shop();
    shop.answer = () => (shop.sends < 2 ? repeatable() : { outcome: 'refused', error: failure('refused') });
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect((await refusal(buy(shop))).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(2);
  });
});
