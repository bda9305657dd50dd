/** The body of a v2 order: four documented shapes (facts/providers/1global-connect.md, section 3.4.1). */
import type { Device, OrderRequest } from '../api';

/** What nobody filled in is not sent: JSON leaves `undefined` out. */
export function orderBody(order: OrderRequest): object {
  return {
    operation_type: order.kind === 'topUp' ? 'TOPUP' : 'ACTIVATION',
    sim_type: order.simType,
    country: order.country,
    product: {
      id: order.packageId,
      sold_price: order.soldPrice?.amount,
      sold_currency: order.soldPrice?.currency,
      activation_date: order.activationDate ?? undefined,
    },
    subscriber: subscriberOf(order),
  };
}

/** Physical SIMs are shown without a device and with the SIM; new eSIMs the other way round. */
function subscriberOf({ kind, simType, customer, device, iccid }: OrderRequest): object {
  return {
    ...(kind === 'newEsim' && customer
      ? {
          email: customer.email,
          first_name: customer.firstName ?? undefined,
          last_name: customer.lastName ?? undefined,
          country_of_residence: customer.countryOfResidence ?? undefined,
          language: customer.language ?? undefined,
        }
      : {}),
    ...(simType === 'ESIM' ? { device: deviceOf(device) } : {}),
    ...(iccid === null ? {} : { sim: { iccid } }),
  };
}

const USUAL_MODELS: Readonly<Record<string, string>> = { ios: 'iPhone', android: 'Android' };

/** Every example has a model, and nobody says that it may be missing. `eid` here is v1's place for it. */
function deviceOf({ id, system, model, eid }: Device): object {
  return { operating_system: system, model: model ?? USUAL_MODELS[system] ?? system, id, eid: eid ?? undefined };
}
