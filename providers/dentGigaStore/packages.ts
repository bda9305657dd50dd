/** What the account may sell: the inventory, and the countries of its coverages (sections 4 and 5). */
import type { Package } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt, isNotOffered } from '../kit/attempt';
import type { Listing, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import { includeCountries } from './fields';
import { countriesFrom, isCountryCode, packageFrom } from './mapping';
import { noList } from './pages';
import { listFrom } from './wire';
import type { WireInventoryItem } from './wire';

/**
 * The inventory as the provider orders it. Empty when nothing was enabled in the portal for this login.
 * @throws ProviderError
 */
export async function readInventory(session: Session): Promise<WireInventoryItem[]> {
  return await session.share('inventory', async () => {
    const rows = listFrom(await api.readInventory(session), 'items');
    if (rows === null) throw noList('packages');
    return rows.map(record);
  });
}

export async function* getMany(session: Session, fields: ProviderFields): Listing<Package> {
  for (const item of await readInventory(session)) {
    const found = packageFrom(item, await countriesOf(session, item, fields));
    if (found !== null) yield { value: found, raw: item };
  }
}

export async function* forOrder(session: Session): Listing<Package> {
  for (const item of await readInventory(session)) {
    const found = packageFrom(item, null);
    if (found !== null) yield { value: found, raw: item };
  }
}

/** From the whole inventory: reading a single entry (E3) is not documented. */
export async function get(session: Session, packageId: string, fields: ProviderFields): Promise<Result<Package>> {
  const item = (await readInventory(session)).find(({ id }) => text(id) === packageId);
  const found = item ? packageFrom(item, await countriesOf(session, item, fields)) : null;
  if (item && found) return { value: found, raw: item };
  throw new ProviderError('notFound', `There is no package "${packageId}" in your inventory at DENT Giga Store`, {
    description:
      'It may be switched off in the portal, or belong to another login than the one whose client id is in the credential.',
    status: 404,
  });
}

/** The answers of E5 stay the same during an execution, so each set is read once in it. */
const known = new WeakMap<Session, Map<string, string[]>>();

/** `null` when they were not asked for. */
async function countriesOf(
  session: Session,
  item: WireInventoryItem,
  fields: ProviderFields,
): Promise<string[] | null> {
  const countrySet = text(item.countrySet);
  if (!fields.get(includeCountries) || countrySet === null || isCountryCode(countrySet)) return null;
  const memory = known.get(session) ?? new Map<string, string[]>();
  known.set(session, memory);
  const countries =
    memory.get(countrySet) ??
    (await session.share(`countries of ${countrySet}`, async () => await readCountries(session, countrySet)));
  memory.set(countrySet, countries);
  return countries;
}

async function readCountries(session: Session, countrySet: string): Promise<string[]> {
  const answered = await attempt(async () => listFrom(await api.readCountries(session, countrySet), 'countries'));
  if (answered.ok && answered.value !== null) return countriesFrom(answered.value);
  if (!answered.ok && !isNotOffered(answered.error)) throw answered.error;
  session.log(`the countries of the coverage "${countrySet}" are not known to the provider`);
  return [];
}
