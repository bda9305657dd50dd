/** How a person names an eSIM: a choice where a provider understands several ways, then the field itself. */
import type { INodePropertyOptions } from 'n8n-workflow';

import { choice, type Field, iccid as iccidField, id, type Values, shownAs } from '../../input';
import type { EsimLookup, Provider } from '../../providers/provider';
import { customerId, shownWhen } from './fields';

type Way = EsimLookup['by'];

const WORDS: Record<Way, INodePropertyOptions> = {
  customerId: { name: 'Customer', value: 'customerId', description: 'All eSIMs of a customer at the provider' },
  esimId: { name: 'eSIM ID', value: 'esimId', description: 'The provider’s own ID of the eSIM' },
  iccid: { name: 'ICCID', value: 'iccid', description: 'The number of the SIM, 18 to 22 digits' },
};
const WAYS = ['customerId', 'esimId', 'iccid'] as const;

export const iccid = iccidField({
  displayName: 'ICCID',
  name: 'iccid',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. 8997212330099184896',
  description: 'The number of the SIM, 18 to 22 digits',
  hint: 'From an order: {{ $json.esim.iccid }}. From the eSIM Trigger: {{ $json.iccid }}.',
});

const esimId = id({
  displayName: 'eSIM ID',
  name: 'esimId',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. {{ $json.esim.esimId }}',
  description: 'The provider’s own ID of the eSIM',
});

const FIELDS: Record<Way, Field<string>> = { customerId, esimId, iccid };

/** Reads the choice; the fields in `esimLookupFields` offer only what the providers understand. */
const findBy = choice<Way>({
  displayName: 'Find By',
  name: 'esimLookup',
  type: 'options',
  noDataExpression: true,
  default: 'iccid',
  options: WAYS.map((way) => WORDS[way]),
});

/** The ways in which a provider finds an eSIM. */
export function waysToFind({ esim }: Provider): readonly Way[] {
  return esim.get?.ways ?? [];
}

export function esimLookupFields(
  all: readonly Provider[],
  waysOf: (provider: Provider) => readonly Way[] = waysToFind,
): Array<Field<unknown>> {
  const offered = WAYS.map((way) => ({ way, able: all.filter((provider) => waysOf(provider).includes(way)) })).filter(
    ({ able }) => able.length > 0,
  );
  const options = offered.map(({ way, able }): INodePropertyOptions => {
    const show = { provider: able.map(({ id: name }) => name) };
    return able.length === all.length ? WORDS[way] : { ...WORDS[way], displayOptions: { show } };
  });
  return [shownAs(findBy, { options }), ...offered.map(({ way }) => shownWhen(FIELDS[way], { esimLookup: [way] }))];
}

/** @throws InputError when the field that was chosen is empty */
export function esimLookupOf(values: Values): EsimLookup {
  switch (values.get(findBy) ?? 'iccid') {
    case 'customerId':
      return { by: 'customerId', customerId: values.need(customerId) };
    case 'esimId':
      return { by: 'esimId', esimId: values.need(esimId) };
    case 'iccid':
      return { by: 'iccid', iccid: values.need(iccid) };
  }
}
