/** Expressions inside a text: which of its parts gives nothing, which the finished text cannot show. */
import { ExpressionParser } from 'n8n-workflow';

import { InputError, isExpression, PASS_AS_TEXT, shortened, type Field } from './field';
import { isDate, isLuxonTime, isMissing } from './given';

/** What is wrong with a part: n8n prints nothing for it, digits that are not its own, or `[object Object]`. */
export type PartProblem = 'nothing' | 'rounded' | 'object';

export interface EmptyPart {
  /** As it stands in the field, `{{ $json.suffix }}`. */
  part: string;
  problem: PartProblem;
}

/**
 * The parts of a text that is made of several (`order-{{ $json.id }}`), as far as something is wrong with them. A
 * single expression is its whole value, and is read as that.
 *
 * @param rawExpression the field as it stands in the editor, beginning with `=` when it has expressions
 * @param evaluate gives the value of one part, `{{ $json.id }}`
 */
export function emptyParts(rawExpression: unknown, evaluate: (part: string) => unknown): EmptyPart[] {
  if (!isExpression(rawExpression)) return [];
  const chunks = ExpressionParser.splitExpression(rawExpression.slice(1)).filter(({ text }) => text !== '');
  if (chunks.length < 2) return [];
  return chunks.flatMap((chunk) => {
    if (chunk.type !== 'code') return [];
    const part = ExpressionParser.joinExpression([chunk]);
    const problem = problemOf(evaluate(part));
    return problem === null ? [] : [{ part, problem }];
  });
}

function problemOf(value: unknown): PartProblem | null {
  if (isMissing(value) || Number.isNaN(value) || (Array.isArray(value) && value.join('') === '')) return 'nothing';
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'rounded' : null;
  return typeof value === 'object' && !isDate(value) && !isLuxonTime(value) ? 'object' : null;
}

/** @throws InputError naming the first part that gives nothing, or something that is not its value */
export function refuseEmptyParts(
  field: Field<unknown>,
  rawExpression: unknown,
  evaluate: (part: string) => unknown,
): void {
  const [empty] = emptyParts(rawExpression, evaluate);
  if (empty === undefined) return;
  const [problem, advice] = wordsFor(empty);
  throw new InputError(`${field.property.displayName} ${problem}: ${shortened(empty.part)}`, advice);
}

function wordsFor({ part, problem }: EmptyPart): [string, string] {
  switch (problem) {
    case 'nothing': {
      const cure = part.replace(/\s*\}\}/, " || 'none' }}");
      return [
        'has a part that gives nothing',
        `If that part may be empty, write ${cure}. Otherwise check its name: this item has no such value.`,
      ];
    }
    case 'rounded':
      return ['has a part that is a number whose last digits are lost', PASS_AS_TEXT];
    case 'object':
      return ['has a part that is an object or a list', 'Choose one of its fields, such as {{ $json.customer.id }}.'];
  }
}

/** The numbers of an item that have lost digits, as n8n prints them inside a text. */
export function roundedNumbersIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? [String(value)] : [];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  return Object.values(value).flatMap((entry) => roundedNumbersIn(entry, depth + 1));
}
