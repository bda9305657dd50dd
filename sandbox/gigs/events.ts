/** Events in their CloudEvents envelope, signed as Svix does it (section 18). */
import { createHmac } from 'node:crypto';

import type { Headers, OutgoingEvent } from '../core/webhooks';
import { type GigsWorld, newId } from './state';

/** Those that the sandbox sends by itself: names of the official column of section 18.2, and `eSimProfile.installed`. */
export const EVENT_NAMES = [
  'subscription.created',
  'subscription.activated',
  'subscription.renewed',
  'subscription.canceled',
  'subscription.resumed',
  'subscription.ended',
  'subscriptionAddon.created',
  'sim.updated',
  'eSimProfile.installed',
  'eSimProfile.enabled',
  'eSimProfile.disabled',
  'eSimProfile.deleted',
  'usageBalance.thresholdReached',
  'invoice.created',
  'creditNote.created',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/** The envelope of an event of any name; its id stays the same however often it is delivered. */
export function envelope(world: GigsWorld, event: string, data: object, previousData?: object): OutgoingEvent {
  const body = {
    object: 'event',
    id: newId(world.random, 'evt'),
    actor: { type: 'system' },
    data,
    datacontenttype: 'application/json',
    ...(previousData ? { previousData } : {}),
    project: world.account.projectId,
    source: 'https://api.gigs.com',
    specversion: '1.0',
    time: new Date(world.now).toISOString(),
    type: `com.gigs.${event}`,
    version: '2026-01-29',
  };
  return { event, body };
}

/** One of those that the sandbox sends by itself. */
export const eventOf: (world: GigsWorld, event: EventName, data: object, previousData?: object) => OutgoingEvent =
  envelope;

/** Signed anew for each attempt, at the real time: that is what a receiver compares it with. */
export function signedHeaders({ settings }: GigsWorld, body: string, at: number = Date.now()): Headers {
  const { webhookSecret, webhookHeaders } = settings;
  const id = `msg_${(/"id":"evt_(\w+)"/.exec(body)?.[1] ?? 'sandbox').slice(0, 24)}`;
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(webhookSecret.replace(/^whsec_/, ''), 'base64');
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    [`${webhookHeaders}-id`]: id,
    [`${webhookHeaders}-timestamp`]: timestamp,
    [`${webhookHeaders}-signature`]: `v1,${digest}`,
  };
}
