/** The trigger as it ships, against the stand-in of 1GLOBAL Connect: registration a SIM, deliveries, Basic authentication. */
import type { IDataObject } from 'n8n-workflow';

import { OneGlobalConnectApi } from '../../credentials/OneGlobalConnectApi.credentials';
import { EsimTrigger } from '../../nodes/EsimTrigger/EsimTrigger.node';
import { type ConnectSandbox, startConnectSandbox } from '../../sandbox';
import { newOrder, runsAt, type Version } from '../providers/oneGlobalConnect/support';
import type { Setup } from './trigger';
import { call, hook } from './trigger';

const URL_LIVE = 'https://n8n.test/webhook/a1b2c3/webhook';
const ELSEWHERE = 'https://elsewhere.example.com/hook';
const TYPES = {
  v1: ['SUBSCRIPTION_END', 'USAGE_THRESHOLD'],
  v2: ['DOWNLOAD_PROGRESS', 'SUBSCRIPTION_END', 'USAGE_THRESHOLD'],
};

let sandbox: ConnectSandbox;
let iccids: string[];

beforeEach(async () => {
  sandbox = await startConnectSandbox({ settings: { acceptedMs: 0, fulfillingMs: 0 } });
  const items = ['one', 'two', 'three'].map((reference) => ({ reference }));
  const bought = await runsAt(sandbox, 'v2').run(newOrder(), { items });
  iccids = bought.map(({ json }) => (json.esim as { iccid: string }).iccid);
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  await sandbox.stop();
});

function setupFor(apiVersion: Version, parameters: IDataObject = {}, credential: IDataObject = {}): Setup {
  const { baseUrl, tokenUrl, clientId, clientSecret } = sandbox;
  const account = { apiVersion, baseUrl, tokenUrl, clientId, clientSecret, accessToken: '', tokenExpiresAt: '' };
  const data = { ...account, webhookUser: '', webhookPassword: '', ...credential };
  return {
    trigger: new EsimTrigger(),
    credentials: { oneGlobalConnectApi: { type: new OneGlobalConnectApi(), data } },
    parameters: { provider: 'oneGlobalConnect', iccids: iccids.slice(0, 2).join('\n'), ...parameters },
    staticData: {},
  } as Setup;
}

async function publish(setup: Setup): Promise<void> {
  if (!(await hook(setup, 'checkExists')).result) await hook(setup, 'create');
}

async function refusal(work: Promise<unknown>): Promise<Error & { description?: string }> {
  return await work.then(
    () => Promise.reject(new Error('it went through')),
    (error: Error) => error,
  );
}

/** URL by type, of all three eSIMs. */
const watches = () => iccids.map((iccid) => sandbox.watches(iccid));

