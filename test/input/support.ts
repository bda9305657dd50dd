/** Fields to try, one of each kind, and values of every type that n8n may give. */
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import * as input from '../../input';

export const property = (more: Partial<INodeProperties> = {}): INodeProperties => ({
  displayName: 'The Field',
  name: 'theField',
  type: 'string',
  default: '',
  ...more,
});

const MODES = property({
  type: 'options',
  options: [
    { name: 'At First Use', value: 'FIRST_USE' },
    { name: 'Now', value: 'NOW' },
    { name: 'On Demand', value: 'ON_DEMAND' },
  ],
});

const inner = input.text(property({ displayName: 'Inner', name: 'inner' }));
const holder = { displayName: 'The Field', name: 'theField', type: 'collection', default: {} } as const;

export const fields = {
  text: input.text(property()),
  remark: input.remark(property()),
  reference: input.reference(property()),
  id: input.id(property()),
  email: input.email(property()),
  secret: input.secret(property({ typeOptions: { password: true } })),
  fileName: input.fileName(property()),
  activationCode: input.activationCode(property()),
  url: input.url(property()),
  ipAddress: input.ipAddress(property()),
  iccid: input.iccid(property()),
  eid: input.eid(property()),
  country: input.country(property()),
  currency: input.currency(property()),
  colour: input.colour(property({ type: 'color' })),
  moment: input.moment(property({ type: 'dateTime' })),
  day: input.day(property()),
  choice: input.choice(MODES),
  locator: input.locator(input.id(property({ type: 'resourceLocator', default: { mode: 'list', value: '' } }))),
  amount: input.amount(property()),
  yesNo: input.yesNo(property({ type: 'boolean' })),
  whole: input.whole(property({ type: 'number' })),
  choices: input.choices(MODES),
  several: input.several(input.iccid(property())),
  collection: input.collection(holder, [inner]),
  money: input.money(property({ type: 'fixedCollection', default: {} })),
  details: input.details({ ...holder, type: 'fixedCollection' }, 'row', [inner]),
  rows: input.rows({ ...holder, type: 'fixedCollection' }, 'row', [inner]),
  notice: input.notice(property({ type: 'notice' })),
};

export type Kind = keyof typeof fields;
export const kinds = Object.keys(fields) as Kind[];

/** The value, or the message of the refusal. Anything else that is thrown fails the test. */
export function outcomeOf(field: input.Field<unknown>, raw: unknown): unknown {
  try {
    return field.read(raw);
  } catch (error) {
    expect(error).toBeInstanceOf(input.InputError);
    return (error as Error).message;
  }
}

export function refusalOf(field: input.Field<unknown>, raw: unknown): string {
  let message: string | undefined;
  try {
    field.read(raw);
  } catch (error) {
    expect(error).toBeInstanceOf(input.InputError);
    message = (error as Error).message;
  }
  expect(message).toBeDefined();
  return message ?? '';
}

export const luxonTime = fc
  .date({ min: new Date('0100-01-01'), max: new Date('9000-01-01') })
  .map((date) => DateTime.fromJSDate(date));

const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 22n }).map(Number),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 1e21, 1e-7, Number.MAX_VALUE, 576461413038785800),
);

const nearlyFitting = fc.oneof(
  fc.constantFrom(
    '8997212330099184896',
    '1$a.bc$D',
    'ann@example.com',
    '2030-01-31',
    'USD',
    'GB',
    '4.99',
    'NOW',
    '#123',
  ),
  fc.constantFrom('true', '12', ' ', '\u200b', 'undefined', 'https://a.bc/d', '10.0.0.1', '[object Object]', '1e+21'),
  fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE :@/#$Z\u200b '), maxLength: 24 }),
  fc.string({ unit: 'binary' }),
);

/** Everything that an expression may give, and more. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true }),
  number,
  fc.bigInt(),
  nearlyFitting,
  fc.date(),
  luxonTime,
  fc.constantFrom(DateTime.invalid('test'), () => 1, Symbol('s'), new Map(), Object.create(null), new String('a')),
  fc.array(nearlyFitting, { maxLength: 3 }),
  fc.record({ amount: fc.oneof(number, nearlyFitting), currency: nearlyFitting }, { requiredKeys: [] }),
  fc.record({ price: fc.oneof(nearlyFitting, fc.record({ amount: nearlyFitting, currency: nearlyFitting })) }),
  fc.record({ mode: nearlyFitting, value: fc.oneof(number, nearlyFitting, fc.jsonValue()) }),
  fc.record({ inner: fc.oneof(number, nearlyFitting, fc.jsonValue()) }),
  fc.record({ row: fc.oneof(fc.jsonValue(), fc.array(fc.record({ inner: nearlyFitting }))) }),
);
