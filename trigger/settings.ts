/** What the trigger is set to, read before anything happens. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { ofNode, readValues } from '../input';
import { ProviderError } from '../http/errors';
import type { Provider } from '../providers/provider';
import {
  confirmWithProvider,
  eventsField,
  ifNotConfirmed,
  providerField,
  registerTestUrl,
  simplify,
  type WebhookProvider,
  withWebhook,
} from './fields';

export interface TriggerSettings {
  /** Chosen event types; all when empty or when it holds `*`. */
  events: readonly string[];
  /** Ask the provider, where it can be asked. */
  confirm: boolean;
  /** What to do with an event that the provider does not agree with. */
  ifNotConfirmed: 'deliver' | 'refuse';
  registerTestUrl: boolean;
  simplify: boolean;
}

/** @throws InputError when it is none of these */
export function chosenProvider(
  context: IHookFunctions | IWebhookFunctions,
  providers: readonly Provider[],
): WebhookProvider {
  const sources = withWebhook(providers);
  const field = providerField(sources);
  const id = readValues([field], ofNode(context)).need(field);
  const provider = sources.find((source) => source.id === id);
  if (provider) return provider;
  throw new ProviderError('badInput', 'The chosen provider is not part of this package');
}

/** @throws InputError for the first field whose value does not fit */
export function readSettings(
  context: IHookFunctions | IWebhookFunctions,
  providers: readonly Provider[],
): TriggerSettings {
  const events = eventsField(withWebhook(providers));
  const fields = [events, confirmWithProvider, ifNotConfirmed, registerTestUrl, simplify];
  const values = readValues(fields, ofNode(context));
  return {
    events: values.need(events),
    confirm: values.need(confirmWithProvider),
    ifNotConfirmed: values.need(ifNotConfirmed),
    registerTestUrl: values.need(registerTestUrl),
    simplify: values.need(simplify),
  };
}
