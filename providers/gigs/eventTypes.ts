/** Gigs' event names -> ours (facts/providers/gigs.md, section 18.2). Names from both columns of that table are listed. */
import type { EventType } from '../../esim/model';

const PREFIX = 'com.gigs.';

/** What the name alone decides; everything else is `other`, or decided by the data (see `eventMapping.ts`). */
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

/** Usage running out: how much is in the data. */
const ABOUT_USAGE = ['usageNotification.created', 'usageThreshold.exceeded', 'usageBalance.thresholdReached'];

/** `com.gigs.subscription.activated` -> `subscription.activated`. Null for what is no event of Gigs. */
export function shortName(type: string): string | null {
  return type.startsWith(PREFIX) && type.length > PREFIX.length ? type.slice(PREFIX.length) : null;
}

export function isAboutUsage(name: string): boolean {
  return ABOUT_USAGE.includes(name);
}

export function typeOf(name: string): EventType {
  return TYPES[name] ?? 'other';
}

/** Offered under Events. */
export const EVENTS: readonly EventType[] = [
  'order.created',
  'order.completed',
  'order.cancelled',
  'package.activated',
  'package.renewed',
  'package.ended',
  'balance.low',
  'balance.depleted',
  'esim.downloaded',
  'esim.installed',
  'esim.enabled',
  'esim.disabled',
  'esim.deleted',
  'esim.statusChanged',
  'other',
];
