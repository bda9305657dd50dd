/** What a person sees in the trigger, built from the providers it is given. */
import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import type { Provider, WebhookSource } from '../providers/provider';
import { ALL_EVENTS, eventOptions } from './eventNames';

export type WebhookProvider = Provider & { webhook: WebhookSource };

export function withWebhook(providers: readonly Provider[]): WebhookProvider[] {
  return providers.filter((provider): provider is WebhookProvider => provider.webhook !== undefined);
}

/**
 * n8n parses a body by its content type before the trigger sees it, and answers 422 for broken JSON and 500 for one that
 * is too large, which makes senders try for ever. It leaves the body alone when a version 1 trigger has a true parameter
 * `options.binaryData` (n8n.md, 6.1). Should n8n forget that rule, its own answers come back and nothing else changes.
 */
const LEAVE_THE_BODY_TO_US: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'hidden',
  default: { binaryData: true },
};

export function triggerProperties(providers: readonly Provider[]): INodeProperties[] {
  const sources = withWebhook(providers);
  const first = sources[0]?.id ?? '';
  const confirming = sources.filter(({ webhook }) => webhook.confirm).map(({ id }) => id);
  const registering = sources.filter(({ webhook }) => webhook.register).map(({ id }) => id);
  return [
    LEAVE_THE_BODY_TO_US,
    {
      displayName: 'Provider',
      name: 'provider',
      type: 'options',
      noDataExpression: true,
      options: sources
        .map(({ id, name }) => ({ name, value: id }))
        .sort((left, right) => left.name.localeCompare(right.name, 'en')),
      default: first,
    },
    ...sources.flatMap(propertiesOfOne),
    {
      displayName: 'Confirm With Provider',
      name: 'confirmWithProvider',
      type: 'boolean',
      noDataExpression: true,
      default: true,
      description:
        'Whether to ask the provider about each event before the workflow starts, so that nobody who learns the URL can make events up about eSIMs that do not exist or are in another state',
      displayOptions: { show: { provider: confirming } },
    },
    {
      displayName: 'If Not Confirmed',
      name: 'ifNotConfirmed',
      type: 'options',
      noDataExpression: true,
      options: [
        {
          name: 'Refuse',
          value: 'refuse',
          description: 'The workflow does not start',
        },
        {
          name: 'Start Anyway',
          value: 'deliver',
          description: 'The workflow starts, and the event says "confirmed": false',
        },
      ],
      default: 'deliver',
      description:
        'What to do when the provider shows something else than the event says, for example because more has happened since. An eSIM that the provider does not know is always refused.',
      displayOptions: { show: { provider: confirming, confirmWithProvider: [true] } },
    },
    {
      displayName: 'Register Test URL',
      name: 'registerTestUrl',
      type: 'boolean',
      noDataExpression: true,
      default: false,
      description:
        'Whether listening for a test event in the editor registers the test URL at the provider. A provider that keeps one URL per eSIM then forgets the published one: publish the workflow again afterwards.',
      displayOptions: { show: { provider: registering } },
    },
    {
      displayName: 'Simplify',
      name: 'simplify',
      type: 'boolean',
      default: true,
      description: 'Whether to return a simplified version of the response instead of the raw data',
    },
  ].filter(({ displayOptions }) => displayOptions?.show?.provider?.length !== 0) as INodeProperties[];
}

function propertiesOfOne({ id, webhook }: WebhookProvider): INodeProperties[] {
  const forThisProvider = { show: { provider: [id] } };
  return [
    {
      displayName: webhook.setupNotice,
      name: 'setupNotice',
      type: 'notice',
      default: '',
      displayOptions: forThisProvider,
    },
    {
      displayName: 'Events',
      name: 'events',
      type: 'multiOptions',
      noDataExpression: true,
      options: eventOptions(webhook.events),
      default: [ALL_EVENTS],
      description: 'Which events start the workflow. With none chosen, all do.',
      displayOptions: forThisProvider,
    },
    ...(webhook.fields ?? []).map((field) => ({
      ...field,
      displayOptions: {
        ...field.displayOptions,
        show: { ...field.displayOptions?.show, ...forThisProvider.show },
      },
    })),
  ];
}

/**
 * A credential is asked for only where it is used: for a signature, a password, a registration, or for asking back.
 * n8n refuses `getCredentials` where these conditions hide the credential.
 *
 * The slash ("from the root of the parameters") changes nothing in what the conditions mean. Without it the editor takes
 * Provider for a choice of how to sign in, as every one of its options leads to a credential: it then moves the field out
 * of the panel and into the credential's window.
 */
export function triggerCredentials(providers: readonly Provider[]): INodeCredentialDescription[] {
  return withWebhook(providers).flatMap(({ id, credential, webhook }) => {
    const always = webhook.authenticate !== undefined || webhook.register !== undefined;
    if (!always && !webhook.confirm) return [];
    const show = always ? { '/provider': [id] } : { '/provider': [id], '/confirmWithProvider': [true] };
    return [{ name: credential, required: true, displayOptions: { show } }];
  });
}
