/**
 * The purchases: a first order, an order for an existing customer, a top-up
 * (facts/providers/dent-giga-store.md, sections 7.1, 9.1, 9.2, 13).
 */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import type { CreateOrderInput, PurchaseOperation, Session, TopUpInput } from '../provider';
import * as api from './api';
import { lookAtCustomer, lookEverywhere } from './books';
import { customerByIccid, customerById, esimWithIccid, noEsim } from './customers';
import { activationMode, expectedPrice, userCountry, userIp } from './fields';
import { iccidsOf } from './orderOfSale';
import { prepared } from './purchaseSteps';
import { traitsOfPackage } from './traits';
import { customerUidOf, esimsOf } from './wire';

const COVERAGE_RULE =
  'A customer can only get packages with the coverage of the first one; for another coverage, place an order without a customer.';

/**
 * How late a sale may show in the lists: nothing says (section 17). A top-up counts for its customer at once (section 9.1),
 * so this is only for lists that are written behind the sale.
 */
export const SHOWS_WITHIN_MS = 10_000;

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  async prepare(session, input) {
    const { packageId, clientReference, customerId, customerEmail } = input;
    const wanted = { type: 'newEsim', packageId, reference: clientReference } as const;
    const traits = await traitsOfPackage(session, packageId);
    const body = { ...shared(input), ...residence(input) };
    if (customerId === null) {
      return prepared(session, {
        ...wanted,
        asked: { package: traits, customer: { id: null, email: customerEmail } },
        hints: {},
        body: { ...body, customerEmail: customerEmail ?? undefined },
        look: async () => await lookEverywhere(session, clientReference, customerEmail),
        send: async (whole, key) => await api.register(session, whole, key),
      });
    }
    const { customer } = await customerById(session, customerId);
    return prepared(session, {
      ...wanted,
      asked: { package: traits, customer: { id: customerId, email: null } },
      hints: { iccidsBefore: iccidsOf(customer) },
      body: { ...body, customerUid: customerId },
      look: async () => await lookAtCustomer(session, customerId, clientReference),
      send: async (whole, key) => await api.topUpWithProfile(session, whole, key),
      advice: COVERAGE_RULE,
      customer,
    });
  },
};

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check(_session, input) {
    if (input.customerId === null) neededIccid(input);
  },
  async prepare(session, input) {
    const { packageId, clientReference, iccid } = input;
    const traits = await traitsOfPackage(session, packageId);
    const { customer, customerUid } = await customerToTopUp(session, input);
    return prepared(session, {
      type: 'topUp',
      packageId,
      reference: clientReference,
      // whoever names the customer means none of the eSIMs: a package belongs to the customer (section 11.1)
      asked: { package: traits, customer: { id: customerUid, email: null }, ...(iccid === null ? {} : { iccid }) },
      hints: { iccid },
      body: { ...shared(input), customerUid },
      look: async () => await lookAtCustomer(session, customerUid, clientReference),
      send: async (whole, key) => await api.topUp(session, whole, key),
      advice: COVERAGE_RULE,
      customer,
    });
  },
};

/** The fields that all three purchases have. What nobody filled in is not sent (JSON leaves `undefined` out). */
function shared({ packageId, clientReference, fields }: CreateOrderInput | TopUpInput) {
  const price = fields.get(expectedPrice);
  const mode = fields.get(activationMode);
  return {
    inventoryItemId: packageId,
    metatag: clientReference,
    expectedPrice: price ? { sortIndex: 0, priceValue: Number(price.amount), currencyCode: price.currency } : undefined,
    // older versions of the page do not know the field (section 15): its default is not sent
    activationMode: mode === null || mode === 'NOW' ? undefined : mode,
  };
}

function residence({ fields }: CreateOrderInput) {
  return { userIp: fields.get(userIp) ?? undefined, userCountry: fields.get(userCountry) ?? undefined };
}

async function customerToTopUp(session: Session, { iccid, customerId }: TopUpInput) {
  if (customerId !== null) {
    const { customer } = await customerById(session, customerId);
    const known = esimsOf(customer);
    if (iccid !== null && known.length > 0 && !esimWithIccid(customer, iccid)) {
      throw new ProviderError('badInput', `The eSIM ${iccid} does not belong to the customer "${customerId}"`, {
        description: 'Give the ICCID or the customer, not both.',
      });
    }
    return { customer, customerUid: customerId };
  }
  const named = neededIccid({ iccid });
  const { customer } = await customerByIccid(session, named);
  const customerUid = customerUidOf(customer);
  if (customerUid === null) throw noEsim(named);
  return { customer, customerUid };
}

function neededIccid({ iccid }: Pick<TopUpInput, 'iccid'>): string {
  if (iccid !== null) return iccid;
  throw new ProviderError('badInput', 'Neither ICCID nor Customer says which eSIM to top up', {
    description: 'Fill in one of them.',
  });
}
