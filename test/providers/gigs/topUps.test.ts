/** Top-ups against the stand-in of the API: Gigs keeps no reference with them. */
import { gigs } from '../../../providers/gigs';
import type { Notes, TopUpInput } from '../../../providers/provider';
import { compare } from '../../../purchase/compare';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox } from '../../../sandbox';
import { TOP_UP, TRAVEL_TOP_UP } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { buyOrder, done, failure, prepareTopUp } from '../../support/gigsOrders';
import { filledIn, gigsSession } from '../../support/gigsSession';

const { order } = gigs;

let sandbox: GigsSandbox;
let session: TestSession;

// after a reset the ids begin anew, which Gigs never does
beforeEach(async () => {
  sandbox = await startGigsSandbox();
  session = gigsSession(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  const { violations, boughtTwice } = sandbox.books();
  await sandbox.stop();
  expect({ violations, boughtTwice }).toEqual({ violations: [], boughtTwice: [] });
});

const buy = async (reference: string) => await buyOrder(session, reference);

const cancel = async (orderId: string, raw: Record<string, unknown>) =>
  await order.cancel!(session, orderId, filledIn('order.cancel', raw));

const topUp = async (reference: string, more: Partial<TopUpInput>) => await prepareTopUp(session, reference, more);

const requests = (route: string) => sandbox.journal({ route });

describe('a top-up', () => {
  test('is an add-on on the subscription that uses the eSIM', async () => {
    const bought = await buy('shop-1');
    for (const target of [{ iccid: bought.esim?.iccid }, { customerId: bought.customerId }]) {
      const { value } = done(await (await topUp(`top-${Object.keys(target)[0]}`, target)).send());
      expect(value).toMatchObject({
        type: 'topUp',
        status: 'completed',
        subscriptionId: bought.orderId,
        esim: { iccid: bought.esim?.iccid },
        price: { amount: '4.99', currency: 'USD' },
      });
      expect((await order.get!(session, { by: 'orderId', orderId: value.orderId })).value).toMatchObject({
        type: 'topUp',
      });
    }
    expect(requests('createSubscriptionAddon')[0]?.body).toEqual({
      addon: TRAVEL_TOP_UP,
      subscription: bought.orderId,
    });
  });

  test('that does not fit the plan, or has no running subscription, is refused before it is sent', async () => {
    const { esim: sim, orderId } = await buy('shop-1');
    const iccid = sim?.iccid ?? '';
    expect(await failure(topUp('top-1', { iccid, packageId: TOP_UP }))).toMatchObject({
      kind: 'badInput',
      message: expect.stringContaining('cannot be added to the plan "Travel 5 GB"'),
    });
    await cancel(orderId, { when: 'now' });
    expect(await failure(topUp('top-1', { iccid }))).toMatchObject({ message: expect.stringContaining('is ended') });
    expect(sandbox.books().addons).toBe(0);
  });

  test('whose answer is lost is told from those that were there before', async () => {
    const { esim: sim } = await buy('shop-1');
    const iccid = sim?.iccid ?? '';
    const first = done(await (await topUp('top-1', { iccid })).send()).value;
    const purchase = await topUp('top-2', { iccid });
    sandbox.faults.next({ fault: 'error500AfterCommit', route: 'createSubscriptionAddon' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown' });
    const found = await purchase.find();
    expect(found).toMatchObject({ outcome: 'found', result: { value: { type: 'topUp' } } });
    expect(found.outcome === 'found' && found.result.value.orderId).not.toBe(first.orderId);
  });

  test('that went through is found by its reference, and the reference is taken for anything else', async () => {
    const [first, second] = [await buy('shop-1'), await buy('shop-2')];
    const iccid = first.esim?.iccid;
    const { orderId } = done(await (await topUp('known-1', { iccid })).send()).value;
    done(await (await topUp('known-2', { iccid })).send());
    session = gigsSession(sandbox);
    expect(await (await topUp('known-1', { iccid })).find()).toMatchObject({
      outcome: 'found',
      result: { value: { orderId, clientReference: 'known-1' } },
    });
    const other = await topUp('known-1', { iccid: second.esim?.iccid });
    const found = await other.find();
    expect(found).toMatchObject({ outcome: 'found', result: { value: { orderId } } });
    expect(found.outcome === 'found' && compare(other.asked, found.traits)).toEqual({
      is: 'another',
      what: `the eSIM ${iccid}`,
    });
    expect(await (await topUp('known-3', { iccid })).find()).toEqual({ outcome: 'absent' });
  });

  test('that went through is never taken for one that did not, whatever Gigs answers', async () => {
    const { esim: sim } = await buy('shop-1');
    done(await (await topUp('shown-late', { iccid: sim?.iccid })).send());
    const purchase = await topUp('shown-late', { iccid: sim?.iccid });
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'subscriptionAddon' });
    expect(await purchase.find()).toMatchObject({ outcome: 'cannotTell', error: { kind: 'unreachable' } });
  });

  test('that only n8n remembers is given back by its note, or when it is the only one, else not at all', async () => {
    const { esim: sim, orderId } = await buy('shop-1');
    const attach = async () =>
      await session.http.change({
        method: 'POST',
        path: `/projects/${sandbox.projectId}/subscriptionAddons`,
        body: { addon: TRAVEL_TOP_UP, subscription: orderId },
      });
    await attach();
    const purchase = await topUp('after-restart', { iccid: sim?.iccid });
    expect(await purchase.find()).toEqual({ outcome: 'cannotTell', error: null });
    const ids: string[] = [];
    const noNote = async (found: readonly string[]) => {
      ids.splice(0, ids.length, ...found);
      return await Promise.resolve(null);
    };
    const known = { type: 'topUp', clientReference: 'after-restart' };
    expect(await purchase.asBefore!(noNote)).toMatchObject({ value: known });
    await attach();
    expect(await purchase.asBefore!(noNote)).toBeNull();
    expect(ids).toHaveLength(2);
    for (const id of [...ids]) {
      expect(await purchase.asBefore!(async () => await Promise.resolve(id))).toMatchObject({
        value: { ...known, orderId: id },
      });
    }
  });

  test('whose answer was lost is not taken for another of the same kind that Gigs shows late', async () => {
    const { esim: sim } = await buy('shop-1');
    const lost = await topUp('lost-1', { iccid: sim?.iccid });
    const next = await topUp('lost-2', { iccid: sim?.iccid });
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'createSubscriptionAddon' });
    expect(await lost.send()).toMatchObject({ outcome: 'unknown' });
    sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'createSubscriptionAddon' });
    expect(await next.send()).toMatchObject({ outcome: 'unknown' });
    expect(await next.find()).toEqual({ outcome: 'cannotTell', error: null });
    // now both are open: neither may take the one that is there
    expect(await lost.find()).toEqual({ outcome: 'cannotTell', error: null });
  });
});

