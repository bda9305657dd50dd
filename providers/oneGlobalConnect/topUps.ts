/** Top-ups of a SIM (facts/providers/1global-connect.md, sections 2.3.2, 3.4.1, 3.5). */
import type { Order } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { PurchaseOperation, Session, TopUpInput } from '../provider';
import { apiOf } from './api';
import { noEsim } from './esims';
import { topUpSimType } from './orderFields';
import { esimStateFrom, UNAVAILABLE_RULE } from './mapping';
import { prepared, SHOWS_WITHIN_MS } from './purchases';
import { topUpRequest } from './request';
import { PROVIDER_NAME, type SimRecord } from './wire';

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  showsWithinMs: SHOWS_WITHIN_MS,
  check: (session, input) => void topUpRequest(apiOf(session).version, input),
  async prepare(session, input) {
    const { version } = apiOf(session);
    const { iccid } = topUpRequest(version, input);
    const sim = await simToTopUp(session, iccid, input.fields.get(topUpSimType) === 'physicalSim');
    return prepared(session, topUpRequest(version, input, sim?.simType === 'PSIM'), {
      owner: iccid,
      whereToCheck: `the subscriptions of the SIM ${iccid} at ${PROVIDER_NAME} (field device_id)`,
      stop: esimStateFrom(sim?.status) === 'unavailable' ? deactivated(iccid) : undefined,
    });
  },
};

/** What GET shows of a physical SIM is unknown (section 3.5): not finding it stops the top-up of an eSIM only. */
async function simToTopUp(session: Session, iccid: string, isCard: boolean): Promise<SimRecord | null> {
  const sim = await attempt(async () => await apiOf(session).sim(session, iccid));
  if (sim.ok) return sim.value;
  if (sim.error.kind !== 'notFound') throw sim.error;
  if (!isCard) throw noEsim(iccid);
  return null;
}

function deactivated(iccid: string): ProviderError {
  return new ProviderError('refused', `The eSIM ${iccid} is Unavailable at ${PROVIDER_NAME} and cannot be topped up`, {
    description: UNAVAILABLE_RULE,
  });
}
