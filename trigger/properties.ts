/** What a person sees in the trigger, built from the providers it is given. */
import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { EVENT_TYPES } from '../esim/model';
import type { Field } from '../input';
import { notice, shownAs } from '../input';
import type { Provider } from '../providers/provider';
import { eventName } from './eventNames';
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

/**
 * n8n parses a body by its content type before the trigger sees it, and answers 422 for broken JSON and 500 for one
 * that is too large, which makes senders try for ever. It leaves the body alone when a version 1 trigger has a true
 * parameter `options.binaryData` (facts/n8n.md, section 6.1). Should n8n forget that rule, its own answers come back
 * and nothing else changes.
 */
const LEAVE_THE_BODY_TO_US: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'hidden',
  default: { binaryData: true },
};

export function triggerProperties(providers: readonly Provider[]): INodeProperties[] {
  const sources = withWebhook(providers);
  const confirming = sources.filter(({ webhook }) => webhook.confirm);
  const registering = sources.filter(({ webhook }) => webhook.register);
  const fields = [
    providerField(sources),
    ...sources.map(setupNotice),
    eventsField(sources),
    ...sources.flatMap(silentEventsNotice),
    ...sources.flatMap((source) => (source.webhook.fields ?? []).flatMap((field) => onlyFor([source], field))),
    ...onlyFor(confirming, confirmWithProvider),
    ...onlyFor(confirming, ifNotConfirmed, { confirmWithProvider: [true] }),
    ...onlyFor(registering, registerTestUrl),
    simplify,
  ];
  return [LEAVE_THE_BODY_TO_US, ...fields.map(({ property }) => property)];
}

function setupNotice(source: WebhookProvider): Field<unknown> {
  return notice({
    displayName: source.webhook.setupNotice,
    name: 'setupNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { provider: [source.id] } },
  });
}

/** Shown once one of them is chosen; none where the provider sends every event. */
function silentEventsNotice({ id, name, webhook }: WebhookProvider): Array<Field<unknown>> {
  const silent = EVENT_TYPES.filter((type) => !webhook.events.includes(type));
  if (silent.length === 0) return [];
  return [
    notice({
      displayName: `Some of the chosen events will not come: ${name} never sends ${silent.map(eventName).join(', ')}.`,
      name: 'silentEventsNotice',
      type: 'notice',
      default: '',
      displayOptions: { show: { provider: [id], events: [...silent] } },
    }),
  ];
}

function onlyFor(
  some: readonly WebhookProvider[],
  field: Field<unknown>,
  more: Record<string, boolean[]> = {},
): Array<Field<unknown>> {
  if (some.length === 0) return [];
  const { displayOptions } = field.property;
  const show = { ...displayOptions?.show, provider: some.map(({ id }) => id), ...more };
  return [shownAs(field, { displayOptions: { ...displayOptions, show } })];
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
