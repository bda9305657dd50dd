/**
 * Top-ups (facts/providers/esim-access.md, sections 12 and 20). Nothing says that a repeated transaction ID is the same
 * request, so one whose outcome is unknown is looked for by what was there before, and never sent again.
 */
import { makeOrder } from '../../esim/make';
import type { Order } from '../../esim/model';
import { text, whole } from '../../esim/read';
import { InputError } from '../../input';
import { readIfPossible } from '../kit/attempt';
import { allOf } from '../kit/lists';
import { memoryOfProcess } from '../kit/memory';
import { found, purchase, type Progress } from '../kit/purchases';
import type { EsimLookup, EsimMethods, Found, Result, Session, TopUpInput, Traits } from '../provider';
import * as api from './api';
import { carries, transactionIdOf } from './books';
import { profileOf } from './esims';
import * as fields from './fields';
import { boughtFor, esimFrom, isDayPass, PROVIDER_ID } from './mapping';
import { isNamed, packages, traitsOf } from './packages';
import type { WireBought, WireProfile, WireToppedUp } from './wire';

/** The answer itself is the confirmation (section 12); how late the eSIM shows it is unknown. */
const SHOWS_WITHIN_MS = 60_000;

/** What this process has bought: whether an eSIM shows its top-ups by their IDs is unknown (section 22). */
const bought = memoryOfProcess<Result<Order>>(({ settings }) => [settings.baseUrl]);

/** A top-up that is wanted, and the eSIM as it was before. */
interface TopUp {
  id: string;
  reference: string;
  packageId: string;
  days: number | null;
  esimId: string;
  before: WireProfile;
  /** What the package adds, in bytes; null where that is not known. */
  adds: number | null;
}

function lookupOf({ iccid, esimId }: TopUpInput): EsimLookup {
  if (esimId) return { by: 'esimId', esimId };
  if (iccid !== null) return { by: 'iccid', iccid };
  throw new InputError('ICCID and eSIM ID are both empty', 'Fill in one of them, to say which eSIM to top up.');
}

export const topUp: NonNullable<EsimMethods['topUp']> = {
  ways: ['iccid', 'esimId'],
  // what is new on an eSIM is told from what was there before
  alone: ({ iccid, esimId }) => `eSIM Access top-up of ${esimId ?? iccid}`,
  showsWithinMs: SHOWS_WITHIN_MS,
  alsoAsks({ fields: values }) {
    const days = values.get(fields.daysToAdd);
    return days === null ? [] : [`${days} days`];
  },
  check: (_session, input) => void lookupOf(input),
  async prepare(session, input) {
    const wanted = await topUpOf(session, input);
    const { id, reference, esimId, before, packageId, days } = wanted;
    const body = {
      // one of the two ways to name it, not both (section 12); the price is left out: its form is unclear there
      esimTranNo: esimId,
      packageCode: packageId,
      transactionId: id,
      ...(days !== null && { periodNum: String(days) }),
    };
    return purchase<Order>({
      whereToCheck: `the packages of the eSIM ${esimId} in the eSIM Access console, and your balance`,
      asked: traitsOfTopUp(wanted, { id: packageId }),
      certainty: 'never',
      find: async (progress) => await found(async () => await look(session, wanted, progress)),
      send: async () =>
        await api.topUp(session, body, (answer) => {
          const result = { value: orderOf(wanted, answer), raw: answer };
          bought.set(session, [esimId, reference], result);
          return { outcome: 'done', result };
        }),
      async asBefore(which) {
        const known = bought.get(session, esimId, reference);
        if (known) return known;
        const orderId = await which([id, ...boughtFor(before).flatMap(({ esimTranNo }) => text(esimTranNo) ?? [])]);
        return orderId === null ? null : { value: orderOf(wanted, { topUpEsimTranNo: orderId }), raw: before };
      },
    });
  },
};

async function topUpOf(session: Session, input: TopUpInput): Promise<TopUp> {
  const lookup = lookupOf(input);
  const before = await profileOf(session, lookup);
  const { packageId, clientReference: reference, fields: values } = input;
  return {
    id: transactionIdOf('topUp', reference),
    reference,
    packageId,
    days: values.get(fields.daysToAdd),
    esimId: text(before.esimTranNo) ?? '',
    before,
    adds: isDayPass(before) ? null : await dataOf(session, lookup, packageId),
  };
}

/** Good to have only: by it, a lost answer is told from what the eSIM shows afterwards. */
async function dataOf(session: Session, lookup: EsimLookup, packageId: string): Promise<number | null> {
  const listed = await readIfPossible(
    async () => await allOf(packages.forTopUp?.(session, lookup) ?? packages.forOrder(session)),
    (why) => session.log(`the top-ups of an eSIM could not be read: ${why.message}`),
  );
  return listed?.find(({ raw }) => isNamed(raw as WireBought, packageId))?.value.dataBytes ?? null;
}

function traitsOfTopUp({ before }: TopUp, of: Traits['package']): Traits {
  return { package: of, iccid: esimFrom(before).iccid };
}

/** The answer to a top-up, in our model. `topUpEsimTranNo` is absent before 2026 (section 12). */
function orderOf({ id, reference, packageId, before }: TopUp, { topUpEsimTranNo }: WireToppedUp): Order {
  return makeOrder({
    provider: PROVIDER_ID,
    orderId: text(topUpEsimTranNo) ?? id,
    type: 'topUp',
    status: 'completed',
    clientReference: reference,
    package: { packageId, name: null },
    esim: esimFrom(before),
  });
}

/**
 * Section 20: an entry that carries the transaction ID; once it was sent, also a new one that carries none, or just as much
 * more data as the package has. What is not found proves nothing.
 */
async function look(session: Session, wanted: TopUp, { sentAt }: Progress): Promise<Found<Order>> {
  const { id, esimId, before, adds } = wanted;
  const now = await profileOf(session, { by: 'esimId', esimId });
  const entry = boughtFor(now).find((one) => carries(one, id)) ?? (sentAt === null ? undefined : newIn(wanted, now));
  const grown = (whole(now.totalVolume) ?? 0) - (whole(before.totalVolume) ?? 0);
  const hasGrown = sentAt !== null && adds !== null && adds > 0 && grown === adds;
  if (entry === undefined && !hasGrown) return { outcome: 'cannotTell', error: null };
  const order = orderOf({ ...wanted, before: now }, { topUpEsimTranNo: entry?.esimTranNo });
  const of = entry === undefined ? { id: wanted.packageId } : traitsOf(entry, wanted.packageId);
  return { outcome: 'found', result: { value: order, raw: now }, traits: traitsOfTopUp(wanted, of) };
}

function newIn({ before, packageId }: TopUp, now: WireProfile): WireBought | undefined {
  const added = boughtFor(now).slice(boughtFor(before).length);
  const [only, another] = added.filter((one) => isNamed(one, packageId) && text(one.transactionId) === null);
  return another === undefined ? only : undefined;
}
