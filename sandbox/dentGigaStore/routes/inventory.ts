/** E2-E4 inventory (section 4), E5-E7 countries and devices (sections 5 and 6). */
import { json, isRecord, Refusal } from '../../core/http';
import { toDecimal, toUnits } from '../../core/money';
import { type Call, SORT_DIRECTION, sorted } from '../call';
import { price, text } from '../checks';
import { COUNTRY_SETS, type InventoryItem } from '../inventory';
import { sizeInBytes } from '../packageRules';
import { wireInventoryItem } from '../wire';
import type { DentWorld } from '../world';

/** One transparent pixel: the documentation says no more than "PNG image". */
const FLAG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** AMOUNT is not explained; taken as the size, like VOLUME. */
const SORT_KEYS: Readonly<Record<string, (item: InventoryItem) => number | string>> = {
  NAME: (item) => item.name,
  AMOUNT: sizeInBytes,
  VOLUME: sizeInBytes,
  VALIDITY: (item) => item.validitySize * (item.validityUnit === 'years' ? 365 : 1),
  PRICE: (item) => Number(item.price),
  RETAILPRICE: (item) => Number(item.retailPrice),
};

export function inventoryItem(world: DentWorld, id: unknown): InventoryItem {
  const found = world.state.inventory.find((item) => item.id === id);
  if (!found) throw new Refusal('unknownInventoryItem', 'Inventory item not found.');
  return found;
}

export function inventoryCalls(world: DentWorld): Call[] {
  return [
    {
      name: 'inventory',
      method: 'GET',
      pattern: '/gigastore/products/inventory',
      query: { sort_dir: SORT_DIRECTION, sort_by: /^(AMOUNT|NAME|VOLUME|VALIDITY|PRICE|RETAILPRICE)$/ },
      run: ({ query }) => {
        const key = SORT_KEYS[query.get('sort_by') ?? ''];
        const items = key ? sorted(world.state.inventory, key, query.get('sort_dir')) : world.state.inventory;
        return json({ items: items.map(wireInventoryItem) });
      },
    },
    {
      name: 'inventoryItem',
      method: 'GET',
      pattern: '/gigastore/products/inventory/:id',
      run: ({ params }) => json(wireInventoryItem(inventoryItem(world, params['id']))),
    },
    {
      name: 'editInventoryItem',
      method: 'PUT',
      pattern: '/gigastore/products/inventory/:id',
      body: () => ({ name: { check: text }, retailPrice: { check: price } }),
      run: (request, body) => {
        const item = inventoryItem(world, request.params['id']);
        const { name, retailPrice } = body;
        const newPrice = isRecord(retailPrice)
          ? toDecimal(toUnits(String(retailPrice['priceValue'])))
          : item.retailPrice;
        Object.assign(item, { retailPrice: newPrice, ...(typeof name === 'string' ? { name } : {}) });
        request.noteEffect(`inventory item ${item.id} edited`);
        return json(wireInventoryItem(item));
      },
    },
    {
      name: 'countries',
      method: 'GET',
      pattern: '/gigastore/esim/countries/:countrySet',
      run: ({ params }) => json(countriesOf(params['countrySet'] ?? '').map(wireCountry)),
    },
    {
      name: 'flag',
      method: 'GET',
      pattern: '/gigastore/esim/countries/:country/flag',
      run: ({ params }) => {
        if (!COUNTRY_SETS['WWW']?.includes(params['country'] ?? ''))
          throw new Refusal('unknownCountrySet', 'No such country.');
        return { status: 200, contentType: 'image/png', body: FLAG };
      },
    },
    {
      name: 'esimCapableDevices',
      method: 'GET',
      pattern: '/gigastore/esim/device/esim-capable',
      // The schema is unknown: an empty list says nothing wrong.
      run: () => json([]),
    },
  ];
}

function countriesOf(countrySet: string): readonly string[] {
  const countries = Object.hasOwn(COUNTRY_SETS, countrySet) ? COUNTRY_SETS[countrySet] : undefined;
  if (!countries) throw new Refusal('unknownCountrySet', 'No such country set.');
  return countries;
}

/** The name repeats the code and the address lacks `/gigastore`, as in the samples (section 5). */
function wireCountry(code: string): object {
  return { code, name: code, imageUrl: `/esim/countries/${code.toLowerCase()}/flag` };
}
