import { at, DAY, freshClient, GERMANY_1_GB, MB, stopAll } from './client';

afterEach(stopAll);

const used = async () => {
  const client = await freshClient();
  const { item, iccid } = await client.order({});
  await client.sandbox.device(iccid, 'install');
  await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: 1 });
  return { client, item };
};

const expired = async () => {
  const client = await freshClient({ settings: { tokenSeconds: 10_000_000 } });
  const { item } = await client.order({ inventoryItemId: GERMANY_1_GB });
  await client.sandbox.advance(7 * DAY);
  return { client, item };
};

const refundedBefore = async () => {
  const client = await freshClient();
  const { item } = await client.order({});
  await client.refund(item);
  return { client, item };
};

const aboveTheLimit = async () => {
  const client = await freshClient({ settings: { refundsPerMonth: 1 } });
  await client.refund((await client.order({})).item);
  const { item } = await client.order({});
  return { client, item };
};

describe('a refund', () => {
  test('gives the purchase price back as credit and says nothing', async () => {
    const client = await freshClient();
    const { item } = await client.order({ metatag: 'order-1' });
    expect(await client.refund(item)).toMatchObject({ status: 200, text: '' });
    expect(client.sandbox.books()).toMatchObject({
      purchases: 1,
      refunds: 1,
      references: [{ reference: 'order-1', purchases: 1, refunds: 1, refundedOrderIds: [item] }],
      credit: { spent: '1.49', refunded: '1.49', now: '1000.00', balanced: true },
    });
  });

  test.each([
    ['used', 'refundUsed', used],
    ['expired', 'refundExpired', expired],
    ['refunded before', 'refundedAlready', refundedBefore],
    ['above the monthly limit', 'refundLimitReached', aboveTheLimit],
  ])('of a package that is %s is refused', async (_what, rule, prepare) => {
    const { client, item } = await prepare();
    const before = client.sandbox.books().refunds;
    expect((await client.refund(item)).status).toBe(400);
    expect(client.sandbox.journal({ route: 'refund' }).at(-1)?.refusedBy).toBe(rule);
    expect(client.sandbox.books()).toMatchObject({ refunds: before, refundedTwice: [] });
  });

  test('is possible again in the next month', async () => {
    const { client, item } = await aboveTheLimit();
    client.sandbox.changeSettings({ tokenSeconds: 10_000_000 });
    await client.sandbox.advance(7 * DAY - 1);
    client.token = await renew(client.sandbox);
    expect((await client.refund(item)).status).toBe(200);
  });

  test('of a waiting package is possible unless set otherwise', async () => {
    const client = await freshClient();
    const first = await client.order({ activationMode: 'FIRST_USE' });
    const second = await client.order({ activationMode: 'FIRST_USE' });
    expect((await client.refund(first.item)).status).toBe(200);
    client.sandbox.changeSettings({ refundWaitingPackages: false });
    expect((await client.refund(second.item)).status).toBe(400);
  });

  test('lives at the printed path, or below /gigastore when set so', async () => {
    const client = await freshClient();
    const { item } = await client.order({});
    const prefixed = `/gigastore/activations/activated-items/${item}/refund`;
    expect((await client.call('POST', prefixed)).status).toBe(404);
    client.sandbox.changeSettings({ refundPathPrefix: '/gigastore' });
    expect((await client.refund(item)).status).toBe(404);
    expect((await client.call('POST', prefixed)).status).toBe(200);
  });

  test('can be answered with text or with the item', async () => {
    const client = await freshClient({ settings: { refundAnswer: 'text' } });
    expect((await client.refund((await client.order({})).item)).text).toBe('ok');
    client.sandbox.changeSettings({ refundAnswer: 'item' });
    const { item } = await client.order({});
    expect(at((await client.refund(item)).json, 'uid')).toBe(item);
  });

  test('leaves the package in the list without data, unchanged or not at all', async () => {
    const client = await freshClient();
    const { item, customer } = await client.order({});
    await client.refund(item);
    const left = async () => at(await client.items(customer), 0, 'balance', 'availableBalance', 'sizeValue');
    expect(await left()).toBe(0);
    client.sandbox.changeSettings({ refundedPackages: 'unchanged' });
    expect(await left()).toBe(0.05);
    client.sandbox.changeSettings({ refundedPackages: 'hidden' });
    expect(await client.items(customer)).toEqual([]);
  });

  test('takes its data away', async () => {
    const client = await freshClient();
    const { item, iccid } = await client.order({});
    await client.refund(item);
    await client.sandbox.device(iccid, 'install');
    expect(await client.sandbox.device(iccid, 'useData', { country: 'DE', bytes: MB })).toMatchObject({ usedBytes: 0 });
  });
});

async function renew(sandbox: { url: string; clientId: string; clientSecret: string }): Promise<string> {
  const credentials = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');
  const headers = { authorization: `Basic ${credentials}` };
  const response = await fetch(`${sandbox.url}/reseller/authenticate`, { method: 'POST', headers });
  return String(at(await response.json(), 'accessToken'));
}
