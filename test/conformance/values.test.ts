/** Odd values in every field of what is bought or given back: refused by the field's name before anything is bought. */
import type { INodeParameters, INodeProperties } from 'n8n-workflow';

import { fieldsOf, operations } from '../../actions';
import { keyOf } from '../../actions/operation';
import type { Field } from '../../input';
import { caseOf } from './cases';
import { type Deal, endingOf, everythingBought, newDeal, parametersOf } from './deals';
import type { Purchase, Subject } from './subject';
import { subjects } from './subjects';
import { Workshop } from './workshop';

const KINDS: Readonly<Record<string, Purchase>> = {
  'order.create': 'order',
  'esim.topUp': 'topUp',
  'order.refund': 'refund',
};

/** What is there, and is no value of a field that takes one thing. */
const NO_VALUE: Readonly<Record<string, unknown>> = {
  'an object': { id: 'a1' },
  'a list': ['a1', 'b2'],
};
/** What may be read, if it has one meaning there; else it is refused. */
const PERHAPS: Readonly<Record<string, unknown>> = {
  'a number that has lost its last digits': Number('576461413038785752'),
  'the words of a missing value': 'order-undefined',
  'the word of an object': '[object Object]',
  'a yes': true,
  'a huge number': 1e21,
  'a text that only looks like something': 'two',
};

/** Holds other fields, or a choice of several. */
const HOLDERS = ['collection', 'fixedCollection', 'resourceLocator', 'multiOptions', 'notice', 'hidden'];

interface Place {
  label: string;
  property: INodeProperties;
  /** The parameters in which an expression stands in this field. */
  parameters: INodeParameters;
}

const ODD = '={{ $json.odd }}';

/** Every field of a purchase, those in its collections as well; not those that are hidden from the start. */
function placesOf({ provider }: Subject, operation: string, usual: INodeParameters): Place[] {
  const found = operations.find((one) => keyOf(one) === operation);
  if (!found) throw new Error(`no operation ${operation}`);
  const fields = [...fieldsOf(found, [provider]), ...(provider.fields[operation] ?? [])];
  return fields.flatMap(({ name, property, ...field }): Place[] => {
    const own = { label: property.displayName, property, parameters: { [name]: ODD } };
    if (property.type !== 'collection') return isShown(property) ? [own] : [];
    const inner = (field as unknown as { fields: ReadonlyArray<Field<unknown>> }).fields;
    return inner
      .filter((one) => isShown(one.property))
      .map((one) => ({
        label: one.property.displayName,
        property: one.property,
        parameters: { [name]: { ...(usual[name] as INodeParameters), [one.name]: ODD } },
      }));
  });
}

function isShown({ displayOptions }: INodeProperties): boolean {
  return Object.keys(displayOptions?.show ?? {}).every((name) => /^\/?(provider|resource|operation)$/.test(name));
}

/** A collection, or a field that is meant to take a list. */
function takesSeveral({ type, name }: INodeProperties, value: unknown): boolean {
  return HOLDERS.includes(type) || (name === 'checkedReferences' && Array.isArray(value));
}

describe.each(subjects)('$name', (subject: Subject) => {
  let shop: Workshop;
  const deals = new Map<Purchase, Deal>();
  beforeAll(async () => {
    shop = await Workshop.open(subject);
    for (const kind of Object.values(KINDS)) deals.set(kind, await newDeal(shop, kind));
  });
  // an id of the provider’s that has not its form is for the provider to refuse
  afterAll(async () => await shop.close(/ must be an id /));

  describe.each(Object.entries(KINDS))('%s', (operation, kind) => {
    const tried = async (value: unknown, mustRefuse: (place: Place) => boolean): Promise<string[]> => {
      const { item } = deals.get(kind) as Deal;
      const wrong: string[] = [];
      const usual = parametersOf(shop, kind);
      for (const { label, property, parameters } of placesOf(subject, operation, usual)) {
        const before = await everythingBought(shop);
        const [output] = await shop
          .run(
            { ...usual, ...parameters },
            { items: [{ ...item, reference: shop.fresh(), odd: value }], onError: 'continueRegularOutput' },
          )
          .catch((error: Error) => [{ json: { error: error.message, details: { kind: 'badInput' } } }]);
        const end = endingOf(output as { json: never });
        const bought = (await everythingBought(shop)) - before;
        if (!('bought' in end)) {
          if (bought > 0) wrong.push(`${label}: bought, and yet an error: ${end.error}`);
          if (end.kind === 'badInput' && !end.error.startsWith(label)) wrong.push(`${label}: ${end.error}`);
          else if (end.kind === 'none') wrong.push(`${label}: no cause: ${end.error}`);
        } else if (mustRefuse({ label, property, parameters })) wrong.push(`${label}: was taken`);
        if (kind === 'refund' && 'bought' in end) deals.set(kind, await newDeal(shop, kind));
      }
      return wrong;
    };

    describe.each(Object.entries(NO_VALUE))('%s', (what, value) => {
      caseOf(subject, `${operation}: ${what} is refused by the field’s name`, async () => {
        expect(await tried(value, ({ property }) => !takesSeveral(property, value))).toEqual([]);
      });
    });

    describe.each(Object.entries(PERHAPS))('%s', (what, value) => {
      caseOf(subject, `${operation}: ${what} is read, or refused by the field’s name`, async () => {
        expect(await tried(value, () => false)).toEqual([]);
      });
    });
  });
});
