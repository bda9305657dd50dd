/** How subscriptions, add-ons and SIMs change with time (sections 10 and 13). Each function returns the events of it. */
import { DAY_MS } from '../core/life';
import type { OutgoingEvent } from '../core/webhooks';
import { eventOf } from './events';
import { type AttachedAddon, type GigsWorld, newSim, type Period, type Sim, type Subscription } from './state';
import { wireSim, wireSubscription } from './wire';

/** Section 17: placeholders, how long their activation takes in seconds, and what they are. */
const DELAYS = {
  '': 0,
  _delayed_up_to_one_min: 45,
  _delayed_four_hours: 4 * 3600,
  _delayed_twenty_four_hours: 24 * 3600,
};
export const PLACEHOLDERS: Readonly<Record<string, { type: Sim['type']; seconds: number }>> = Object.fromEntries(
  Object.entries(DELAYS).flatMap(([delay, seconds]) => [
    [`sim_test_esim${delay}`, { type: 'eSIM' as const, seconds }],
    [`sim_test_psim${delay}`, { type: 'pSIM' as const, seconds }],
  ]),
);

/** Sets the activation going. A placeholder without a delay is active in the very same answer. */
export function startActivation(world: GigsWorld, one: Subscription): OutgoingEvent[] {
  const placeholder = PLACEHOLDERS[one.simWanted];
  const seconds = placeholder?.seconds ?? world.settings.activationSeconds;
  one.status = 'pending';
  one.readyAt = world.now + seconds * 1000;
  return placeholder?.seconds === 0 ? catchUp(world) : [];
}

/** What became due since the last time. */
export function catchUp(world: GigsWorld): OutgoingEvent[] {
  const now = world.now;
  const events: OutgoingEvent[] = [];
  for (const one of world.state.subscriptions.values()) {
    if (one.readyAt !== null && one.readyAt <= now) events.push(...provision(world, one));
    while (one.status === 'active' && one.period !== null && one.period.end <= now) events.push(...turn(world, one));
  }
  for (const one of world.state.attached.values()) {
    if (one.status === 'active' && one.period !== null && one.period.end <= now) endAddon(one, one.period.end);
  }
  return events;
}

function provision(world: GigsWorld, one: Subscription): OutgoingEvent[] {
  const { sims } = world.state;
  const placeholder = PLACEHOLDERS[one.simWanted];
  const iccidStart = placeholder ? '8942424242' : undefined;
  const fresh = () => newSim(world.random, placeholder?.type ?? 'eSIM', one.plan.provider, world.now, iccidStart);
  const sim = sims.get(one.sim ?? one.simWanted) ?? fresh();
  sims.set(sim.id, sim);
  one.sim = sim.id;
  sim.user = one.user;
  const due = one.readyAt ?? world.now;
  one.readyAt = null;
  // such a plan waits for the phone, with the SIM in place
  return one.plan.activationTrigger === 'usageStarted' ? [] : activate(world, one, due);
}

export function activate(world: GigsWorld, one: Subscription, at: number): OutgoingEvent[] {
  const sim = world.state.sims.get(one.sim ?? '');
  one.status = 'active';
  one.activatedAt = at;
  one.period = periodFrom(one, 1, at);
  const events = [eventOf(world, 'subscription.activated', wireSubscription(world, one))];
  if (!sim) return events;
  sim.status = 'active';
  return [eventOf(world, 'sim.updated', wireSim(sim), { status: 'inactive' }), ...events];
}

function periodFrom({ plan }: Subscription, number: number, start: number): Period {
  const { unit, value } = plan.validity;
  return { number, start, end: start + value * (unit === 'month' ? 30 : 1) * DAY_MS };
}

/** A period is over: the next one, or the end. */
function turn(world: GigsWorld, one: Subscription): OutgoingEvent[] {
  const { number, end } = one.period ?? { number: 0, end: world.now };
  if (one.plan.validity.type === 'oneTime' || one.canceledAt !== null) return endSubscription(world, one, end);
  one.period = periodFrom(one, number + 1, end);
  return [eventOf(world, 'subscription.renewed', wireSubscription(world, one))];
}

/** For good, at once. */
export function endSubscription(world: GigsWorld, one: Subscription, at: number): OutgoingEvent[] {
  one.status = 'ended';
  one.endedAt = at;
  one.readyAt = null;
  const sim = world.state.sims.get(one.sim ?? '');
  if (sim) sim.status = 'inactive';
  for (const addon of world.state.attached.values()) {
    if (addon.subscription === one.id && addon.status !== 'ended') endAddon(addon, at);
  }
  return [eventOf(world, 'subscription.ended', wireSubscription(world, one))];
}

function endAddon(one: AttachedAddon, at: number): void {
  one.status = 'ended';
  one.endedAt = at;
}

/** An add-on without a validity of its own lasts as long as the subscription's period (section 13). */
export function activateAddon(world: GigsWorld, one: AttachedAddon): void {
  const now = world.now;
  const { validity } = one.addon;
  const around = world.state.subscriptions.get(one.subscription)?.period?.end ?? now;
  one.status = 'active';
  one.activatedAt = now;
  const end = validity ? now + validity.value * (validity.unit === 'month' ? 30 : 1) * DAY_MS : around;
  one.period = { number: 1, start: now, end };
}
