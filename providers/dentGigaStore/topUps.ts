/** Top-ups: a package for a customer who exists (facts/providers/dent-giga-store.md, section 9.1). */
import type { Order } from '../../esim/model';
import { InputError } from '../../input';
import type { PurchaseOperation, Session, TopUpInput } from '../provider';
import * as api from './api';
import { lookAtCustomer } from './books';
import { customerByIccid, customerById, noEsim } from './customers';
import { traitsOfPackage } from './packages';
import { COVERAGE_RULE, prepared, SHOWS_WITHIN_MS } from './purchases';
import { customerUidOf, esimsOf, esimWithIccid } from './wire';

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check(_session, input) {
    if (input.customerId === null) neededIccid(input);
  },
  async prepare(session, input) {
    const { packageId, clientReference, iccid } = input;
    const wanted = await traitsOfPackage(session, packageId);
    const { customer, customerUid } = await customerToTopUp(session, input);
    return prepared(session, {
      type: 'topUp',
      input,
      // whoever names the customer means none of the eSIMs: a package belongs to the customer (section 11.1)
      asked: { package: wanted, customer: { id: customerUid, email: null }, ...(iccid === null ? {} : { iccid }) },
      body: { customerUid },
      look: async () => await lookAtCustomer(session, customerUid, clientReference),
      send: async (body, key) => await api.topUp(session, body, key),
      hints: { iccid },
      hint: COVERAGE_RULE,
      customer,
    });
  },
};

async function customerToTopUp(session: Session, { iccid, customerId }: TopUpInput) {
  if (customerId !== null) {
    const { customer } = await customerById(session, customerId);
    if (iccid === null || esimsOf(customer).length === 0 || esimWithIccid(customer, iccid)) {
      return { customer, customerUid: customerId };
    }
    throw new InputError(
      `The eSIM ${iccid} does not belong to the customer "${customerId}"`,
      'Give the ICCID or the customer, not both.',
    );
  }
  const named = neededIccid({ iccid });
  const { customer } = await customerByIccid(session, named);
  const customerUid = customerUidOf(customer);
  if (customerUid === null) throw noEsim(named);
  return { customer, customerUid };
}

function neededIccid({ iccid }: Pick<TopUpInput, 'iccid'>): string {
  if (iccid !== null) return iccid;
  throw new InputError('Neither ICCID nor Customer says which eSIM to top up', 'Fill in one of them.');
}
