/** What a person sees, derived from the operations and from the providers that the node is given. */
import type { INodeCredentialDescription, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Provider } from '../providers/provider';
import { choice, type Field, id } from '../input';
import { fieldsOf, offering, operations } from './index';
import { keyOf, type Operation, type Resource } from './operation';

const RESOURCES: Array<{ name: string; value: Resource; description: string }> = [
  { name: 'Account', value: 'account', description: 'Your credit at the provider' },
  { name: 'Device', value: 'device', description: 'Phones that can take an eSIM' },
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

/** What the canvas says below the node's name, in the words of the editor: "Gigs: Create order". */
export function subtitle(providers: readonly Provider[]): string {
  const names = Object.fromEntries(providers.map(({ id: provider, name }) => [provider, name]));
  const actions = Object.fromEntries(operations.map((operation) => [keyOf(operation), operation.action]));
  const provider = `(${JSON.stringify(names)})[$parameter["provider"]]`;
  const action = `(${JSON.stringify(actions)})[$parameter["resource"] + "." + $parameter["operation"]]`;
  // an activation code that is at hand is drawn without any provider
  const needsNone = '$parameter["operation"] === "generateQrCode" && $parameter["activationCodeSource"] !== "esim"';
  return `={{ (${needsNone} ? "" : ${provider} + ": ") + ${action} }}`;
}

/** @param providers those that the node is made for */
export function providerField(providers: readonly Provider[]): Field<string> {
  return choice({
    displayName: 'Provider',
    name: 'provider',
    type: 'options',
    noDataExpression: true,
    default: firstOf(providers),
    options: byName(providers.map(({ id, name }) => ({ name, value: id }))),
    description: 'Where the eSIM is bought',
  });
}

function firstOf(providers: readonly Provider[]): string {
  return providers[0]?.id ?? '';
}

export const resourceField = choice<Resource>({
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  default: 'order',
  options: RESOURCES,
});

/** Reads whichever operation is chosen; what each resource offers is in `operationFields`. */
export const operationField = id({
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  default: '',
});

export function esimProperties(providers: readonly Provider[]): INodeProperties[] {
  return [
    providerField(providers).property,
    resourceSelect(providers),
    ...RESOURCES.filter(({ value }) => having(value, providers).length > 0).map(({ value }) =>
      operationSelect(value, providers),
    ),
    ...operations.flatMap((operation) => propertiesOf(operation, offering(operation, providers))),
  ];
}

/** The providers, of those given, that offer something of a resource. */
function having(resource: Resource, providers: readonly Provider[]): Provider[] {
  const its = operations.filter((operation) => operation.resource === resource);
  return providers.filter((provider) => its.some((operation) => offering(operation, [provider]).length > 0));
}

function resourceSelect(providers: readonly Provider[]): INodeProperties {
  const offered = RESOURCES.map((option) => ({ option, able: having(option.value, providers) })).filter(
    ({ able }) => able.length > 0,
  );
  const options = offered.map(({ option, able }) => onlyWhere(option, able, providers));
  return { ...resourceField.property, options };
}

function onlyWhere(
  option: INodePropertyOptions,
  able: readonly Provider[],
  providers: readonly Provider[],
): INodePropertyOptions {
  if (able.length === providers.length) return option;
  return { ...option, displayOptions: { show: { provider: able.map(({ id: provider }) => provider) } } };
}

function defaultOperation(resource: Resource): string {
  return { account: 'getBalance', device: 'getAll', order: 'create', esim: 'get', package: 'getAll' }[resource];
}

function operationSelect(resource: Resource, providers: readonly Provider[]): INodeProperties {
  const options = operations
    .filter((operation) => operation.resource === resource)
    .map((operation) => ({ operation, able: offering(operation, providers) }))
    .filter(({ able }) => able.length > 0)
    .map(({ operation: { name, value, action, description }, able }) =>
      onlyWhere({ name, value, action, description }, able, providers),
    );
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
function propertiesOf(operation: Operation, able: readonly Provider[]): INodeProperties[] {
  if (able.length === 0) return [];
  const shared = fieldsOf(operation, able).map(({ property }) => shownFor(operation, property, able));
  const own = able.flatMap((provider) =>
    (provider.fields[keyOf(operation)] ?? []).map(({ property }) => shownFor(operation, property, [provider])),
  );
  const end = shared.findIndex(({ name }) => name === 'simplify' || name === 'options');
  return [...shared.slice(0, end), ...own, ...shared.slice(end)];
}

function shownFor(operation: Operation, property: INodeProperties, able: readonly Provider[]): INodeProperties {
  const show = {
    ...property.displayOptions?.show,
    provider: property.displayOptions?.show?.provider ?? able.map(({ id: provider }) => provider),
    resource: [operation.resource],
    operation: [operation.value],
  };
  return { ...property, displayOptions: { ...property.displayOptions, show } };
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
  return [...options].sort((a, b) => a.name.localeCompare(b.name));
}
