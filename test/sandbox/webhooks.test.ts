import { at, type Client, DAY, EUROPE_3_GB, freshClient, GREECE_200_MB, MB, NOON, Receiver, stopAll } from './client';

afterEach(stopAll);

async function phone(fields: Record<string, unknown> = {}): Promise<{
  client: Client;
  receiver: Receiver;
  iccid: string;
  item: string;
  customer: string;
}> {
  const client = await freshClient({ settings: { activationWebhookForNow: false } });
  const receiver = await Receiver.start();
  client.sandbox.webhooks.setUrl('*', receiver.url('/hook'));
  return { client, receiver, ...(await client.order(fields)) };
}

describe('eSIM status', () => {
  test('is sent when the eSIM is installed, switched off and on, and removed', async () => {
    const { client, receiver, iccid } = await phone();
    for (const action of ['install', 'disable', 'enable', 'remove'] as const)
      await client.sandbox.device(iccid, action);
    expect(receiver.bodies().map((body) => at(body, 'profileState'))).toEqual([
      'INSTALLED',
      'DISABLED',
      'INSTALLED',
      'RELEASED',
    ]);
    const imsi = expect.stringMatching(/^\d{15}$/);
    const eid = expect.stringMatching(/^89\d{30}$/);
    expect(receiver.received[0]).toEqual({
      path: '/hook',
      contentType: 'application/json',
      body: { iccid, imsi, profileState: 'INSTALLED', eid },
    });
    expect(BigInt(String(at(receiver.bodies()[0], 'eid'))) % 97n).toBe(1n);
  });

  test('is what the API shows as well', async () => {
    const { client, iccid, customer } = await phone();
    await client.sandbox.device(iccid, 'install');
    const { json } = await client.get(`/gigastore/activations/customers/${customer}`);
    expect(at(json, 'relatedEsims', 0)).toMatchObject({ state: 'INSTALLED', activatedAt: NOON, lastSeen: null });
  });

  test('says ERROR when the installation fails', async () => {
    const { client, receiver, iccid } = await phone();
    await client.sandbox.device(iccid, 'fail');
    expect(at(receiver.bodies()[0], 'profileState')).toBe('ERROR');
    await expect(client.sandbox.device(iccid, 'install')).rejects.toThrow('broken');
  });

  test('stops after five installations', async () => {
    const { client, receiver, iccid } = await phone();
    for (let time = 0; time < 5; time++) {
      await client.sandbox.device(iccid, 'install');
      await client.sandbox.device(iccid, 'remove');
    }
    await expect(client.sandbox.device(iccid, 'install')).rejects.toThrow('5 times');
    expect(receiver.received).toHaveLength(10);
  });

  test.each(['remove', 'disable', 'enable', 'travel', 'useData'] as const)('needs a device for %s', async (action) => {
    const { client, receiver, iccid } = await phone();
    await expect(client.sandbox.device(iccid, action, { country: 'DE', bytes: 1 })).rejects.toThrow('this eSIM');
    expect(receiver.received).toEqual([]);
  });
});

describe('country change', () => {
  test('begins with null, follows each border and is silent inside a country', async () => {
    const { client, receiver, iccid } = await phone();
    await client.sandbox.device(iccid, 'install');
    for (const country of ['DE', 'DE', 'US']) await client.sandbox.device(iccid, 'travel', { country });
    const changes = receiver.bodies().slice(1);
    expect(changes).toEqual([
      { imsi: expect.any(String), iccid, previousCountry: null, newCountry: 'DE' },
      { imsi: expect.any(String), iccid, previousCountry: 'DE', newCountry: 'US' },
    ]);
  });
});

describe('balance alert', () => {
  const crossing = async (settings: object = {}) => {
    const { client, receiver, iccid, customer } = await phone({ inventoryItemId: GREECE_200_MB });
    client.sandbox.changeSettings(settings);
    await client.sandbox.device(iccid, 'install');
    await client.sandbox.device(iccid, 'useData', { country: 'GR', bytes: 100 * MB });
    const early = receiver.received.length;
    await client.sandbox.device(iccid, 'useData', { bytes: 1 });
    await client.sandbox.device(iccid, 'useData', { bytes: 1 });
    return { sent: receiver.bodies().slice(early), iccid, customer };
  };

  test('is sent once when less than 100 MB are left', async () => {
    const { sent, iccid, customer } = await crossing();
    expect(sent).toEqual([
      {
        uid: customer,
        iccid,
        imsi: expect.any(String),
        timestamp: '2025-08-25T12:00:00Z',
        balanceAmountInByte: 100 * MB - 1,
      },
    ]);
  });

  test('can be a list', async () => {
    const { sent } = await crossing({ alertShape: 'array' });
    expect(sent).toEqual([[expect.objectContaining({ balanceAmountInByte: 100 * MB - 1 })]]);
  });
});

