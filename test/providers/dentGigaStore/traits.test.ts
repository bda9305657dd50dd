/** Telling packages apart by what a sale shows of them, held against `purchase/compare.ts`. */
import { coveragesOf, traitsOfPackage, traitsOfSale } from '../../../providers/dentGigaStore/packages';
import { compare } from '../../../purchase/compare';
import inventory from '../../fixtures/dentGigaStore/offering-packages.json';
import topUp from '../../fixtures/dentGigaStore/top-up.json';
import { scriptedSession } from '../../support/scriptedSession';

const price = (priceValue: number) => ({ sortIndex: 0, priceValue, currencyCode: 'USD' });
const packageOf = (id: string, more: object = {}) => ({
  id,
  name: 'Europe',
  sizeValue: 1,
  sizeUnit: 'GB',
  validitySize: 30,
  validityUnit: 'days',
  countrySet: 'europe',
  prices: [price(3)],
  ...more,
});
const saleOf = (more: object = {}, purchasePrice: unknown = price(3)) => ({
  uid: 's1',
  purchasePrice,
  balance: { name: 'Europe', size: { sizeValue: 1, sizeUnit: 'GB' }, validitySize: 30, validityUnit: 'days', ...more },
});
const shopOf = (...items: unknown[]) =>
  scriptedSession({ 'GET /gigastore/products/inventory': { status: 200, body: { items } } });

/** Whether the sale is taken for package `a`. */
async function likeness(items: unknown[], sale: object): Promise<string> {
  const session = shopOf(...items);
  const asked = { package: await traitsOfPackage(session, 'a') };
  return compare(asked, { package: await traitsOfSale(session, sale) }).is;
}

test('a documented sale is of the documented package', async () => {
  const session = shopOf(...inventory.items);
  const asked = await traitsOfPackage(session, inventory.items[0]!.id);
  expect(asked).toEqual({ id: inventory.items[0]!.id, name: 'eSIM Worldwide 50 MB', dataBytes: 52_428_800, days: 365 });
  const sold = await traitsOfSale(session, topUp.activatedItem);
  expect(sold).toEqual({ id: null, name: 'eSIM Worldwide 50 MB', dataBytes: 52_428_800, days: 365, price: null });
  expect(compare({ package: asked }, { package: sold })).toEqual({ is: 'same' });
});

test.each<[string, unknown[], object, string]>([
  ['the only one of its name', [packageOf('a')], saleOf(), 'same'],
  ['beside one of another name', [packageOf('a'), packageOf('b', { name: 'World' })], saleOf(), 'same'],
  ['beside one of another size', [packageOf('a'), packageOf('b', { sizeValue: 3 })], saleOf(), 'same'],
  ['beside one of another length', [packageOf('a'), packageOf('b', { validitySize: 7 })], saleOf(), 'same'],
  ['sold at another price, as the only one', [packageOf('a')], saleOf({}, price(2)), 'same'],
  ['of another name', [packageOf('a')], saleOf({ name: 'World' }), 'another'],
  ['of a name in other letters', [packageOf('a')], saleOf({ name: 'EUROPE' }), 'another'],
  ['of another size', [packageOf('a')], saleOf({ size: { sizeValue: 1, sizeUnit: 'MB' } }), 'another'],
  ['of another length', [packageOf('a')], saleOf({ validitySize: 7 }), 'another'],
  ['of the same length in other units', [packageOf('a')], saleOf({ validitySize: 720, validityUnit: 'hours' }), 'same'],
  ['beside a dearer twin', [packageOf('a'), packageOf('b', { prices: [price(4)] })], saleOf(), 'same'],
  ['a dearer twin', [packageOf('a'), packageOf('b', { prices: [price(4)] })], saleOf({}, price(4)), 'another'],
  [
    'of a pair, without a price',
    [packageOf('a'), packageOf('b', { prices: [price(4)] })],
    saleOf({}, null),
    'notComparable',
  ],
  ['beside a twin at the same price', [packageOf('a'), packageOf('b')], saleOf(), 'notComparable'],
  ['beside a twin of unknown price', [packageOf('a'), packageOf('b', { prices: [] })], saleOf(), 'notComparable'],
  ['without a name', [packageOf('a')], saleOf({ name: null }), 'notComparable'],
  ['shown by its name alone', [packageOf('a')], { uid: 's1', balance: { name: 'Europe' } }, 'same'],
  [
    'shown by its name alone, where two have it',
    [packageOf('a'), packageOf('b', { sizeValue: 3 })],
    { uid: 's1', balance: { name: 'Europe' } },
    'notComparable',
  ],
  ['of a package that is no longer sold', [packageOf('b', { name: 'World' })], saleOf(), 'notComparable'],
  ['where the inventory is empty', [], saleOf(), 'notComparable'],
])('a sale %s', async (_, items, sale, expected) => {
  expect(await likeness(items, sale)).toBe(expected);
});

test.each([
  [1, 'year', 365],
  [2, 'weeks', 14],
  [1, 'months', 30],
  [12, 'hours', null],
])('%p %s are %p days', async (validitySize, validityUnit, days) => {
  const session = shopOf(packageOf('a', { validitySize, validityUnit }));
  expect(await traitsOfPackage(session, 'a')).toMatchObject({ days });
});

test('the inventory is read once for all purchases of an execution, and again after a failure', async () => {
  const session = scriptedSession({
    'GET /gigastore/products/inventory': [{ status: 503 }, { status: 200, body: { items: [packageOf('a')] } }],
  });
  await expect(traitsOfPackage(session, 'a')).rejects.toMatchObject({ kind: 'unreachable' });
  const all = Array.from({ length: 5 }, async () => await traitsOfPackage(session, 'a'));
  expect((await Promise.all(all)).every(({ name }) => name === 'Europe')).toBe(true);
  await traitsOfSale(session, saleOf());
  expect(session.requests).toHaveLength(2);
});

describe('the coverage of a customer', () => {
  const items = [
    packageOf('a'),
    packageOf('b', { name: 'World', countrySet: 'WWW' }),
    packageOf('c', { name: 'Both', countrySet: 'europe' }),
    packageOf('d', { name: 'Both', countrySet: 'WWW' }),
  ];
  test.each<[string, object[], string[] | null]>([
    ['is that of the packages', [saleOf()], ['europe']],
    ['is told by any package that is still sold', [saleOf({ name: 'Gone' }), saleOf({ name: 'World' })], ['WWW']],
    ['is one of several while the packages may be of several', [saleOf({ name: 'Both' })], ['europe', 'WWW']],
    ['is what the packages have in common', [saleOf({ name: 'Both' }), saleOf({ name: 'World' })], ['WWW']],
    ['is unknown when no package is sold any more', [saleOf({ name: 'Gone' })], null],
    ['is unknown when the packages contradict each other', [saleOf(), saleOf({ name: 'World' })], null],
    ['is unknown without packages', [], null],
  ])('%s', async (_, sales, coverages) => {
    expect(await coveragesOf(shopOf(...items), sales)).toEqual(coverages && new Set(coverages));
  });
});
