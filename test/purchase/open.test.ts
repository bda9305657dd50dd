import { randomUUID } from 'node:crypto';

import type { Certainty } from '../../providers/provider';
import { Run } from '../../purchase/run';
import { processedData } from '../support/n8n';
import { MINUTE_MS, ready } from './processes';
import {
  ABSENT,
  Buyer,
  CLOSED,
  done,
  failure,
  found,
  lost,
  lostBought,
  NO_BOOKS,
  refused,
  repeatable,
  result,
  saidNo,
  Shop,
  UNDER_WAY,
  WAITING_MS,
} from './shop';

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

const noted = (): number => (processedData.rows.get(`${buyer.workflowId} node-1`) ?? []).length;
const later = (minutes: number): void => void (buyer.clock.time += minutes * MINUTE_MS);

describe('an answer that leaves the outcome open', () => {
  it('is settled by the books, and counts as bought now', async () => {
    shop.answer = lostBought;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect(shop.sends).toBe(1);
  });

  it('is settled by books that show the order a little late', async () => {
    shop.answer = lostBought;
    shop.show = (looks) => (looks > 3 ? found('late') : ABSENT);
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'late' } });
    expect(buyer.clock.slept.slice(-2)).toEqual([1_000, 2_000]);
  });

  it('stops with the reference and where to look when the books stay empty', async () => {
    shop.answer = lost;
    const run = new Run(true);
    const error = await buyer.refusal(shop, 'shop-1', { run });
    expect(error.kind).toBe('outcomeUnknown');
    expect(error.message).toContain('"shop-1"');
    expect(error.message).toContain('because unreachable');
    expect(error.description).toContain('Look in the shop');
    expect(error.description).toContain('Checked References');
    expect(run.mayNotSend()?.message).toContain('Outcome unknown');
  });

  it('is never sent again by a later run, whose outcome is unknown too, and which stops nobody else', async () => {
    shop.answer = lost;
    await buyer.refusal(shop);
    const run = new Run(true);
    expect((await buyer.refusal(shop, 'shop-1', { run })).kind).toBe('outcomeUnknown');
    expect(run.mayNotSend()).toBeNull();
    buyer.restart();
    expect((await buyer.refusal(shop)).message).toContain('shows no trace of it');
    expect(shop.sends).toBe(1);
  });

  it('is found by a later run once the books show it', async () => {
    shop.answer = lostBought;
    shop.show = () => ABSENT;
    await buyer.refusal(shop);
    shop.show = () => found();
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('is found by a later run that looks for it a while', async () => {
    shop.answer = lostBought;
    shop.show = () => ABSENT;
    await buyer.refusal(shop);
    const { looks } = shop;
    shop.show = (count) => (count > looks + 3 ? found() : ABSENT);
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
  });

  it('stays open when the books show another order under the reference', async () => {
    shop.answer = lost;
    shop.show = (looks) => (looks > 1 ? found('order-9', 'package-2') : ABSENT);
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(noted()).toBeGreaterThan(0);
  });

  it('does not wait for books that do not exist', async () => {
    shop.answer = lostBought;
    shop.show = () => NO_BOOKS;
    expect((await buyer.refusal(shop)).message).toContain('because unreachable');
    expect(buyer.clock.slept).toEqual([250]);
    expect((await buyer.refusal(shop)).message).toContain('keeps no record by which to find it');
  });

  it('is not sent by another workflow of this process either, at the same account', async () => {
    shop.show = () => ABSENT;
    shop.answer = lost;
    await buyer.refusal(shop);
    const elsewhere = { workflowId: randomUUID() };
    expect((await buyer.refusal(shop, 'shop-1', elsewhere)).message).toContain('another node of this n8n has sent it');
    const checked = { ...elsewhere, ifOpen: 'sendBecauseChecked' as const };
    expect((await buyer.refusal(shop, 'shop-1', checked)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
    await buyer.refusal(shop, 'shop-1', { ...elsewhere, account: 'another' });
    expect(shop.sends).toBe(2);
  });

  it('is not sent by another workflow while the books do not show yet that it went through', async () => {
    shop.show = () => ABSENT;
    await buyer.buy(shop);
    const elsewhere = { workflowId: randomUUID() };
    expect((await buyer.refusal(shop, 'shop-1', elsewhere)).kind).toBe('outcomeUnknown');
    expect((await buyer.refusal(shop, 'shop-1', { ...elsewhere, content: 'package-2' })).message).toContain('is taken');
    expect(shop.sends).toBe(1);
  });

  it('keeps its note also when another worker has written over it', async () => {
    shop.answer = () => {
      processedData.rows.set(`${buyer.workflowId} node-1`, []);
      return lost(() => undefined);
    };
    await buyer.refusal(shop);
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
  });
});

describe('what was sent before and cannot be looked up now', () => {
  it.each([
    ['books that are closed', CLOSED, 'could not be looked up now: because unreachable'],
    ['an order under way', UNDER_WAY, 'an order is under way'],
  ])('is unknown, not unreachable, with only the ledger to know it: %s', async (_name, show, words) => {
    shop.answer = lost;
    await buyer.refusal(shop);
    buyer.restart();
    shop.show = () => show;
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'outcomeUnknown',
      message: expect.stringContaining(words) as string,
    });
  });

  it('is unknown when preparing fails, also when another node has sent it', async () => {
    const prepare = async (): Promise<never> => await Promise.reject(failure('notFound'));
    expect((await buyer.refusal(shop, 'shop-1', { prepare })).kind).toBe('notFound');
    shop.answer = lost;
    await buyer.refusal(shop);
    expect((await buyer.refusal(shop, 'shop-1', { prepare })).message).toContain('"shop-1"');
    expect((await buyer.refusal(shop, 'shop-1', { prepare, workflowId: randomUUID() })).kind).toBe('outcomeUnknown');
    expect((await buyer.refusal(shop, 'shop-2', { prepare })).kind).toBe('notFound');
    // a plain no is about what is asked for now
    expect((await buyer.refusal(shop, 'shop-1', { prepare, content: 'package-2' })).kind).toBe('notFound');
    buyer.restart();
    expect((await buyer.refusal(shop, 'shop-1', { prepare })).kind).toBe('outcomeUnknown');
  });

  it('is what it is when preparing fails after a refusal', async () => {
    shop.answer = refused();
    await buyer.refusal(shop);
    const prepare = async (): Promise<never> => await Promise.reject(failure('unreachable'));
    expect((await buyer.refusal(shop, 'shop-1', { prepare })).kind).toBe('unreachable');
  });

  it('is unknown when n8n’s database fails while it is about to be sent again', async () => {
    shop.answer = lost;
    await buyer.refusal(shop);
    buyer.restart();
    later(31);
    shop.show = (looks) => {
      processedData.failures = looks > 7 ? 2 : 0;
      return ABSENT;
    };
    expect(await buyer.refusal(shop, 'shop-1', { ifOpen: 'sendWhenCertain' })).toMatchObject({
      kind: 'outcomeUnknown',
    });
  });
});

