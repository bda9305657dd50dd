import { missingWordIn } from '../../esim/missingWords';

test.each([
  ['undefined', 'undefined'],
  ['order-undefined', 'undefined'],
  ['orderundefined', 'undefined'],
  ['ORDER-UNDEFINED', 'UNDEFINED'],
  ['null', 'null'],
  ['shop/null/1', 'null'],
  ['SHOP:NULL', 'NULL'],
  ['order null', 'null'],
  ['NaN', 'NaN'],
  ['shop_NaN', 'NaN'],
  ['a#NaN#b', 'NaN'],
  ['[object Object]', '[object Object]'],
  ['order-[object Promise]', '[object Promise]'],
  ['[object Object],[object Object]', '[object Object]'],
  ['Invalid Date', 'Invalid Date'],
  ['sale Invalid DateTime', 'Invalid DateTime'],
  ['#N/A', '#N/A'],
  ['order-#REF!', '#REF!'],
])('in %p, %p says that something is missing', (text, word) => {
  expect(missingWordIn(text)).toBe(word);
});

test.each([
  '',
  '0',
  'order-1',
  'Annullierung-7',
  'annull',
  'nullable',
  'Null-Transfer',
  'NANTES-1',
  'NaNo',
  'usr_0SNaN4',
  'defined',
  'object Object',
])('nothing in %p does', (text) => {
  expect(missingWordIn(text)).toBeNull();
});
