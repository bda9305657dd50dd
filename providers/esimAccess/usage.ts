/** Data used and left, and what is left of the account's credit (facts/providers/esim-access.md, sections 8, 13 and 14). */
import { makePackageUsage } from '../../esim/make';
import { iccidFrom } from '../../esim/identifiers';
import type { Balance, PackageUsage, Usage } from '../../esim/model';
import { text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { readIfPossible } from '../kit/attempt';
import { findBy } from '../kit/lookups';
import { less, usageOf } from '../kit/usage';
import { wordsOf } from '../kit/words';
import type { EsimLookup, Result, Session } from '../provider';
import * as api from './api';
import { profileOf } from './esims';
import { boughtFor, isDayPass, isUnlimited, moneyFrom, PROVIDER_ID } from './mapping';
import type { WireProfile, WireUsage } from './wire';

const statusOf = wordsOf<PackageUsage['status']>(
  {
    GOT_RESOURCE: 'waiting',
    IN_USE: 'active',
    USED_UP: 'depleted',
    USED_EXPIRED: 'expired',
    UNUSED_EXPIRED: 'expired',
  },
  'unknown',
);

/** All packages of an eSIM are one sum: eSIM Access does not tell them apart. Two to three hours late. */
function usageFrom(wire: WireProfile, counted: WireUsage | null): Usage {
  const status = statusOf(wire.esimStatus);
  const [first] = boughtFor(wire);
  // what is the sum of a day pass of several days is unknown (section 22)
  const isSumKnown = !isUnlimited(wire) && !(isDayPass(wire) && whole(wire.totalDuration) !== 1);
  const totalBytes = isSumKnown ? (whole(counted?.totalData) ?? whole(wire.totalVolume)) : null;
  const usedBytes = whole(counted?.dataUsage) ?? whole(wire.orderUsage);
  const all = makePackageUsage({
    status,
    providerStatus: text(wire.esimStatus),
    packageId: text(first?.packageCode),
    name: text(first?.packageName),
    orderId: text(wire.orderNo),
    totalBytes,
    usedBytes,
    remainingBytes: less(totalBytes, usedBytes),
    unlimited: isUnlimited(wire),
    activatedAt: isoTime(wire.activateTime),
    expiresAt: isoTime(wire.expiredTime),
  });
  // before its first use it can be used as well
  return usageOf({ provider: PROVIDER_ID, iccid: iccidFrom(wire.iccid) }, [all], ['waiting', 'active', 'depleted']);
}

async function find(session: Session, lookup: EsimLookup): Promise<Result<Usage>> {
  const wire = await profileOf(session, lookup);
  const esimId = text(wire.esimTranNo) ?? '';
  const counted = await readIfPossible(
    async () => await api.usageOfEsim(session, esimId),
    (why) => session.log(`the usage of an eSIM was taken from its profile: ${why.message}`),
  );
  return { value: usageFrom(wire, counted), raw: { profile: wire, usage: counted } };
}

export const getUsage = findBy<EsimLookup, Result<Usage>>({ iccid: find, esimId: find });

export async function getBalance(session: Session): Promise<Result<Balance>> {
  const raw = await api.balance(session);
  return { value: { provider: PROVIDER_ID, balance: moneyFrom(raw.balance) }, raw };
}
