/** Plans and add-ons as packages (facts/providers/gigs.md, sections 9 and 13). */
import type { Package } from '../../esim/model';
import { record, text } from '../../esim/read';
import { InputError } from '../../input';
import { readIfPossible, readOr } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { listingOf } from '../kit/lists';
import type { EsimLookup, Listing, ProviderFields, Result, Session } from '../provider';
import * as api from './api';
import { simByIccid } from './esims';
import * as by from './fields';
import { packageFromAddon, packageFromPlan } from './mapping';
import { runningOf, runningWith, subscriptionOf } from './subscriptions';
import { idOf, listOf } from './wire';
import type { WireAddon, WirePlan, WireSubscription } from './wire';

export async function get(session: Session, packageId: string): Promise<Result<Package>> {
  const read = await api.readEither(session, packageId, 'plans', ['add_', 'addons']);
  const value = read && (read.name === 'plans' ? packageFromPlan(read.row) : packageFromAddon(read.row));
  if (value) return { value, raw: read.row };
  throw notThere(
    `Gigs knows no package "${packageId}" in this project`,
    'Choose one from the list. The ID of a plan begins with pln_, that of an add-on with add_.',
  );
}

export async function* getMany(session: Session, fields: ProviderFields): Listing<Package> {
  const kind = fields.get(by.packageKind) ?? 'all';
  const status = fields.get(by.packageStatus) ?? 'available';
  if (kind !== 'addons') yield* plans(session, { status, simType: fields.get(by.plansForSimType) });
  // a plan may still be made ready, an add-on has no such status (section 13)
  if (kind === 'plans' || status === 'pending') return;
  const [plan, coverageCountry] = [fields.get(by.addonsForPlan), fields.get(by.addonsInCountry)];
  yield* listingOf(api.listing(session, 'addons', { status, plan, coverageCountry }), packageFromAddon);
}

export function forOrder(session: Session): Listing<Package> {
  return plans(session, { status: 'available', simType: 'eSIM' });
}

function plans(session: Session, filters: api.Filters): Listing<Package> {
  return listingOf(api.listing(session, 'plans', filters), packageFromPlan);
}

/** Add-ons for the eSIM that is named in the node; all of them where nobody can tell which fit it. */
export async function* forTopUp(session: Session, named: EsimLookup | null): Listing<Package> {
  const found = named && (await readIfPossible(async () => await subscriptionNamed(session, named)));
  const plan: WirePlan | null = found && record(found.plan);
  const addons = api.listing(session, 'addons', { status: 'available', plan: text(plan?.id) });
  yield* listingOf(addons, (addon) => (plan && !fits(addon, plan) ? null : packageFromAddon(addon)));
}

async function subscriptionNamed(session: Session, named: EsimLookup): Promise<WireSubscription | null> {
  switch (named.by) {
    case 'iccid':
      return await runningWith(session, await simByIccid(session, named.iccid));
    case 'customerId':
      return await runningOf(session, named.customerId);
    case 'esimId':
      return await subscriptionOf(session, { id: named.esimId });
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
  const row = await readOr(
    async () => await api.readOne(session, name, id),
    () =>
      notThere(`Package "${id}" is not among the ${name} of this Gigs project`, `Choose one from the list. ${hint}`),
  );
  const status = text(row.status);
  if (status === null || status === 'available') return row;
  throw new InputError(`Package "${text(row.name) ?? id}" is ${status}`, 'Choose one that is available.');
}

/** @throws InputError when the add-on is for other plans or another network */
export function checkFits(addon: WireAddon, subscription: WireSubscription): void {
  const plan: WirePlan = record(subscription.plan);
  if (fits(addon, plan)) return;
  throw new InputError(
    `Package "${text(addon.name) ?? ''}" cannot be added to the plan "${text(plan.name) ?? ''}"`,
    'Choose an add-on that is made for this plan.',
  );
}

function fits({ plans: made, provider }: WireAddon, plan: WirePlan): boolean {
  const wanted = listOf(made).map(idOf);
  const [id, network] = [text(plan.id), text(plan.provider)];
  if (wanted.length > 0 && id !== null && !wanted.includes(id)) return false;
  return text(provider) === null || network === null || text(provider) === network;
}