describe.each(['v1', 'v2'] as const)('publishing an eSIM Trigger for 1GLOBAL Connect %s', (version) => {
  const all = Object.fromEntries(TYPES[version].map((type) => [type, URL_LIVE]));

  it('registers every kind of event for the listed eSIMs, and unpublishing removes exactly that', async () => {
    const setup = setupFor(version);
    await publish(setup);
    expect(watches()).toEqual([all, all, {}]);
    const calls = sandbox.journal({ route: 'watch' }).length;
    await publish(setup);
    expect(sandbox.journal({ route: 'watch' })).toHaveLength(calls);

    const { one } = runsAt(sandbox, version);
    await one({ resource: 'esim', operation: 'watch', iccid: iccids[2]!, webhookUrl: URL_LIVE });
    await one({
      resource: 'esim',
      operation: 'watch',
      iccid: iccids[1]!,
      webhookUrl: ELSEWHERE,
      notificationTypes: ['SUBSCRIPTION_END'],
    });
    await hook(setup, 'delete');
    expect(watches()).toEqual([{}, { SUBSCRIPTION_END: ELSEWHERE }, all]);
    await hook(setup, 'delete');
    expect(watches()).toEqual([{}, { SUBSCRIPTION_END: ELSEWHERE }, all]);
  });

  it('leaves everything as it was when one of the eSIMs is not known', async () => {
    const { one } = runsAt(sandbox, version);
    const before = { resource: 'esim', operation: 'watch', iccid: iccids[0]!, webhookUrl: ELSEWHERE };
    await one({ ...before, notificationTypes: ['USAGE_THRESHOLD'] });
    const setup = setupFor(version, { iccids: `${iccids[0]}, ${iccids[1]}, 8944000000000000000` });
    const error = await refusal(publish(setup));
    expect(error.message).toContain('8944000000000000000');
    expect(watches()).toEqual([{ USAGE_THRESHOLD: ELSEWHERE }, {}, {}]);
    await hook(setup, 'delete');
    expect(watches()).toEqual([{ USAGE_THRESHOLD: ELSEWHERE }, {}, {}]);
  });

  it('leaves nothing behind when a registration is cut off half-way, and registers all the next time', async () => {
    const setup = setupFor(version);
    await hook(setup, 'checkExists');
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'watch' });
    await refusal(hook(setup, 'create'));
    expect(watches()).toEqual([{}, {}, {}]);
    await hook(setup, 'delete');
    await publish(setup);
    expect(watches()).toEqual([all, all, {}]);
  });

  it('repairs what somebody took off behind its back', async () => {
    const setup = setupFor(version);
    await publish(setup);
    const { one } = runsAt(sandbox, version);
    await one({ resource: 'esim', operation: 'unwatch', iccid: iccids[0]!, notificationTypes: ['USAGE_THRESHOLD'] });
    await publish(setup);
    expect(watches()).toEqual([all, all, {}]);
  });

  it('follows a changed list of eSIMs', async () => {
    const setup = setupFor(version);
    await publish(setup);
    const changed = { ...setup, parameters: { ...setup.parameters, iccids: `${iccids[1]};${iccids[2]}` } };
    await publish(changed);
    expect(watches()).toEqual([{}, all, all]);
    await hook(changed, 'delete');
    expect(watches()).toEqual([{}, {}, {}]);
  });

  it('unpublishes although an eSIM is gone at 1GLOBAL', async () => {
    const setup = setupFor(version);
    await publish(setup);
    const { one, run } = runsAt(sandbox, version);
    const [order] = (await run({ resource: 'order', operation: 'getAll', returnAll: true })).filter(
      ({ json }) => (json.esim as { iccid: string }).iccid === iccids[0],
    );
    await one({ resource: 'order', operation: 'refund', orderId: order?.json.orderId as string });
    await hook(setup, 'delete');
    expect(sandbox.watches(iccids[1]!)).toEqual({});
  });

  it('names the eSIMs whose registrations stay when it cannot take them off, and does so the next time', async () => {
    const setup = setupFor(version);
    await publish(setup);
    const [cut, other] = [iccids[0]!, iccids[1]!];
    sandbox.faults.next({
      fault: { kind: 'answer', when: 'beforeCommit', status: 500, contentType: 'text/plain', body: '' },
      route: 'unwatch',
      times: 2,
    });
    const error = await refusal(hook(setup, 'delete'));
    expect(error.message).toMatch(new RegExp(`registrations stay at 1GLOBAL for .*(${cut}|${other})`));
    expect(error.message).not.toContain(URL_LIVE);
    expect(error.description).toContain('Publish and unpublish the workflow again');
    sandbox.faults.clear();
    await publish(setup);
    await hook(setup, 'delete');
    expect(watches()).toEqual([{}, {}, {}]);
  });

  it('registers nothing, and takes nothing off, where the workflow that sells registers each eSIM', async () => {
    const setup = setupFor(version, { registerFor: 'none' });
    await publish(setup);
    expect(watches()).toEqual([{}, {}, {}]);
    await runsAt(sandbox, version).one({
      resource: 'esim',
      operation: 'watch',
      iccid: iccids[0]!,
      webhookUrl: URL_LIVE,
    });
    await publish(setup);
    await hook(setup, 'delete');
    expect(watches()).toEqual([all, {}, {}]);
  });

  it.each([
    ['no eSIM', '', /ICCIDs is empty/],
    [
      'something that is no ICCID',
      '8944478600004958824, hello',
      /^ICCIDs came as "hello", which is not the number of a SIM/,
    ],
  ])('is not published with %s in the list', async (_what, list, words) => {
    const error = await refusal(publish(setupFor(version, { iccids: list })));
    expect(`${error.message} ${error.description}`).toMatch(words);
    expect(watches()).toEqual([{}, {}, {}]);
  });
});

