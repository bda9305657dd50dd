/** What the made-up project sells. The first plan and the first add-on are the documented samples (sections 9 and 13). */

export interface Price {
  amount: number;
  currency: string;
}

export interface Allowances {
  dataBytes: number | null;
  voiceSeconds: number | null;
  smsMessages: number | null;
}

type Unit = 'day' | 'month';
const GB = 1_000_000_000;
const EUROPE = { id: 'de', name: 'Europe', countries: ['DE', 'FR', 'US'] };
const NOTHING = { address: 'none', device: 'none', 'user.birthday': 'none', 'user.fullName': 'none' } as const;

/** The documented sample: asks for an address and a name. */
export const GLOBAL = 'pln_0SNlurA049MEWV3V0q7gjQbM4EVo';
/** Asks for nothing; the network reports what phones do. */
export const TRAVEL = 'pln_sandbox0000000000travel5gb';
export const UNLIMITED = 'pln_sandbox00000000000unlimited';
export const KUWAIT = 'pln_sandbox000000000000000kuwait';
export const AT_FIRST_USE = 'pln_sandbox0000000000firstuse';
export const CARDS_ONLY = 'pln_sandbox00000000000cardsonly';
export const WITH_DEVICE = 'pln_sandbox000000000withdevice';
export const ARCHIVED = 'pln_sandbox0000000000000archived';
/** The documented sample. */
export const TOP_UP = 'add_0SNlurA049MEWV4VxLfwJc7PJtHc';
export const TRAVEL_TOP_UP = 'add_sandbox0000000000travel1gb';
export const LATCHED_TOP_UP = 'add_sandbox00000000000latched';
export const ARCHIVED_TOP_UP = 'add_sandbox0000000000archived';

export type Plan = ReturnType<typeof usualPlan>;
const usualPlan = (id: string, name: string) => ({
  id,
  name,
  description: null as string | null,
  status: 'available' as 'available' | 'archived' | 'pending' | 'draft',
  provider: 'test',
  activationTrigger: 'creation' as 'creation' | 'usageStarted',
  allowances: { dataBytes: 5 * GB, voiceSeconds: 0, smsMessages: 0 } as Allowances,
  coverage: EUROPE,
  price: { amount: 1250, currency: 'USD' } as Price,
  requirements: NOTHING as Record<keyof typeof NOTHING, 'none' | 'present' | 'verified'>,
  simTypes: ['eSIM'] as Array<'eSIM' | 'pSIM'>,
  validity: { minimumPeriods: 1, type: 'oneTime' as 'oneTime' | 'recurring', unit: 'day' as Unit, value: 30 },
});

function plan(id: string, name: string, change: Partial<Plan>): Plan {
  return { ...usualPlan(id, name), ...change };
}

export function samplePlans(): Plan[] {
  return [
    plan(GLOBAL, 'Gigs Global', {
      description: 'A data plan you will love! Operates in most countries of the world.',
      provider: 'p5',
      allowances: { dataBytes: 10 * GB, voiceSeconds: 30000, smsMessages: 100 },
      price: { amount: 999, currency: 'USD' },
      requirements: { ...NOTHING, address: 'present', 'user.fullName': 'present' },
      simTypes: ['eSIM', 'pSIM'],
      validity: { minimumPeriods: 12, type: 'recurring', unit: 'day', value: 7 },
    }),
    plan(TRAVEL, 'Travel 5 GB', { provider: 'p3', simTypes: ['eSIM', 'pSIM'] }),
    plan(UNLIMITED, 'Unlimited Japan', {
      allowances: { dataBytes: null, voiceSeconds: null, smsMessages: 0 },
      coverage: { id: 'jp', name: 'Japan', countries: ['JP'] },
      price: { amount: 3900, currency: 'JPY' },
      validity: { minimumPeriods: 1, type: 'recurring', unit: 'month', value: 1 },
    }),
    plan(KUWAIT, 'Kuwait 1 GB', {
      allowances: { dataBytes: GB, voiceSeconds: 0, smsMessages: 0 },
      coverage: { id: 'kw', name: 'Kuwait', countries: ['KW'] },
      price: { amount: 1250, currency: 'KWD' },
    }),
    plan(AT_FIRST_USE, 'Starts at First Use', { activationTrigger: 'usageStarted' }),
    plan(CARDS_ONLY, 'Only for Cards', { simTypes: ['pSIM'] }),
    plan(WITH_DEVICE, 'With Device', { requirements: { ...NOTHING, device: 'present', 'user.birthday': 'present' } }),
    plan(ARCHIVED, 'Not Sold Any More', { status: 'archived' }),
  ];
}

export type Addon = ReturnType<typeof usualAddon>;
const usualAddon = (id: string, name: string) => ({
  id,
  name,
  status: 'available' as 'available' | 'archived' | 'draft',
  provider: 'p3',
  activationTrigger: 'creation' as 'creation' | 'networkLatch' | 'usageStarted',
  allowances: { dataBytes: GB, voiceSeconds: 0, smsMessages: 0 } as Allowances,
  coverage: null as Plan['coverage'] | null,
  plans: [TRAVEL],
  price: { amount: 499, currency: 'USD' } as Price,
  validity: null as { unit: Unit; value: number } | null,
});

function addon(id: string, name: string, change: Partial<Addon>): Addon {
  return { ...usualAddon(id, name), ...change };
}

export function sampleAddons(): Addon[] {
  return [
    addon(TOP_UP, '1GB Data Top-up', {
      provider: 'p5',
      coverage: EUROPE,
      plans: [GLOBAL],
      allowances: { dataBytes: GB, voiceSeconds: null, smsMessages: null },
      price: { amount: 999, currency: 'USD' },
      validity: { unit: 'day', value: 7 },
    }),
    addon(TRAVEL_TOP_UP, 'Travel 1 GB More', {}),
    addon(LATCHED_TOP_UP, 'Travel 1 GB When You Arrive', { activationTrigger: 'networkLatch' }),
    addon(ARCHIVED_TOP_UP, 'Travel 1 GB, Old', { status: 'archived' }),
  ];
}
