/** The Options collection, the same in every operation; purchases have more. */
import { choice, collection, type Field, reference, several, type Values, whole } from '../../input';

export const itemsInParallel = whole({
  displayName: 'Items in Parallel',
  name: 'itemsInParallel',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 50 },
  default: 5,
  description: 'How many items are worked on at the same time. Results keep the order of the input.',
});

export const requestTimeout = whole({
  displayName: 'Request Timeout',
  name: 'requestTimeout',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 3600 },
  default: 30,
  description: 'How many seconds the provider has to answer one request. Purchases get three times as long.',
});

export const ifUnconfirmed = choice<'stop' | 'sendAgain'>({
  displayName: 'If Unconfirmed',
  name: 'ifUnconfirmed',
  type: 'options',
  options: [
    {
      name: 'Send Again When Certain',
      value: 'sendAgain',
      description: 'Once the waiting time has passed and the provider’s records prove that it was not bought',
    },
    { name: 'Stop', value: 'stop', description: 'Say that the outcome is unknown, and leave it to a person' },
  ],
  default: 'stop',
  description:
    'What to do with a purchase that was sent before and that nobody knows the outcome of. It is always looked up first.',
});

export const waitingMinutes = whole({
  displayName: 'Waiting Time',
  name: 'waitingMinutes',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 10080 },
  default: 30,
  description:
    'How many minutes ago an unconfirmed purchase must have been sent before it is sent again. Never less than the provider may still need.',
});

export const checkedReferences = several(
  reference({
    displayName: 'Checked References',
    name: 'checkedReferences',
    type: 'string',
    default: '',
    placeholder: 'e.g. shop-1001, shop-1002',
    description:
      'Purchases of unknown outcome that you have looked up at the provider and found not bought, separated by commas or lines. Each is sent again once, ever.',
  }),
  /[,;\n]+/,
);

const COMMON: ReadonlyArray<Field<unknown>> = [itemsInParallel, requestTimeout];
const OF_PURCHASES: ReadonlyArray<Field<unknown>> = [checkedReferences, ifUnconfirmed, waitingMinutes];
const OF_REFUNDS: ReadonlyArray<Field<unknown>> = [checkedReferences];

const MORE = { reading: [], purchase: OF_PURCHASES, refund: OF_REFUNDS };

export function options(kind: keyof typeof MORE, more: ReadonlyArray<Field<unknown>> = []): Field<Values> {
  const all = [...COMMON, ...MORE[kind], ...more];
  return collection(
    { displayName: 'Options', name: 'options', type: 'collection', placeholder: 'Add option', default: {} },
    all,
  );
}
