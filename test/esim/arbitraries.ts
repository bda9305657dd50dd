import * as fc from 'fast-check';

import { formatActivationCode, MAX_CODE_LENGTH } from '../../esim/activationCode';
import type { ActivationCode } from '../../esim/activationCode';

const ALPHANUMERIC = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const LETTERS = ALPHANUMERIC.slice(0, 52);

const label = fc
  .tuple(
    fc.constantFrom(...ALPHANUMERIC),
    fc.string({ unit: fc.constantFrom(...ALPHANUMERIC, '-'), maxLength: 20 }),
    fc.constantFrom(...ALPHANUMERIC),
  )
  .map((parts) => parts.join(''));

const topLabel = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 2, maxLength: 10 });

export const host = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), topLabel)
  .map(([labels, top]) => [...labels, top].join('.'));

export const matchingId = fc.string({ unit: fc.constantFrom(...ALPHANUMERIC, '-'), maxLength: 80 });

export const oid = fc
  .tuple(fc.nat({ max: 2 }), fc.array(fc.nat(), { minLength: 1, maxLength: 8 }))
  .map(([first, rest]) => [first, ...rest].join('.'));

export const activationCode: fc.Arbitrary<ActivationCode> = fc
  .record({
    smdpAddress: host,
    matchingId,
    oid: fc.option(oid),
    confirmationCodeRequired: fc.boolean(),
  })
  .filter((code) => formatActivationCode(code).length - 'LPA:'.length <= MAX_CODE_LENGTH);

/** Text that looks nearly like an activation code, so that every check gets its turn. */
export const nearlyActivationCode = fc
  .array(
    fc.oneof(
      fc.constantFrom('LPA:', 'lpa:', '1', '2', '$', '$$', '%24', '%3A', '%', '%25', 'https://', '/', '?carddata='),
      fc.constantFrom(' ', '\n', '\u0000', '\u200b', '.', '-', '1.3.6', 'smdp.example.com', 'ABC-1', 'ä', '\ud800'),
      host,
      matchingId,
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));
