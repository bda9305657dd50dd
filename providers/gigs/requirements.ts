/** What a plan asks of its buyer (facts/providers/gigs.md, section 9), checked while it costs nothing. */
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import type { WireAddress, WirePlan, WireUser } from './wire';

/** What there is to meet the requirements with. */
export interface Means {
  /** Null for somebody who is not a user yet. */
  user: WireUser | null;
  addresses: WireAddress[];
  fullName?: string;
  birthday?: string;
  hasNewAddress: boolean;
  addressId: string | null;
  deviceId: string | null;
}

export function requires(plan: WirePlan, name: 'address' | 'device' | 'user.birthday' | 'user.fullName'): boolean {
  // the keys hold dots literally
  const value = text(record(plan.requirements)[name]);
  return value !== null && value !== 'none';
}

/** @throws ProviderError `badInput` that names everything that is missing */
export function checkRequirements(plan: WirePlan, means: Means): void {
  const { user } = means;
  const missing: string[] = [];
  const hasAddress = means.hasNewAddress || means.addressId !== null || means.addresses.length > 0;
  if (requires(plan, 'address') && !hasAddress) missing.push('Address');
  if (requires(plan, 'user.fullName') && !(means.fullName ?? text(user?.fullName))) missing.push('Full Name');
  if (requires(plan, 'user.birthday') && !(means.birthday ?? text(user?.birthday))) missing.push('Birthday');
  if (requires(plan, 'device') && means.deviceId === null) missing.push('Device ID');
  if (missing.length === 0) return;
  throw new ProviderError('badInput', `The package "${text(plan.name) ?? ''}" needs: ${missing.join(', ')}`, {
    description: `Add ${missing.join(', ')} under Additional Fields.`,
  });
}
