/** Searchable lists of plans and add-ons (facts/providers/gigs.md, sections 9 and 13). */
import type { Package } from '../../esim/model';
import { record, text } from '../../esim/read';
import { attempt } from '../attempt';
import type { Choice, EsimLookup, Picker, Session } from '../provider';
import * as api from './api';
import { pageToChoose } from './lists';
import { packageFromAddon, packageFromPlan } from './mapping';
import { fits } from './packages';
import { runningByIccid, runningOfUser, subscriptionOfSim } from './subscriptions';
import type { WirePlan, WireSubscription } from './wire';

export const pickPlan: Picker = async (session, filter, page) => {
  const filters = { status: 'available', simType: 'eSIM' };
  return await pageToChoose(
    async (after) => await api.readPage(session, 'plans', filters, after),
    page,
    (items) => choices(items.map(packageFromPlan), filter),
  );
};

/** Add-ons for the eSIM that is named in the node; all of them while that is an expression or empty. */
export const pickAddon: Picker = async (session, filter, page, named) => {
  const plan = named && (await planOfTarget(session, named));
  const filters = { status: 'available', plan: text(plan?.id) ?? undefined };
  return await pageToChoose(
    async (after) => await api.readPage(session, 'addons', filters, after),
    page,
    (items) => choices((plan ? items.filter((addon) => fits(addon, plan)) : items).map(packageFromAddon), filter),
  );
};

async function planOfTarget(session: Session, named: EsimLookup): Promise<WirePlan | null> {
  const found = await attempt(async () => await subscriptionOf(session, named));
  return found.ok && found.value ? record(found.value.plan) : null;
}

async function subscriptionOf(session: Session, named: EsimLookup): Promise<WireSubscription | null> {
  switch (named.by) {
    case 'iccid':
      return (await runningByIccid(session, named.iccid)).subscription;
    case 'customerId':
      return await runningOfUser(session, named.customerId);
    case 'esimId':
      return await subscriptionOfSim(session, { id: named.esimId });
  }
}

function choices(found: Array<Package | null>, filter: string): Choice[] {
  const words = filter.toLowerCase().split(/\s+/);
  return found.flatMap((one): Choice[] => {
    if (one === null) return [];
    const { packageId, coverage, countries } = one;
    const label = labelOf(one);
    const searched = `${label} ${coverage ?? ''} ${countries.join(' ')} ${packageId}`.toLowerCase();
    return words.every((word) => searched.includes(word)) ? [{ name: label, value: packageId }] : [];
  });
}

function labelOf({ packageId, name, dataBytes, unlimited, validity, price }: Package): string {
  const title = name ?? packageId;
  const size = unlimited ? 'unlimited data' : dataBytes === null ? null : sizeInWords(dataBytes);
  const isInTitle = size !== null && withoutSpaces(title).includes(withoutSpaces(size));
  const days = validity && `${validity.value} ${validity.unit}${validity.value === 1 ? '' : 's'}`;
  const parts = [title, isInTitle ? null : size, days, price && `${price.amount} ${price.currency}`];
  return parts.filter((part) => part !== null).join(' — ');
}

function sizeInWords(bytes: number): string {
  const [unit, divisor] = bytes >= 1e9 ? ['GB', 1e9] : ['MB', 1e6];
  return `${Number((bytes / Number(divisor)).toFixed(2))} ${unit}`;
}

function withoutSpaces(words: string): string {
  return words.replace(/\s+/g, '').toLowerCase();
}
