/** Made-up products: units, currencies and kinds of SIM in every documented combination. */
import { GB, KB, MB } from '../core/life';

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

const UNIT_BYTES = { KB, MB, GB } as const;

const EUROPE = ['DE', 'ES', 'FR', 'GR', 'IT', 'PT'];
const WORLD = [...EUROPE, 'BR', 'GB', 'JP', 'US'].sort();

function product(
  id: string,
  name: string,
  [value, unit]: [number, Product['unit']],
  days: number,
  [EUR, USD]: [string, string],
  place: Pick<Product, 'region' | 'footprint'>,
  planId: string,
): Product {
  return { id, name, value, unit, days, prices: { EUR, USD }, ...place, simTypes: ['ESIM'], planId };
}

const GLOBAL = { region: 'GLOBAL', footprint: WORLD };
const TIER1 = { region: 'TIER1', footprint: EUROPE };
const PORTUGAL = { region: 'PT', footprint: ['PT'] };
const ID = {
  world: 'wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=',
  prepaid: 'kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=',
  portugal: 'SaLjq5bqP8rsY5k8VVQtFs_punENj1R8ima-M3DQTjg=',
  firstUse: 'TKC_FxWr_7x8_pJ588uNZFmFYl4e0766ATK41klpw_gO4=',
};

const NAMED: Product[] = [
  product(ID.world, 'World 50MB 90-Day', [50, 'MB'], 90, ['20', '22'], GLOBAL, 'PlanOne'),
  {
    ...product(ID.prepaid, 'PrePaid Data 3GB 30-Day', [3, 'GB'], 30, ['42.5', '42'], TIER1, 'PlanOne'),
    simTypes: ['ESIM', 'PSIM'],
  },
  product(ID.portugal, 'Portugal 512KB 1-Day', [512, 'KB'], 1, ['0.05', '0.06'], PORTUGAL, 'PlanTwo'),
  {
    ...product(ID.firstUse, 'World 5GB 30-Day From First Use', [5, 'GB'], 30, ['60', '64.99'], GLOBAL, 'PlanTwo'),
    startsWithData: true,
  },
];

/** Enough for several pages of 40. */
const PLAIN = Array.from({ length: 91 }, (_, index): Product => {
  const id = `plain-${String(index + 1).padStart(3, '0')}_0000000000000000000000000000000000=`;
  const prices: [string, string] = [`${index + 1}.25`, `${index + 2}.1`];
  const place = { region: 'EUROPE', footprint: EUROPE };
  return product(id, `Europe ${index + 1}GB 30-Day`, [index + 1, 'GB'], 30, prices, place, 'PlanThree');
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
