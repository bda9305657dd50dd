/**
 * A top-up: an add-on for a running subscription (facts/providers/gigs.md, section 13). Gigs keeps no reference with it: what
 * can be told all the same is in `books.ts`.
 */
import type { Order } from '../../esim/model';
import { text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { InputError } from '../../input';
import { found, purchase } from '../kit/purchases';
import type { Notes, PreparedPurchase, PurchaseOperation, Sent, Session, TopUpInput } from '../provider';
import * as books from './books';
import type { TopUp } from './books';
import { simByIccid } from './esims';
import { orderOfAddon } from './orders';
import { addonToBuy, checkFits } from './packages';
import { A_5XX_WAS_ANSWERED, refusesKeys, sendsKey, SENT_WITHOUT_A_KEY } from './sending';
import { type Request, SHOWS_WITHIN_MS, spend, takenBy } from './sending';
import { runningOf, runningWith } from './subscriptions';
import { idOf } from './wire';
import type { WireSubscription, WireSubscriptionAddon } from './wire';

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
      iccid === null ? runningOf(session, customerId ?? '') : runningByIccid(session, iccid),
    ]);
    checkFits(addon, subscription);
    const wanted: TopUp = { reference, addonId, subscription, subscriptionId: text(subscription.id) ?? '' };
    return prepared(session, wanted, await books.attachedIds(session, wanted));
  },
};

async function runningByIccid(session: Session, iccid: string): Promise<WireSubscription> {
  return await runningWith(session, await simByIccid(session, iccid));
}

/** @param before ids of the add-ons that were there before anything is sent */
function prepared(session: Session, topUp: TopUp, before: ReadonlySet<string>): PreparedPurchase<Order> {
  return purchase<Order>({
    whereToCheck: 'the add-ons of the subscription in the Gigs dashboard, by their time',
    asked: books.askedOf(topUp),
    certainty: 'sameRequest',
    async find({ sentAt }) {
      const known = books.knownId(session, topUp);
      if (known !== undefined) return await found(async () => await books.readBack(session, topUp, known));
      const looked = await found(async () => await books.look(session, topUp, sentAt === null ? null : before));
      if (looked.outcome === 'found') books.noteBought(session, topUp, looked.result.value);
      return looked;
    },
    async send({ isOpen }) {
      books.noteOpen(session, topUp);
      const sent = await send(session, topUp, before, isOpen);
      if (sent.outcome === 'done') books.noteBought(session, topUp, sent.result.value);
      if (sent.outcome === 'refused' && !isOpen) books.close(session, topUp);
      return sent;
    },
    mayRepeat: async (notes) => await mayRepeat(session, topUp, notes),
    asBefore: async (which) => await books.asBefore(session, topUp, which),
  });
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
async function mayRepeat(session: Session, topUp: TopUp, notes: Notes): Promise<boolean> {
  if (!sendsKey(session) || !(await notes.isYounger(KEY_LIVES_MS))) return false;
  if ((await notes.recall([A_5XX_WAS_ANSWERED, SENT_WITHOUT_A_KEY])).length > 0) return false;
  const since = Date.now() - MAY_BE_OURS_MS;
  const mayBeOurs = ({ createdAt }: WireSubscriptionAddon): boolean => !(Date.parse(isoTime(createdAt) ?? '') < since);
  return !(await books.candidates(session, topUp)).some(mayBeOurs) && !(await refusesKeys(session));
}

async function send(
  session: Session,
  topUp: TopUp,
  before: ReadonlySet<string>,
  isOpen: boolean,
): Promise<Sent<Order>> {
  const { reference, addonId, subscription, subscriptionId } = topUp;
  const body = { addon: addonId, subscription: subscriptionId };
  const request: Request = { list: 'subscriptionAddons', body, purpose: 'topUp', reference };
  const spent = await spend(session, request, isOpen);
  if (spent.outcome !== 'accepted') return spent;
  const bought: WireSubscriptionAddon = spent.object;
  const [itsSubscription, itsAddon] = [idOf(bought.subscription) ?? subscriptionId, idOf(bought.addon) ?? addonId];
  const taken = takenBy(
    spent,
    request,
    itsSubscription !== subscriptionId && `for the subscription ${itsSubscription}`,
    itsAddon !== addonId && `for the package ${itsAddon}`,
  );
  if (taken) return taken;
  const { value, raw } = await orderOfAddon(session, bought, { clientReference: reference, subscription });
  return { outcome: 'done', result: { value: { ...value, alreadyExisted: before.has(spent.id) }, raw } };
}
