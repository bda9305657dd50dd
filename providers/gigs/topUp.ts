/**
 * A top-up: an add-on for a running subscription (facts/providers/gigs.md, section 13). Gigs keeps no reference with it: what
 * the books can tell all the same is in `topUpBooks.ts`.
 */
import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import { InputError } from '../../input';
import type { Notes, PreparedPurchase, PurchaseOperation, Result, Sent, Session, TopUpInput } from '../provider';
import { refusesKeys, sendsKey } from './idempotency';
import { orderOfAddon } from './orders';
import { closeTopUp, noteOpenTopUp } from './openTopUps';
import { addonToBuy, checkFits } from './packages';
import { recall, remember } from './remember';
import { A_5XX_WAS_ANSWERED, idempotencyKey, SENT_WITHOUT_A_KEY, SHOWS_WITHIN_MS, spend } from './sending';
import { runningByIccid, runningOfUser } from './subscriptions';
import { askedOf, asBefore, attachedIds, candidates, contradiction, look, readBack, type TopUp } from './topUpBooks';
import type { WireSubscription, WireSubscriptionAddon } from './wire';

const WHERE_TO_CHECK = 'the add-ons of the subscription in the Gigs dashboard, by their time';

export const topUp: PurchaseOperation<TopUpInput, Order> = {
  alone: ({ packageId, iccid, customerId }) => `gigs add-on ${packageId} for ${iccid ?? customerId}`,
  showsWithinMs: SHOWS_WITHIN_MS,
  check(_session, { iccid, customerId }) {
    if (iccid !== null || customerId !== null) return;
    throw new InputError('ICCID and Customer are both empty', 'Fill in one of them, to say which eSIM to top up.');
  },
  async prepare(session, { packageId: addonId, clientReference: reference, iccid, customerId }) {
    const [addon, subscription] = await Promise.all([
      addonToBuy(session, addonId),
      iccid === null ? runningOfUser(session, customerId ?? '') : subscriptionOf(session, iccid),
    ]);
    checkFits(addon, subscription);
    const subscriptionId = text(subscription.id) ?? '';
    const before = await attachedIds(session, subscriptionId, addonId);
    return prepared(session, { reference, addonId, subscription, subscriptionId }, before);
  },
};

async function subscriptionOf(session: Session, iccid: string): Promise<WireSubscription> {
  return (await runningByIccid(session, iccid)).subscription;
}

function prepared(session: Session, topUp: TopUp, before: Set<string>): PreparedPurchase<Order> {
  const { reference } = topUp;
  let wasSent = false;
  let isOpen = false;
  const noteBought = ({ value }: Result<Order>): void => {
    remember(session, reference, value.orderId);
    closeTopUp(session, topUp);
  };
  return {
    whereToCheck: WHERE_TO_CHECK,
    asked: askedOf(topUp),
    certainty: 'sameRequest',
    async find() {
      const known = recall(session, reference);
      if (known !== null) return await readBack(session, topUp, known);
      const found = await look(session, topUp, wasSent ? before : null);
      if (found.outcome === 'found') noteBought(found.result);
      return found;
    },
    async send() {
      wasSent = true;
      noteOpenTopUp(session, topUp);
      const sent = await send(session, topUp, before, isOpen);
      isOpen ||= sent.outcome === 'unknown';
      if (sent.outcome === 'done') noteBought(sent.result);
      if (sent.outcome === 'refused' && !isOpen) closeTopUp(session, topUp);
      return sent;
    },
    async mayRepeat(notes) {
      isOpen = true;
      return await isRepeatable(session, topUp, notes);
    },
    asBefore: async (which) => await asBefore(session, topUp, which),
  };
}

const HOUR_MS = 60 * 60 * 1_000;

/** Section 5: "up to 24 hours". The last minutes are left for the sending itself. */
const KEY_LIVES_MS = 24 * HOUR_MS - 10 * 60 * 1_000;

/** What was made within the life of the key, as far as two clocks may differ. */
const MAY_BE_OURS_MS = 25 * HOUR_MS;

/**
 * The same key again is carried out once (section 5): while the key lives, if no 5xx was answered, and if nothing has
 * turned up that may be the earlier sending's, since no page says what a project does that ignores the key.
 */
async function isRepeatable(session: Session, topUp: TopUp, notes: Notes): Promise<boolean> {
  if (!sendsKey(session) || !(await notes.isYounger(KEY_LIVES_MS))) return false;
  if ((await notes.recall([A_5XX_WAS_ANSWERED, SENT_WITHOUT_A_KEY])).length > 0) return false;
  const since = Date.now() - MAY_BE_OURS_MS;
  const mayBeOurs = ({ createdAt }: WireSubscriptionAddon): boolean => !(Date.parse(isoTime(createdAt) ?? '') < since);
  return !(await candidates(session, topUp)).some(mayBeOurs) && !(await refusesKeys(session));
}

async function send(session: Session, topUp: TopUp, before: Set<string>, isOpen: boolean): Promise<Sent<Order>> {
  const { reference, addonId, subscription, subscriptionId } = topUp;
  const body = { addon: addonId, subscription: subscriptionId };
  const spent = await spend(session, 'subscriptionAddons', body, idempotencyKey(session, 'topUp', reference), isOpen);
  if (spent.outcome !== 'accepted') return spent;
  const bought: WireSubscriptionAddon = spent.object;
  const other = contradiction(topUp, bought);
  if (other !== null) return { outcome: 'refused', error: taken(reference, `order ${spent.id} has it, ${other}`) };
  const { value, raw } = await orderOfAddon(session, bought, { clientReference: reference, subscription });
  return { outcome: 'done', result: { value: { ...value, alreadyExisted: before.has(spent.id) }, raw } };
}

function taken(reference: string, explanation: string): ProviderError {
  return new ProviderError('badInput', `Client Reference "${reference}" is taken: ${explanation}`, {
    description: "Give every top-up a reference of its own, such as your shop's payment ID.",
  });
}
