import { ProviderError } from '../../http/errors';
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
  NO_BOOKS,
  refused,
  repeatable,
  Shop,
  UNDER_WAY,
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

describe('a refusal', () => {
  it('reports the provider’s words and lets the next run try again', async () => {
    shop.answer = refused();
    const run = new Run(true);
    expect((await buyer.refusal(shop, 'shop-1', { run })).message).toBe('because refused');
    expect(run.mayNotSend()?.message).toContain('because refused');
    expect(noted()).toBe(0);
    shop.answer = done;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('is told together with a note that n8n’s database did not take off, which the next try in this process does', async () => {
    shop.answer = () => {
      processedData.failures = 20;
      return { outcome: 'refused', error: failure('refused') };
    };
    const error = await buyer.refusal(shop);
    expect(error).toMatchObject({ kind: 'refused', message: 'because refused' });
    expect(error.description).toContain('n8n could not take that off its list');
    processedData.failures = 0;
    shop.answer = done;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('for too many requests is waited out as long as the provider asks', async () => {
    shop.answer = (buyNow) => (shop.sends < 3 ? refused('rateLimited', 7_000)(buyNow) : done(buyNow));
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
    expect(buyer.clock.slept).toEqual([250, 7_000, 7_000]);
    expect(shop.bought).toHaveLength(1);
  });

  it('for too many requests is given up in the end, with nothing bought and nothing noted', async () => {
    shop.answer = refused('rateLimited', 10);
    expect((await buyer.refusal(shop)).kind).toBe('rateLimited');
    expect(shop.sends).toBe(4);
    expect(noted()).toBe(0);
    expect((await buyer.refusal(shop)).kind).toBe('rateLimited');
    expect(shop.bought).toEqual([]);
  });

  it('for too many requests is not waited out for longer than the item may wait', async () => {
    shop.answer = refused('rateLimited', 7_000);
    expect((await buyer.refusal(shop, 'shop-1', { patienceMs: 6_000 })).kind).toBe('rateLimited');
    expect(shop.sends).toBe(1);
  });

  it('of the credential stops the run, wherever it comes from', async () => {
    shop.answer = refused('credential');
    const run = new Run(false);
    await buyer.refusal(shop, 'shop-1', { run });
    expect(run.mayNotSend()?.kind).toBe('notSent');
    const another = new Run(false);
    const prepare = async (): Promise<never> => await Promise.reject(failure('credential'));
    await buyer.refusal(shop, 'shop-2', { run: another, prepare });
    expect(another.mayNotSend()?.message).toContain('because credential');
  });
});

describe('stopping before anything is bought', () => {
  it('when the books cannot be read just now, leaving no note behind', async () => {
    shop.show = () => CLOSED;
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'unreachable',
      description: expect.stringContaining('Nothing was sent') as string,
    });
    shop.show = () => ABSENT;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
  });

  it('when the credential was not accepted, with what to do about that', async () => {
    const error = new ProviderError('credential', 'no', { description: 'Save the credential again.' });
    shop.show = () => ({ outcome: 'cannotTell', error });
    expect(await buyer.refusal(shop)).toMatchObject({ kind: 'credential', description: 'Save the credential again.' });
  });

  it('when an order under way may be this one, after waiting for it', async () => {
    shop.show = () => UNDER_WAY;
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('an order is under way') as string,
    });
    expect(buyer.clock.slept.filter((slept) => slept === 3_000)).toHaveLength(40);
    shop.show = (looks) => (looks < 44 ? UNDER_WAY : found());
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: true } });
    expect(shop.sends).toBe(0);
  });

  it('when n8n’s database does not take the note', async () => {
    processedData.failures = 2;
    const run = new Run(true);
    expect(await buyer.refusal(shop, 'shop-1', { run })).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('database is locked') as string,
    });
    expect(run.mayNotSend()?.message).toContain('database is locked');
    expect(shop.sends).toBe(0);
  });

  it('but not when the database only stumbled once, as when two workers write the first note', async () => {
    processedData.failures = 1;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1' } });
  });

  it('with a note that could not be taken off is told', async () => {
    const sleep = buyer.clock.sleep;
    buyer.clock.sleep = async (milliseconds) => {
      processedData.failures = 20;
      await sleep(milliseconds);
    };
    expect((await buyer.refusal(shop)).description).toContain('could not take that off its list');
    expect(shop.sends).toBe(0);
  });

  it('when the workflow was never saved and the provider keeps no books', async () => {
    shop.show = () => NO_BOOKS;
    expect((await buyer.refusal(shop, 'shop-1', { workflowId: '' })).description).toContain('save the workflow');
    expect(shop.sends).toBe(0);
    shop.show = () => ABSENT;
    await expect(buyer.buy(shop, 'shop-1', { workflowId: '' })).resolves.toMatchObject({
      value: { orderId: 'order-1' },
    });
  });
});

