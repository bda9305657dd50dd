/** What can be bought: the products (facts/providers/1global-connect.md, sections 2.2 and 3.3). */
import type { Package } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Listing, ProviderFields, Result, Session } from '../provider';
import { currency, planId } from './fields';
import { packageFrom } from './mapping';
import { apiOf } from './version';

export async function* getMany(session: Session, fields: ProviderFields): Listing<Package> {
  const [wanted, plan] = [fields.get(currency), fields.get(planId)];
  yield* listed(session, wanted ?? undefined, plan ?? undefined);
}

async function* listed(session: Session, wanted?: string, plan?: string): Listing<Package> {
  for await (const product of apiOf(session).products(session, { currency: wanted, planId: plan })) {
    const found = packageFrom(product, wanted);
    if (found !== null) yield { value: found, raw: product.raw };
  }
}

/** In v2 a single product also names its countries. */
export async function get(session: Session, packageId: string, fields: ProviderFields): Promise<Result<Package>> {
  const wanted = fields.get(currency) ?? undefined;
  const read = await attempt(async () => await apiOf(session).product(session, packageId, wanted));
  if (!read.ok) throw read.error.kind === 'notFound' ? noPackage(packageId) : read.error;
  const found = packageFrom(read.value, wanted);
  if (found === null) throw noPackage(packageId);
  return { value: found, raw: read.value.raw };
}

export function forOrder(session: Session): Listing<Package> {
  return listed(session);
}

function noPackage(packageId: string): ProviderError {
  return new ProviderError('notFound', `1GLOBAL Connect knows no product "${packageId}"`, {
    description:
      'Ids of products may change, says 1GLOBAL: pick it from the list again. They may also differ between pre-production and production.',
    status: 404,
  });
}
