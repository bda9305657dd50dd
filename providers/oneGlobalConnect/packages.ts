/** What can be bought: the products (facts/providers/1global-connect.md, sections 2.2 and 3.3). */
import type { Package } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import type { Listing, ProviderFields, Result, Session } from '../provider';
import { apiOf } from './api';
import { currency, planId } from './fields';
import { packageFrom } from './mapping';
import { PROVIDER_NAME, type ProductRecord } from './wire';

export function getMany(session: Session, fields: ProviderFields): Listing<Package> {
  return listed(session, fields.get(currency) ?? undefined, fields.get(planId) ?? undefined);
}

export function forOrder(session: Session): Listing<Package> {
  return listed(session);
}

function listed(session: Session, wanted?: string, plan?: string): Listing<Package> {
  const products = apiOf(session).products(session, { currency: wanted, planId: plan });
  return listingOf(
    products,
    (product: ProductRecord) => packageFrom(product, wanted),
    ({ raw }) => raw,
  );
}

/** In v2 a single product also names its countries. */
export async function get(session: Session, packageId: string, fields: ProviderFields): Promise<Result<Package>> {
  const wanted = fields.get(currency) ?? undefined;
  const read = await attempt(async () => await apiOf(session).product(session, packageId, wanted));
  if (!read.ok) throw isMissing(read.error) ? noPackage(packageId) : read.error;
  const found = packageFrom(read.value, wanted);
  if (found === null) throw noPackage(packageId);
  return { value: found, raw: read.value.raw };
}

/** That there is no such product is said with 422, too (section 1.6). */
function isMissing({ kind, status }: ProviderError): boolean {
  return kind === 'notFound' || status === 422;
}

function noPackage(packageId: string) {
  return notThere(
    `${PROVIDER_NAME} knows no product "${packageId}"`,
    'Ids of products may change, says 1GLOBAL: pick it from the list again. They may also differ between pre-production and production.',
  );
}
