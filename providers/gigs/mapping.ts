/** Gigs' fields -> our model. Sections are those of facts/providers/gigs.md. */
import type { Money, Package, PackageType, SimType, Validity } from '../../esim/model';
import { moneyFrom, moneyFromMinorUnits } from '../../esim/money';
import { record, text, whole } from '../../esim/read';
import { listOf } from './wire';
import type { WireAddon, WirePlan, WirePrice } from './wire';

export const PROVIDER_ID = 'gigs';
export const PROVIDER_NAME = 'Gigs';

/** Section 1: whole smallest units; a fraction can only be an amount in the main unit, which no page describes. */
export function priceFrom(price: unknown): Money | null {
  const { amount, currency }: WirePrice = record(price);
  if (whole(amount) !== null) return moneyFromMinorUnits(amount, currency);
  return moneyFrom(amount, currency);
}

/** Section 9. `null` for an entry without an id: it could not be bought. */
export function packageFromPlan(plan: WirePlan): Package | null {
  return packageFrom(plan, 'base', simTypesFrom(plan.simTypes));
}

/** Section 13. Add-ons go on an eSIM that exists. */
export function packageFromAddon(addon: WireAddon): Package | null {
  return packageFrom(addon, 'topUp', []);
}

function packageFrom(wire: WirePlan | WireAddon, type: PackageType, simTypes: SimType[]): Package | null {
  const packageId = text(wire.id);
  if (packageId === null) return null;
  const coverage = record(wire.coverage);
  const data = allowanceOf(wire, 'dataBytes', 'data');
  return {
    packageId,
    name: text(wire.name),
    provider: PROVIDER_ID,
    type,
    dataBytes: data.amount,
    unlimited: data.unlimited,
    voiceSeconds: allowanceOf(wire, 'voiceSeconds', 'voice').amount,
    smsCount: allowanceOf(wire, 'smsMessages', 'sms').amount,
    validity: validityFrom(wire.validity),
    coverage: text(coverage.name) ?? text(coverage.id),
    countries: countriesFrom(coverage.countries),
    price: priceFrom(wire.price),
    retailPrice: null,
    simTypes,
  };
}

export interface Allowance {
  amount: number | null;
  unlimited: boolean;
}

/** Section 9: `null` means unlimited; the deprecated twins beside `allowances` say -1 for that. */
export function allowanceOf(
  wire: WirePlan | WireAddon,
  name: 'dataBytes' | 'voiceSeconds' | 'smsMessages',
  twin: 'data' | 'voice' | 'sms',
): Allowance {
  const allowances = record(wire.allowances);
  if (name in allowances) {
    const amount = whole(allowances[name]);
    return { amount, unlimited: allowances[name] === null };
  }
  const amount = whole(wire[twin]);
  return amount === -1 ? { amount: null, unlimited: true } : { amount, unlimited: false };
}

/** Section 9: `day` or `month`. Section 13: none means until the period of the subscription ends. */
function validityFrom(validity: unknown): Validity | null {
  const { value, unit } = record(validity);
  const [count, word] = [whole(value), text(unit)?.toLowerCase() ?? null];
  return count === null || word === null ? null : { value: count, unit: word };
}

function countriesFrom(countries: unknown): string[] {
  const codes = listOf(countries).map((country) => text(country)?.toUpperCase() ?? '');
  return [...new Set(codes.filter((code) => /^[A-Z]{2}$/.test(code)))].sort();
}

function simTypesFrom(types: unknown): SimType[] {
  const words = listOf(types).map((type) => text(type)?.toLowerCase());
  return [
    ...(words.includes('esim') ? (['eSim'] as const) : []),
    ...(words.includes('psim') ? (['physicalSim'] as const) : []),
  ];
}
