/** What an operator is told when something is not possible, in both API versions. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox';
import { clockOf, failure, newOrder, runsAt, WORLD_50_MB } from './support';

let sandbox: ConnectSandbox;

beforeEach(async () => {
  sandbox = await startConnectSandbox({ settings: { acceptedMs: 0, fulfillingMs: 0 } });
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  await sandbox.stop();
});

const item = { items: [{ reference: 'shop-1' }] };
const soldFor = (price: INodeParameters): INodeParameters => ({ additionalFields: { soldPrice: { price } } });
const topUp = (iccid: string, reference: string): INodeParameters => ({
  resource: 'esim',
  operation: 'topUp',
  iccid,
  packageId: { __rl: true, mode: 'id', value: WORLD_50_MB },
  country: 'GB',
  clientReference: reference,
});

describe.each(['v1', 'v2'] as const)('1GLOBAL Connect %s', (version) => {
  const orderFails = async (more: INodeParameters) => {
    const error = await failure(runsAt(sandbox, version).one(newOrder(more), item));
    expect(sandbox.books().purchases).toBe(0);
    return `${error.message} ${error.description ?? ''}`;
  };
  const boughtIccid = async (one: (parameters: INodeParameters, options?: object) => Promise<IDataObject>) =>
    ((await one(newOrder(), item)).esim as Record<string, string>).iccid!;

  it('explains the limit of new eSIMs a day or month, and lets the same reference run again', async () => {
    sandbox.changeSettings({ esimsLeft: 0 });
    const { one } = runsAt(sandbox, version);
    const error = await failure(one(newOrder(), item));
    expect(error.description).toMatch(/daily or monthly number of eSIMs.*Nothing was bought in this run/);
    expect(error).toMatchObject({ httpCode: '406', failure: { cause: 'quota-exhausted' } });
    sandbox.changeSettings({ esimsLeft: -1 });
    await expect(one(newOrder(), item)).resolves.toMatchObject({ status: 'completed', alreadyExisted: false });
  });

  it('explains that too many requests were made when waiting did not help', async () => {
    sandbox.faults.next({ fault: 'tooManyRequests', route: 'placeOrder', times: 9 });
    const error = await failure(runsAt(sandbox, version).one(newOrder(), item));
    expect(error.description).toMatch(/so many requests a minute.*Items in Parallel/);
    expect(error).toMatchObject({ httpCode: '429', failure: { cause: 'rate-limited' } });
    expect(sandbox.books().purchases).toBe(0);
    expect(sandbox.journal({ route: 'placeOrder' })).toHaveLength(4);
  });

  it('explains that an eSIM takes fifteen active packages', async () => {
    const { one, run } = runsAt(sandbox, version);
    const iccid = await boughtIccid(one);
    const items = Array.from({ length: 14 }, (_, index) => ({ reference: `pay-${index}` }));
    await run({ ...topUp(iccid, '={{ $json.reference }}') }, { items });
    const error = await failure(one(topUp(iccid, 'pay-too-many')));
    expect(error.description).toContain('15 active packages');
    expect(sandbox.purchasesFor('pay-too-many')).toBe(0);
  });

  it('sends no top-up to an eSIM that is unavailable, and says what to do instead', async () => {
    const { one } = runsAt(sandbox, version);
    const iccid = await boughtIccid(one);
    await sandbox.device(iccid, 'remove');
    const error = await failure(one(topUp(iccid, 'pay-1')));
    expect(error.message).toContain('Unavailable');
    expect(error.description).toContain('order a new eSIM');
    expect(sandbox.journal({ route: 'placeOrder' })).toHaveLength(1);
  });

  it.each<[string, INodeParameters, RegExp]>([
    ['a list for a price', soldFor({ amount: '={{ [1, 2] }}', currency: 'EUR' }), /Sold Price is a list/],
    ['no country of sale', { country: '' }, /Country of Sale is empty/],
    ['the country code UK', { country: 'UK' }, /United Kingdom is GB/],
    ['no email address', { customerEmail: '' }, /Customer Email is empty/],
    ['a price without its currency', soldFor({ amount: '9.90', currency: '' }), /Sold Price has no currency/],
    ['a price that is none', soldFor({ amount: '9,90', currency: 'EUR' }), /Sold Price came as "9,90"/],
    [
      'an EID on Android',
      { additionalFields: { eid: '89049032004008882600019002596666', deviceSystem: 'android' } },
      /only works for an eSIM on iOS.*send the QR code/,
    ],
    ['an EID of too few digits', { additionalFields: { eid: '8904903200400' } }, /EID came as "8904903200400"/],
    ['an activation date that is none', { additionalFields: { activationDate: 'soon' } }, /is not a date/],
  ])('asks nothing of 1GLOBAL when there is %s', async (_what, more, words) => {
    expect(await orderFails(more)).toMatch(words);
    expect(sandbox.journal({ route: 'placeOrder' })).toEqual([]);
  });

  it('sends an EID, a price and a date as they are documented', async () => {
    const additionalFields = {
      eid: '89049032004008882600019002596666',
      soldPrice: { price: { amount: '19.90', currency: 'eur' } },
      activationDate: '2099-01-31T12:00:00.000+02:00',
    };
    await runsAt(sandbox, version).one(newOrder({ additionalFields }), item);
    const { body } = sandbox.journal({ route: 'placeOrder' })[0]!;
    const text = JSON.stringify(body);
    expect(text).toContain('"2099-01-31T10:00:00Z"');
    expect(text).toContain('19.9');
    expect(text).toContain('"EUR"');
    expect(text).toContain('"89049032004008882600019002596666"');
  });

  it('takes a date as programs keep it, and a price as packages show it', async () => {
    const additionalFields = {
      activationDate: '={{ new Date(Date.UTC(2099, 0, 31, 12)) }}',
      soldPrice: { price: { amount: '={{ $json.retailPrice }}', currency: '' } },
    };
    const items = [{ reference: 'shop-1', retailPrice: { amount: '4.99', currency: 'USD' } }];
    await runsAt(sandbox, version).one(newOrder({ additionalFields }), { items });
    const text = JSON.stringify(sandbox.journal({ route: 'placeOrder' })[0]!.body);
    for (const sent of ['"2099-01-31T12:00:00Z"', '4.99', '"USD"']) expect(text).toContain(sent);
  });

  it.each(['={{ $json.nope }}', '2 s'])('does not wait for ever with the time-out %s', async (waitTimeout) => {
    sandbox.changeSettings({ acceptedMs: 3_600_000 });
    const { one } = runsAt(sandbox, version, {}, clockOf(sandbox));
    const ended = await one(newOrder({ options: { waitTimeout } }), item).catch((error: Error) => error);
    const missing = waitTimeout.startsWith('=');
    expect(ended).toMatchObject(
      missing ? { status: 'pending' } : { message: expect.stringMatching(/^Timeout came as "2 s"/) as string },
    );
    expect(sandbox.books().purchases).toBe(missing ? 1 : 0);
  });

  it('checks all items before the first is sent', async () => {
    const { run } = runsAt(sandbox, version);
    const items = ['ios', 'ios', 'android'].map((system, index) => ({ reference: `all-${index}`, system }));
    const additionalFields = { eid: '89049032004008882600019002596666', deviceSystem: '={{ $json.system }}' };
    const error = await failure(run(newOrder({ additionalFields }), { items }));
    expect(error.message).toContain('EID only works for an eSIM on iOS');
    expect(sandbox.journal({ route: 'placeOrder' })).toEqual([]);
  });

  it('tells what the gateway in front of the API says, whatever its form', async () => {
    const { one } = runsAt(sandbox, version);
    const gateway = { kind: 'answer' as const, when: 'beforeCommit' as const, contentType: 'application/json' };
    sandbox.faults.next({
      fault: { ...gateway, status: 403, body: '{"message":"Forbidden by the gateway","http_status_code":403}' },
      route: 'placeOrder',
    });
    expect((await failure(one(newOrder(), item))).message).toContain('Forbidden by the gateway');
    sandbox.faults.next({
      fault: { ...gateway, contentType: 'text/html', status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' },
      route: 'sim',
      times: 9,
    });
    const html = await failure(one({ resource: 'esim', operation: 'get', iccid: '8944478600000205337' }));
    expect(html).toMatchObject({ httpCode: '502', failure: { cause: 'temporarily-unavailable' } });
    expect(`${html.message} ${html.description}`).not.toContain('<');
  });

  it('renews a token that is refused in the middle of a run, and signs in anew only then', async () => {
    const { run, one } = runsAt(sandbox, version);
    const iccid = await boughtIccid(one);
    sandbox.faults.next({ fault: 'tokenExpired', route: 'sim' });
    const before = sandbox.books().tokenRequests;
    const items = Array.from({ length: 20 }, () => ({}));
    const read = await run({ resource: 'esim', operation: 'get', iccid }, { items });
    expect(read).toHaveLength(20);
    expect(sandbox.books().tokenRequests - before).toBe(1);
  });

  it('says that the client id or secret is wrong', async () => {
    const wrong = runsAt(sandbox, version, { clientSecret: 'another secret altogether' });
    const error = await failure(wrong.one({ resource: 'package', operation: 'getAll' }));
    expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
    expect(`${error.message} ${error.description}`).not.toContain('another secret altogether');
  });
});

describe.each(['truthful', 'alwaysNext', 'pageCountOne', 'pageOneForever', 'linksOnly'] as const)(
  'a list of v2 whose pages are described as %s',
  (pageMetadata) => {
    it.each(['empty', 'lastPageAgain', 'notFound'] as const)(
      'comes complete, each row once, when behind the end is %s',
      async (behindLastPage) => {
        sandbox.changeSettings({ pageMetadata, behindLastPage });
        const listed = await runsAt(sandbox, 'v2').run({ resource: 'package', operation: 'getAll', returnAll: true });
        expect(new Set(listed.map(({ json }) => json.packageId)).size).toBe(95);
        expect(listed).toHaveLength(95);
        expect(sandbox.journal({ route: 'products' }).length).toBeLessThanOrEqual(5);
      },
    );
  },
);
