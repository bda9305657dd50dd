import * as input from '../../input';
import { property, refusalOf } from './support';

const size = input.whole(property({ displayName: 'Size', name: 'size', type: 'number', default: 480 }));
const note = input.text(property({ displayName: 'Note', name: 'note' }));
const city = input.text(property({ displayName: 'City', name: 'city' }));
const country = input.country(property({ displayName: 'Country', name: 'country' }));
const holder = (displayName: string, name: string) => ({ displayName, name, type: 'collection', default: {} }) as const;

const options = input.collection(holder('Options', 'options'), [size, note]);
const address = input.details(holder('Address', 'address'), 'details', [city, country]);
const stops = input.rows(holder('Stops', 'stops'), 'stop', [city, country]);

const valuesOf = (fields: ReadonlyArray<input.Field<unknown>>, given: Record<string, unknown>) =>
  input.readValues(fields, (name) => given[name]);

describe('values', () => {
  test('are read by the fields themselves, those of a collection like the others', () => {
    const values = valuesOf([note, options], { note: ' outer ', options: { size: '333' } });
    expect(values.get(size)).toBe(333);
    expect(values.get(options)?.get(size)).toBe(333);
    expect(values.get(note)).toBeNull();
    expect(valuesOf([note], { note: ' outer ' }).get(note)).toBe('outer');
  });

  test('of two fields with one name stay apart', () => {
    const outer = input.text(property({ displayName: 'Outer Note', name: 'note' }));
    const values = valuesOf([outer, options], { note: 'outer', options: { note: 'inner' } });
    expect([values.get(outer), values.get(note)]).toEqual(['outer', 'inner']);
  });

  test('are given for a field in whichever form it is shown', () => {
    const required = input.shownAs(note, { required: true, displayOptions: { show: { provider: ['a'] } } });
    expect(required.property).toMatchObject({ name: 'note', required: true });
    expect(note.property.required).toBeUndefined();
    expect(valuesOf([required], { note: 'a' }).get(note)).toBe('a');
    expect(valuesOf([note], { note: 'a' }).get(input.shownAs(required, { hint: 'x' }))).toBe('a');
  });

  test('speaks of itself by the label that is shown', () => {
    const customer = input.locator(
      input.id({
        displayName: 'Customer',
        name: 'customerId',
        type: 'resourceLocator',
        default: { mode: 'id', value: '' },
      }),
    );
    const existing = input.shownAs(input.shownAs(customer, { displayName: 'Existing Customer' }), { required: false });
    for (const raw of [{ id: 'c1' }, { __rl: true, mode: 'id', value: ['c1'] }]) {
      expect(() => existing.read(raw)).toThrow(/^Existing Customer is /);
      expect(() => customer.read(raw)).toThrow(/^Customer is /);
      expect(() => input.withoutDefault(existing).read(raw)).toThrow(/^Existing Customer is /);
    }
  });

  test('that are needed and not there are refused with the label', () => {
    const values = valuesOf([note], {});
    expect(() => values.need(note)).toThrow(new input.InputError('Note is empty'));
    expect(() => values.need(city)).toThrow('City is empty');
    expect(valuesOf([note], { note: 'a' }).need(note)).toBe('a');
  });

  test('stop at the first that does not fit', () => {
    expect(() => valuesOf([note, size], { note: {}, size: 'two' })).toThrow('Note is an object');
  });
});

describe('a collection', () => {
  test('has the fields as its options, in the order of the alphabet', () => {
    expect(options.property).toMatchObject({ name: 'options', options: [{ name: 'note' }, { name: 'size' }] });
  });

  test.each([[undefined], [null], [''], [' '], [{}], [[]], [{ size: '' }], [{ size: null }]])(
    'of %j gives the defaults',
    (raw) => {
      const values = valuesOf([options], { options: raw });
      expect([values.get(size), values.get(note)]).toEqual([480, null]);
    },
  );

  test.each([['size: 3'], [[{ size: 3 }]], [true], [3], [new Date(0)]])('of %j is refused', (raw) => {
    expect(refusalOf(options, raw)).toMatch(/^Options /);
  });

  test('names the field inside that does not fit', () => {
    expect(refusalOf(options, { size: '2 s' })).toBe('Size came as "2 s", which is no whole number');
  });

  test('reads nothing that an object has from its class', () => {
    const field = input.text(property({ name: 'constructor' }));
    expect(input.collection(holder('Options', 'options'), [field]).read({})?.get(field)).toBeNull();
  });

  test('may hold fields whose absence is not their default', () => {
    const filter = input.withoutDefault(size);
    const filters = input.collection(holder('Filters', 'filters'), [filter]);
    expect(filters.read({})?.get(filter)).toBeNull();
    expect(filters.read({ size: 2 })?.get(filter)).toBe(2);
  });
});