describe('sending again when certain', () => {
  const ifOpen = 'sendWhenCertain' as const;
  beforeEach(async () => {
    shop.answer = lost;
    await buyer.refusal(shop);
    shop.answer = done;
  });

  it('waits for the waiting time, and says for how long', async () => {
    later(29);
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('more than 30 minutes ago');
    later(2);
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('does so also after a restart, once', async () => {
    buyer.restart();
    later(31);
    shop.answer = lost;
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('because unreachable');
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('more than 30 minutes ago');
    expect(shop.sends).toBe(2);
  });

  it('gives back what the books show', async () => {
    later(31);
    shop.show = () => found();
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('looks once more when it has won the right to send', async () => {
    later(31);
    const { looks } = shop;
    shop.show = (count) => (count > looks + 6 ? found() : ABSENT);
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it.each([
    ['cannot be read', CLOSED],
    ['show an order under way', UNDER_WAY],
  ])('stays unknown when the books %s by then, and the next run sends it', async (_name, show) => {
    later(31);
    const { looks } = shop;
    shop.show = (count) => (count > looks + 6 ? show : ABSENT);
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).kind).toBe('outcomeUnknown');
    shop.show = () => ABSENT;
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it.each<[Certainty, typeof NO_BOOKS]>([
    ['never', ABSENT],
    ['never', NO_BOOKS],
    ['completeBooks', NO_BOOKS],
    ['sameRequest', NO_BOOKS],
  ])('is not done where the provider is not certain: %s, %j', async (certainty, show) => {
    later(31);
    shop.certainty = certainty;
    shop.show = () => show;
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
  });

  it('is refused for certain with the provider’s words, and may be tried again', async () => {
    later(31);
    shop.answer = refused();
    const before = noted();
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).kind).toBe('refused');
    expect(noted()).toBe(before);
    shop.answer = done;
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('is not refused for certain by what a provider says of what is there already, too', async () => {
    later(31);
    shop.answer = saidNo;
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).kind).toBe('outcomeUnknown');
  });

  it('is noted by the process that knows it to be open, when its note was lost, and done once that is old enough', async () => {
    later(31);
    processedData.rows.delete(`${buyer.workflowId} node-1`);
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('more than 30 minutes ago');
    later(31);
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });
});

describe('sending the same request again', () => {
  const ifOpen = 'sendWhenCertain' as const;
  let mayRepeat: jest.Mock;
  beforeEach(async () => {
    mayRepeat = jest.fn().mockResolvedValue(true);
    shop.certainty = 'sameRequest';
    shop.show = () => NO_BOOKS;
    shop.more = { mayRepeat };
    shop.answer = () => ({ outcome: 'unknown', error: failure('unreachable'), facts: ['an error was seen'] });
    await buyer.refusal(shop);
    buyer.restart();
    shop.answer = done;
    later(31);
  });

  it('is done when the provider says that it is carried out once', async () => {
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect(shop.sends).toBe(2);
  });

  it('asks with what was noted and how long ago', async () => {
    const heard: unknown[] = [];
    mayRepeat.mockImplementation(async (notes: Parameters<NonNullable<typeof shop.more.mayRepeat>>[0]) => {
      heard.push(await notes.recall(['an error was seen', 'something else']));
      heard.push(await notes.isYounger(60 * MINUTE_MS), await notes.isYounger(MINUTE_MS));
      return false;
    });
    await buyer.refusal(shop, 'shop-1', { ifOpen });
    expect(heard).toEqual([['an error was seen'], true, false]);
  });

  it.each([
    ['says no', false],
    ['cannot tell', failure('unreachable')],
  ])('is not done when the provider %s', async (_name, answer) => {
    if (answer === false) mayRepeat.mockResolvedValue(false);
    else mayRepeat.mockRejectedValue(answer);
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('keeps no record');
    expect(shop.sends).toBe(1);
  });

  it('leaves it unknown when it is refused: that is no word about the first one', async () => {
    shop.answer = refused();
    expect(await buyer.refusal(shop, 'shop-1', { ifOpen })).toMatchObject({
      kind: 'outcomeUnknown',
      message: expect.stringContaining('because refused') as string,
    });
    shop.answer = refused('rateLimited', 61_000);
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).kind).toBe('outcomeUnknown');
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
  });
});

describe('sending again because somebody has looked', () => {
  const ifOpen = 'sendBecauseChecked' as const;

  it.each<[Certainty, typeof NO_BOOKS]>([
    ['completeBooks', ABSENT],
    ['never', NO_BOOKS],
  ])('is done at once, and once ever (%s)', async (certainty, show) => {
    shop.certainty = certainty;
    shop.show = () => show;
    shop.answer = lost;
    await buyer.refusal(shop);
    buyer.restart();
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('because unreachable');
    for (let tries = 0; tries < 3; tries++) {
      expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).message).toContain('done only once');
      later(60);
    }
    expect(shop.sends).toBe(2);
  });

  it('is refused for certain when it is refused, and can be tried once more', async () => {
    shop.answer = lost;
    await buyer.refusal(shop);
    shop.answer = refused();
    expect((await buyer.refusal(shop, 'shop-1', { ifOpen })).kind).toBe('refused');
    shop.answer = done;
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('gives back what the books show, and sends nothing', async () => {
    shop.answer = lostBought;
    await buyer.buy(shop);
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(1);
  });

  it('sends what was never sent like anything else', async () => {
    await expect(buyer.buy(shop, 'shop-1', { ifOpen })).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });
});

describe('a "no" that is said of what is there already, too', () => {
  it('frees the reference when complete books stay empty for as long as they may be late', async () => {
    shop.answer = saidNo;
    const error = await buyer.refusal(shop, 'shop-1', { showsWithinMs: 60_000 });
    expect(error).toMatchObject({ kind: 'refused', message: 'because refused' });
    expect(buyer.clock.slept.reduce((sum, slept) => sum + slept, 0)).toBeGreaterThanOrEqual(60_000);
    expect(noted()).toBe(0);
    shop.answer = done;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('is given back when the books show it, late as they are', async () => {
    shop.answer = (buyNow) => {
      buyNow();
      return saidNo(buyNow);
    };
    shop.show = () => (buyer.clock.slept.reduce((sum, slept) => sum + slept, 0) > 50_000 ? found() : ABSENT);
    await expect(buyer.buy(shop, 'shop-1', { showsWithinMs: 60_000 })).resolves.toMatchObject({
      value: { orderId: 'order-1' },
    });
  });

  it.each([
    ['books that do not exist', NO_BOOKS],
    ['books that cannot be read', CLOSED],
    ['an order under way', UNDER_WAY],
  ])('frees nothing with %s', async (_name, show) => {
    shop.answer = saidNo;
    shop.show = (looks) => (looks > 1 ? show : ABSENT);
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(noted()).toBeGreaterThan(0);
  });

  it('frees nothing when there is no more time for the books to show it', async () => {
    shop.answer = saidNo;
    expect((await buyer.refusal(shop, 'shop-1', { showsWithinMs: 60_000, patienceMs: 30_000 })).kind).toBe(
      'outcomeUnknown',
    );
    expect(noted()).toBeGreaterThan(0);
  });

  it('frees nothing when an earlier sending is open', async () => {
    shop.answer = (buyNow) => (shop.sends > 1 ? saidNo(buyNow) : repeatable(buyNow));
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(2);
    expect(noted()).toBeGreaterThan(0);
  });
});

describe('an unknown outcome that the provider lets us repeat', () => {
  it('is sent again in the same run when the books do not show it', async () => {
    shop.answer = (buyNow) => (shop.sends < 3 ? repeatable(buyNow) : done(buyNow));
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.sends).toBe(3);
    expect(shop.bought).toEqual(['shop-1']);
  });

  it('is sent again when the provider keeps no books, after growing waits', async () => {
    shop.show = () => NO_BOOKS;
    shop.answer = (buyNow) => (shop.sends < 4 ? repeatable(buyNow) : done(buyNow));
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
    expect(buyer.clock.slept).toEqual([250, 1_000, 2_000, 4_000]);
  });

  it('is not sent again when the books show it', async () => {
    shop.answer = (buyNow) => {
      buyNow();
      return repeatable(buyNow);
    };
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.sends).toBe(1);
  });

  it('is given up after four sendings, and never sent again by a later run', async () => {
    shop.answer = repeatable;
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(4);
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(4);
  });

  it('is given up when there is no more time to wait', async () => {
    shop.show = () => NO_BOOKS;
    shop.answer = repeatable;
    expect((await buyer.refusal(shop, 'shop-1', { patienceMs: 500 })).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
  });

  it.each([
    ['refused', refused()],
    ['never sent', refused('unreachable')],
    ['turned away for now', refused('rateLimited', 61_000)],
  ])('stays unknown when the second sending is %s: the first may have gone through', async (_name, second) => {
    shop.answer = (buyNow) => (shop.sends < 2 ? repeatable(buyNow) : second(buyNow));
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(2);
  });

  it('stays unknown also when too many requests are waited out in between', async () => {
    shop.answer = (buyNow) => {
      const answers = [repeatable, refused('rateLimited'), refused()];
      return (answers[shop.sends - 1] ?? done)(buyNow);
    };
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(3);
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
  });

  it('is settled when a later sending says that it is there', async () => {
    shop.answer = (buyNow) => (shop.sends < 2 ? repeatable(buyNow) : { outcome: 'done', result: result('order-2') });
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-2' } });
    expect(WAITING_MS).toBe(30 * MINUTE_MS);
  });
});
