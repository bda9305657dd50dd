/** Top-ups: one more package for a customer, with no new eSIM (facts/providers/dent-giga-store.md, sections 9.1 and 11.1). */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import type { PurchaseOperation, Session, TopUpInput } from '../provider';
import { customerByIccid, customerById, noEsim } from './customers';
import { planned, SHOWS_WITHIN_MS } from './purchases';
import { esimsOf, esimWithIccid, identityOf } from './wire';

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check(_session, input) {
    if (input.customerId === null) neededIccid(input);
  },
  async prepare(session, input) {
    const { id, customer } = await customerToTopUp(session, input);
    const { iccid } = input;
    return await planned(session, {
      type: 'topUp',
      endpoint: 'top-up',
      input,
      // whoever names the customer means none of the eSIMs: a package belongs to the customer (section 11.1)
      asked: { customer: { id, email: null }, ...(iccid === null ? {} : { iccid }) },
      customer,
    });
  },
};

async function customerToTopUp(session: Session, { iccid, customerId }: TopUpInput) {
  if (customerId === null) {
    const named = neededIccid({ iccid });
    const { customer } = await customerByIccid(session, named);
    const { id } = identityOf(customer);
    if (id === null) throw noEsim(named);
    return { id, customer };
  }
  const customer = await customerById(session, customerId);
  if (iccid !== null && esimsOf(customer).length > 0 && !esimWithIccid(customer, iccid)) {
    throw new ProviderError('badInput', `The eSIM ${iccid} does not belong to the customer "${customerId}"`, {
      description: 'Give the ICCID or the customer, not both.',
    });
  }
  return { id: customerId, customer };
}

function neededIccid({ iccid }: Pick<TopUpInput, 'iccid'>): string {
  if (iccid !== null) return iccid;
  throw new ProviderError('badInput', 'Neither ICCID nor Customer says which eSIM to top up', {
    description: 'Fill in one of them.',
  });
}
