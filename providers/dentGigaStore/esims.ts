/** eSIMs, which customers hold (facts/providers/dent-giga-store.md, sections 8, 11.2 and 11.3). */
import type { Esim } from '../../esim/model';
import { notThere } from '../kit/errors';
import { findBy } from '../kit/lookups';
import type { EsimLookup, Result } from '../provider';
import { customerByIccid, customerById } from './customers';
import { esimFrom, PROVIDER_NAME } from './mapping';
import { esimsOf, identityOf } from './wire';

/** @throws ProviderError `notFound` */
export const get = findBy<EsimLookup, Array<Result<Esim>>>({
  async iccid(session, { iccid }) {
    const { customer, esim } = await customerByIccid(session, iccid);
    return [{ value: esimFrom(esim, identityOf(customer).id), raw: esim }];
  },
  async customerId(session, { customerId }) {
    const esims = esimsOf(await customerById(session, customerId));
    if (esims.length > 0) return esims.map((esim) => ({ value: esimFrom(esim, customerId), raw: esim }));
    throw notThere(
      `The customer "${customerId}" has no eSIM at ${PROVIDER_NAME}`,
      'Look the customer up in the DENT Giga Store portal.',
    );
  },
});
