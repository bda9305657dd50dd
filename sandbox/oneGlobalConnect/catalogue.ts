/** Made-up products: units, currencies and kinds of SIM in every documented combination. */
export interface Product {
  id: string;
  name: string;
  value: number;
  unit: 'KB' | 'MB' | 'GB';
  days: number;
  /** Decimal text by currency; v2 shows the first. */
  prices: Readonly<Record<string, string>>;
  region: string;
  footprint: readonly string[];
  simTypes: ReadonlyArray<'ESIM' | 'PSIM'>;
  planId: string;
  /** Waits for the first data (status PENDING_USAGE). */
  startsWithData?: true;
}

export const UNIT_BYTES = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const;

const EUROPE = ['DE', 'ES', 'FR', 'GR', 'IT', 'PT'];
const WORLD = [...EUROPE, 'BR', 'GB', 'JP', 'US'].sort();
const BOTH = ['ESIM', 'PSIM'] as const;

const NAMED: Product[] = [
  {
    id: 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=',
    name: 'World 50MB 90-Day',
    value: 50,
    unit: 'MB',
    days: 90,
    prices: { EUR: '20', USD: '22' },
    region: 'GLOBAL',
    footprint: WORLD,
    simTypes: ['ESIM'],
    planId: 'PlanOne',
  },
  {
    id: 'kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=',
    name: 'PrePaid Data 3GB 30-Day',
    value: 3,
    unit: 'GB',
    days: 30,
    prices: { EUR: '42.5', USD: '42' },
    region: 'TIER1',
    footprint: EUROPE,
    simTypes: BOTH,
    planId: 'PlanOne',
  },
  {
    id: 'SaLjq5bqP8rsY5k8VVQtFs_punENj1R8ima-M3DQTjg=',
    name: 'Portugal 512KB 1-Day',
    value: 512,
    unit: 'KB',
    days: 1,
    prices: { EUR: '0.05', USD: '0.06' },
    region: 'PT',
    footprint: ['PT'],
    simTypes: ['ESIM'],
    planId: 'PlanTwo',
  },
  {
    id: 'TKC_FxWr_7x8_pJ588uNZFmFYl4e0766ATK41klpw_gO4=',
    name: 'World 5GB 30-Day From First Use',
    value: 5,
    unit: 'GB',
    days: 30,
    prices: { EUR: '60', USD: '64.99' },
    region: 'GLOBAL',
    footprint: WORLD,
    simTypes: ['ESIM'],
    planId: 'PlanTwo',
    startsWithData: true,
  },
];

/** Enough for several pages of 40. */
const PLAIN = Array.from({ length: 91 }, (_, index): Product => {
  const number = String(index + 1).padStart(3, '0');
  return {
    id: `plain-${number}_0000000000000000000000000000000000=`,
    name: `Europe ${index + 1}GB 30-Day`,
    value: index + 1,
    unit: 'GB',
    days: 30,
    prices: { EUR: `${index + 1}.25`, USD: `${index + 2}.1` },
    region: 'EUROPE',
    footprint: EUROPE,
    simTypes: ['ESIM'],
    planId: 'PlanThree',
  };
});

export function catalogue(): Product[] {
  return [...NAMED, ...PLAIN];
}

export function bytesOf({ value, unit }: Product): number {
  return value * UNIT_BYTES[unit];
}

/** What the account pays, for the books. */
export function priceOf({ prices }: Product): string {
  return prices['EUR'] ?? '0';
}
