/** What a person sees, derived from the operations and from the providers that the node is given. */
import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Provider } from '../providers/provider';
import { offering, operations } from './index';
import { keyOf, type Operation, type Resource } from './operation';

const RESOURCES: Array<{ name: string; value: Resource; description: string }> = [
  { name: 'eSIM', value: 'esim', description: 'A profile on, or for, a phone' },
  { name: 'Order', value: 'order', description: 'A purchase at the provider' },
  { name: 'Package', value: 'package', description: 'What can be bought' },
];

/**
 * A credential is asked for only with its provider, and not to draw an activation code that is at hand.
 * The names begin with a slash: n8n's editor would take a plain field whose every choice leads to a credential for the
 * choice of how to sign in, and hide it.
 */
export function esimCredentials(providers: readonly Provider[]): INodeCredentialDescription[] {
  return providers.map((provider) => ({
    name: provider.credential,
    required: true,
    displayOptions: { show: { '/provider': [provider.id] }, hide: { '/activationCodeSource': ['activationCode'] } },
  }));
}

export function esimProperties(providers: readonly Provider[]): INodeProperties[] {
  return [
    {
      displayName: 'Provider',
      name: 'provider',
      type: 'options',
      noDataExpression: true,
      default: firstOf(providers),
      options: byName(providers.map(({ id, name }) => ({ name, value: id }))),
      description: 'Where the eSIM is bought',
    },
    {
      displayName: 'Resource',
      name: 'resource',
      type: 'options',
      noDataExpression: true,
      default: 'order',
      options: RESOURCES,
    },
    ...RESOURCES.map(({ value }) => operationSelect(value, providers)),
    ...operations.flatMap((operation) => fieldsOf(operation, offering(operation, providers))),
  ];
}

function firstOf(providers: readonly Provider[]): string {
  return providers[0]?.id ?? '';
}

function defaultOperation(resource: Resource): string {
  return { order: 'create', esim: 'get', package: 'getAll' }[resource];
}

function operationSelect(resource: Resource, providers: readonly Provider[]): INodeProperties {
  const options = operations
    .filter((operation) => operation.resource === resource)
    .map((operation) => ({ operation, able: offering(operation, providers) }))
    .filter(({ able }) => able.length > 0)
    .map(({ operation: { name, value, action, description }, able }): INodePropertyOptions => {
      const option = { name, value, action, description };
      if (able.length === providers.length) return option;
      return { ...option, displayOptions: { show: { provider: able.map(({ id }) => id) } } };
    });
  return {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [resource] } },
    default: defaultOperation(resource),
    options: byName(options),
  };
}

/** Shared fields first, then each provider's own just above Simplify and Options. */
function fieldsOf(operation: Operation, able: readonly Provider[]): INodeProperties[] {
  if (able.length === 0) return [];
  const shared = operation.fields(able).map((field) => shownFor(operation, field, able));
  const own = able.flatMap((provider) =>
    (provider.fields[keyOf(operation)] ?? []).map((field) => shownFor(operation, field, [provider])),
  );
  const end = shared.findIndex(({ name }) => name === 'simplify' || name === 'options');
  return [...shared.slice(0, end), ...own, ...shared.slice(end)];
}

function shownFor(operation: Operation, field: INodeProperties, able: readonly Provider[]): INodeProperties {
  const show = {
    ...field.displayOptions?.show,
    provider: field.displayOptions?.show?.provider ?? able.map(({ id }) => id),
    resource: [operation.resource],
    operation: [operation.value],
  };
  return { ...field, displayOptions: { ...field.displayOptions, show } };
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
  return [...options].sort((a, b) => a.name.localeCompare(b.name));
}
