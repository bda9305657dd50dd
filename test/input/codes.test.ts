import * as input from '../../input';
import { fields, property, refusalOf } from './support';

describe('an ICCID', () => {
  test.each([
    ['8997212330099184896', '8997212330099184896'],
    [8997212330099184896n, '8997212330099184896'],
    ["'8944478600004958824", '8944478600004958824'],
    ['="8944478600004958824"', '8944478600004958824'],
    ['898600b5192271001234', '898600B5192271001234'],
    ['8944 4786 0000 4958 824F', '8944478600004958824'],
    ['894447860000495882', '894447860000495882'],
    ['\uff18\uff19\uff14\uff14478600004958824\u200e', '8944478600004958824'],
  ])('%p is read as %p', (raw, expected) => {
    expect(fields.iccid.read(raw)).toBe(expected);
  });

  test.each(['-8997212330099184896', '89972123300991', '894000000000001', '8.94453853200816E+18', 'undefined', '1234'])(
    '%p is refused',
    (raw) => {
      expect(refusalOf(fields.iccid, raw)).toContain('which is not the number of a SIM');
    },
  );

  test('that came as a number is refused as rounded', () => {
    expect(refusalOf(fields.iccid, Number('8997212330099184896'))).toContain('last digits are lost: pass it as text');
  });

  test('may be one of several, in a list or a text', () => {
    const both = ['8997212330099184896', '8944478600004958824'];
    expect(fields.several.read(both)).toEqual(both);
    expect(fields.several.read(both.join('\n'))).toEqual(both);
    expect(fields.several.read(`${both.join(', ')};${both[0]},`)).toEqual(both);
    expect(fields.several.read([])).toEqual([]);
    expect(refusalOf(fields.several, [both[0], 'x'])).toContain('came as "x"');
    expect(refusalOf(fields.several, { iccid: both[0] })).toContain('is an object');
  });
});

test.each([
  ['eid', '8904 9032 0040 0888 2600 0190 0259 6666', '89049032004008882600019002596666'],
  ['country', ' gb ', 'GB'],
  ['country', '\uff27\uff22', 'GB'],
  ['currency', 'eur', 'EUR'],
  ['colour', '#FFF', '#fff'],
  ['colour', ' Navy', 'navy'],
  ['colour', '#1A2b3c', '#1a2b3c'],
] as const)('%s %p is read as %p', (kind, raw, expected) => {
  expect(fields[kind].read(raw)).toBe(expected);
});

test.each([
  ['eid', '8904903200400888260001900259666', '32 digits of an EID'],
  ['country', 'UK', 'the United Kingdom is GB'],
  ['country', 'Germany', 'is not a country code'],
  ['country', 'DEU', 'is not a country code'],
  ['country', { code: 'DE' }, 'is an object'],
  ['currency', '€', 'is not a currency'],
  ['currency', 'NaN', 'is not a currency'],
  ['colour', '#12', 'is not a color'],
  ['colour', '#1234', 'is not a color'],
  ['colour', '1#123', 'is not a color'],
  ['colour', 'rgb(1,2,3)', 'is not a color'],
] as const)('%s %p is refused', (kind, raw, reason) => {
  expect(refusalOf(fields[kind], raw)).toContain(reason);
});

describe('a choice', () => {
  test.each(['FIRST_USE', 'first_use', ' First_Use\u200b'])('%p is one of the values', (raw) => {
    expect(fields.choice.read(raw)).toBe('FIRST_USE');
  });

  test.each([['now or never'], ['At First Use'], [['ON_DEMAND']], [{ value: 'NOW' }], [true], [0], ['undefined']])(
    '%p is refused',
    (raw) => {
      refusalOf(fields.choice, raw);
    },
  );

  test('is refused with the values that there are', () => {
    expect(() => fields.choice.read('x')).toThrow(
      expect.objectContaining({ description: expect.stringContaining('FIRST_USE, NOW, ON_DEMAND') as string }),
    );
  });

  test.each([
    [20, ''],
    [21, ', …'],
  ])('of %i is refused with the first twenty, and without the empty one', (count, more) => {
    const values = ['', ...Array.from({ length: count }, (_, index) => `v${index}`)];
    const description = `Choose from the list, or give one of: ${values.slice(1, 21).join(', ')}${more}.`;
    expect(() => input.choice(property(), values).read('x')).toThrow(expect.objectContaining({ description }));
  });

  test('tells values apart that differ by their case alone, and does not guess between them', () => {
    const field = input.choice(property(), ['eSIM', 'ESIM', 'pSIM']);
    expect(['eSIM', 'ESIM', 'psim'].map((raw) => field.read(raw))).toEqual(['eSIM', 'ESIM', 'pSIM']);
    expect(refusalOf(field, 'esim')).toContain('none of its choices');
  });

  test('that is not filled in is the default, and none where that is the empty value', () => {
    const options = [
      { name: 'All', value: '' },
      { name: 'Now', value: 'NOW' },
    ];
    expect(input.choice(property({ default: 'NOW', options })).read(undefined)).toBe('NOW');
    expect(input.choice(property({ default: '', options })).read('')).toBeNull();
  });

  test('without any values is a mistake of ours', () => {
    expect(() => input.choice(property())).toThrow(TypeError);
  });

  test('of several takes a list, or text with commas, each value once', () => {
    expect(fields.choices.read(['NOW', 'first_use', 'NOW'])).toEqual(['NOW', 'FIRST_USE']);
    expect(fields.choices.read('now, ON_DEMAND')).toEqual(['NOW', 'ON_DEMAND']);
    expect(fields.choices.read([])).toEqual([]);
    for (const wrong of [['NOW', 'x'], ['NOW', null], 'x', { NOW: true }, [['NOW']]]) refusalOf(fields.choices, wrong);
  });
});
