import { DateTime } from 'luxon';

import { withImageEnding } from '../../input';
import { fields, refusalOf } from './support';

describe('the name of a sale', () => {
  test.each([
    ['order-1', 'order-1'],
    ['0', '0'],
    [0, '0'],
    [-0, '0'],
    [1001, '1001'],
    [576461413038785752n, '576461413038785752'],
    ['576461413038785752', '576461413038785752'],
    [' \u200eshop-\u00ad1\ufeff\n', 'shop-1'],
    ['\uff33\uff28\uff2f\uff30\uff0d\uff11', 'SHOP-1'],
    ['Caf\u00e9 \u00b2', 'Caf\u00e9 \u00b2'],
    ['annull-1', 'annull-1'],
    ['5e12', '5e12'],
    ['x5.7e+26', 'x5.7e+26'],
    ['5e+26x', '5e+26x'],
    [123456.789012345, '123456.789012345'],
    [0.0123456789012345, '0.0123456789012345'],
  ])('%p is read as %p', (raw, expected) => {
    expect(fields.reference.read(raw)).toBe(expected);
    expect(fields.id.read(raw)).toBe(expected);
  });

  test.each([
    ['undefined', 'has a part that is missing (undefined)'],
    ['order-undefined', 'has a part that is missing (undefined)'],
    ['null', 'has a part that is missing (null)'],
    ['shop/null/7', 'has a part that is missing (null)'],
    ['a_NaN', 'has a part that is missing (NaN)'],
    ['order #[object Object]', 'has a part that is missing ([object Object])'],
    ['Invalid Date:1', 'has a part that is missing (Invalid Date)'],
    ['#N/A', 'has a part that is missing (#N/A)'],
    ['5.76e+26', 'has a number whose last digits are lost (5.76e+26)'],
    ['order-5.76461413038785e+26', 'last digits are lost (5.76461413038785e+26)'],
    ['5.76e+26-1', 'last digits are lost (5.76e+26)'],
    ['5e+26', 'last digits are lost (5e+26)'],
    [1000.0000000000001, 'came as a number whose last digits are lost'],
    ['5,76461E+17', 'last digits are lost'],
    [{ id: 1 }, 'is an object: choose one of its fields'],
    [['A-1'], 'is a list of 1: choose one of its entries'],
    [['A-1', 'A-2'], 'is a list of 2: choose one of its entries'],
    [[], 'is a list of 0'],
    [{}, 'is an object'],
    [true, 'came as true, a yes or no'],
    [false, 'came as false'],
    [new Date(0), 'is a date: write it as text'],
    [() => 'A-1', 'is a function'],
    [Symbol('A-1'), 'is a symbol'],
    [NaN, 'came as NaN'],
    [Infinity, 'came as Infinity'],
    [1e-7, 'a number too small'],
    [1.23456789012345e-7, 'a number too small'],
    [{ isLuxonDateTime: true, toMillis: () => 1 }, 'is an object'],
    [{ isLuxonDateTime: true, toISODate: () => '2030-01-31' }, 'is an object'],
    [{ toMillis: () => 1, toISODate: () => '2030-01-31' }, 'is an object'],
    [DateTime.fromMillis(0), 'is a date: write it as text'],
    ['shop-\ud83d', 'has half of a character'],
    ['\ude00-1', 'has half of a character'],
  ])('%p is refused, with the reason', (raw, reason) => {
    expect(refusalOf(fields.reference, raw)).toContain(reason);
    refusalOf(fields.id, raw);
  });

  test('with a whole emoji is taken', () => {
    expect(fields.reference.read('shop-\u{1f600}')).toBe('shop-\u{1f600}');
  });

  test('that is missing comes with the cure for a suffix that may be empty', () => {
    expect(() => fields.reference.read('order-undefined')).toThrow(
      expect.objectContaining({ kind: 'badInput', description: expect.stringContaining("|| 'none' }}") as string }),
    );
  });
});

describe('an id', () => {
  test.each(['.', '..', ' .. ', '\uff0e'])('%p is refused: in an address it leads to another list', (raw) => {
    expect(refusalOf(fields.id, raw)).toMatch(/^The Field is "\.{1,2}", which is no ID$/);
    expect(refusalOf(fields.locator, { __rl: true, mode: 'id', value: raw })).toContain('which is no ID');
  });

  test.each(['...', 'a.b', '.a'])('%p is one', (raw) => {
    expect(fields.id.read(raw)).toBe(raw);
  });
});

describe('free text', () => {
  test.each([
    ['👩‍👩‍👧 \u200e', '👩‍👩‍👧'],
    ['\uff21', '\uff21'],
    ['Null', 'Null'],
    ['JENNIFER NULL', 'JENNIFER NULL'],
    [12.5, '12.5'],
  ])('%p is read as %p', (raw, expected) => {
    expect(fields.text.read(raw)).toBe(expected);
    expect(fields.remark.read(raw)).toBe(expected);
  });

  test.each(['undefined', 'Ann undefined', 'Main Street null', '[object Object]', 'Invalid DateTime', '#N/A'])(
    '%p is refused as a name, and taken as a remark',
    (raw) => {
      expect(refusalOf(fields.text, raw)).toContain('has a part that is missing');
      expect(fields.remark.read(raw)).toBe(raw);
    },
  );
});

describe('a secret', () => {
  test('loses pasted blanks and invisible characters, and nothing else', () => {
    expect(fields.secret.read('\u200b whsec_A\u200b/+= \n')).toBe('whsec_A/+=');
    expect(fields.secret.read('p\uff41ss null undefined')).toBe('p\uff41ss null undefined');
  });
});

describe('a file name', () => {
  test('may be a number, or an address', () => {
    expect(fields.fileName.read(1001)).toBe('1001');
    expect(fields.fileName.read('esim-ann@example.com')).toBe('esim-ann@example.com');
  });

  test.each([
    ['1001', 'png', '1001.png'],
    ['esim-ann@example.com', 'png', 'esim-ann@example.com.png'],
    ['v1.2', 'svg', 'v1.2.svg'],
    ['code.png', 'png', 'code.png'],
    ['code.PNG', 'png', 'code.PNG'],
    ['code.svg', 'svg', 'code.svg'],
    ['code.svg', 'png', 'code.svg.png'],
    ['code.jpeg', 'png', 'code.jpeg.png'],
    ['png', 'png', 'png.png'],
  ] as const)('%p of a %s ends as %p', (name, extension, expected) => {
    expect(withImageEnding(name, extension)).toBe(expected);
  });
});

describe('an activation code', () => {
  test('is its canonical text', () => {
    expect(fields.activationCode.read('\u200e1$rsp.truphone.com$QR-G-5C')).toBe('LPA:1$rsp.truphone.com$QR-G-5C');
  });

  test.each([
    ['LPA:1$rsp.truphone.com$undefined', 'missing (undefined)'],
    [{ activationCode: '1$a.bc$D' }, 'is an object: choose one of its fields'],
    [42, 'too few parts'],
  ])('is not read from %p', (raw, reason) => {
    expect(refusalOf(fields.activationCode, raw)).toContain(reason);
  });
});