describe('balance activation', () => {
  test('is sent when a FIRST_USE package meets its coverage', async () => {
    const { client, receiver, iccid, item, customer } = await phone({
      inventoryItemId: EUROPE_3_GB,
      activationMode: 'FIRST_USE',
    });
    await client.sandbox.device(iccid, 'install');
    await client.sandbox.device(iccid, 'travel', { country: 'FR' });
    expect(receiver.bodies().at(-1)).toEqual({
      uid: customer,
      activatedItem: item,
      activatedAt: '2025-08-25T12:00:00Z',
      expiresAt: '2025-09-24T12:00:00Z',
    });
  });

  test('is sent when an ON_DEMAND package is started through the API, and by its owner', async () => {
    const { client, receiver, item, customer } = await phone({ activationMode: 'ON_DEMAND' });
    await client.activate(item);
    await client.topUp(customer, { activationMode: 'ON_DEMAND' });
    const second = String(at((await client.items(customer))[1], 'uid'));
    await client.sandbox.activate(second);
    await client.sandbox.settled();
    expect(receiver.bodies().map((body) => at(body, 'activatedItem'))).toEqual([item, second]);
    await expect(client.sandbox.activate(second)).rejects.toThrow('not waiting');
  });

  test('is sent when 90 days of waiting are over', async () => {
    const { client, receiver, item } = await phone({ activationMode: 'ON_DEMAND' });
    await client.sandbox.advance(90 * DAY);
    expect(receiver.bodies()).toEqual([
      expect.objectContaining({ activatedItem: item, activatedAt: '2025-11-23T12:00:00Z' }),
    ]);
  });

  test('is sent for NOW as well unless set otherwise, also when the answer is lost', async () => {
    const { client, receiver } = await phone();
    client.sandbox.changeSettings({ activationWebhookForNow: true });
    client.sandbox.faults.next({ fault: 'cutAfterCommit', route: 'register' });
    await expect(client.register({})).rejects.toThrow();
    await client.sandbox.settled();
    expect(receiver.received).toHaveLength(1);
  });
});

describe('sending', () => {
  test('goes to the URL of the event and nowhere without one', async () => {
    const { client, receiver, iccid } = await phone();
    client.sandbox.webhooks.setUrl('*', null);
    client.sandbox.webhooks.setUrl('countryChange', receiver.url('/country'));
    await client.sandbox.device(iccid, 'install');
    await client.sandbox.device(iccid, 'travel', { country: 'DE' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/country']);
    expect(client.sandbox.webhooks.deliveries().map(({ event, outcome }) => [event, outcome])).toEqual([
      ['countryChange', 'answered'],
      ['esimStatus', 'noUrl'],
    ]);
  });

  test('happens once whatever is answered, and the answer is kept', async () => {
    const { client, receiver, iccid } = await phone();
    receiver.status = 500;
    const { deliveries } = await client.sandbox.device(iccid, 'install');
    expect(deliveries).toEqual([
      expect.objectContaining({ outcome: 'answered', status: 500, answer: 'thanks', attempts: 1 }),
    ]);
    await receiver.stop();
    const failed = await client.sandbox.device(iccid, 'remove');
    expect(failed.deliveries).toEqual([expect.objectContaining({ outcome: 'failed', status: null, attempts: 1 })]);
  });

  test('can be repeated until it is answered with 2xx, or doubled', async () => {
    const { client, receiver, iccid } = await phone();
    receiver.status = 503;
    client.sandbox.changeSettings({ webhooks: { ...client.sandbox.settings().webhooks, attempts: 3 } });
    await client.sandbox.device(iccid, 'install');
    expect(receiver.received).toHaveLength(3);
    receiver.status = 200;
    client.sandbox.changeSettings({ webhooks: { ...client.sandbox.settings().webhooks, copies: 2 } });
    await client.sandbox.device(iccid, 'remove');
    expect(receiver.received).toHaveLength(5);
  });

  test('takes any body, many at once', async () => {
    const { client, receiver } = await phone();
    const bodies = [
      [{ uid: 'a' }, { uid: 'b' }],
      'text',
      null,
      ...Array.from({ length: 50 }, (_, index) => ({ index })),
    ];
    await client.sandbox.webhooks.sendAtOnce(bodies.map((body) => ({ event: 'balanceAlert', body })));
    expect(receiver.received).toHaveLength(bodies.length);
    expect(receiver.bodies()).toEqual(expect.arrayContaining(bodies));
  });

  test('refuses an event or a URL that cannot be', async () => {
    const { client } = await phone();
    expect(() => client.sandbox.webhooks.setUrl('esimStatsu', 'http://127.0.0.1/')).toThrow('no such webhook event');
    expect(() => client.sandbox.webhooks.setUrl('esimStatus', 'not a url')).toThrow();
  });
});