describe('a top-up whose outcome is unknown', () => {
  const DAY_MS = 24 * 60 * 60 * 1_000;

  /** What n8n has noted of it. */
  const notes = (ageMs: number, facts: string[] = []): Notes => ({
    recall: async (asked) => await Promise.resolve(asked.filter((fact) => facts.includes(fact))),
    isYounger: async (milliseconds) => await Promise.resolve(ageMs < milliseconds),
  });

  const openTopUp = async (more: object = {}) => {
    const bought = await buy('shop-1');
    return { ...bought, ...(await topUp('open-1', { iccid: bought.esim?.iccid, ...more })) };
  };

  const attach = async (subscription: string) =>
    await session.http.change({
      method: 'POST',
      path: `/projects/${sandbox.projectId}/subscriptionAddons`,
      body: { addon: TRAVEL_TOP_UP, subscription },
    });

  test('may be sent again within the life of its key, which is a little less than a day', async () => {
    const { certainty, mayRepeat } = await openTopUp();
    expect(certainty).toBe('sameRequest');
    expect(await mayRepeat!(notes(0))).toBe(true);
    expect(await mayRepeat!(notes(DAY_MS - 20 * 60_000))).toBe(true);
    expect(await mayRepeat!(notes(DAY_MS - 60_000))).toBe(false);
  });

  test.each(['a 5xx was answered', 'sent without a key'])('may not be sent again when %s', async (fact) => {
    const { mayRepeat } = await openTopUp();
    expect(await mayRepeat!(notes(0, [fact]))).toBe(false);
  });

  test('may not be sent again when a new add-on may be the one', async () => {
    const { orderId, mayRepeat } = await openTopUp();
    await attach(orderId);
    expect(await mayRepeat!(notes(0))).toBe(false);
    const now = Date.now();
    const later = jest.spyOn(Date, 'now').mockReturnValue(now + DAY_MS + 30 * 60_000);
    expect(await mayRepeat!(notes(0))).toBe(false);
    // it was there before the key lived
    later.mockReturnValue(now + DAY_MS + 90 * 60_000);
    expect(await mayRepeat!(notes(0))).toBe(true);
    later.mockRestore();
  });

  test('may not be sent again when a new add-on does not say when it was made', async () => {
    const { orderId, mayRepeat } = await openTopUp();
    await attach(orderId);
    const read = session.http.read.bind(session.http);
    session.http.read = async (request) => {
      const page = (await read(request)) as { items?: object[] };
      return { ...page, items: page.items?.map((item) => ({ ...item, createdAt: null })) };
    };
    expect(await mayRepeat!(notes(0))).toBe(false);
  });

  test('may be sent again when the new add-on is known to be another’s', async () => {
    const { esim: sim, mayRepeat } = await openTopUp();
    done(await (await topUp('other-1', { iccid: sim?.iccid })).send());
    expect(await mayRepeat!(notes(0))).toBe(true);
  });

  test('may not be sent again where no key is sent, or where Gigs refuses it', async () => {
    const { mayRepeat, esim: sim } = await openTopUp();
    sandbox.changeSettings({ idempotency: 'rejected' });
    expect(await mayRepeat!(notes(0))).toBe(false);
    sandbox.changeSettings({ idempotency: 'honoured' });
    session = gigsSession(sandbox, { sendIdempotencyKey: false });
    const without = await topUp('open-2', { iccid: sim?.iccid });
    expect(await without.mayRepeat!(notes(0))).toBe(false);
  });

  test('does not go out again without its key, should Gigs refuse that now', async () => {
    const { mayRepeat, send } = await openTopUp();
    expect(await mayRepeat!(notes(0))).toBe(true);
    sandbox.changeSettings({ idempotency: 'rejected' });
    expect(await send()).toMatchObject({ outcome: 'unknown', repeatable: true });
    expect(requests('createSubscriptionAddon')).toHaveLength(1);
  });

  test('goes out again under the same key', async () => {
    const { esim: sim, ...first } = await openTopUp();
    sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'createSubscriptionAddon' });
    expect(await first.send()).toMatchObject({ outcome: 'unknown', facts: [] });
    const later = await topUp('open-1', { iccid: sim?.iccid });
    expect(await later.mayRepeat!(notes(0))).toBe(true);
    expect(await later.send()).toMatchObject({ outcome: 'done' });
    const keys = requests('createSubscriptionAddon').map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(keys[0]).toMatch(/^n8n-esim-topUp-[0-9a-f]{64}$/);
  });

  test.each([
    ['error500BeforeCommit', true, ['a 5xx was answered']],
    ['error503BeforeCommit', true, ['a 5xx was answered']],
    ['error503BeforeCommit', false, ['a 5xx was answered', 'sent without a key']],
    ['cutBeforeCommit', false, ['sent without a key']],
  ] as const)('says what has to be known later (%s, key: %s)', async (fault, sendIdempotencyKey, facts) => {
    const { esim: sim } = await buy('shop-1');
    session = gigsSession(sandbox, { sendIdempotencyKey });
    const purchase = await topUp('open-1', { iccid: sim?.iccid });
    sandbox.faults.next({ fault, route: 'createSubscriptionAddon' });
    expect(await purchase.send()).toMatchObject({ outcome: 'unknown', facts });
  });
});

