/** Where raw values come from. Nothing else in this package asks n8n for a parameter. */
import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';

import { InputError, isExpression, PASS_AS_TEXT, type Field } from './field';
import { isRecord } from './given';
import { refuseEmptyParts, roundedNumbersIn } from './parts';

/** What stands in the field of that name, of any type; null or undefined when the field is not there. */
export type RawValues = (name: string) => unknown;

/** Of the action node, with its expressions worked out for one item. */
export function ofItem(context: IExecuteFunctions, itemIndex: number): RawValues {
  return (name) => context.getNodeParameter(name, itemIndex, null);
}

/** Of the action node, as it stands in the editor: nothing is worked out. */
export function asWritten(context: IExecuteFunctions, itemIndex: number): RawValues {
  return (name) => context.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
}

/** Of the trigger node. */
export function ofNode(context: IHookFunctions | IWebhookFunctions): RawValues {
  return (name) => context.getNodeParameter(name, null);
}

/** Of a node that is being edited. Expressions that the editor could not work out count as not filled in. */
export function ofEditor(context: ILoadOptionsFunctions): RawValues {
  return (name) => withoutExpressions(context.getCurrentNodeParameter(name));
}

function withoutExpressions(value: unknown): unknown {
  if (isExpression(value)) return undefined;
  if (Array.isArray(value)) return value.map(withoutExpressions);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withoutExpressions(entry)]));
}

/**
 * Refuses a text of which an expression inside gives nothing (`order-{{ $json.nope }}`) or a number that has lost its
 * last digits. The finished text cannot tell; the field as it stands in the editor, and the item, can.
 *
 * @throws InputError naming the part
 */
export function refuseIncomplete(context: IExecuteFunctions, itemIndex: number, field: Field<string>): void {
  const written = asWritten(context, itemIndex)(field.name);
  if (!isExpression(written)) return;
  refuseEmptyParts(field, written, (part) => context.evaluateExpression(part, itemIndex));
  const text = field.read(ofItem(context, itemIndex)(field.name)) ?? '';
  const rounded = roundedNumbersIn(context.getInputData()[itemIndex]?.json).find((digits) => text.includes(digits));
  if (rounded === undefined) return;
  throw new InputError(
    `${field.property.displayName} has a number whose last digits are lost (${rounded})`,
    PASS_AS_TEXT,
  );
}
