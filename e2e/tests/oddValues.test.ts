/** What a Code node and expressions put into fields on a real n8n: read as it was meant, or refused by the field's name. */
import type { Esim, Order } from '../../esim/model';
import { chain, code, dentNode, manualTrigger, type Item } from '../harness';
import { newOrder, startDentWorld, WORLDWIDE_50_MB, type DentWorld } from './support/world';

/** What it is, the JavaScript that makes it, and the text that it is read as, or the words of the refusal. */
type Row = [what: string, source: string, becomes: string | RegExp];

const ZERO_WIDTH = '\\u200B';

const NO_ID: Row[] = [
  ['an 18-digit number', '576461413038785752', /came as a number whose last digits are lost/],
  ['an object', '{ id: "shop-1" }', /is an object/],
  ['a list', '["shop-1"]', /is a list of 1/],
  ['true', 'true', /came as true, a yes or no/],
  ['false', 'false', /came as false, a yes or no/],
  ['a made-up text', '"order-undefined"', /has a part that is missing \(undefined\)/],
  ['an object as text', '"order-" + {}', /has a part that is missing \(\[object Object\]\)/],
  ['a rounded number as text', '"5.76461E+17"', /whose last digits are lost/],
];

const NOTHING: Row[] = [
  ['nothing', 'undefined', /is empty/],
  ['null', 'null', /is empty/],
  ['no number', 'NaN', /is empty/],
  ['an empty text', '""', /is empty/],
  ['blanks', '" \\n\\u00A0"', /is empty/],
  ['a character that nobody sees', `"${ZERO_WIDTH}"`, /is empty/],
];

