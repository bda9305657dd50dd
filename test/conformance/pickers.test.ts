/** Every provider's searchable lists: one label, and a search over exactly what it shows. */
import { conforms } from './kit/conforms';
import { opened } from './kit/opened';
import { type Json, providerOf } from './kit/shop';
import { byId } from './kit/stand';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

const country = new Intl.DisplayNames(['en'], { type: 'region' });

/** Some of the words of all labels, spread over the list. */
function someWords(labels: readonly string[]): string[] {
  const words = [...new Set(labels.flatMap((label) => label.split(/[\s·—]+/)).filter((word) => word.length > 1))];
  const step = Math.max(1, Math.floor(words.length / 10));
  return words.filter((_, index) => index % step === 0);
}

/** "Europe 10 GB · 30 days · 9.99 USD · 39 countries": the name, then what is known of validity and price. */
function partsOf({ name, validity, price }: Json): RegExp[] {
  const days = validity as { value: number; unit: string } | null;
  const money = price as { amount: string; currency: string } | null;
  return [
    new RegExp(`^${escaped(String(name))}( · |$)`),
    ...(days ? [new RegExp(` · ${days.value} ${days.unit}s?( · |$)`)] : []),
    ...(money ? [new RegExp(` · ${escaped(`${money.amount} ${money.currency}`)}( · |$)`)] : []),
  ];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);

  /** The model of each package, by its id. */
  const packages = async (): Promise<Map<unknown, Json>> => {
    const more = stand.fillCountries ?? {};
    const all = await shop().run('package.getAll', { returnAll: true, ...more });
    return new Map(all.map(({ json }) => [json.packageId, json as Json]));
  };

  conforms(stand, 'pickers: packages: one label for all providers', async () => {
    const models = await packages();
    for (const { name, value } of await shop().pick('searchPackages', '')) {
      const model = models.get(value);
      for (const part of model ? partsOf(model) : []) expect(name).toMatch(part);
    }
  });

  conforms(stand, 'pickers: packages: a search finds exactly what the label shows, and country names', async () => {
    const models = await packages();
    const all = await shop().pick('searchPackages', '');
    const textOf = ({ name, value }: { name: string; value: unknown }): string => {
      const codes = (models.get(value)?.countries ?? []) as string[];
      return [name, ...codes.map((code) => country.of(code))].join(' · ').toLowerCase();
    };
    for (const word of [...someWords(all.map(({ name }) => name)), 'Greece', String(all[0]?.value), 'no such word']) {
      const found = (await shop().pick('searchPackages', word)).map(({ name }) => name);
      const whole = new RegExp(`(^|[\\s·—])${escaped(word.toLowerCase())}($|[\\s·—])`);
      // whether a part of a word is enough is the same everywhere, and not decided here
      const missing = all.filter((one) => whole.test(textOf(one)) && !found.includes(one.name));
      const strange = all.filter((one) => !textOf(one).includes(word.toLowerCase()) && found.includes(one.name));
      expect({ word, missing, strange }).toEqual({ word, missing: [], strange: [] });
    }
  });

  conforms(stand, 'pickers: packages: pages give each package once, with an end', async () => {
    const values = (await shop().pick('searchPackages', '')).map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    expect(values).toEqual(expect.arrayContaining([stand.packages.order, stand.packages.anotherOrder]));
    const known = await packages();
    expect(values.filter((value) => !known.has(value))).toEqual([]);
  });

  conforms(stand, 'pickers: top-ups: only what fits the eSIM that is named', async () => {
    const { esim, customerId } = await shop().order('one');
    const { topUp, anotherTopUp } = stand.packages;
    const all = await shop().pick('searchTopUpPackages', '');
    const names = { iccid: esim.iccid, customerId: byId(customerId ?? '') };
    for (const esimLookup of shop().provider.esimLookups.filter((way) => way !== 'esimId')) {
      const fitting = await shop().pick('searchTopUpPackages', '', { esimLookup, [esimLookup]: names[esimLookup] });
      expect(fitting.map(({ value }) => value)).toEqual(expect.arrayContaining([topUp, anotherTopUp]));
      expect(fitting.length).toBeLessThan(all.length);
      const labels = fitting.map(({ name }) => name);
      expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(labels));
    }
  });

  if (!providerOf(stand).pickers.customer) return;

  conforms(stand, 'pickers: customers: a search finds exactly what the label shows', async () => {
    const bought = [];
    for (const who of ['anna', 'bert', 'carl'])
      bought.push(await shop().order(who, { customerEmail: `${who}@example.com` }));
    const all = await shop().pick('searchCustomers', '');
    expect(all.map(({ value }) => value).sort()).toEqual(bought.map(({ customerId }) => customerId).sort());
    for (const filter of ['bert', 'BERT@', 'example.com', 'nobody']) {
      const shown = all.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
      expect((await shop().pick('searchCustomers', filter)).map(({ name }) => name).sort()).toEqual(
        shown.map(({ name }) => name).sort(),
      );
    }
  });
});
