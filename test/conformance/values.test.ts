/** Every provider's fields: what real workflows bring is read, or refused by the field's name before anything is asked. */
import type { INodeParameters } from 'n8n-workflow';

import { operationsOf } from '../../providers/capabilities';
import { exercises } from './kit/exercises';
import { type Leaf, leavesOf } from './kit/fields';
import { opened } from './kit/opened';
import { GO_ON, providerOf } from './kit/shop';
import type { Bought } from './kit/stand';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

/** Of no type that any field has. */
const MISFITS = [{ nope: 1 }, [{ nope: 1 }], NaN, Infinity, '[object Object]'];
/** A number that JSON has rounded. */
const ROUNDED = Number('576461413038785759');

/** Something that may stand in a text field: the first that it takes. */
const SAMPLES = [
  'GR',
  'USD',
  '4.99',
  '2030-12-31T00:00:00Z',
  '2030-12-31',
  '203.0.113.7',
  'https://n8n.example.com/webhook/x',
  '8997212330099184896',
  '89049032004008882600019002596666',
  'sample_1',
];

const SOMETHING: Bought = {
  orderId: 'order-1',
  customerId: null,
  subscriptionId: null,
  esim: { iccid: '8997212330099184896', esimId: null, activationCode: '' },
};

/** Pairs of values that mean the same in a field of this kind. */
function equals({ property, top, wrapped }: Leaf): Array<[unknown, unknown]> {
  switch (property.type) {
    case 'boolean':
      return [
        ['false', false],
        ['TRUE', true],
      ];
    case 'number':
      return [['5', 5]];
    case 'options':
    case 'multiOptions': {
      const [first] = property.options as Array<{ value: string }>;
      return [[`\u200b${first?.value} `, first?.value]];
    }
    default: {
      const sample = SAMPLES.find((one) => takes(top, wrapped(one)));
      if (sample === undefined) throw new Error(`no sample fits ${property.displayName}`);
      return [[`\u2060 ${sample}\u200b `, sample]];
    }
  }
}

function takes(top: Leaf['top'], value: unknown): boolean {
  try {
    return top.read(value) !== null;
  } catch {
    return false;
  }
}

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);
  const provider = providerOf(stand);
  const offered = operationsOf(provider);

  /** Every value in an item of its own, into one field: each has to be refused by the field's name, and nobody asked. */
  const refused = async (
    operation: string,
    parameters: INodeParameters,
    labels: readonly string[],
    values: unknown[],
  ) => {
    const usual = await exercises[operation]!.parameters(SOMETHING, shop());
    const items = values.map((value) => ({ value }));
    const before = shop().opened.sandbox.journal().length;
    const endings = await shop().endings(operation, { ...usual, ...parameters }, { items, ...GO_ON });
    const taken = endings.flatMap(({ error }, index) => {
      const fits = error?.kind === 'badInput' && labels.some((label) => error.message.startsWith(label));
      return fits ? [] : [{ value: values[index], became: error ?? 'taken' }];
    });
    expect(taken).toEqual([]);
    expect(shop().opened.sandbox.journal().length).toBe(before);
  };

  const leaves = leavesOf(provider).filter(({ operation }) => offered.includes(operation));

  describe.each(leaves)('$operation $path', (leaf) => {
    it('refuses what does not fit, by its name, before anybody is asked', async () => {
      const { operation, property, top, wrapped, shownWith } = leaf;
      const parameters = { ...shownWith, [top.name]: wrapped('={{ $json.value }}') } as INodeParameters;
      const values: unknown[] = property.type === 'string' ? [...MISFITS, ROUNDED] : MISFITS;
      await refused(operation, parameters, leaf.labels, values);
    });

    it('reads what means the same as the same', () => {
      for (const [given, meant] of equals(leaf))
        expect(leaf.top.read(leaf.wrapped(given))).toEqual(leaf.top.read(leaf.wrapped(meant)));
    });
  });

  const shared: Array<[operation: string, field: string, label: string, more: unknown[]]> = [
    ['order.create', 'clientReference', 'Client Reference', ['undefined', 'shop-undefined', 'null', '']],
    ['order.create', 'customerEmail', 'Customer Email', ['not an address', 'a@b@c']],
    ['esim.topUp', 'iccid', 'ICCID', ['undefined', '12', '']],
    ['order.refund', 'orderId', 'Order ID', ['undefined', '']],
    ['order.get', 'orderId', 'Order ID', ['undefined', '']],
  ];

  it.each(shared)('%s %s: refuses what is missing or does not fit', async (operation, field, label, more) => {
    await refused(operation, { [field]: '={{ $json.value }}' }, [label], [...MISFITS, ROUNDED, ...more]);
  });

  it('refuses a reference of which an expression inside gives nothing', async () => {
    await refused('order.create', { clientReference: '=shop-{{ $json.nope }}' }, ['Client Reference'], [1]);
  });
});
