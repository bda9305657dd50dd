/**
 * Refund: cancelling an eSIM that nobody has used gives its price back, and that of its top-ups
 * (facts/providers/esim-access.md, section 10).
 */
import { iccidFrom } from '../../esim/identifiers';
import { makeRefund } from '../../esim/make';
import type { Refund, RefundState } from '../../esim/model';
import { text } from '../../esim/read';
import { InputError } from '../../input';
import { found, purchase } from '../kit/purchases';
import type { Found, PurchaseOperation, RefundInput, Result, Session } from '../provider';
import * as api from './api';
import { WRONG_STATE } from './codes';
import { profileOf, profilesWith } from './esims';
import * as fields from './fields';
import { isCancelled, PROVIDER_ID, PROVIDER_NAME } from './mapping';
import type { WireProfile } from './wire';

const REFUNDED =
  'The eSIM was cancelled, and its price and that of its top-ups went back to your balance. How much that is, eSIM Access does not say: Account → Get Balance shows it.';
const CONDITIONS =
  'eSIM Access takes back only eSIMs that nobody has downloaded or used. About others, ask its support.';

export const refund: PurchaseOperation<RefundInput, Refund> = {
  showsWithinMs: 15_000,
  partOf: ({ fields: values }) => [values.get(fields.iccidOfPart), values.get(fields.esimIdOfPart)],
  // an eSIM is cancelled once: a second time meets a state that forbids it (section 20)
  repeatsAreHarmless: true,
  async prepare(session, input) {
    const { orderId } = input;
    const esimId = text((await partOf(session, input)).esimTranNo) ?? '';
    return purchase<Refund>({
      whereToCheck: `eSIM → Get of this node (eSIM ID ${esimId})`,
      asked: {},
      certainty: 'never',
      find: async () => await found(async () => await look(session, orderId, esimId)),
      async send({ isOpen }) {
        const sent = await api.cancel<Refund>(session, esimId, (obj) => ({
          outcome: 'done',
          result: refundOf(orderId, 'refunded', REFUNDED, obj),
        }));
        if (sent.outcome !== 'refused' || api.codeOf(sent.error) !== WRONG_STATE) return sent;
        // said of what is cancelled already, too
        const before = await found(async () => await look(session, orderId, esimId));
        if (before.outcome === 'found') {
          const { value, raw } = before.result;
          return { outcome: 'done', result: { value: { ...value, alreadyExisted: !isOpen }, raw } };
        }
        if (before.outcome === 'cannotTell') return { ...sent, outcome: 'unknown' };
        const explanation = `${sent.error.message}. ${CONDITIONS}`;
        return { outcome: 'done', result: refundOf(orderId, 'refused', explanation, null) };
      },
    });
  },
};

/** @throws InputError when the order has several eSIMs and none of them is named, or one that is not in it */
async function partOf(session: Session, { orderId, fields: values }: RefundInput): Promise<WireProfile> {
  const rows = await profilesWith(session, { orderNo: orderId });
  const [iccid, esimId] = [values.get(fields.iccidOfPart), values.get(fields.esimIdOfPart)];
  const meant = rows.filter(
    (row) => (iccid === null || iccidFrom(row.iccid) === iccid) && (esimId === null || text(row.esimTranNo) === esimId),
  );
  const [only, another] = meant;
  if (only !== undefined && another === undefined) return only;
  if (only !== undefined) {
    throw new InputError(
      `Order ${orderId} has ${rows.length} eSIMs, and each is refunded on its own`,
      'Fill in eSIM ID or ICCID under Additional Fields.',
    );
  }
  throw new InputError(
    rows.length > 0 ? `Order ${orderId} has no such eSIM` : `${PROVIDER_NAME} shows no eSIM of order ${orderId}`,
    'Check Order ID, and eSIM ID and ICCID under Additional Fields.',
  );
}

async function look(session: Session, orderId: string, esimId: string): Promise<Found<Refund>> {
  const wire = await profileOf(session, { by: 'esimId', esimId });
  if (!isCancelled(wire)) return { outcome: 'absent' };
  return { outcome: 'found', result: refundOf(orderId, 'refunded', REFUNDED, wire), traits: {} };
}

function refundOf(orderId: string, state: RefundState, explanation: string, raw: unknown): Result<Refund> {
  return { value: makeRefund({ provider: PROVIDER_ID, orderId, state, explanation }), raw };
}
