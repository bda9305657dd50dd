/** Our records as Gigs writes them. */
import type { Addon, Allowances, Plan } from './catalogue';
import type * as records from './state';
import type { AttachedAddon, GigsWorld, Period, Sim, Subscription } from './state';

/** The samples mix no fraction and a fraction of one digit (section 1). */
export function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, '.0Z');
}

export function timeOrNull(at: number | null): string | null {
  return at === null ? null : time(at).replace('.0Z', 'Z');
}

function twins({ dataBytes, smsMessages, voiceSeconds }: Allowances): object {
  const old = (amount: number | null) => amount ?? -1;
  return {
    data: old(dataBytes),
    dataUnit: 'byte',
    sms: old(smsMessages),
    smsUnit: 'message',
    voice: old(voiceSeconds),
    voiceUnit: 'second',
  };
}

/** When the catalogue was made. */
const MADE = '2021-01-21T19:38:34.0Z';

export function wirePlan(plan: Plan): object {
  return {
    object: 'plan',
    metadata: {},
    ...plan,
    coverage: { object: 'coverage', ...plan.coverage },
    createdAt: MADE,
    firstPeriodTrigger: 'creation',
    image: null,
    limits: null,
    ...twins(plan.allowances),
  };
}

export function wireAddon(addon: Addon): object {
  return {
    object: 'addon',
    metadata: {},
    ...addon,
    coverage: addon.coverage && { object: 'coverage', ...addon.coverage },
    createdAt: MADE,
    description: null,
    recurrenceType: 'oneTime',
    type: 'topUp',
    ...twins(addon.allowances),
  };
}

export function wireUser(user: records.User): object {
  return { object: 'user', ...user, createdAt: time(user.createdAt), emailVerified: false, status: 'active' };
}

export function wireAddress(address: records.Address): object {
  return { object: 'userAddress', ...address, createdAt: time(address.createdAt) };
}

export function wireSim({ id, createdAt, iccid, provider, status, type }: Sim): object {
  return { object: 'sim', id, metadata: {}, createdAt: time(createdAt), iccid, provider, status, type };
}

export function wireCredentials(world: GigsWorld, sim: Sim): object {
  const code = sim.activationCode;
  const link = (host: string) => code && `https://esimsetup.${host}.com/esim_qrcode_provisioning?carddata=${code}`;
  const withLinks = world.settings.credentials === 'six';
  const links = {
    androidInstallUrl: withLinks ? link('android') : null,
    iosInstallUrl: withLinks ? link('apple') : null,
  };
  return {
    object: 'simCredentials',
    activationCode: code,
    ...(world.settings.credentials === 'four' ? {} : links),
    qrCodeUrl: code && `https://sandbox.example.com/qrcode/${sim.id}.png`,
    sim: sim.id,
  };
}

export function wireProfile(sim: Sim): object {
  return { object: 'eSimProfile', sim: wireSim(sim), status: sim.profile, updatedAt: time(sim.profileUpdatedAt) };
}

function wirePeriod(period: Period | null): object | null {
  return period && { number: period.number, start: time(period.start), end: time(period.end) };
}

export function wireSubscription({ state, settings }: GigsWorld, one: Subscription): object {
  const sim = one.sim === null ? undefined : state.sims.get(one.sim);
  const user = state.users.get(one.user);
  return {
    object: 'subscription',
    id: one.id,
    metadata: one.metadata,
    activatedAt: timeOrNull(one.activatedAt),
    billing: settings.billing ? { discount: null, invoiceGracePeriodDays: 3, invoiceOverduePeriodDays: 1 } : null,
    canceledAt: timeOrNull(one.canceledAt),
    cancellationDetails: one.cancellation,
    createdAt: time(one.createdAt),
    currentPeriod: one.status === 'active' ? wirePeriod(one.period) : null,
    earliestEndAt: timeOrNull(one.period?.end ?? null),
    endedAt: timeOrNull(one.endedAt),
    firstUsageAt: timeOrNull(one.firstUsageAt),
    lastPorting: null,
    phoneNumber: null,
    plan: wirePlan(one.plan),
    restrictedAt: null,
    restrictionDetails: null,
    sim: sim ? wireSim(sim) : null,
    status: one.status,
    user: user ? wireUser(user) : null,
    userAddress: one.address,
  };
}

export function wireAttached(one: AttachedAddon): object {
  return {
    object: 'subscriptionAddon',
    id: one.id,
    activatedAt: timeOrNull(one.activatedAt),
    addon: wireAddon(one.addon),
    canceledAt: null,
    createdAt: time(one.createdAt),
    currentPeriod: one.status === 'active' ? wirePeriod(one.period) : null,
    endedAt: timeOrNull(one.endedAt),
    status: one.status,
    subscription: one.subscription,
    user: one.user,
  };
}
