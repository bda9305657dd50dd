/**
 * Orders, top-ups and refunds are bought once under one reference, whatever happens to the request that buys them
 * (docs/buying-once.md).
 */
import type { OnError } from 'n8n-workflow';

import type { FaultName, QueuedFault } from '../../sandbox';
import { caseOf } from './cases';
import {
  type Deal,
  type Ending,
  ending,
  endingOf,
  everythingBought,
  expectTrue,
  nameOf,
  newDeal,
  parametersOf,
  timesBought,
} from './deals';
import type { Json, Purchase, Subject } from './subject';
import { subjects } from './subjects';
import { type Failure, Workshop } from './workshop';

const KINDS: readonly Purchase[] = ['order', 'topUp', 'refund'];

/** What may happen to the request that spends, or to its answer. */
const FAULTS: Readonly<Record<string, FaultName>> = {
  'the connection is cut before it': 'cutBeforeCommit',
  'its answer is lost': 'cutAfterCommit',
  'a gateway’s page of HTML comes instead of its answer': 'error502AfterCommit',
  'a success holds an error, though it went through': 'errorInSuccessAfterCommit',
  'a success holds an error, and nothing went through': 'errorInSuccessBeforeCommit',
  'the server breaks before it': 'error500BeforeCommit',
  'its answer breaks off': 'truncatedJson',
  'its answer has no body': 'emptyBody',
  'there were too many requests': 'tooManyRequests',
  'its token has expired': 'tokenExpired',
};

