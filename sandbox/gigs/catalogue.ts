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

export interface Plan {
  id: string;
  name: string;
  description: string | null;
  status: 'available' | 'archived' | 'pending' | 'draft';
  provider: string;
  activationTrigger: 'creation' | 'usageStarted';
  allowances: Allowances;
  coverage: { id: string; name: string; countries: string[] };
  price: Price;
  requirements: Record<'address' | 'device' | 'user.birthday' | 'user.fullName', 'none' | 'present' | 'verified'>;
  simTypes: Array<'eSIM' | 'pSIM'>;
  validity: { minimumPeriods: number; type: 'oneTime' | 'recurring'; unit: 'day' | 'month'; value: number };
}

export interface Addon {
  id: string;
  name: string;
  status: 'available' | 'archived' | 'draft';
  provider: string;
  activationTrigger: 'creation' | 'networkLatch' | 'usageStarted';
  allowances: Allowances;
  coverage: Plan['coverage'] | null;
  plans: string[];
  price: Price;
  validity: { unit: 'day' | 'month'; value: number } | null;
}

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

function plan(id: string, name: string, change: Partial<Plan>): Plan {
  return {
    id,
    name,
    description: null,
    status: 'available',
    provider: 'test',
    activationTrigger: 'creation',
    allowances: { dataBytes: 5 * GB, voiceSeconds: 0, smsMessages: 0 },
    coverage: EUROPE,
    price: { amount: 1250, currency: 'USD' },
    requirements: { ...NOTHING },
    simTypes: ['eSIM'],
    validity: { minimumPeriods: 1, type: 'oneTime', unit: 'day', value: 30 },
    ...change,
  };
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

function addon(id: string, name: string, change: Partial<Addon>): Addon {
  return {
    id,
    name,
    status: 'available',
    provider: 'p3',
    activationTrigger: 'creation',
    allowances: { dataBytes: GB, voiceSeconds: 0, smsMessages: 0 },
    coverage: null,
    plans: [TRAVEL],
    price: { amount: 499, currency: 'USD' },
    validity: null,
    ...change,
  };
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
