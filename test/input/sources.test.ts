import { HookContext, LoadOptionsContext } from 'n8n-core';
import type { IHookFunctions, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';
import { DateTime } from 'luxon';

import * as input from '../../input';
import { bareNode } from '../support/bareNode';
import { contextFor, partsFor } from '../support/n8n';
import { property } from './support';

const reference = input.reference(property({ displayName: 'Reference', name: 'reference' }));
const limit = input.whole(property({ displayName: 'Limit', name: 'limit', type: 'number', default: 50 }));
const starts = input.moment(property({ displayName: 'Starts', name: 'starts', type: 'dateTime' }));
const parcel = input.locator(
  input.id(
    property({
      displayName: 'Package',
      name: 'packageId',
      type: 'resourceLocator',
      default: { mode: 'list', value: '' },
    }),
  ),
);
const options = input.collection({ displayName: 'Options', name: 'options', type: 'collection', default: {} }, [
  limit,
  starts,
]);
const FIELDS = [reference, parcel, options];

function nodeWith() {
  const node = bareNode();
  node.description.properties = FIELDS.map((field) => field.property);
  return node;
}

function valuesOfItem(parameters: INodeParameters, json: Record<string, unknown> = {}): input.Values {
  return input.readValues(FIELDS, input.ofItem(contextFor({ node: nodeWith(), parameters, items: [json] }), 0));
}

describe('the values of an item', () => {
  test('come from its expressions, with the type that they have', () => {
    const id = 576461413038785752n;
    expect(valuesOfItem({ reference: '={{ $json.id }}' }, { id: 1001 }).get(reference)).toBe('1001');
    expect(valuesOfItem({ reference: '={{ $json.id }}' }, { id }).get(reference)).toBe(String(id));
    expect(() => valuesOfItem({ reference: '={{ $json.id }}' }, { id: Number(id) })).toThrow('last digits are lost');
    expect(() => valuesOfItem({ reference: '={{ $json }}' }, { id: 1 })).toThrow('Reference is an object');
    expect(() => valuesOfItem({ reference: "={{ 'order-' + $json.nope }}" })).toThrow('missing (undefined)');
    expect(valuesOfItem({ reference: '={{ $json.nope }}' }).get(reference)).toBeNull();
  });

  test('are those of a collection as well, with dates as expressions give them', () => {
    for (const time of ['={{ new Date(1896091200000) }}', '={{ DateTime.fromMillis(1896091200000) }}']) {
      const values = valuesOfItem({ options: { starts: time, limit: '={{ "7" }}' } });
      expect([values.get(starts), values.get(limit)]).toEqual(['2030-01-31T12:00:00.000Z', 7]);
    }
    expect(valuesOfItem({ options: { limit: '={{ $json.nope }}' } }).get(limit)).toBe(50);
    expect(() => valuesOfItem({ options: { limit: '={{ "2 s" }}' } })).toThrow('Limit came as "2 s"');
  });

  test('are those of a picker as well', () => {
    const picked = (value: string) => ({ packageId: { __rl: true, mode: 'id', value } });
    expect(valuesOfItem(picked('={{ $json.p }}'), { p: 'pkg-1' }).get(parcel)).toBe('pkg-1');
    expect(() => valuesOfItem(picked('={{ $json.p }}'), { p: { id: 'pkg-1' } })).toThrow('Package is an object');
    expect(valuesOfItem(picked('={{ $json.nope }}')).get(parcel)).toBeNull();
  });

  test('of a field that the node does not have are not filled in', () => {
    expect(input.ofItem(contextFor({ node: bareNode(), parameters: {} }), 0)('nope')).toBeNull();
  });

  test('may be a luxon time at the top', () => {
    const node = bareNode();
    node.description.properties = [starts.property];
    const context = contextFor({
      node,
      parameters: { starts: '={{ $json.t }}' },
      items: [{ t: DateTime.fromMillis(0) }],
    });
    expect(input.readValues([starts], input.ofItem(context, 0)).get(starts)).toBe('1970-01-01T00:00:00.000Z');
  });
});

test('the values of the trigger come from its parameters', () => {
  const { workflow, node, additionalData } = partsFor({ node: nodeWith(), parameters: { reference: 'A-1' } });
  const context: IHookFunctions = new HookContext(workflow, node, additionalData, 'trigger', 'activate');
  const values = input.readValues(FIELDS, input.ofNode(context));
  expect([values.get(reference), values.get(limit)]).toEqual(['A-1', 50]);
});

describe('in the editor', () => {
  function valuesInEditor(parameters: INodeParameters): input.Values {
    const { workflow, node, additionalData } = partsFor({ node: nodeWith(), parameters });
    additionalData.currentNodeParameters = parameters;
    const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, node, additionalData, '');
    return input.readValues(FIELDS, input.ofEditor(context));
  }

  test('what is not worked out yet counts as not filled in, wherever it stands', () => {
    const values = valuesInEditor({
      reference: '={{ $json.id }}',
      packageId: { __rl: true, mode: 'id', value: '={{ $json.packageId }}' },
      options: { limit: '={{ $json.limit }}', starts: '2030-01-31' },
    });
    expect([reference, parcel, limit].map((field) => values.get<unknown>(field))).toEqual([null, null, 50]);
    expect(values.get(starts)).toBe('2030-01-31T00:00:00.000Z');
    expect(valuesInEditor({ options: '={{ $json.o }}' }).get(limit)).toBe(50);
  });

  test('what is not worked out yet counts as not filled in within a list, too', () => {
    const city = input.text(property({ displayName: 'City', name: 'city' }));
    const stops = input.rows({ ...property({ name: 'stops' }), type: 'fixedCollection', default: {} }, 'stop', [city]);
    const parameters = { stops: { stop: [{ city: '={{ $json.city }}' }, { city: 'Ulm' }] } };
    const node = bareNode();
    node.description.properties = [stops.property];
    const { workflow, node: used, additionalData } = partsFor({ node, parameters });
    additionalData.currentNodeParameters = parameters;
    const context: ILoadOptionsFunctions = new LoadOptionsContext(workflow, used, additionalData, '');
    const rows = input.readValues([stops], input.ofEditor(context)).need(stops);
    expect(rows.map((row) => row.get(city))).toEqual([null, 'Ulm']);
  });

  test('what is filled in is read', () => {
    const values = valuesInEditor({ reference: 'A-1', packageId: { __rl: true, mode: 'list', value: 'pkg-1' } });
    expect([values.get(reference), values.get(parcel)]).toEqual(['A-1', 'pkg-1']);
  });
});
