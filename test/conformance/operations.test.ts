/** Every operation that a provider offers gives the model: whole, in the same order, in the same forms. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { operations } from '../../actions';
import { keyOf } from '../../actions/operation';
import { OPERATIONS, operationsOf } from '../../providers/capabilities';
import { caseOf } from './cases';
import { emptyFields, isInOrder, wrongsOf } from './conforms';
import { BALANCE, DEVICE, ESIM, ORDER, PACKAGE, REFUND, type Shape, USAGE, WATCHED } from './shapes';
import type { Bought, Json, Subject } from './subject';
import { subjects } from './subjects';
import { Workshop } from './workshop';

const GIVES: Readonly<Record<string, Shape | null>> = {
  'package.get': PACKAGE,
  'package.getAll': PACKAGE,
  'order.create': ORDER,
  'order.get': ORDER,
  'order.getAll': ORDER,
  'order.refund': REFUND,
  'order.activate': ORDER,
  'order.cancel': ORDER,
  'order.resume': ORDER,
  'esim.get': ESIM,
  'esim.getUsage': USAGE,
  'esim.topUp': ORDER,
  // no model but an image: its own case is below
  'esim.generateQrCode': null,
  'esim.suspend': ESIM,
  'esim.unsuspend': ESIM,
  'esim.revoke': ESIM,
  'esim.watch': WATCHED,
  'esim.unwatch': WATCHED,
  'esim.getWatched': WATCHED,
  'account.getBalance': BALANCE,
  'device.getAll': DEVICE,
};
const PURCHASES: Readonly<Record<string, 'order' | 'topUp' | 'refund'>> = {
  'order.create': 'order',
  'esim.topUp': 'topUp',
  'order.refund': 'refund',
};
/** What is written down before an operation can undo it. */
const AFTER: Readonly<Record<string, string>> = {
  'order.resume': 'order.cancel',
  'esim.unsuspend': 'esim.suspend',
  'esim.unwatch': 'esim.watch',
  'esim.getWatched': 'esim.watch',
};

const READING = operations.filter(({ changes }) => !changes).map(keyOf);

test('the suite knows what each operation gives', () => {
  expect(Object.keys(GIVES)).toEqual([...OPERATIONS]);
});

/** What each operation has given, for the cases that compare. */
type Given = Map<string, INodeExecutionData[]>;

function parametersOf({ bench }: Workshop, operation: string): INodeParameters {
  const [resource = '', value = ''] = operation.split('.');
  const purchase = PURCHASES[operation];
  const common: INodeParameters = {
    resource,
    operation: value,
    packageId: bench.stand.operations.order['packageId'] as INodeParameters,
    orderId: '={{ $json.orderId }}',
    iccid: '={{ $json.iccid }}',
    webhookUrl: 'https://n8n.test/webhook/conformance',
    activationCodeSource: 'esim',
  };
  return { ...common, ...(purchase ? bench.stand.operations[purchase] : {}), ...bench.parameters?.[operation] };
}

async function perform(shop: Workshop, operation: string, more: INodeParameters = {}): Promise<INodeExecutionData[]> {
  const { bench } = shop;
  const isFresh = operation === 'order.create';
  const bought: Bought | null = isFresh ? null : await shop.buy(bench.orderFor?.[operation]);
  if (bought) {
    if (['order.get', 'order.getAll', 'esim.get', 'esim.getUsage'].includes(operation)) await bench.live(bought.iccid);
    await bench.before?.[operation]?.(bought);
  }
  const item = { reference: shop.fresh(), orderId: bought?.orderId, iccid: bought?.iccid };
  const first = AFTER[operation];
  if (first !== undefined) await shop.run(parametersOf(shop, first), { items: [item] });
  return await shop.run({ ...parametersOf(shop, operation), ...more }, { items: [item] });
}

