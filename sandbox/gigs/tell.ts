import type { OutgoingEvent } from '../core/webhooks';
import type { GigsWorld } from './world';

/** Sends events without waiting for the answers: a request does not hang on its webhooks. */
export function tell(world: GigsWorld, events: OutgoingEvent[]): void {
  if (events.length > 0) void world.webhooks.sendInOrder(events);
}
