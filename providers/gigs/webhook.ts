/** Events of Gigs: signed by Svix, in a CloudEvents envelope (facts/providers/gigs.md, section 18). */
import { jsonFromBytes } from '../../esim/json';
import { makeEvent } from '../../esim/make';
import type { EventType } from '../../esim/model';
import { record, text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { checkStandardWebhook } from '../../webhooks/standardWebhooks';
import { wordsOf } from '../kit/words';
import type { Delivery, Reading, WebhookSource } from '../provider';
import { subjectOf, usageOf } from './events';
import { PROVIDER_ID } from './mapping';
import type { WireEvent } from './wire';

/** Section 18.2, names from both columns of its table: what the name alone decides. Everything else is `other`. */
const TYPES: Readonly<Record<string, EventType>> = {
  'subscription.created': 'order.created',
  // "the documented signal that an eSIM is ready" (section 18.2)
  'subscription.activated': 'order.completed',
  'subscription.renewed': 'package.renewed',
  'subscription.canceled': 'order.cancelled',
  'subscription.ended': 'package.ended',

  'subscriptionAddon.created': 'order.created',
  'subscriptionAddon.activated': 'package.activated',
  'subscriptionAddon.renewed': 'package.renewed',
  'subscriptionAddon.ended': 'package.ended',

  'sim.created': 'esim.statusChanged',
  'sim.activated': 'esim.statusChanged',
  'sim.deactivated': 'esim.statusChanged',
  'sim.updated': 'esim.statusChanged',
  'sim.retired': 'esim.statusChanged',
  'sim.deleted': 'esim.deleted',

  'eSimProfile.downloaded': 'esim.downloaded',
  'eSimProfile.installed': 'esim.installed',
  'eSimProfile.enabled': 'esim.enabled',
  'eSimProfile.disabled': 'esim.disabled',
  'eSimProfile.deleted': 'esim.deleted',
  'eSimProfile.updated': 'esim.statusChanged',

  // retired in 2024
  'order.confirmed': 'order.created',
};

const typeOf = wordsOf<EventType>(TYPES, 'other');

const PREFIX = 'com.gigs.';

/** One event a delivery. Its id stays the same over all attempts to deliver it. */
function read({ headers, rawBody }: Delivery): Reading {
  const raw = jsonFromBytes(rawBody);
  if (raw === undefined) return { readable: false, reason: 'the body is not JSON' };
  const { id, type, data, time }: WireEvent = record(raw);
  const providerEvent = text(type) ?? '';
  const name = providerEvent.startsWith(PREFIX) ? providerEvent.slice(PREFIX.length) : '';
  if (name === '') return { readable: false, reason: 'the body is no event: its type does not begin with com.gigs.' };
  const eventId = text(id) ?? headers['webhook-id'] ?? headers['svix-id'];
  if (!eventId) return { readable: false, reason: 'the event has no id' };
  const value = makeEvent({
    eventId,
    type: typeOf(name),
    provider: PROVIDER_ID,
    providerEvent,
    occurredAt: isoTime(time),
    confirmed: true,
    ...subjectOf(name, record(data)),
    ...usageOf(name, record(data)),
  });
  return { readable: true, events: [{ value, raw }] };
}

export const webhook: WebhookSource = {
  events: [...new Set(Object.values(TYPES)), 'balance.low', 'balance.depleted', 'other'],
  setupNotice:
    'Copy the production URL above into the Gigs dashboard: Developers > Manage Webhooks > Add Endpoint. Then copy the endpoint’s signing secret (whsec_…) into the Gigs credential: without it every delivery is refused.',
  namesMessages: true,
  /** Nothing is trusted while no secret is set. */
  authenticate: ({ headers, rawBody }, secrets) =>
    checkStandardWebhook(headers, rawBody, text(secrets.webhookSecret) ?? ''),
  read,
};