describe('a run that was stopped', () => {
  const stopped = (): Run => {
    const run = new Run(true);
    run.noteFailed(failure('refused'), false);
    return run;
  };

  it('sends nothing more, and notes nothing', async () => {
    expect(await buyer.refusal(shop, 'shop-1', { run: stopped() })).toMatchObject({ kind: 'notSent' });
    expect([shop.sends, noted()]).toEqual([0, 0]);
  });

  it('still gives back what is there', async () => {
    await buyer.buy(shop);
    await expect(buyer.buy(shop, 'shop-1', { run: stopped() })).resolves.toMatchObject({
      value: { alreadyExisted: true },
    });
  });

  it('by n8n asks nobody anything any more', async () => {
    const prepare = jest.fn();
    const error = await buyer.refusal(shop, 'shop-1', { signal: AbortSignal.abort(), prepare });
    expect(error).toMatchObject({ kind: 'notSent', message: expect.stringContaining('told to stop') as string });
    expect(prepare).not.toHaveBeenCalled();
  });

  it('while a note was made takes it off', async () => {
    const controller = new AbortController();
    const sleep = buyer.clock.sleep;
    buyer.clock.sleep = async (milliseconds) => {
      controller.abort();
      await sleep(milliseconds);
    };
    expect((await buyer.refusal(shop, 'shop-1', { signal: controller.signal })).kind).toBe('notSent');
    expect([shop.sends, noted()]).toEqual([0, 0]);
  });

  it('while too many requests were waited out takes its note off, and the next run of this process buys', async () => {
    const run = new Run(true);
    shop.answer = () => {
      run.noteFailed(failure('refused'), false);
      return { outcome: 'refused', error: failure('rateLimited') };
    };
    expect((await buyer.refusal(shop, 'shop-1', { run })).kind).toBe('notSent');
    expect([shop.sends, noted()]).toEqual([1, 0]);
    shop.answer = done;
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('after an answer that tells nothing leaves the outcome unknown, and keeps the note', async () => {
    const run = new Run(true);
    shop.answer = (buyNow) => {
      run.noteFailed(failure('refused'), false);
      return repeatable(buyNow);
    };
    expect((await buyer.refusal(shop, 'shop-1', { run })).kind).toBe('outcomeUnknown');
    expect(shop.sends).toBe(1);
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
  });

  it('before it sends again what was open takes only its own claim off', async () => {
    shop.answer = lost;
    await buyer.refusal(shop);
    const before = noted();
    buyer.clock.time += 31 * MINUTE_MS;
    const controller = new AbortController();
    const { looks } = shop;
    shop.show = (count) => {
      // the look behind the claim
      if (count === looks + 7) controller.abort();
      return ABSENT;
    };
    const more = { ifOpen: 'sendWhenCertain' as const, signal: controller.signal };
    expect((await buyer.refusal(shop, 'shop-1', more)).kind).toBe('notSent');
    expect([shop.sends, noted()]).toEqual([1, before]);
    buyer.restart();
    expect((await buyer.refusal(shop)).kind).toBe('outcomeUnknown');
  });
});

describe('what breaks off', () => {
  const breaking = async (): Promise<never> => await Promise.reject(failure('notFound'));

  it('while looking shows nothing: nothing is sent, and nothing is noted', async () => {
    shop.more = { find: breaking };
    expect(await buyer.refusal(shop)).toMatchObject({ kind: 'unreachable' });
    expect([shop.sends, noted()]).toEqual([0, 0]);
    shop.more = {};
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { alreadyExisted: false } });
  });

  it('while looking for what was sent before leaves the outcome unknown', async () => {
    await buyer.buy(shop);
    shop.more = { find: breaking };
    expect(await buyer.refusal(shop)).toMatchObject({
      kind: 'outcomeUnknown',
      message: expect.stringMatching(
        /"shop-1".*sent before, and could not be looked up now: because notFound/,
      ) as string,
    });
    expect(shop.sends).toBe(1);
  });

  it('behind the sending is settled by the books', async () => {
    shop.answer = (buyNow) => {
      buyNow();
      throw new TypeError('of our own making');
    };
    await expect(buyer.buy(shop)).resolves.toMatchObject({ value: { orderId: 'order-1', alreadyExisted: false } });
    expect(shop.sends).toBe(1);
  });

  it('behind the sending, without words that may be secret, when the books do not settle it', async () => {
    shop.answer = () => {
      throw new TypeError('LPA:1$secret');
    };
    const { message } = await buyer.refusal(shop);
    expect(message).toContain('it was stopped by TypeError');
    expect(message).not.toContain('secret');
  });

  it('behind the sending where nobody expects it keeps the note, and is called unknown', async () => {
    shop.answer = () => {
      throw 'no error';
    };
    expect((await buyer.refusal(shop)).message).toContain('something that is no error');
    shop.more = {
      asAsked() {
        throw new TypeError('of our own making');
      },
    };
    shop.answer = (buyNow) => {
      buyNow();
      return lost(buyNow);
    };
    shop.show = () => (shop.bought.length > 0 ? found() : ABSENT);
    expect((await buyer.refusal(shop, 'shop-2')).kind).toBe('outcomeUnknown');
    shop.more = {};
    shop.show = () => ABSENT;
    buyer.restart();
    expect((await buyer.refusal(shop, 'shop-2')).kind).toBe('outcomeUnknown');
  });

  it('before anything was sent is what it is', async () => {
    shop.show = () => found();
    shop.more = {
      asAsked() {
        throw new TypeError('of our own making');
      },
    };
    expect(await buyer.refusal(shop)).toBeInstanceOf(TypeError);
  });
});
