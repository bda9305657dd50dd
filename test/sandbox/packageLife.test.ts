import fc from 'fast-check';

import {
  at,
  type Client,
  DAY,
  EUROPE_3_GB,
  freshClient,
  GERMANY_1_GB,
  GREECE_200_MB,
  MB,
  stopAll,
  WORLD_1_GB,
  WORLD_50_MB,
} from './client';

afterEach(stopAll);

const GB = 1024 * MB;

/** What the API shows as left of each of the customer's packages, in MB. */
async function left(client: Client, customer: string): Promise<number[]> {
  client.sandbox.changeSettings({ balanceUnits: 'asSold' });
  return (await client.items(customer)).map((item) => {
    const { sizeValue, sizeUnit } = at(item, 'balance', 'availableBalance') as { sizeValue: number; sizeUnit: string };
    return sizeUnit === 'GB' ? sizeValue * 1024 : sizeValue;
  });
}

async function started(client: Client, customer: string): Promise<boolean[]> {
  return (await client.items(customer)).map((item) => at(item, 'balance', 'activatedAt') !== null);
}

async function installed(client: Client, fields: Record<string, unknown>) {
  const order = await client.order(fields);
  await client.sandbox.device(order.iccid, 'install');
  return order;
}

describe('data', () => {
  test('comes from the package that ends soonest', async () => {
    const client = await freshClient();
    const { customer, iccid } = await installed(client, { inventoryItemId: WORLD_50_MB });
    await client.topUp(customer, { inventoryItemId: WORLD_1_GB });
    await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 512 * MB });
    expect(await left(client, customer)).toEqual([50, 512]);
    await client.sandbox.device(iccid, 'useData', { bytes: 522 * MB });
    expect(await left(client, customer)).toEqual([40, 0]);
  });

  test('ends when nothing is left', async () => {
    const client = await freshClient();
    const { iccid } = await installed(client, { inventoryItemId: WORLD_50_MB });
    const { usedBytes } = await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 60 * MB });
    expect(usedBytes).toBe(50 * MB);
  });

  test('is not to be had outside the coverage', async () => {
    const client = await freshClient();
    const { iccid } = await installed(client, { inventoryItemId: GERMANY_1_GB });
    expect(await client.sandbox.device(iccid, 'useData', { country: 'FR', bytes: 1 })).toMatchObject({ usedBytes: 0 });
    expect(await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 1 })).toMatchObject({ usedBytes: 1 });
  });

  test('is not to be had after the end of validity', async () => {
    const client = await freshClient();
    const { iccid } = await installed(client, { inventoryItemId: GERMANY_1_GB });
    await client.sandbox.advance(7 * DAY);
    expect(await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 1 })).toMatchObject({ usedBytes: 0 });
  });

  test('used in any portions never exceeds what was bought', async () => {
    const client = await freshClient({ credit: '100000.00' });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 90 * MB }), { maxLength: 6 }), async (portions) => {
        const { customer, iccid } = await installed(client, { activationMode: 'FIRST_USE' });
        await client.topUp(customer, { activationMode: 'FIRST_USE' });
        let used = 0;
        for (const bytes of portions) {
          used += (await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes })).usedBytes ?? 0;
        }
        expect(used).toBe(
          Math.min(
            100 * MB,
            portions.reduce((sum, bytes) => sum + bytes, 0),
          ),
        );
      }),
      { numRuns: 30 },
    );
  });
});

describe('FIRST_USE', () => {
  test('starts at the first connection inside the coverage', async () => {
    const client = await freshClient();
    const { customer, iccid } = await installed(client, { inventoryItemId: EUROPE_3_GB, activationMode: 'FIRST_USE' });
    await client.sandbox.device(iccid, 'travel', { country: 'US' });
    expect(await started(client, customer)).toEqual([false]);
    await client.sandbox.advance(DAY / 2);
    await client.sandbox.device(iccid, 'travel', { country: 'FR' });
    const balance = at(await client.items(customer), 0, 'balance');
    expect(balance).toMatchObject({ activatedAt: '2025-08-26T00:00:00Z', expiresAt: '2025-09-25T00:00:00Z' });
  });

  test('waits while another package is active, then the first bought starts', async () => {
    const client = await freshClient();
    const { customer, iccid } = await installed(client, {});
    for (const wait of [60_000, 60_000]) {
      await client.topUp(customer, { activationMode: 'FIRST_USE' });
      await client.sandbox.advance(wait);
    }
    await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 50 * MB });
    expect(await started(client, customer)).toEqual([true, false, false]);
    await client.sandbox.device(iccid, 'useData', { bytes: 1 });
    expect(await started(client, customer)).toEqual([true, true, false]);
  });
});

describe('ON_DEMAND', () => {
  test('starts by call only, once', async () => {
    const client = await freshClient();
    const { item, customer, iccid } = await installed(client, { activationMode: 'ON_DEMAND' });
    expect(await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 1 })).toMatchObject({ usedBytes: 0 });
    await client.sandbox.advance(60_000);
    const { status, json } = await client.activate(item);
    expect(status).toBe(200);
    expect(at(json, 'balance', 'activatedAt')).toBe('2025-08-25T12:01:00Z');
    await client.sandbox.advance(60_000);
    expect((await client.activate(item)).status).toBe(200);
    expect(at(await client.items(customer), 0, 'balance', 'activatedAt')).toBe('2025-08-25T12:01:00Z');
    client.sandbox.changeSettings({ activateAgain: 'refused' });
    expect((await client.activate(item)).status).toBe(400);
  });

  test.each(['NOW', 'FIRST_USE'])('is the only mode that the call starts: not %s', async (activationMode) => {
    const client = await freshClient();
    expect((await client.activate((await client.order({ activationMode })).item)).status).toBe(400);
  });

  test('cannot start after a refund', async () => {
    const client = await freshClient();
    const { item } = await client.order({ activationMode: 'ON_DEMAND' });
    await client.refund(item);
    expect((await client.activate(item)).status).toBe(400);
  });
});

test('a waiting package starts by itself after 90 days', async () => {
  const client = await freshClient({ settings: { tokenSeconds: 100 * 86_400 } });
  const { customer } = await client.order({ inventoryItemId: GREECE_200_MB, activationMode: 'FIRST_USE' });
  await client.sandbox.advance(90 * DAY - 1);
  expect(await started(client, customer)).toEqual([false]);
  await client.sandbox.advance(DAY);
  const balance = at(await client.items(customer), 0, 'balance');
  expect(balance).toMatchObject({ activatedAt: '2025-11-23T12:00:00Z', expiresAt: '2025-12-08T12:00:00Z' });
});

describe('the total balance', () => {
  test('counts waiting packages unless set otherwise, and never expired ones', async () => {
    const client = await freshClient({ settings: { tokenSeconds: 100 * 86_400 } });
    const { customer } = await client.order({ inventoryItemId: WORLD_1_GB });
    await client.topUp(customer, { inventoryItemId: WORLD_1_GB, activationMode: 'ON_DEMAND' });
    const total = async () => {
      const { json } = await client.get(`/gigastore/activations/customers/${customer}`);
      const { sizeValue, sizeUnit } = at(json, 'totalAvailableBalance') as { sizeValue: number; sizeUnit: string };
      return (sizeValue * (sizeUnit === 'GB' ? GB : MB)) / MB;
    };
    expect(await total()).toBe(2048);
    client.sandbox.changeSettings({ totalBalanceCounts: 'activeOnly' });
    expect(await total()).toBe(1024);
    await client.sandbox.advance(30 * DAY);
    expect(await total()).toBe(0);
  });
});
