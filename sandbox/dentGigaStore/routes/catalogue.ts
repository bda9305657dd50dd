/** E2-E4 inventory (section 4), E5-E7 countries and devices (sections 5 and 6). */
import type { Calls } from '../../core/call';
import { type Body, type Check, text } from '../../core/checks';
import { isRecord, json, orRefuse } from '../../core/http';
import { sorted } from '../../core/lists';
import { toDecimal, toUnits } from '../../core/money';
import { COUNTRY_SETS, type InventoryItem, sizeInBytes, validityInDays } from '../catalogue';
import type { DentWorld } from '../state';
import { wireInventoryItem } from '../wire';

export const SORT_DIRECTION = /^(ASC|DESC)$/;

/** One transparent pixel: the documentation says no more than "PNG image". */
const FLAG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** AMOUNT is not explained; taken as the size, like VOLUME. */
const SORT_KEYS: Readonly<Record<string, (item: InventoryItem) => number | string>> = {
  NAME: ({ name }) => name,
  AMOUNT: sizeInBytes,
  VOLUME: sizeInBytes,
  VALIDITY: validityInDays,
  PRICE: ({ price }) => Number(price),
  RETAILPRICE: ({ retailPrice }) => Number(retailPrice),
};

/** The Price object of section 4: `priceValue` is a JSON number, `sortIndex` may be left out. */
export const price: Check = (value) => {
  if (!isRecord(value)) return 'must be a Price object.';
  const extra = Object.keys(value).find((name) => !['sortIndex', 'priceValue', 'currencyCode'].includes(name));
  if (extra !== undefined) return `has an undocumented field: ${extra}`;
  if (typeof value['priceValue'] !== 'number' || !/^\d+(\.\d{1,6})?$/.test(String(value['priceValue']))) {
    return 'needs priceValue as a number with at most six decimals.';
  }
  if (typeof value['currencyCode'] !== 'string') return 'needs currencyCode.';
  return 'sortIndex' in value && !Number.isInteger(value['sortIndex']) ? 'needs sortIndex as a whole number.' : null;
};

/** The amount of a Price object that was checked, in millionths. */
export function unitsOf(given: Body): bigint {
  return toUnits(String(given['priceValue']));
}

export function inventoryItem({ state }: DentWorld, id: unknown): InventoryItem {
  return orRefuse(
    state.inventory.find((item) => item.id === id),
    'unknownInventoryItem',
    'Inventory item not found.',
  );
}

export function catalogueCalls(world: DentWorld): Calls {
  return {
    inventory: {
      at: 'GET /gigastore/products/inventory',
      query: { sort_dir: SORT_DIRECTION, sort_by: /^(AMOUNT|NAME|VOLUME|VALIDITY|PRICE|RETAILPRICE)$/ },
      run: ({ query }) => {
        const { inventory } = world.state;
        const key = SORT_KEYS[query.get('sort_by') ?? ''];
        const items = key ? sorted(inventory, key, query.get('sort_dir') === 'DESC') : inventory;
        return json({ items: items.map(wireInventoryItem) });
      },
    },
    inventoryItem: {
      at: 'GET /gigastore/products/inventory/:id',
      run: ({ params }) => json(wireInventoryItem(inventoryItem(world, params['id']))),
    },
    editInventoryItem: {
      at: 'PUT /gigastore/products/inventory/:id',
      body: { name: text, retailPrice: price },
      run: (request, { name, retailPrice }) => {
        const item = inventoryItem(world, request.params['id']);
        if (typeof name === 'string') item.name = name;
        if (isRecord(retailPrice)) item.retailPrice = toDecimal(unitsOf(retailPrice));
        request.noteEffect(`inventory item ${item.id} edited`);
        return json(wireInventoryItem(item));
      },
    },
    countries: {
      at: 'GET /gigastore/esim/countries/:countrySet',
      run: ({ params }) => json(countriesOf(params['countrySet']).map(wireCountry)),
    },
    flag: {
      at: 'GET /gigastore/esim/countries/:country/flag',
      run: ({ params }) => {
        orRefuse(
          COUNTRY_SETS['WWW']?.find((code) => code === params['country']),
          'unknownCountrySet',
          'No such country.',
        );
        return { status: 200, contentType: 'image/png', body: FLAG };
      },
    },
    // The schema is unknown: an empty list says nothing wrong.
    esimCapableDevices: { at: 'GET /gigastore/esim/device/esim-capable', run: () => json([]) },
  };
}

function countriesOf(countrySet = ''): readonly string[] {
  const countries = Object.hasOwn(COUNTRY_SETS, countrySet) ? COUNTRY_SETS[countrySet] : undefined;
  return orRefuse(countries, 'unknownCountrySet', 'No such country set.');
}

/** The name repeats the code and the address lacks `/gigastore`, as in the samples (section 5). */
function wireCountry(code: string): object {
  return { code, name: code, imageUrl: `/esim/countries/${code.toLowerCase()}/flag` };
}