test('a top-up names its eSIM, or its customer: one of them is needed', async () => {
  expect(await failure(topUp('top-1', {}))).toMatchObject({ message: 'ICCID and Customer are both empty' });
  expect(sandbox.journal()).toEqual([]);
});

test('a top-up that is found new is not taken for that of a request still under way', async () => {
  const { esim: sim, customerId } = await buy('shop-1');
  const [byIccid, byCustomer] = [
    await topUp('by-iccid', { iccid: sim?.iccid }),
    await topUp('by-customer', { customerId }),
  ];
  const spend = session.http.spend.bind(session.http);
  let seen: unknown;
  session.http.spend = async (request) => {
    const answer = await spend(request);
    session.http.spend = spend;
    // that of byIccid is there, and its answer is not: whoever looks for his own must not take it
    sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'createSubscriptionAddon' });
    await byCustomer.send();
    seen = await byCustomer.find();
    return answer;
  };
  expect(await byIccid.send()).toMatchObject({ outcome: 'done' });
  expect(seen).toEqual({ outcome: 'cannotTell', error: null });
});

test('a refused top-up stands in the way of no other', async () => {
  const { esim: sim } = await buy('shop-1');
  const iccid = sim?.iccid;
  const [refused, lost] = [await topUp('refused-1', { iccid }), await topUp('lost-1', { iccid })];
  const fault = {
    kind: 'answer',
    when: 'beforeCommit',
    status: 422,
    contentType: 'application/json',
    body: '{}',
  } as const;
  sandbox.faults.next({ fault, route: 'createSubscriptionAddon' });
  expect(await refused.send()).toMatchObject({ outcome: 'refused' });
  sandbox.faults.next({ fault: 'cutAfterCommit', route: 'createSubscriptionAddon' });
  expect(await lost.send()).toMatchObject({ outcome: 'unknown' });
  expect(await lost.find()).toMatchObject({ outcome: 'found', result: { value: { clientReference: 'lost-1' } } });
});