describe('odd values on a real n8n', () => {
  let world: DentWorld;
  let order: Order;

  beforeAll(async () => {
    world = await startDentWorld();
    order = (await world.run([{ email: 'known@example.com', reference: 'known' }], ['Create', newOrder()])).only(
      'Create',
    );
  });

  afterAll(async () => {
    await world?.stop();
  });

  /** What the node gives for each value of the Code node, by input item. */
  async function run(rows: Row[], parameters: Record<string, unknown>): Promise<Item[][]> {
    const values = rows.map(([, source]) => `{ json: { value: ${source} } }`);
    return await runOn(`return [${values.join(',\n')}];`, rows.length, parameters);
  }

  async function runOn(jsCode: string, count: number, parameters: Record<string, unknown>): Promise<Item[][]> {
    const node = dentNode('Node', world.credential, parameters, { onError: 'continueRegularOutput' });
    const { client } = world.server;
    const execution = await client.runWorkflow(
      await client.createWorkflow(chain('Odd values', [manualTrigger, code('Values', jsCode), node])),
    );
    expect(execution.error?.message).toBeUndefined();
    const items = execution.items('Node');
    return Array.from({ length: count }, (_, index) =>
      items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === index),
    );
  }

  /** Holds each row against what came: `read` tells from the item what the value was read as. */
  function expectRead(label: string, rows: Row[], outcomes: Item[][], read: (items: Item[]) => unknown): void {
    const came = rows.map(([what], index) => [what, outcomes[index]?.[0]?.json.error ?? read(outcomes[index] ?? [])]);
    const expected = rows.map(([what, , becomes]) =>
      typeof becomes === 'string' ? [what, becomes] : [what, expect.stringMatching(becomes)],
    );
    expect(came).toEqual(expected);
    const errors = outcomes.flatMap(([item]) => (item?.json.error === undefined ? [] : [String(item.json.error)]));
    expect(errors.filter((error) => !error.startsWith(label))).toEqual([]);
  }

  const purchases = (): number => world.sandbox.books().purchases;

  async function expectBought(rows: Row[], outcomes: Item[][], before: number): Promise<void> {
    expectRead('Client Reference', rows, outcomes, ([item]) => item?.json.clientReference);
    const references = rows.flatMap(([, , becomes]) => (typeof becomes === 'string' ? [becomes] : []));
    expect(references.map((reference) => world.sandbox.purchasesFor(reference))).toEqual(references.map(() => 1));
    await world.sandbox.settled();
    expect(purchases() - before).toBe(references.length);
  }

  it('Client Reference, from a Code node', async () => {
    const rows: Row[] = [
      ...NO_ID,
      ...NOTHING,
      ['a short number', '1001', '1001'],
      ['a text of 18 digits', '"576461413038785752"', '576461413038785752'],
      ['the word false', '"false"', 'false'],
      ['a date', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
      ['characters that nobody sees', `"${ZERO_WIDTH}shop${ZERO_WIDTH}-1 \\u200E"`, 'shop-1'],
      ['full-width characters', '"ｓｈｏｐ－２"', 'shop-2'],
    ];
    const before = purchases();
    const parameters = newOrder({ customerEmail: '', clientReference: '={{ $json.value }}' });
    await expectBought(rows, await run(rows, parameters), before);
  });

  it('Client Reference, from an expression', async () => {
    const rows: Row[] = [
      ['a BigInt', 'BigInt("576461413038785753")', '576461413038785753'],
      ['a date', 'new Date(0)', /is a date: write it as text/],
      ['a time of luxon', 'DateTime.fromMillis(0)', /is a date: write it as text/],
      ['no number', 'Number("two")', /came as NaN/],
      ['an infinite number', '1 / 0', /came as Infinity/],
      ['a part of something missing', '"order-" + $json.nope', /has a part that is missing \(undefined\)/],
      ['something missing', '$json.nope.nope', /is empty/],
    ];
    const choices = rows.map(([, source], index) => `$json.value === ${index} ? ${source} : `);
    const numbered = rows.map<Row>(([what, , becomes], index) => [what, String(index), becomes]);
    const before = purchases();
    const parameters = newOrder({ customerEmail: '', clientReference: `={{ ${choices.join('')}undefined }}` });
    await expectBought(rows, await run(numbered, parameters), before);
  });

  it('Package, by ID', async () => {
    const invisible = `"${ZERO_WIDTH}${WORLDWIDE_50_MB}\\u200E"`;
    const rows: Row[] = [...NO_ID, ...NOTHING, ['characters that nobody sees', invisible, 'eSIM Worldwide 50 MB']];
    const before = purchases();
    const packageId = { __rl: true, mode: 'id', value: '={{ $json.value }}' };
    const outcomes = await run(
      rows,
      newOrder({ customerEmail: '', packageId, clientReference: '=package-{{ $itemIndex }}' }),
    );
    expectRead('Package', rows, outcomes, ([item]) => (item?.json as unknown as Order).package.name);
    expect(purchases() - before).toBe(1);
  });

  it('Order ID', async () => {
    const invisible = `"${ZERO_WIDTH} ${order.orderId}\\u200E"`;
    const rows: Row[] = [...NO_ID, ...NOTHING, ['characters that nobody sees', invisible, order.orderId]];
    const parameters = { resource: 'order', operation: 'get', orderLookup: 'orderId', orderId: '={{ $json.value }}' };
    expectRead('Order ID', rows, await run(rows, parameters), ([item]) => item?.json.orderId);
  });

  it('ICCID', async () => {
    const iccid = order.esim?.iccid ?? '';
    const rows: Row[] = [
      ['a number', iccid, /last digits/],
      ['an object', `{ iccid: "${iccid}" }`, /is an object/],
      ['a list', `["${iccid}"]`, /is a list of 1/],
      ['true', 'true', /came as true/],
      ['a negative number as text', `"-${iccid}"`, /./],
      ['letters', '"no number"', /./],
      ['nothing', 'undefined', /is empty/],
      ['the mark of a spreadsheet', `"'${iccid}"`, iccid],
      ['groups', `"${iccid.slice(0, 4)} ${iccid.slice(4)}"`, iccid],
      ['characters that nobody sees', `"${ZERO_WIDTH}${iccid}\\u200E"`, iccid],
    ];
    const parameters = { resource: 'esim', operation: 'get', esimLookup: 'iccid', iccid: '={{ $json.value }}' };
    expectRead('ICCID', rows, await run(rows, parameters), ([item]) => (item?.json as unknown as Esim).iccid);
  });

  it('Limit', async () => {
    const all = String(world.sandbox.inventory().length);
    const rows: Row[] = [
      ['a number', '2', '2'],
      ['digits', '" 3 "', '3'],
      ['nothing', 'undefined', all],
      ['an empty text', '""', all],
      ['a word', '"two"', /came as "two", which is no whole number/],
      ['a negative number', '-1', /has to be 1 or more/],
      ['zero', '0', /has to be 1 or more/],
      ['a fraction', '2.5', /which is no whole number/],
      ['an object', '{ limit: 2 }', /is an object/],
      ['true', 'true', /came as true/],
    ];
    const parameters = { resource: 'package', operation: 'getAll', returnAll: false, limit: '={{ $json.value }}' };
    expectRead('Limit', rows, await run(rows, parameters), (items) => String(items.length));
  });

  it('switches', async () => {
    const all = String(world.sandbox.inventory().length);
    const rows: Row[] = [
      ['the word false', '"false"', '1'],
      ['false in capitals', '" FALSE "', '1'],
      ['no', '"no"', '1'],
      ['zero', '0', '1'],
      ['nothing', 'undefined', '1'],
      ['the word true', '"true"', all],
      ['a word', '"maybe"', /came as "maybe", which is neither yes nor no/],
      ['an object', '{ all: true }', /is an object/],
      ['a list', '[]', /is a list of 0/],
    ];
    const parameters = { resource: 'package', operation: 'getAll', returnAll: '={{ $json.value }}', limit: 1 };
    const outcomes = await run(rows, parameters);
    expectRead('Return All', rows, outcomes, (items) => String(items.length));
  });

  it.each([
    ['Activation Mode', { additionalFields: { activationMode: '={{ ["ON_DEMAND"] }}' } }, /is a list of 1/],
    ['User Country', { additionalFields: { userCountry: '={{ ({ code: "GR" }) }}' } }, /is an object/],
    ['Request Timeout', { options: { requestTimeout: '30 s' } }, /came as "30 s", which is no whole number/],
    ['Request Timeout', { options: { requestTimeout: '={{ 1 / 0 }}' } }, /came as Infinity/],
    ['Waiting Time', { options: { waitingMinutes: '={{ ({ minutes: 5 }) }}' } }, /is an object/],
    ['If Unconfirmed', { options: { ifUnconfirmed: '={{ "again" }}' } }, /"again"/],
    ['Checked References', { options: { checkedReferences: '={{ ({ a: 1 }) }}' } }, /is an object/],
    ['Items in Parallel', { options: { itemsInParallel: '={{ 0 }}' } }, /has to be between 1 and 50/],
  ])('%s, given as %j, stops the run before anything is bought', async (label, parameters, words) => {
    const before = purchases();
    const execution = await world.run([{ email: '', reference: 'options-1' }], ['Create', newOrder(parameters)]);
    expect(execution.error?.message).toMatch(words);
    expect(execution.error?.message.startsWith(label)).toBe(true);
    expect(purchases()).toBe(before);
  });
});
