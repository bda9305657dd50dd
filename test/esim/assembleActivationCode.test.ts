import * as fc from 'fast-check';

import { assembleActivationCode, formatActivationCode } from '../../esim/activationCode';
import type { ActivationCodeParts } from '../../esim/activationCode';
import { activationCode, nearlyActivationCode } from './arbitraries';

function assembled(parts: ActivationCodeParts): string | null {
  const code = assembleActivationCode(parts);
  return code === null ? null : formatActivationCode(code);
}

describe('what a provider sent becomes an activation code', () => {
  test.each([
    ['LPA:1$rsp.truphone.com$O-17QF0-MJVBIN', 'LPA:1$rsp.truphone.com$O-17QF0-MJVBIN'],
    ['1$rsp.truphone.com$6C-DA326D-K86D', 'LPA:1$rsp.truphone.com$6C-DA326D-K86D'],
    ['LPA:1$%rsp.truphone.com$%5C-M1OIY-QHWKD1', 'LPA:1$rsp.truphone.com$5C-M1OIY-QHWKD1'],
  ])('from the text alone, in each form that 1GLOBAL documents: %s', (text, expected) => {
    expect(assembled({ text })).toBe(expected);
  });

  test('from the parts alone', () => {
    const parts = { smdpAddress: 'rsp.truphone.com', matchingId: 'O-17QF0-MJVBIN' };
    expect(assembled(parts)).toBe('LPA:1$rsp.truphone.com$O-17QF0-MJVBIN');
  });

  test('from parts that need repair', () => {
    const parts = { smdpAddress: ' http://smdp.example.com/ ', matchingId: '%ABC-1 ', text: null };
    expect(assembled(parts)).toBe('LPA:1$smdp.example.com$ABC-1');
  });

  test('from the parts when the text disagrees', () => {
    const parts = { text: 'LPA:1$old.example.com$OLD', smdpAddress: 'new.example.com', matchingId: 'NEW' };
    expect(assembled(parts)).toBe('LPA:1$new.example.com$NEW');
  });

  test('from the parts with the OID and the flag of a text that agrees', () => {
    const text = '1$SMDP.example.com$ABC-1$1.3.6.1.4.1.31746$1';
    expect(assembled({ text, smdpAddress: 'smdp.example.com', matchingId: 'ABC-1' })).toBe(
      'LPA:1$smdp.example.com$ABC-1$1.3.6.1.4.1.31746$1',
    );
    expect(assembled({ text, smdpAddress: 'smdp.example.com', matchingId: 'abc-1' })).toBe(
      'LPA:1$smdp.example.com$abc-1',
    );
  });

  test('from the parts alone when the text names another server', () => {
    const text = '1$old.example.com$ABC-1$1.3.6.1.4.1.31746$1';
    expect(assembled({ text, smdpAddress: 'new.example.com', matchingId: 'ABC-1' })).toBe(
      'LPA:1$new.example.com$ABC-1',
    );
  });

  test.each([
    ['the host is missing', { smdpAddress: null, matchingId: 'XYZ' }],
    ['the host is none', { smdpAddress: 'not a host', matchingId: 'XYZ' }],
    ['the matching id is missing', { smdpAddress: 'smdp.example.com' }],
    ['the matching id is empty', { smdpAddress: 'smdp.example.com', matchingId: '' }],
    ['the matching id holds a $', { smdpAddress: 'smdp.example.com', matchingId: 'A$1.3.6$1' }],
    ['the matching id holds an encoded $', { smdpAddress: 'smdp.example.com', matchingId: 'A%241.3.6%241' }],
  ])('from the text when %s', (_why, parts) => {
    expect(assembled({ ...parts, text: '1$smdp.example.com$ABC-1' })).toBe('LPA:1$smdp.example.com$ABC-1');
  });

  test('from a whole code in the field for the matching id or the host', () => {
    expect(assembled({ matchingId: 'LPA:1$smdp.example.com$ABC-1' })).toBe('LPA:1$smdp.example.com$ABC-1');
    expect(assembled({ smdpAddress: '1$smdp.example.com$ABC-1' })).toBe('LPA:1$smdp.example.com$ABC-1');
  });

  test.each([
    [{}],
    [{ text: '' }],
    [{ text: null, smdpAddress: null, matchingId: null }],
    [{ smdpAddress: 'rsp.truphone.com', matchingId: '' }],
    [{ smdpAddress: 'rsp.truphone.com', matchingId: 'A$1.3.6$1' }],
    [{ text: { lpa: 'LPA:1$a.bc$D' } }],
  ])('or null when nothing is usable: %j', (parts) => {
    expect(assembleActivationCode(parts)).toBeNull();
  });

  test('the same, whether it came as text or as parts', () => {
    fc.assert(
      fc.property(activationCode, (code) => {
        const text = formatActivationCode(code);
        fc.pre(code.matchingId !== '');
        expect(assembled({ text })).toBe(text);
        expect(assembled({ ...code, text })).toBe(text);
      }),
    );
  });

  test('without ever throwing', () => {
    const value = fc.oneof(fc.anything(), nearlyActivationCode, fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.record({ text: value, smdpAddress: value, matchingId: value }), (parts) => {
        const code = assembled(parts);
        expect(code === null || code.startsWith('LPA:1$')).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
