/** What a person fills in at the trigger: each field once, as it is shown and as it is read. */
import { choice, choices, type Field, yesNo } from '../input';
import type { Provider, WebhookSource } from '../providers/provider';
import { ALL_EVENTS, eventOptions } from './eventNames';

export type WebhookProvider = Provider & { webhook: WebhookSource };

export function withWebhook(providers: readonly Provider[]): WebhookProvider[] {
  return providers.filter((provider): provider is WebhookProvider => provider.webhook !== undefined);
}

export function providerField(sources: readonly WebhookProvider[]): Field<string> {
  const first = sources[0]?.id ?? '';
  return choice(
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
    sources.map(({ id }) => id),
  );
}

/** One field for all providers: what was chosen stays chosen when the provider is changed. */
export function eventsField(sources: readonly WebhookProvider[]): Field<string[]> {
  return choices({
    displayName: 'Events',
    name: 'events',
    type: 'multiOptions',
    noDataExpression: true,
    options: eventOptions((type) =>
      sources.filter(({ webhook }) => webhook.events.includes(type)).map(({ name }) => name),
    ),
    default: [ALL_EVENTS],
    description: 'Which events start the workflow. With none chosen, all do.',
  });
}

export const confirmWithProvider = yesNo({
  displayName: 'Confirm With Provider',
  name: 'confirmWithProvider',
  type: 'boolean',
  noDataExpression: true,
  default: true,
  description:
    'Whether to ask the provider about each event before the workflow starts, so that nobody who learns the URL can make events up about eSIMs that do not exist or are in another state',
});

export const ifNotConfirmed = choice<'deliver' | 'refuse'>({
  displayName: 'If Not Confirmed',
  name: 'ifNotConfirmed',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Refuse', value: 'refuse', description: 'The workflow does not start' },
    {
      name: 'Start Anyway',
      value: 'deliver',
      description: 'The workflow starts, and the event says "confirmed": false',
    },
  ],
  default: 'deliver',
  description:
    'What to do when the provider shows something else than the event says, for example because more has happened since. An eSIM that the provider does not know is always refused.',
});

export const registerTestUrl = yesNo({
  displayName: 'Register Test URL',
  name: 'registerTestUrl',
  type: 'boolean',
  noDataExpression: true,
  default: false,
  description:
    'Whether listening for a test event in the editor registers the test URL at the provider. A provider that keeps one URL per eSIM then forgets the published one: publish the workflow again afterwards.',
});

export const simplify = yesNo({
  displayName: 'Simplify',
  name: 'simplify',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
});
