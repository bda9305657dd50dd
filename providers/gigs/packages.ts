/** Plans and add-ons as packages (facts/providers/gigs.md, sections 9 and 13). */
import type { Package } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { InputError } from '../../input';
import { attempt } from '../kit/attempt';
import type { Listing, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import type { Filters } from './api';
import * as by from './fields';
import { listing } from './lists';
import { packageFromAddon, packageFromPlan } from './mapping';
import { idOf, listOf } from './wire';
import type { WireAddon, WirePlan, WireSubscription } from './wire';

/** An id does not promise what it names (section 1), so its beginning only decides what is asked first. */
export async function get(session: Session, packageId: string): Promise<Result<Package>> {
  const plan = async () => ({ raw: await api.readOne(session, 'plans', packageId), from: packageFromPlan });
  const addon = async () => ({ raw: await api.readOne(session, 'addons', packageId), from: packageFromAddon });
  for (const read of packageId.startsWith('add_') ? [addon, plan] : [plan, addon]) {
    const answered = await attempt(read);
    if (!answered.ok && answered.error.kind !== 'notFound') throw answered.error;
    if (!answered.ok) continue;
    const { raw, from } = answered.value;
    const value = from(record(raw));
    if (value) return { value, raw };
  }
  throw noPackage(packageId);
}

function noPackage(packageId: string): ProviderError {
  return new ProviderError('notFound', `Gigs knows no package "${packageId}" in this project`, {
    description: 'Choose one from the list. The ID of a plan begins with pln_, that of an add-on with add_.',
    status: 404,
  });
}

export async function* getMany(session: Session, fields: ProviderFields): Listing<Package> {
  const kind = fields.get(by.packageKind) ?? 'all';
  const status = fields.get(by.packageStatus) ?? 'available';
  const simType = fields.get(by.plansForSimType) ?? undefined;
  if (kind !== 'addons') yield* packagesOf(listing(session, 'plans', { status, simType }), packageFromPlan);
  // a plan may still be made ready, an add-on has no such status (section 13)
  if (kind === 'plans' || status === 'pending') return;
  const filters: Filters = {
    status,
    plan: fields.get(by.addonsForPlan) ?? undefined,
    coverageCountry: fields.get(by.addonsInCountry) ?? undefined,
  };
  yield* packagesOf(listing(session, 'addons', filters), packageFromAddon);
}

export function forOrder(session: Session): Listing<Package> {
  return packagesOf(listing(session, 'plans', { status: 'available', simType: 'eSIM' }), packageFromPlan);
}

async function* packagesOf(
  items: AsyncIterable<Record<string, unknown>>,
  from: (item: Record<string, unknown>) => Package | null,
): Listing<Package> {
  for await (const raw of items) {
    const value = from(raw);
    if (value !== null) yield { value, raw };
  }
}

/** @throws ProviderError `notFound`, `badInput` when it is not for sale */
export async function planToBuy(session: Session, id: string): Promise<WirePlan> {
  return await forSale(session, 'plans', id, 'To put an add-on on an eSIM, use Top Up.');
}

/** @throws ProviderError `notFound`, `badInput` when it is not for sale */
export async function addonToBuy(session: Session, id: string): Promise<WireAddon> {
  return await forSale(session, 'addons', id, 'A plan is bought with Order > Create.');
}

async function forSale(session: Session, name: 'plans' | 'addons', id: string, hint: string): Promise<WirePlan> {
  const answered = await attempt(async () => record(await api.readOne(session, name, id)));
  if (!answered.ok) {
    if (answered.error.kind !== 'notFound') throw answered.error;
    throw new ProviderError('notFound', `Package "${id}" is not among the ${name} of this Gigs project`, {
      description: `Choose one from the list. ${hint}`,
      status: 404,
    });
  }
  const status = text(answered.value.status);
  if (status === null || status === 'available') return answered.value;
  throw new InputError(`Package "${text(answered.value.name) ?? id}" is ${status}`, 'Choose one that is available.');
}

/** @throws ProviderError `badInput` when the add-on is for other plans or another network */
export function checkFits(addon: WireAddon, subscription: WireSubscription): void {
  const plan: WirePlan = record(subscription.plan);
  if (fits(addon, plan)) return;
  throw new InputError(
    `Package "${text(addon.name) ?? ''}" cannot be added to the plan "${text(plan.name) ?? ''}"`,
    'Choose an add-on that is made for this plan.',
  );
}

export function fits({ plans, provider }: WireAddon, plan: WirePlan): boolean {
  const wanted = listOf(plans).map(idOf);
  const [id, network] = [text(plan.id), text(plan.provider)];
  if (wanted.length > 0 && id !== null && !wanted.includes(id)) return false;
  return text(provider) === null || network === null || text(provider) === network;
}
