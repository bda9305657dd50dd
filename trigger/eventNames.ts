import type { INodePropertyOptions } from 'n8n-workflow';

import { EVENT_TYPES, type EventType } from '../esim/model';

/** The choice that takes every event, also kinds that a later version adds. */
export const ALL_EVENTS = '*';

/** Each event in an operator's words. */
const EVENTS: Readonly<Record<EventType, { name: string; description: string }>> = {
  'esim.released': { name: 'eSIM Released', description: 'The profile is ready to be installed, or was removed again' },
  'esim.downloaded': { name: 'eSIM Downloaded', description: 'A device fetched the profile' },
  'esim.installed': { name: 'eSIM Installed', description: 'The customer installed the eSIM on a device' },
  'esim.enabled': { name: 'eSIM Enabled', description: 'The customer switched the eSIM on' },
  'esim.disabled': { name: 'eSIM Disabled', description: 'The customer switched the eSIM off' },
  'esim.deleted': { name: 'eSIM Deleted', description: 'The eSIM was removed from the device' },
  'esim.error': { name: 'eSIM Error', description: 'The installation did not work' },
  'esim.statusChanged': {
    name: 'eSIM Status Changed',
    description: 'The eSIM changed in a way that has no event here',
  },
  'balance.low': { name: 'Balance Low', description: 'Little data is left: time to offer a top-up' },
  'balance.depleted': { name: 'Balance Used Up', description: 'No data is left' },
  'package.activated': { name: 'Package Activated', description: 'A package began to run' },
  'package.renewed': { name: 'Package Renewed', description: 'A package began another period' },
  'package.ended': { name: 'Package Ended', description: 'A package expired, was used up or was cancelled' },
  'country.changed': { name: 'Country Changed', description: 'The eSIM connected in another country' },
  'order.created': { name: 'Order Created', description: 'The provider took an order' },
  'order.completed': { name: 'Order Completed', description: 'An order was fulfilled' },
  'order.failed': { name: 'Order Failed', description: 'An order could not be fulfilled' },
  'order.cancelled': { name: 'Order Cancelled', description: 'An order was cancelled' },
  other: { name: 'Other', description: 'A message of a kind that is not listed here' },
};

/** "eSIM Installed" for `esim.installed`. */
export function eventName(type: EventType): string {
  return EVENTS[type].name;
}

/** What the canvas says below the trigger's name: "Gigs: eSIM Installed, Balance Low". */
export function subtitle(providers: ReadonlyArray<{ id: string; name: string }>): string {
  const names = Object.fromEntries(providers.map(({ id, name }) => [id, name]));
  const events = Object.fromEntries(EVENT_TYPES.map((type) => [type, eventName(type)]));
  const chosen = '$parameter["events"]';
  const words = `${chosen}.map((type) => (${JSON.stringify(events)})[type] ?? type).join(", ")`;
  const all = `${chosen}.length === 0 || ${chosen}.includes("${ALL_EVENTS}")`;
  return `={{ (${JSON.stringify(names)})[$parameter["provider"]] + ": " + (${all} ? "all events" : ${words}) }}`;
}

/**
 * Every event, alphabetical, with All Events first: a choice stays when another provider is chosen.
 * @param sendersOf the names of the providers that send it
 */
export function eventOptions(sendersOf: (type: EventType) => readonly string[]): INodePropertyOptions[] {
  const single = EVENT_TYPES.map((type) => {
    const { name, description } = EVENTS[type];
    return { name, value: type as string, description: `${description}. Sent by: ${names(sendersOf(type))}.` };
  }).sort((left, right) => left.name.localeCompare(right.name, 'en'));
  return [{ name: 'All Events', value: ALL_EVENTS, description: 'Every event, whatever else is chosen' }, ...single];
}

function names(senders: readonly string[]): string {
  return senders.length === 0 ? 'none of these providers' : senders.join(', ');
}