describe.each(subjects)('$name', (subject: Subject) => {
  let shop: Workshop;
  beforeAll(async () => {
    shop = await Workshop.open(subject);
  });
  afterEach(() => shop.bench.sandbox.faults.clear());
  afterAll(async () => await shop.close());

  const strike = (fault: QueuedFault['fault'], kind: Purchase): void =>
    shop.bench.sandbox.faults.next({ fault, route: shop.bench.routes[kind] });

  const bought = async (deal: Deal, more = {}): Promise<Json> => {
    const end = await ending(shop, deal, more);
    await expectTrue(shop, deal, end);
    expect(end).toHaveProperty('bought');
    return (end as { bought: Json }).bought;
  };

  describe.each(KINDS)('%s', (kind: Purchase) => {
    const named = (name: string): string => `${kind}: ${name}`;

    caseOf(subject, named('the same again is found, and nothing is bought'), async () => {
      const deal = await newDeal(shop, kind);
      const first = await bought(deal);
      const before = await everythingBought(shop);
      const second = await bought(deal);
      expect(first).toMatchObject({ alreadyExisted: false });
      expect(second).toMatchObject({ alreadyExisted: true, orderId: first['orderId'] });
      expect(await everythingBought(shop)).toBe(before);
    });

    caseOf(subject, named('another workflow finds it, too'), async () => {
      const deal = await newDeal(shop, kind);
      const first = await bought(deal);
      const end = await ending(shop, deal, {}, { workflowId: 'another workflow' });
      await expectTrue(shop, deal, end);
      expect(end).toMatchObject({ bought: { alreadyExisted: true, orderId: first['orderId'] } });
    });

    caseOf(subject, named('two items of one execution are not two under one name'), async () => {
      const deal = await newDeal(shop, kind);
      const before = await everythingBought(shop);
      const items = [deal.item, deal.item];
      const twice = async (onError: OnError) => await shop.run(parametersOf(shop, kind), { items, onError });
      if (kind === 'refund') {
        // an order has one name, whoever says it
        const ends = (await twice('continueRegularOutput')).map(endingOf);
        expect(ends).toMatchObject([{ bought: {} }, { bought: { alreadyExisted: true } }]);
        return await expectTrue(shop, deal, ends[1] as Ending);
      }
      await expect(twice('stopWorkflow')).rejects.toThrow(/^Client Reference ".*" is used twice in this execution/);
      const ends = (await twice('continueRegularOutput')).map(endingOf);
      expect(ends).toMatchObject([{ kind: 'badInput' }, { kind: 'badInput' }]);
      expect(await everythingBought(shop)).toBe(before);
    });

    describe.each(Object.entries(FAULTS))('%s', (what, fault) => {
      caseOf(subject, named(what), async () => {
        const deal = await newDeal(shop, kind);
        strike(fault, kind);
        const first = await ending(shop, deal);
        await expectTrue(shop, deal, first);
        const wasBought = (await timesBought(shop, deal)) === 1;

        const second = await ending(shop, deal);
        await expectTrue(shop, deal, second);
        if (wasBought) expect(second).toMatchObject({ bought: { alreadyExisted: true } });
        // only what was not bought may stay open, and then a person can let it go
        else if (!('bought' in second)) {
          expect(second).toMatchObject({ kind: 'outcomeUnknown' });
          expect(await bought(deal, { options: { checkedReferences: nameOf(deal) } })).toBeDefined();
        }
        expect(await bought(deal)).toMatchObject({ alreadyExisted: true });
      });
    });

    caseOf(subject, named('a refusal is told in the provider’s words, and leaves the name free'), async () => {
      const deal = await newDeal(shop, kind);
      const { words, ...answer } = shop.bench.refusal;
      strike({ kind: 'answer', when: 'beforeCommit', ...answer }, kind);
      const refused = await ending(shop, deal);
      await expectTrue(shop, deal, refused);
      expect(refused).toMatchObject({ kind: 'refused', error: expect.stringContaining(words) as string });
      expect(await bought(deal)).toMatchObject({ alreadyExisted: false });
    });

    caseOf(subject, named('a credential that is refused on the way ends the sending'), async () => {
      const deals = [await newDeal(shop, kind), await newDeal(shop, kind), await newDeal(shop, kind)];
      const { sandbox, routes, signIn } = shop.bench;
      const route = routes[kind];
      const after = sandbox.journal().length;
      sandbox.faults.next({ fault: 'slowAfterCommit', route, ms: 200 });
      const run = shop.run(parametersOf(shop, kind, { options: { itemsInParallel: 1 } }), {
        items: deals.map(({ item }) => item),
        onError: 'continueRegularOutput',
      });
      await until(() => sandbox.journal({ after, route }).length > 0);
      for (const refusing of signIn === undefined ? [route] : [route, signIn]) {
        sandbox.faults.next({
          fault: { kind: 'answer', when: 'beforeCommit', ...UNAUTHORISED },
          route: refusing,
          times: 50,
        });
      }
      const ends = (await run).map(endingOf);
      for (const [index, end] of ends.entries()) await expectTrue(shop, deals[index] as Deal, end);
      expect(ends).toMatchObject([{ bought: {} }, { kind: 'credential' }, { kind: 'notSent' }]);
      sandbox.faults.clear();
      for (const deal of deals.slice(1)) await bought(deal);
    });
  });

  describe.each(['order', 'topUp'] as const)('%s', (kind) => {
    caseOf(subject, `${kind}: another package under its reference is refused`, async () => {
      const deal = await newDeal(shop, kind);
      await bought(deal);
      await expectTaken(deal, shop.bench.another[kind]);
    });
  });

  caseOf(subject, 'order: another customer under its reference is refused', async () => {
    const deal = await newDeal(shop, 'order');
    await bought(deal);
    await expectTaken(deal, { customerEmail: 'another@example.com' });
  });

  caseOf(subject, 'topUp: another eSIM under its reference is refused', async () => {
    const deal = await newDeal(shop, 'topUp');
    const other = await newDeal(shop, 'topUp');
    await bought(deal);
    await expectTaken({ ...deal, item: { ...other.item, reference: deal.item.reference } }, {});
  });

  async function expectTaken(deal: Deal, more: object): Promise<void> {
    const before = await everythingBought(shop);
    const refused: Failure = await shop.failure(parametersOf(shop, deal.kind, { ...more }), { items: [deal.item] });
    expect(refused.message).toMatch(/^Client Reference ".*" is taken: /);
    expect(await everythingBought(shop)).toBe(before);
  }
});

const UNAUTHORISED = { status: 401, contentType: 'application/json', body: '{"message":"Unauthorized"}' };

/** Looks again in each turn of the event loop. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
