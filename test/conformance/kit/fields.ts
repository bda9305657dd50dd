/** The fields that a provider declares, each with a way to fill it in, wherever it stands in a collection. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import type { Field } from '../../../input';
import type { Provider } from '../../../providers/provider';

export interface Leaf {
  operation: string;
  /** "additionalFields.address.city" */
  path: string;
  property: INodeProperties;
  /** By what a message may name it: its own label, or that of a group around it. */
  labels: readonly string[];
  /** What stands at the top: a collection, or the field itself. */
  top: Field<unknown>;
  /** The value of `top` in which this field alone is filled in. */
  wrapped(value: unknown): unknown;
  /** Other fields that have to be chosen for this one to be shown. */
  shownWith: Record<string, unknown>;
}

type Inner = Pick<Leaf, 'path' | 'property' | 'labels' | 'wrapped'>;

/** Fields of a group that mean something only together. */
const TOGETHER: Record<string, string> = { amount: '4.99', currency: 'USD' };

export function leavesOf(provider: Provider): Leaf[] {
  return Object.entries(provider.fields).flatMap(([operation, fields]) =>
    fields.flatMap((top) =>
      innerOf(top.property).map((inner) => ({ ...inner, operation, top, shownWith: shownWith(top.property) })),
    ),
  );
}

function innerOf(property: INodeProperties): Inner[] {
  if (property.type === 'notice') return [];
  const under = (name: string, inner: Inner[], many = false): Inner[] =>
    inner.map(({ path, labels, wrapped, ...rest }) => ({
      ...rest,
      labels: [...labels, property.displayName],
      path: `${property.name}.${path}`,
      wrapped: (value) => ({ [name]: many ? [wrapped(value)] : wrapped(value) }),
    }));
  if (property.type === 'collection') {
    return ((property.options ?? []) as INodeProperties[]).flatMap((one) => under(one.name, innerOf(one)));
  }
  if (property.type === 'fixedCollection') {
    const many = property.typeOptions?.multipleValues === true;
    return ((property.options ?? []) as INodePropertyCollection[]).flatMap(({ name, values }) =>
      values.flatMap((one) => under(name, named(one), many)),
    );
  }
  return [{ path: property.name, property, labels: [property.displayName], wrapped: (value) => value }];
}

/** Inside a group, a field stands under its own name. */
function named(property: INodeProperties): Inner[] {
  const others = property.name in TOGETHER ? TOGETHER : {};
  return innerOf(property).map((inner) => ({
    ...inner,
    wrapped: (value) => ({ ...others, [property.name]: inner.wrapped(value) }),
  }));
}

function shownWith({ displayOptions }: INodeProperties): Record<string, unknown> {
  const entries = Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, values?.[0]]);
  return Object.fromEntries(entries.filter(([name]) => !['provider', 'resource', 'operation'].includes(String(name))));
}