describe.each(subjects)('$name', (subject: Subject) => {
  let shop: Workshop;
  const given: Given = new Map();
  beforeAll(async () => {
    shop = await Workshop.open(subject);
  });
  afterAll(async () => await shop.close());

  const offered = operationsOf(subject.provider);
  const modelled = offered.filter((operation) => GIVES[operation]);

  describe.each(modelled)('%s', (operation: string) => {
    const shape = GIVES[operation] as Shape;

    caseOf(subject, `${operation} gives the model, whole`, async () => {
      const outputs = await perform(shop, operation);
      given.set(operation, outputs);
      expect(outputs.length).toBeGreaterThan(0);
      for (const { json, pairedItem } of outputs) {
        expect(wrongsOf(json, shape)).toEqual([]);
        expect(pairedItem).toEqual({ item: 0 });
        expect(json).toMatchObject({ provider: subject.provider.id });
        expect(json).not.toHaveProperty('raw');
      }
    });

    caseOf(subject, `${operation} with Simplify off gives the same and the provider’s answer`, async () => {
      const outputs = await perform(shop, operation, { simplify: false });
      expect(outputs.length).toBeGreaterThan(0);
      for (const { json } of outputs) {
        expect(wrongsOf(json, shape)).toEqual([]);
        expect(Object.keys(json).at(-1)).toBe('raw');
        // a deletion is answered without a body
        if (READING.includes(operation)) expect(json['raw']).toEqual(expect.anything());
      }
    });
  });

  caseOf(subject, 'fields come in one order', async () => {
    const wrong = modelled.filter((operation) =>
      (given.get(operation) ?? []).some(({ json }) => !isInOrder(json, GIVES[operation] as Shape)),
    );
    expect(await Promise.resolve(wrong)).toEqual([]);
  });

  test('an image is drawn of an eSIM’s code', async () => {
    const [output] = await perform(shop, 'esim.generateQrCode');
    expect(output).toMatchObject({ pairedItem: { item: 0 }, binary: { data: { mimeType: 'image/png' } } });
    expect(output?.json).toMatchObject({ iccid: expect.stringMatching(/^\d+$/) as string, warnings: [] });
  });

  test('fields are left out by every operation alike', () => {
    for (const shape of new Set(modelled.map((operation) => GIVES[operation] as Shape))) {
      const keys = modelled
        .filter((operation) => GIVES[operation] === shape)
        .flatMap((operation) => given.get(operation) ?? [])
        .map(({ json }) => Object.keys(json).sort().join());
      expect([...new Set(keys)]).toHaveLength(1);
    }
  });

  test('what reading never gives is declared, and nothing else', () => {
    const read = modelled.filter((operation) => READING.includes(operation));
    const undeclared = read.flatMap((operation) =>
      emptyIn(given, operation).filter((field) => !declared(subject, field)),
    );
    const forNothing = Object.keys(subject.neverGiven).filter((name) => !isTrue(name, given, read));
    expect({ undeclared, forNothing }).toEqual({ undeclared: [], forNothing: [] });
  });
});

/** "order.getAll: esim.imsi" for each field that holds nothing. */
function emptyIn(given: Given, operation: string): string[] {
  const shape = GIVES[operation];
  const outputs = (given.get(operation) ?? []).map(({ json }) => json as Json);
  return shape ? emptyFields(outputs, shape).map((field) => `${operation}: ${field}`) : [];
}

function declared({ neverGiven }: Subject, name: string): boolean {
  const [, field = ''] = name.split(': ');
  return name in neverGiven || field in neverGiven;
}

/** A declaration for all operations is true when the field is empty in each that could give it. */
function isTrue(name: string, given: Given, operations: readonly string[]): boolean {
  if (name.includes(': ')) return operations.some((operation) => emptyIn(given, operation).includes(name));
  const able = operations.filter((operation) => couldGive(given, operation, name));
  return able.length > 0 && able.every((operation) => emptyIn(given, operation).includes(`${operation}: ${name}`));
}

/** Whether the thing that has this field came with the operation at all. */
function couldGive(given: Given, operation: string, name: string): boolean {
  const owner = name.split('.')[0];
  const shape = GIVES[operation];
  if (shape?.name === owner) return true;
  return owner === 'esim' && shape === ORDER && (given.get(operation) ?? []).some(({ json }) => json['esim'] !== null);
}
