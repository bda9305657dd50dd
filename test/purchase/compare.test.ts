import type { PackageTraits, Traits } from '../../providers/provider';
import { compare, type Likeness } from '../../purchase/compare';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const named: PackageTraits = { id: null, name: 'World', dataBytes: 1_000, days: 7 };

function likeness(asked: Traits, found: Traits): Likeness['is'] {
  return compare(asked, found).is;
}

describe('packages', () => {
  it.each<[string, PackageTraits, PackageTraits | undefined, Likeness['is']]>([
    ['the same id', { id: 'a' }, { id: 'a' }, 'same'],
    ['the same id under another name', { id: 'a', name: 'x' }, { id: 'a', name: 'y' }, 'same'],
    ['another id', { id: 'a' }, { id: 'b' }, 'another'],
    ['another id under the same name', { ...named, id: 'a' }, { ...named, id: 'b' }, 'another'],
    ['an id on one side only, nothing else', { id: 'a' }, { id: null }, 'notComparable'],
    ['an id on one side only, the same name', { ...named, id: 'a' }, named, 'same'],
    ['the same name, size and days', named, named, 'same'],
    ['another name', named, { ...named, name: 'Austria' }, 'another'],
    ['another size', named, { ...named, dataBytes: 2_000 }, 'another'],
    ['other days', named, { ...named, days: 30 }, 'another'],
    ['a size on one side only', named, { ...named, dataBytes: null }, 'same'],
    ['days on one side only', { ...named, days: undefined }, named, 'same'],
    ['no name, the same size', { ...named, name: null }, named, 'notComparable'],
    ['no name found, another size', named, { ...named, name: null, dataBytes: 2 }, 'another'],
    ['no name found', named, { ...named, name: undefined }, 'notComparable'],
    ['the same price', { ...named, price: eur('4.9') }, { ...named, price: eur('4.90') }, 'same'],
    ['another price', { ...named, price: eur('4.9') }, { ...named, price: eur('5') }, 'another'],
    ['a price that is not found', { ...named, price: eur('4.9') }, named, 'notComparable'],
    ['a price that was not asked for', named, { ...named, price: eur('5') }, 'same'],
    ['nothing found', named, undefined, 'notComparable'],
  ])('%s', (_name, asked, found, is) => {
    expect(likeness({ package: asked }, { package: found })).toBe(is);
  });

  it('that differ are named as they are found', () => {
    const what = (asked: PackageTraits, found: PackageTraits) => compare({ package: asked }, { package: found });
    expect(what({ id: 'a' }, { id: 'b' })).toMatchObject({ what: 'the package b' });
    expect(what(named, { ...named, name: 'Austria' })).toMatchObject({ what: 'the package Austria' });
    expect(what(named, { id: 'c', days: 1 })).toMatchObject({ what: 'the package c' });
    expect(what(named, { id: null, days: 1 })).toMatchObject({ what: 'the package' });
  });
});

describe('customers', () => {
  const customer = (id: string | null, email: string | null) => ({ customer: { id, email } });

  it.each<[string, Traits, Traits, Likeness['is']]>([
    ['the same id', customer('1', null), customer('1', null), 'same'],
    ['another id with the same email', customer('1', 'a@b.c'), customer('2', 'a@b.c'), 'another'],
    ['the same id with another email', customer('1', 'a@b.c'), customer('1', 'x@b.c'), 'same'],
    ['an id on one side only, the same email', customer('1', 'a@b.c'), customer(null, 'a@b.c'), 'same'],
    ['the same email in another case', customer(null, 'A@b.c'), customer(null, 'a@B.c'), 'same'],
    ['another email', customer(null, 'a@b.c'), customer(null, 'x@b.c'), 'another'],
    ['an email on one side only', customer(null, 'a@b.c'), customer(null, null), 'notComparable'],
    ['nothing asked', customer(null, null), customer(null, 'a@b.c'), 'notComparable'],
    ['nothing on both sides', customer(null, null), customer(null, null), 'notComparable'],
    ['no customer found', customer('1', null), {}, 'notComparable'],
  ])('%s', (_name, asked, found, is) => {
    expect(likeness(asked, found)).toBe(is);
  });

  it('that differ are not named by their addresses', () => {
    const { what } = compare(customer(null, 'a@b.c'), customer(null, 'x@b.c')) as { what: string };
    expect(what).toBe('a customer with another email address');
    expect(compare(customer('1', null), customer('2', null))).toMatchObject({ what: 'the customer 2' });
  });
});

describe('eSIMs', () => {
  it.each<[Traits, Traits, Likeness['is']]>([
    [{ iccid: '89' }, { iccid: '89' }, 'same'],
    [{ iccid: '89' }, { iccid: '90' }, 'another'],
    [{ iccid: '89' }, { iccid: null }, 'notComparable'],
    [{ iccid: '89' }, {}, 'notComparable'],
    [{ iccid: null }, { iccid: '89' }, 'notComparable'],
  ])('%j asked, %j found: %s', (asked, found, is) => {
    expect(likeness(asked, found)).toBe(is);
  });
});

describe('all together', () => {
  const asked: Traits = { package: { id: 'a' }, customer: { id: '1', email: null }, iccid: '89' };

  it.each<[string, Traits, Likeness['is']]>([
    ['all the same', asked, 'same'],
    ['one that differs beside some that cannot be compared', { iccid: '90' }, 'another'],
    ['one that cannot be compared', { ...asked, customer: undefined }, 'notComparable'],
  ])('%s', (_name, found, is) => {
    expect(likeness(asked, found)).toBe(is);
  });

  it('what was not asked for is not compared', () => {
    expect(likeness({}, asked)).toBe('same');
    expect(likeness({ package: { id: 'a' } }, { ...asked, iccid: 'x' })).toBe('same');
  });
});
