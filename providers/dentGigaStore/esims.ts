/** eSIMs and their data, both held by customers (facts/providers/dent-giga-store.md, sections 8, 11.2 to 11.4). */
import type { Esim, Usage } from '../../esim/model';
import { record } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { findBy } from '../kit/lookups';
import type { EsimLookup, Result, Session } from '../provider';
import { customerByIccid, customerById } from './customers';
import { esimFrom, sizeFrom } from './mapping';
import { usageFrom } from './usage';
import { customerUidOf, esimsOf, itemsOf } from './wire';
import type { WireBalance, WireCustomerRecord } from './wire';

/** @throws ProviderError `notFound` */
export const get = findBy<EsimLookup, Array<Result<Esim>>>({
  async iccid(session, { iccid }) {
    const { customer, esim } = await customerByIccid(session, iccid);
    return [{ value: esimFrom(esim, customerUidOf(customer)), raw: esim }];
  },
  customerId: async (session, { customerId }) => await ofCustomer(session, customerId),
});

async function ofCustomer(session: Session, customerId: string): Promise<Array<Result<Esim>>> {
  const { customer } = await customerById(session, customerId);
  const esims = esimsOf(customer);
  if (esims.length > 0) return esims.map((esim) => ({ value: esimFrom(esim, customerId), raw: esim }));
  throw new ProviderError('notFound', `The customer "${customerId}" has no eSIM at DENT Giga Store`, {
    description: 'Look the customer up in the DENT Giga Store portal.',
  });
}

/**
 * Data used and left. Packages belong to the customer, not to one of the customer's eSIMs.
 * @throws ProviderError `notFound`
 */
export const getUsage = findBy<EsimLookup, Result<Usage>>({
  iccid: async (session, { iccid }) => await usageOfEsim(session, iccid),
  async customerId(session, { customerId }) {
    const { customer, raw } = await customerById(session, customerId);
    return { value: usageFrom(customer, null, new Date()), raw };
  },
});

async function usageOfEsim(session: Session, iccid: string): Promise<Result<Usage>> {
  const found = await customerByIccid(session, iccid);
  const customerUid = customerUidOf(found.customer);
  // what a search shows of a customer is not documented; one customer's own record is
  const read = tellsBalances(found.customer) || customerUid === null ? found : await customerById(session, customerUid);
  const count = esimsOf(read.customer).length;
  if (count > 1) session.log(`eSIM ${iccid}: its customer has ${count} eSIMs, and the usage is that of all of them`);
  return { value: usageFrom(read.customer, iccid, new Date()), raw: read.raw };
}

function tellsBalances(customer: WireCustomerRecord): boolean {
  if (!Array.isArray(customer.activatedItems)) return false;
  return itemsOf(customer).every(({ balance }) => {
    const { size, availableBalance }: WireBalance = record(balance);
    return sizeFrom(size) !== null && sizeFrom(availableBalance) !== null;
  });
}
