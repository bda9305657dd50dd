/** Events of Gigs: signed by Svix, in a CloudEvents envelope (facts/providers/gigs.md, section 18). */
import { jsonFromBytes } from '../../esim/json';
import { record, text } from '../../esim/read';
import { checkStandardWebhook } from '../../webhooks/standardWebhooks';
import type { Delivery, Reading, Verdict, WebhookSource } from '../provider';
import { eventFrom } from './eventMapping';
import { EVENTS, shortName } from './eventTypes';
import type { WireEvent } from './wire';

/** Nothing is trusted while no secret is set. */
function authenticate({ headers, rawBody }: Delivery, secrets: Readonly<Record<string, unknown>>): Verdict {
  return checkStandardWebhook(headers, rawBody, text(secrets.webhookSecret) ?? '');
}

/** One event a delivery. Its id stays the same over all attempts to deliver it. */
function read({ headers, rawBody }: Delivery): Reading {
  const raw = jsonFromBytes(rawBody);
  const envelope: WireEvent = record(raw);
  const name = shortName(text(envelope.type) ?? '');
  if (raw === undefined) return { readable: false, reason: 'the body is not JSON' };
  if (name === null) return { readable: false, reason: 'the body is no event: its type does not begin with com.gigs.' };
  const eventId = text(envelope.id) ?? headers['webhook-id'] ?? headers['svix-id'];
  if (!eventId) return { readable: false, reason: 'the event has no id' };
  return { readable: true, events: [{ value: eventFrom(eventId, name, envelope), raw }] };
}

export const webhook: WebhookSource = {
  events: EVENTS,
  setupNotice:
    'Copy the production URL above into the Gigs dashboard: Developers > Manage Webhooks > Add Endpoint. Then copy the endpoint’s signing secret (whsec_…) into the Gigs credential: without it every delivery is refused.',
  namesMessages: true,
  authenticate,
  read,
};
