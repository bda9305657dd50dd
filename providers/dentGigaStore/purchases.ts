/** The purchases: a first order, an order for an existing customer, a top-up (sections 7.1, 9.1, 9.2, 13). */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import type { CreateOrderInput, PurchaseOperation, Session, TopUpInput } from '../provider';
import * as api from './api';
import { lookAtCustomer, lookEverywhere } from './books';
import { customerByIccid, customerById, esimWithIccid, noEsim } from './customers';
import { activationModeOf, checkedEmail, expectedPriceOf, userCountryOf, userIpOf } from './input';
import { iccidsOf } from './orderOfSale';
import { prepared } from './purchaseSteps';
import type { Plan } from './purchaseSteps';
import { customerUidOf, esimsOf } from './wire';

const COVERAGE_RULE =
  'A customer can only get packages with the coverage of the first one; for another coverage, place an order without a customer.';

export const create: PurchaseOperation<CreateOrderInput, Order> = {
  async prepare(session, input) {
    const { clientReference, customerId } = input;
    const extras = { userIp: userIpOf(input.fields), userCountry: userCountryOf(input.fields) };
    const names = { key: `order/${clientReference}`, what: 'eSIM order', reference: clientReference };
    const hints: Plan['hints'] = { type: 'newEsim', packageId: input.packageId };
    if (customerId === null) {
      const customerEmail = checkedEmail(input.customerEmail);
      const body = { ...shared(input), customerEmail, ...extras };
      return prepared(session, {
        ...names,
        hints,
        look: async () => await lookEverywhere(session, clientReference, customerEmail ?? null),
        email: customerEmail,
        send: async (idempotencyKey) => await api.register(session, body, idempotencyKey),
      });
    }
    const { customer } = await customerById(session, customerId);
    const body = { ...shared(input), customerUid: customerId, ...extras };
    return prepared(session, {
      ...names,
      hints: { ...hints, iccidsBefore: iccidsOf(customer) },
      look: async () => await lookAtCustomer(session, customerId, clientReference),
      customerUid: customerId,
      advice: COVERAGE_RULE,
      send: async (idempotencyKey) => await api.topUpWithProfile(session, body, idempotencyKey),
    });
  },
};

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  async prepare(session, input) {
    const { clientReference, packageId } = input;
    const fields = shared(input);
    const { customer, customerUid } = await customerToTopUp(session, input);
    const body = { ...fields, customerUid };
    return prepared(session, {
      key: `topUp/${clientReference}`,
      what: 'top-up',
      reference: clientReference,
      hints: { type: 'topUp', packageId, iccid: input.iccid },
      look: async () => await lookAtCustomer(session, customerUid, clientReference),
      customerUid,
      advice: COVERAGE_RULE,
      customer,
      send: async (idempotencyKey) => await api.topUp(session, body, idempotencyKey),
    });
  },
};

/** The fields that all three purchases have. What nobody filled in is not sent (JSON leaves `undefined` out). */
function shared({ packageId, clientReference, fields }: CreateOrderInput | TopUpInput) {
  return {
    inventoryItemId: packageId,
    metatag: clientReference,
    expectedPrice: expectedPriceOf(fields),
    activationMode: activationModeOf(fields),
  };
}

async function customerToTopUp(session: Session, { iccid, customerId }: TopUpInput) {
  if (customerId !== null) {
    const { customer } = await customerById(session, customerId);
    const known = esimsOf(customer);
    if (iccid !== null && known.length > 0 && !esimWithIccid(customer, iccid)) {
      throw new ProviderError('badInput', `The eSIM ${iccid} does not belong to the customer "${customerId}"`, {
        description: 'Give the ICCID or the customer, not both. Nothing was bought.',
      });
    }
    return { customer, customerUid: customerId };
  }
  if (iccid === null) {
    throw new ProviderError('badInput', 'Neither ICCID nor Customer says which eSIM to top up', {
      description: 'Fill in one of them. Nothing was bought.',
    });
  }
  const { customer } = await customerByIccid(session, iccid);
  const customerUid = customerUidOf(customer);
  if (customerUid === null) throw noEsim(iccid);
  return { customer, customerUid };
}
