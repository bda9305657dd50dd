/** What can be bought (facts/providers/esim-access.md, section 6): lists that come whole, without pages. */
import type { Package } from '../../esim/model';
import { record, text } from '../../esim/read';
import { InputError } from '../../input';
import { attempt } from '../kit/attempt';
import { noList, notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import type { EsimLookup, Listing, PackageMethods, PackageTraits, Session } from '../provider';
import { packageList } from './api';
import { profileOf } from './esims';
import * as fields from './fields';
import { boughtFor, isDayPass, packageFrom, PROVIDER_NAME } from './mapping';
import type { WireBought, WirePackage } from './wire';

type Type = 'BASE' | 'TOPUP';
type Filter = Readonly<Record<string, string | undefined>>;

const TYPES: Readonly<Record<Type, Package['type']>> = { BASE: 'base', TOPUP: 'topUp' };

async function* packagesOf(session: Session, type: Type, filter: Filter = {}): Listing<Package> {
  const rows = await wiresOf(session, type, filter);
  yield* listingOf(rows, (row) => packageFrom(row, TYPES[type]));
}

async function wiresOf(session: Session, type: Type, filter: Filter): Promise<WirePackage[]> {
  const rows = await packageList(session, { type, ...filter });
  if (rows === null) throw noList(PROVIDER_NAME, 'packages');
  return rows.map((row) => record(row));
}

/** A package by either of its names, of which both may be ordered (section 6). */
async function wireOf(session: Session, packageId: string): Promise<{ wire: WirePackage; type: Type }> {
  const type = packageId.startsWith('TOPUP_') ? 'TOPUP' : 'BASE';
  // with TOPUP, a package's name asks for the top-ups that fit it
  const ways: Filter[] = type === 'TOPUP' ? [{}] : [{ packageCode: packageId }, { slug: packageId }];
  for (const filter of ways) {
    const read = await attempt(async () => await wiresOf(session, type, filter));
    if (!read.ok && read.error.kind !== 'notFound') throw read.error;
    const wire = (read.ok ? read.value : []).find((row) => isNamed(row, packageId));
    if (wire !== undefined) return { wire, type };
  }
  const advice =
    type === 'TOPUP'
      ? 'Top-ups are listed for an eSIM: Package → Get Many with the type Top-Ups and the ICCID.'
      : 'Read its ID anew with Package → Get Many.';
  throw notThere(`${PROVIDER_NAME} shows no package "${packageId}"`, advice);
}

export function isNamed({ packageCode, slug }: WirePackage | WireBought, packageId: string): boolean {
  return [text(packageCode), text(slug)].includes(packageId);
}

/** @param asked the name by which it was ordered, which may be either of its two */
export function traitsOf(bought: WireBought | undefined, asked: string): PackageTraits {
  const id = bought && isNamed(bought, asked) ? asked : text(bought?.packageCode);
  return { id, name: text(bought?.packageName) };
}

/** Days belong to a day pass; what others do with them is unknown (section 7). @throws InputError */
export async function checkIsDayPass(session: Session, packageId: string): Promise<void> {
  const { wire } = await wireOf(session, packageId);
  if (isDayPass(wire)) return;
  throw new InputError(
    `Days is filled in, and the package ${packageId} is no day pass`,
    'Leave Days empty, or choose a day pass.',
  );
}

/** What fits an eSIM. One that is named by its ID goes by its own package, since ICCIDs are used again (section 8). */
async function* topUpsFor(session: Session, named: EsimLookup | null): Listing<Package> {
  yield* packagesOf(session, 'TOPUP', await topUpFilter(session, named));
}

async function topUpFilter(session: Session, named: EsimLookup | null): Promise<Filter> {
  if (named?.by === 'iccid') return { iccid: named.iccid };
  if (named?.by !== 'esimId') return {};
  const wire = await profileOf(session, named);
  const packageCode = text(boughtFor(wire)[0]?.packageCode);
  return packageCode === null ? { iccid: text(wire.iccid) ?? undefined } : { packageCode };
}

export const packages: PackageMethods = {
  async get(session, packageId) {
    const { wire, type } = await wireOf(session, packageId);
    const value = packageFrom(wire, TYPES[type]);
    return value === null ? await Promise.reject(noList(PROVIDER_NAME, 'packages')) : { value, raw: wire };
  },
  getMany(session, values) {
    const type = values.get(fields.packageType) ?? 'BASE';
    const iccid = values.get(fields.iccidToTopUp) ?? undefined;
    return packagesOf(session, type, {
      locationCode: values.get(fields.countryOfPackage) ?? (values.get(fields.coverage) || undefined),
      dataType: values.get(fields.dataType) || undefined,
      ...(type === 'TOPUP' && { iccid }),
    });
  },
  forOrder: (session) => packagesOf(session, 'BASE'),
  forTopUp: topUpsFor,
};
