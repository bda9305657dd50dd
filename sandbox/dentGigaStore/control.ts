/** The control API's calls for eSIMs and packages; the calls that every stand-in has are in `core/control.ts`. */
import { fields } from '../core/control';
import { type ControlRoute, json } from '../core/http';
import type { Delivery } from '../core/webhooks';
import { act, DEVICE_ACTIONS, type DeviceInput } from './device';
import { start, startOverdue } from './packageLife';
import { isWaiting } from './packageRules';
import type { DentWorld } from './world';

export interface DeviceOutcome {
  deliveries: Delivery[];
  /** Only after using data: less than asked for when nothing is left. */
  usedBytes: number | null;
}

/** Does something with the phone of an eSIM and sends the webhooks that follow. Throws as `act` does. */
export async function actAndTell(
  world: DentWorld,
  iccid: string,
  action: string,
  input: DeviceInput,
): Promise<DeviceOutcome> {
  const { events, usedBytes } = act(world, iccid, action, input);
  return { deliveries: await world.webhooks.sendInOrder(events), usedBytes: usedBytes ?? null };
}

/** Starts a waiting package, whatever its mode. Throws when it is not waiting. */
export async function activateAndTell(world: DentWorld, uid: string): Promise<Delivery[]> {
  const item = world.state.items.get(uid);
  if (!item) throw new Error(`no activated item ${uid}`);
  if (!isWaiting(item) || item.refundedAt !== null) throw new Error('this package is not waiting');
  return world.webhooks.sendInOrder([start(item, world.clock.now())]);
}

/** Starts the packages that waited for 90 days and sends the webhooks that follow. */
export async function catchUpAndTell(world: DentWorld): Promise<Delivery[]> {
  const events = startOverdue(world);
  return events.length > 0 ? world.webhooks.sendInOrder(events) : [];
}

export function dentControlRoutes(world: DentWorld): ControlRoute[] {
  return [
    {
      method: 'GET',
      pattern: '/_sandbox/esims/actions',
      handle: () => json(DEVICE_ACTIONS),
    },
    {
      method: 'POST',
      pattern: '/_sandbox/esims/:iccid/:action',
      handle: async (request) => {
        const { iccid = '', action = '' } = request.params;
        const { country, bytes } = fields(request);
        const input = { country: asText(country), bytes: bytes === undefined ? undefined : Number(bytes) };
        return json(await actAndTell(world, iccid, action, input));
      },
    },
    {
      method: 'POST',
      pattern: '/_sandbox/items/:uid/activate',
      handle: async ({ params }) => json({ deliveries: await activateAndTell(world, params['uid'] ?? '') }),
    },
    {
      method: 'POST',
      pattern: '/_sandbox/tokens/expire',
      handle: () => {
        world.tokens.expireAll();
        return json({ ok: true });
      },
    },
  ];
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
