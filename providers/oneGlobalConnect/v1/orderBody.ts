/** The body of a v1 order (facts/providers/1global-connect.md, sections 2.3.1 and 2.3.2). */
import type { OrderRequest } from '../api';

/** What nobody filled in is not sent: JSON leaves `undefined` out. */
export function orderBody(order: OrderRequest): object {
  const subscription = {
    product_id: order.packageId,
    activationDate: order.activationDate ?? undefined,
    price: order.soldPrice?.amount,
    currency: order.soldPrice?.currency,
  };
  const common = { operationType: order.kind === 'topUp' ? 'TOPUP' : 'NEW_ESIM', countryCode: order.country };
  // several subscriptions in one order are undocumented: the answer has room for one
  const subscriptions = [subscription];
  if (order.kind === 'topUp') {
    const device = { id: order.device.id, type: order.device.system };
    return { input: { ...common, device, esim: { iccid: order.iccid }, subscriptions } };
  }
  return { input: { ...common, customer: customerOf(order), device: deviceOf(order), subscriptions } };
}

function customerOf({ customer }: OrderRequest): object {
  return {
    email: customer?.email,
    firstName: customer?.firstName ?? undefined,
    lastName: customer?.lastName ?? undefined,
    countryOfResidence: customer?.countryOfResidence ?? undefined,
  };
}

function deviceOf({ device }: OrderRequest): object {
  return {
    id: device.id,
    model: device.model ?? undefined,
    make: device.make ?? undefined,
    type: device.system,
    eid: device.eid ?? undefined,
  };
}