describe('an answer under a key that was used before', () => {
  test('gives the same top-up back, which was there already', async () => {
    const { esim: sim } = await buy('shop-1');
    const first = done(await (await topUp('replayed-1', { iccid: sim?.iccid })).send()).value;
    const again = done(await (await topUp('replayed-1', { iccid: sim?.iccid })).send()).value;
    expect([first.alreadyExisted, again.alreadyExisted]).toEqual([false, true]);
    expect(again.orderId).toBe(first.orderId);
  });

  test('is taken when it is a top-up of another eSIM', async () => {
    const [first, second] = [await buy('shop-1'), await buy('shop-2')];
    const { orderId } = done(await (await topUp('replayed-2', { iccid: first.esim?.iccid })).send()).value;
    expect(await (await topUp('replayed-2', { iccid: second.esim?.iccid })).send()).toMatchObject({
      outcome: 'refused',
      error: {
        kind: 'badInput',
        message: `Client Reference "replayed-2" is taken: order ${orderId} has it, for the subscription ${first.orderId}`,
      },
    });
  });

  test('is taken when it is another add-on', async () => {
    const { esim: sim, orderId: subscription } = await buy('shop-1');
    const purchase = await topUp('replayed-3', { iccid: sim?.iccid });
    const spend = session.http.spend.bind(session.http);
    session.http.spend = async (request) => {
      const answer = await spend(request);
      const json = { object: 'subscriptionAddon', id: 'sad_1', subscription, addon: { id: 'add_other' } };
      return { ...answer, json, text: JSON.stringify(json) } as typeof answer;
    };
    expect(await purchase.send()).toMatchObject({
      outcome: 'refused',
      error: { message: expect.stringContaining('order sad_1 has it, for the package add_other') as string },
    });
  });
});

test('a top-up is told from others by its eSIM, or by its customer where the subscription shows no SIM', async () => {
  const { esim: sim, customerId } = await buy('shop-1');
  expect((await topUp('top-1', { customerId })).asked).toEqual({ package: { id: TRAVEL_TOP_UP }, iccid: sim?.iccid });
  const read = session.http.read.bind(session.http);
  session.http.read = async (request) => {
    const page = (await read(request)) as { items?: object[] };
    return { ...page, ...(page.items && { items: page.items.map((item) => ({ ...item, sim: null })) }) };
  };
  expect((await topUp('top-1', { customerId })).asked).toEqual({
    package: { id: TRAVEL_TOP_UP },
    customer: { id: customerId, email: null },
  });
});
