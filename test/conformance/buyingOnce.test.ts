/** Every provider, every purchase: one reference is one sale, and no other (docs/buying-once.md). */
import { randomUUID } from 'node:crypto';

import { conforms } from './kit/conforms';
import { opened } from './kit/opened';
import { purchasesOf } from './kit/purchases';
import type { Sales } from './kit/sales';
import { GO_ON, type Json } from './kit/shop';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

/** What two results of one sale have in common: times to the second, as the books may show them, and no words for people. */
function comparable(json: Json): Json {
  const words = json.explanation === undefined ? {} : { explanation: 'in words' };
  const text = JSON.stringify({ ...json, ...words, alreadyExisted: 'either' });
  return JSON.parse(text.replace(/(T\d\d:\d\d:\d\d)\.\d+Z/g, '$1Z')) as Json;
}

/** Asks for the sale again with something else in it, from this workflow, and from another one. */
async function isTaken(sale: Sales, other: Json): Promise<void> {
  for (const workflow of [{}, { workflowId: randomUUID() }]) {
    const { error } = await sale.one({}, other, workflow);
    expect(error).toMatchObject({ kind: 'badInput', message: expect.stringMatching(/ is taken: /) as string });
  }
  expect(await sale.made()).toBe(1);
}

/** The same from another workflow, when this process remembers nothing. */
async function isTakenAfterRestart(sale: Sales, other: Json): Promise<void> {
  sale.shop.restart();
  const { json, error } = await sale.one({}, other, { workflowId: randomUUID() });
  if (json) sale.shop.knownTwice.add(sale.name);
  expect(error).toMatchObject({ kind: 'badInput', message: expect.stringMatching(/ is taken: /) as string });
  expect(await sale.made()).toBe(1);
}

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);

  for (const { operation, sales } of purchasesOf(stand, shop)) {
    conforms(stand, `${operation}: the same again gives the same back, and buys nothing`, async () => {
      const sale = await sales();
      const first = await sale.sold();
      expect(first.alreadyExisted).toBe(false);
      const again = await sale.sold();
      expect(again).toMatchObject({ orderId: first.orderId, alreadyExisted: true });
      expect(comparable(again)).toEqual(comparable(first));
      expect(await sale.made()).toBe(1);
    });

    conforms(stand, `${operation}: another workflow gets the same back, and buys nothing`, async () => {
      const sale = await sales();
      const { orderId } = await sale.sold();
      expect(await sale.one({}, {}, { workflowId: randomUUID() })).toMatchObject({
        json: { orderId, alreadyExisted: true },
      });
      expect(await sale.made()).toBe(1);
    });

    conforms(stand, `${operation}: after a restart of n8n, another workflow finds it in the books alone`, async () => {
      const sale = await sales();
      const first = await sale.sold();
      shop().restart();
      const found = await sale.sold({}, { workflowId: randomUUID() });
      expect(comparable(found)).toEqual(comparable(first));
      expect(found.alreadyExisted).toBe(true);
      expect(await sale.made()).toBe(1);
    });

    conforms(
      stand,
      `${operation}: Retry On Fail, the same execution again: gives the same back, and buys nothing`,
      async () => {
        const sale = await sales();
        const executionId = randomUUID();
        const { orderId } = await sale.sold({}, { executionId });
        expect(await sale.sold({}, { executionId })).toMatchObject({ orderId, alreadyExisted: true });
        expect(await sale.made()).toBe(1);
      },
    );

    conforms(stand, `${operation}: many at once: each once, in the order of the input`, async () => {
      const many = await sales(6);
      const outputs = await shop().run(operation, many.parameters, { items: many.items });
      expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(many.items.map((_, item) => ({ item })));
      const [said, given] =
        operation === 'order.refund' ? (['orderId', 'orderId'] as const) : (['clientReference', 'reference'] as const);
      expect(outputs.map(({ json }) => json[said])).toEqual(many.items.map((item) => item[given]));
      expect(await many.made()).toBe(6);
    });
  }

  for (const { operation, sales } of purchasesOf(stand, shop, ['order.create', 'esim.topUp'])) {
    const { anotherOrder, anotherTopUp } = stand.packages;
    const another = { packageId: operation === 'order.create' ? anotherOrder : anotherTopUp };

    conforms(stand, `${operation}: another package under the reference: taken`, async () => {
      const sale = await sales();
      await sale.sold();
      await isTaken(sale, another);
    });

    conforms(stand, `${operation}: after a restart of n8n, another package under the reference: taken`, async () => {
      const sale = await sales();
      await sale.sold();
      await isTakenAfterRestart(sale, another);
    });

    const twice = (items: readonly Json[]): Json[] => [
      items[0] ?? {},
      items[1] ?? {},
      { ...items[2], reference: items[0]?.reference },
    ];

    conforms(
      stand,
      `${operation}: two items with one reference: refused with On Error: Stop, and nothing is bought`,
      async () => {
        const three = await sales(3);
        const error = await shop().failure(operation, three.parameters, { items: twice(three.items) });
        expect(error.message).toMatch(/^Client Reference ".*" is used twice in this execution: item 2 has it, too$/);
        expect(error.description).toMatch(/Nothing was bought in this run\.$/);
        expect(await three.made()).toBe(0);
      },
    );

    conforms(
      stand,
      `${operation}: two items with one reference: both refused with On Error: Continue, the others go on`,
      async () => {
        const three = await sales(3);
        const endings = await shop().endings(operation, three.parameters, { items: twice(three.items), ...GO_ON });
        expect(endings.map(({ error }) => error?.kind ?? 'bought')).toEqual(['badInput', 'bought', 'badInput']);
        expect(await three.made()).toBe(1);
      },
    );
  }

  for (const { operation, sales } of purchasesOf(stand, shop, ['order.create'])) {
    const somebodyElse = { email: 'somebody-else@example.com' };

    conforms(stand, `${operation}: another customer under the reference: taken`, async () => {
      const sale = await sales();
      await sale.sold();
      await isTaken(sale, somebodyElse);
    });

    conforms(stand, `${operation}: after a restart of n8n, another customer under the reference: taken`, async () => {
      const sale = await sales();
      await sale.sold();
      await isTakenAfterRestart(sale, somebodyElse);
    });
  }

  for (const { operation, sales } of purchasesOf(stand, shop, ['esim.topUp'])) {
    conforms(stand, `${operation}: another eSIM under the reference: taken`, async () => {
      const two = await sales(2);
      await two.sold();
      await isTaken(two, { iccid: two.items[1]?.iccid });
    });

    conforms(stand, `${operation}: after a restart of n8n, another eSIM under the reference: taken`, async () => {
      const two = await sales(2);
      await two.sold();
      await isTakenAfterRestart(two, { iccid: two.items[1]?.iccid });
    });
  }
});
