/** The control API's calls for SIMs and invoices; the calls that every stand-in has are in `core/control.ts`. */
import { fields } from '../core/control';
import { type ControlRoute, json } from '../core/http';
import type { Delivery, OutgoingEvent } from '../core/webhooks';
import { payInvoice } from './billing';
import { act, DEVICE_ACTIONS, type DeviceInput } from './device';
import { catchUp } from './life';
import type { GigsWorld } from './world';

async function told(world: GigsWorld, events: OutgoingEvent[]): Promise<Delivery[]> {
  return events.length > 0 ? await world.webhooks.sendInOrder(events) : [];
}

/** What became due happens, and its webhooks are sent. */
export async function catchUpAndTell(world: GigsWorld): Promise<Delivery[]> {
  return await told(world, catchUp(world));
}

/** Does something with the phone of an eSIM and sends the webhooks that follow. Throws as `act` does. */
export async function actAndTell(
  world: GigsWorld,
  iccid: string,
  action: string,
  input: DeviceInput,
): Promise<Delivery[]> {
  const due = catchUp(world);
  return await told(world, [...due, ...act(world, iccid, action, input)]);
}

/** Marks an invoice as paid, as a reseller does who has collected the money. */
export async function payAndTell(world: GigsWorld, invoiceId: string): Promise<Delivery[]> {
  const invoice = world.state.invoices.get(invoiceId);
  if (!invoice) throw new Error(`no invoice ${invoiceId}`);
  return await told(world, payInvoice(world, invoice));
}

export function gigsControlRoutes(world: GigsWorld): ControlRoute[] {
  return [
    { method: 'GET', pattern: '/_sandbox/esims/actions', handle: () => json(DEVICE_ACTIONS) },
    {
      method: 'POST',
      pattern: '/_sandbox/esims/:iccid/:action',
      handle: async (request) => {
        const { iccid = '', action = '' } = request.params;
        const { country, bytes } = fields(request);
        const input = {
          country: typeof country === 'string' && country !== '' ? country : undefined,
          bytes: bytes === undefined ? undefined : Number(bytes),
        };
        return json({ deliveries: await actAndTell(world, iccid, action, input) });
      },
    },
    {
      method: 'POST',
      pattern: '/_sandbox/invoices/:invoice/pay',
      handle: async ({ params }) => json({ deliveries: await payAndTell(world, params['invoice'] ?? '') }),
    },
  ];
}
