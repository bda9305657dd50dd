/** The shapes in which providers' own fields stand in the editor. */
import type { INodeProperties } from 'n8n-workflow';

import { collection, type Field, money, type Values } from '../../input';

/**
 * What is filled in on a line.
 * @param placeholder "e.g. …"; empty for none, like the description
 */
export function line(displayName: string, name: string, description = '', placeholder = ''): INodeProperties {
  const said = { ...(description && { description }), ...(placeholder && { placeholder }) };
  return { displayName, name, type: 'string', default: '', ...said };
}

/** Under "Additional Fields": what is seldom needed. @param show only with these values of other fields */
export function additionalFields(
  fields: ReadonlyArray<Field<unknown>>,
  show?: Record<string, string[]>,
): Field<Values> {
  return collection(
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add field',
      default: {},
      ...(show && { displayOptions: { show } }),
    },
    fields,
  );
}

/** Under "Filters": what narrows a list down. */
export function filters(fields: ReadonlyArray<Field<unknown>>): Field<Values> {
  return collection(
    { displayName: 'Filters', name: 'filters', type: 'collection', placeholder: 'Add filter', default: {} },
    fields,
  );
}

/** An amount with its currency. @param currency filled in for the person, or empty */
export function price(displayName: string, name: string, description: string, currency = '') {
  return money({
    displayName,
    name,
    type: 'fixedCollection',
    default: {},
    placeholder: 'Add price',
    description,
    options: [
      {
        displayName: 'Price',
        name: 'price',
        values: [
          { displayName: 'Amount', name: 'amount', type: 'string', default: '', placeholder: 'e.g. 19.90' },
          {
            displayName: 'Currency',
            name: 'currency',
            type: 'string',
            default: currency,
            placeholder: 'e.g. EUR',
            description: 'The three letters of the currency',
          },
        ],
      },
    ],
  });
}