describe('a group of details', () => {
  test.each([[{ details: { city: 'Ulm', country: 'de' } }], [{ city: 'Ulm', country: 'DE' }]])(
    'is read from %j',
    (raw) => {
      const values = address.read(raw);
      expect([values?.get(city), values?.get(country)]).toEqual(['Ulm', 'DE']);
    },
  );

  test.each([[undefined], [{}], [{ details: {} }], [{ details: { city: ' ', country: null } }], ['']])(
    '%j is none',
    (raw) => {
      expect(address.read(raw)).toBeNull();
    },
  );

  test.each([[{ street: 'A' }], [[{ city: 'Ulm' }]], [{ details: [{ city: 'Ulm' }] }], ['Ulm'], [{ details: 'Ulm' }]])(
    '%j is refused',
    (raw) => {
      expect(refusalOf(address, raw)).toMatch(/^Address /);
    },
  );

  test('names its fields when it has none of them', () => {
    expect(refusalOf(address, { street: 'A' })).toBe('Address is an object with none of its fields (City, Country)');
  });

  test('may be filled in in part, and keeps its fields to itself', () => {
    expect(address.read({ city: 'Ulm' })?.get(city)).toBe('Ulm');
    const values = valuesOf([address], { address: { city: 'Ulm' } });
    expect([values.get(address)?.get(city), values.get(city)]).toEqual(['Ulm', null]);
  });

  test('shows its fields in the editor', () => {
    expect(address.property.options).toEqual([
      { displayName: 'Address', name: 'details', values: [city.property, country.property] },
    ]);
  });
});

describe('rows', () => {
  const citiesOf = (raw: unknown) => stops.read(raw)?.map((row) => row.get(city));

  test('are read from what the editor gives, from a list, and from one row', () => {
    expect(citiesOf({ stop: [{ city: 'Ulm' }, { city: 'Bern' }] })).toEqual(['Ulm', 'Bern']);
    expect(citiesOf([{ city: 'Ulm' }])).toEqual(['Ulm']);
    expect(citiesOf({ city: 'Ulm' })).toEqual(['Ulm']);
    expect([citiesOf({}), citiesOf([]), citiesOf({ stop: [] }), citiesOf(undefined)]).toEqual([[], [], [], []]);
  });

  test('name the row that does not fit', () => {
    const raw = { stop: [{ city: 'Ulm' }, { city: 'Bern', country: 'Swiss' }] };
    expect(refusalOf(stops, raw)).toBe('Stops, row 2: Country came as "SWISS", which is not a country code');
    expect(refusalOf(stops, ['Ulm'])).toContain('Stops, row 1: Stops came as "Ulm"');
  });

  test('do not hide a mistake of ours behind the number of a row', () => {
    const broken: input.Field<never> = {
      ...input.notice(property()),
      read() {
        throw new TypeError('ours');
      },
    };
    const field = input.rows(holder('Stops', 'stops'), 'stop', [city, broken]);
    expect(() => field.read([{ city: 'Ulm' }])).toThrow(new TypeError('ours'));
  });

  test('allow several in the editor', () => {
    expect(stops.property.typeOptions).toEqual({ multipleValues: true });
  });
});

describe('a resource locator', () => {
  const standard = { mode: 'list', value: '' };
  const picker = input.locator(input.id(property({ type: 'resourceLocator', default: standard })));

  test.each([
    [{ __rl: true, mode: 'list', value: 'pkg-1', cachedResultName: 'Europe' }, 'pkg-1'],
    [{ mode: 'id', value: ' pkg-1\u200b' }, 'pkg-1'],
    [{ __rl: true, mode: 'id', value: 1001 }, '1001'],
    ['pkg-1', 'pkg-1'],
    [1001, '1001'],
    [{ __rl: true, mode: 'list', value: '' }, null],
    [{ __rl: true, mode: 'id', value: undefined }, null],
    [undefined, null],
  ])('of %j is %p', (raw, expected) => {
    expect(picker.read(raw)).toBe(expected);
  });

  test.each([
    [{ __rl: true, mode: 'id', value: { id: 'c1' } }],
    [{ __rl: true, mode: 'id', value: ['c1'] }],
    [{ __rl: true, mode: 'id', value: 'undefined' }],
    [{ id: 'c1' }],
    [['c1']],
  ])('of %j is refused', (raw) => {
    refusalOf(picker, raw);
  });

  test('has the default that the editor shows', () => {
    const field = input.locator(
      input.id(property({ type: 'resourceLocator', default: { mode: 'id', value: 'pkg-7' } })),
    );
    expect(field.read(undefined)).toBe('pkg-7');
  });
});

test('a default that is an expression does not hold as text', () => {
  expect(input.activationCode(property({ default: '={{ $json.activationCode }}' })).read(undefined)).toBeNull();
});
