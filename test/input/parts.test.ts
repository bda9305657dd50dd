import { emptyParts, roundedNumbersIn } from '../../input/parts';
import * as input from '../../input';
import { contextFor } from '../support/n8n';
import { bareNode } from '../support/bareNode';
import { property } from './support';

const clientReference = input.reference(property({ displayName: 'Client Reference', name: 'clientReference' }));

/** Through n8n's own contexts and expressions. */
function refusalIn(expression: unknown, json: Record<string, unknown>): string | null {
  const node = bareNode();
  node.description.properties = [clientReference.property];
  const context = contextFor({
    node,
    parameters: { clientReference: expression as string },
    items: [{ id: 'other' }, json],
  });
  try {
    input.refuseIncomplete(context, 1, clientReference);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(input.InputError);
    return (error as Error).message;
  }
}

describe('a text made of several parts', () => {
  test.each([
    ['=order-{{ $json.nope }}', {}],
    ['=order-{{ $json.id }}', { id: null }],
    ['=order-{{ $json.id }}', { id: '' }],
    ['=order-{{ $json.id }}', { id: ' \u200b' }],
    ['=order-{{ $json.id }}', { id: [] }],
    ['=order-{{ Number($json.id) }}', { id: 'x' }],
    ['={{ $json.id }}{{ $json.nope }}', { id: 1 }],
    ['={{ $json.id }}-{{ $json.nope }}', { id: 1 }],
    ['={{ $json.nope }}-1', {}],
    ['=order-{{ $json.a.b.c }}', {}],
  ])('%p with %j has a part that gives nothing', (expression, json) => {
    expect(refusalIn(expression, json)).toMatch(/^Client Reference has a part that gives nothing: \{\{ .* \}\}$/);
  });

  test('names the part and the cure', () => {
    const parts = { '{{ $json.id }}': 'A', '{{ $json.suffix }}': undefined } as Record<string, unknown>;
    const raw = '=order-{{ $json.id }}-{{ $json.suffix }}';
    expect(emptyParts(raw, (part) => parts[part])).toEqual([{ part: '{{ $json.suffix }}', problem: 'nothing' }]);
    expect(() => input.refuseEmptyParts(clientReference, raw, (part) => parts[part])).toThrow(
      expect.objectContaining({
        message: 'Client Reference has a part that gives nothing: {{ $json.suffix }}',
        description: expect.stringContaining("write {{ $json.suffix || 'none' }}.") as string,
      }),
    );
  });

  test.each([
    ['{{$json.suffix}}', "{{$json.suffix || 'none' }}"],
    ['{{ $json.suffix  }}', "{{ $json.suffix || 'none' }}"],
  ])('is cured where its part %s ends', (part, cure) => {
    expect(() => input.refuseEmptyParts(clientReference, `=order-${part}`, () => undefined)).toThrow(
      expect.objectContaining({ description: expect.stringContaining(`write ${cure}.`) as string }),
    );
  });

  test('has no parts without a sign that it is an expression', () => {
    expect(emptyParts('order-{{ $json.nope }}', () => undefined)).toEqual([]);
  });

  test.each([
    ['order-576461413038785800', { id: 576461413038785800 }],
    ['=order-{{ $json.id }}', { id: 'A' }],
    ['=order-{{ $json.id }}', { id: 0 }],
    ['=order-{{ $json.id }}', { id: false }],
    ["=order-{{ $json.nope || 'none' }}", {}],
    ["=order-{{ '}' + $json.id + '{' }}", { id: 'A' }],
    ['=order-{{ JSON.stringify({ a: { b: $json.id } }).length }}', { id: 'A' }],
    ['=order-{{ $json.day }}', { day: '2030-01-31' }],
    ['=order-{{ $now }}', {}],
    ['order-{{ $json.nope }}', {}],
    ['Paid via Stripe', {}],
    ['={{ $json.nope }}', {}],
    [7, {}],
  ])('%p with %j is complete', (expression, json) => {
    expect(refusalIn(expression, json)).toBeNull();
  });

  test.each([
    ['=order-{{ $json.id }}', { id: 576461413038785800 }, 'a number whose last digits are lost: {{ $json.id }}'],
    ['=order-{{ $json.order }}', { order: { id: 1 } }, 'an object or a list: {{ $json.order }}'],
    ['=order-{{ $json.ids }}', { ids: ['a', 'b'] }, 'an object or a list'],
  ])('%p with %j has a part that is not its value', (expression, json, problem) => {
    expect(refusalIn(expression, json)).toContain(`Client Reference has a part that is ${problem}`);
  });

  test.each([
    ["={{ 'order-' + $json.id }}", { id: 576461413038785800 }],
    ['={{ `order-${$json.order.id}` }}', { order: { id: 576461413038785800 } }],
    ['={{ String($json.ids[0]) }}', { ids: [576461413038785800] }],
  ])('%p with %j holds digits that a number of the item has lost', (expression, json) => {
    expect(refusalIn(expression, json)).toBe(
      'Client Reference has a number whose last digits are lost (576461413038785800)',
    );
  });

  test.each([
    ["={{ 'order-' + $json.id }}", { id: '576461413038785800' }],
    ["={{ 'order-' + $json.id }}", { id: 1001, views: 576461413038785800 }],
  ])('%p with %j has kept its digits', (expression, json) => {
    expect(refusalIn(expression, json)).toBeNull();
  });

  test('the digits that were lost are found wherever they stand in an item, without end', () => {
    const lost = 576461413038785800;
    const item = { a: 1, b: 'x', c: null, d: [lost, { e: lost + 1024 }], f: 1.5, g: true };
    expect(roundedNumbersIn(item)).toEqual([String(lost), String(lost + 1024)]);
    const within = (depth: number): unknown => (depth === 0 ? lost : { inner: within(depth - 1) });
    expect([9, 10].map((depth) => roundedNumbersIn(within(depth)))).toEqual([[String(lost)], []]);
    const circle: Record<string, unknown> = { lost };
    circle.self = circle;
    expect(new Set(roundedNumbersIn(circle))).toEqual(new Set([String(lost)]));
  });

  test('is looked at for its own item', () => {
    expect(refusalIn('=order-{{ $json.id }}', {})).not.toBeNull();
  });
});
