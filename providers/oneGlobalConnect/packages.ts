/** What can be bought: the products (facts/providers/1global-connect.md, sections 2.2 and 3.3). */
import type { Package } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { attempt } from '../attempt';
import type { Choice, Listing, Picker, ProviderFields, Result, Session } from '../provider';
import { currency, planId } from './fields';
import { packageFrom } from './mapping';
import { firstOf } from './paging';
import { apiOf } from './version';

/** So many products are searched, and so many are shown. */
const MOST_SEARCHED = 5_000;
const MOST_SHOWN = 200;

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

/** By name, coverage or id. */
export const pickPackage: Picker = async (session, filter) => {
  const words = filter.toLowerCase().split(/\s+/);
  const { rows } = await firstOf(listed(session), MOST_SEARCHED);
  const choices = rows.flatMap(({ value }): Choice[] => {
    const searched = `${value.name ?? ''} ${value.coverage ?? ''} ${value.packageId}`.toLowerCase();
    return words.every((word) => searched.includes(word)) ? [{ name: labelOf(value), value: value.packageId }] : [];
  });
  return {
    choices: choices
      .sort((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }))
      .slice(0, MOST_SHOWN),
  };
};

/** "PrePaid Data 3GB 30-Day — 30 days — 42.00 USD" */
function labelOf({ packageId, name, validity, price }: Package): string {
  const days = validity === null ? null : `${validity.value} ${validity.unit}${validity.value === 1 ? '' : 's'}`;
  const cost = price === null ? null : `${price.amount} ${price.currency}`;
  return [name ?? packageId, days, cost].filter((part) => part !== null).join(' — ');
}

function noPackage(packageId: string): ProviderError {
  return new ProviderError('notFound', `1GLOBAL Connect knows no product "${packageId}"`, {
    description:
      'Ids of products may change, says 1GLOBAL: pick it from the list again. They may also differ between pre-production and production.',
    status: 404,
  });
}