describe('an eSIM Trigger for 1GLOBAL Connect', () => {
  const threshold = (subscriptionId: string, more: object = {}) =>
    JSON.stringify({
      id: '1234-56789',
      type: 'USAGE_THRESHOLD',
      iccid: iccids[0],
      subscription_id: subscriptionId,
      threshold: 80,
      ...more,
    });

  async function subscriptionId(): Promise<string> {
    const usage = await runsAt(sandbox, 'v2').one({ resource: 'esim', operation: 'getUsage', iccid: iccids[0]! });
    return (usage.packages as Array<{ subscriptionId: string }>)[0]!.subscriptionId;
  }

  it('starts with what the phone did, asks 1GLOBAL, and fills in what v1 does not send', async () => {
    const id = await subscriptionId();
    await sandbox.device(iccids[0]!, 'useData', { bytes: 2.5 * 1024 ** 3 });
    const { items } = await call(setupFor('v1'), { body: threshold(id) });
    expect(items).toEqual([
      expect.objectContaining({
        type: 'balance.low',
        confirmed: true,
        iccid: iccids[0],
        subscriptionId: id,
        remainingBytes: 0.5 * 1024 ** 3,
        expiresAt: expect.stringMatching(/Z$/) as string,
      }),
    ]);
  });

  it('takes the numbers that 1GLOBAL shows, not those that came with the event', async () => {
    const id = await subscriptionId();
    await sandbox.device(iccids[0]!, 'useData', { bytes: 2.5 * 1024 ** 3 });
    const madeUp = { current_balance: 7, expiration_date: '2001-01-01T00:00:00Z' };
    const { items } = await call(setupFor('v2'), { body: threshold(id, madeUp) });
    const [event] = items as Array<Record<string, unknown>>;
    expect(event).toMatchObject({ confirmed: true, remainingBytes: 0.5 * 1024 ** 3 });
    expect(Date.parse(event?.expiresAt as string)).toBeGreaterThan(Date.now());
  });

  it('says that 1GLOBAL does not confirm an event, or refuses it when told to', async () => {
    const id = await subscriptionId();
    const { items } = await call(setupFor('v2'), { body: threshold(id) });
    expect(items).toEqual([expect.objectContaining({ type: 'balance.low', confirmed: false })]);
    const refused = await call(setupFor('v2', { ifNotConfirmed: 'refuse' }), { body: threshold(id) });
    expect(refused).toMatchObject({ status: 401, items: [] });
  });

  it('refuses an event about something that 1GLOBAL does not know', async () => {
    const madeUp = await call(setupFor('v2'), { body: threshold('bm90aGluZw==') });
    expect(madeUp).toMatchObject({ status: 401, items: [] });
  });

  it('gives the same event id to a delivery that comes twice', async () => {
    const id = await subscriptionId();
    const events = [];
    for (let time = 0; time < 2; time++) events.push(...(await call(setupFor('v2'), { body: threshold(id) })).items);
    const ids = events.map((event) => (event as { eventId: string }).eventId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('asks for a later delivery while 1GLOBAL cannot be asked', async () => {
    const id = await subscriptionId();
    sandbox.faults.next({ fault: 'error503BeforeCommit', route: 'subscription', times: 9 });
    const reply = await call(setupFor('v2'), { body: threshold(id) });
    expect(reply).toMatchObject({ status: 503, items: [], headers: { 'Retry-After': '60' } });
  });

  it('answers 400 to what is no notification', async () => {
    await expect(call(setupFor('v2'), { body: '<html>' })).resolves.toMatchObject({ status: 400, items: [] });
  });

  it('refuses a wrong password before it asks anybody, and never writes it to the log', async () => {
    const setup = setupFor('v2', {}, { webhookUser: 'shop', webhookPassword: 'the-right-one' });
    const before = sandbox.journal().length;
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`shop:${password}`).toString('base64')}`,
    });
    const body = threshold(await subscriptionId());
    const asked = sandbox.journal().length;
    expect(asked).toBeGreaterThan(before);
    for (const headers of [{}, basic('a-wrong-one')]) {
      const reply = await call(setup, { body, headers });
      expect(reply).toMatchObject({ status: 401, items: [] });
      expect(JSON.stringify(reply.log)).not.toMatch(/right-one|wrong-one|Basic [A-Za-z0-9]/);
    }
    expect(sandbox.journal()).toHaveLength(asked);
    const right = await call(setup, { body, headers: basic('the-right-one') });
    expect(right.items).toHaveLength(1);
  });

  it('ignores kinds of events that were not chosen', async () => {
    const reply = await call(setupFor('v2', { events: ['esim.installed'] }), {
      body: threshold(await subscriptionId()),
    });
    expect(reply).toMatchObject({ items: [], returned: { webhookResponse: { received: true, started: false } } });
  });

  it('leaves the published registration alone while somebody tests in the editor', async () => {
    const setup = setupFor('v2');
    await publish(setup);
    const testing: Setup = { ...setup, mode: 'manual', staticData: {} };
    await publish(testing);
    await hook(testing, 'delete');
    expect(Object.values(sandbox.watches(iccids[0]!))).toEqual([URL_LIVE, URL_LIVE, URL_LIVE]);
  });
});
