import { makePackage, type PackageParts } from '../../../esim/make';
import type { Package } from '../../../esim/model';
import { packageLabel, packagesToChoose } from '../../../providers/kit/pickers';
import type { Listing } from '../../../providers/provider';

const GB = 1024 ** 3;
const pack = (packageId: string, more: Partial<PackageParts> = {}): Package =>
  makePackage({ provider: 'example', packageId, type: 'both', ...more });

const EUROPE = pack('eu', {
  name: 'Europe',
  dataBytes: 10 * GB,
  validity: { value: 30, unit: 'day' },
  price: { amount: '9.99', currency: 'USD' },
  countries: ['AT', 'CI', 'GR'],
  coverage: 'EU-3',
});

async function* listing(packages: Package[]): Listing<Package> {
  for (const value of await Promise.resolve(packages)) yield { value, raw: null };
}

const chosen = async (packages: Package[], filter = '', page?: string) =>
  (await packagesToChoose(listing(packages), filter, page)).choices.map(({ value }) => value);

describe('the label', () => {
  it.each([
    ['Europe 10 GB · 30 days · 9.99 USD · 3 countries', EUROPE],
    [
      'Greece 1 GB · 1 day',
      pack('gr', { name: 'Greece 1GB', dataBytes: GB, validity: { value: 1, unit: 'day' }, countries: ['GR'] }),
    ],
    ['World unlimited data · WWW', pack('w', { name: 'World', unlimited: true, coverage: 'WWW' })],
    ['Plan 15 GB 5 GB', pack('odd', { name: 'Plan 15 GB', dataBytes: 5 * GB })],
    ['p1 5 GB', pack('p1', { dataBytes: 5_000_000_000 })],
    ['p1', pack('p1')],
  ])('is %s', (label, one) => {
    expect(packageLabel(one).replace('1GB', '1 GB')).toBe(label);
  });
});

describe('the search', () => {
  const many = [
    EUROPE,
    pack('small', { name: 'Europe', dataBytes: 5 * GB }),
    pack('large', { name: 'Asia', dataBytes: 15 * GB }),
  ];

  it.each([
    ['', ['small', 'eu', 'large']],
    ['euro', ['small', 'eu']],
    ['5 gb', ['small']],
    ['5GB', ['small']],
    ['EUROPE 10', ['eu']],
    ['greece', ['eu']],
    ['cote d’ivoire', ['eu']],
    ["cote d'iv", ['eu']],
    ['30 days', ['eu']],
    ['9.99', ['eu']],
    ['urope', []],
    ['small', ['small']],
  ])('of "%s" finds %j', async (filter, found) => {
    expect((await chosen(many, filter)).sort()).toEqual([...found].sort());
  });
});

it('is ordered by where, size, days and price', async () => {
  const [at, gr] = [{ countries: ['AT'] }, { countries: ['GR'] }];
  const week = { validity: { value: 1, unit: 'week' } };
  const month = { validity: { value: 1, unit: 'month' } };
  const packages = [
    pack('gr-1', { ...gr, dataBytes: GB }),
    pack('at-unlimited', { ...at, unlimited: true }),
    pack('at-10', { ...at, dataBytes: 10 * GB }),
    pack('at-2-month', { ...at, dataBytes: 2 * GB, ...month }),
    pack('at-2-week-dear', { ...at, dataBytes: 2 * GB, ...week, price: { amount: '10.00', currency: 'USD' } }),
    pack('at-2-week', { ...at, dataBytes: 2 * GB, ...week, price: { amount: '9.00', currency: 'USD' } }),
  ];
  await expect(chosen(packages)).resolves.toEqual([
    'at-2-week',
    'at-2-week-dear',
    'at-2-month',
    'at-10',
    'at-unlimited',
    'gr-1',
  ]);
});

it('gives a long list in pages that follow one another', async () => {
  const many = Array.from({ length: 230 }, (_, index) => pack(`p${index}`, { dataBytes: (index + 1) * GB }));
  const first = await packagesToChoose(listing(many), '', undefined);
  expect(first).toMatchObject({ next: '100' });
  const pages = [first.choices.map(({ value }) => value), await chosen(many, '', '100'), await chosen(many, '', '200')];
  expect(pages.flat()).toEqual(many.map(({ packageId }) => packageId));
  expect((await packagesToChoose(listing(many), '', '200')).next).toBeUndefined();
});
