import nock from 'nock';

import { ACME_API, acme, acmeCredential, acmeCredentialData, portalSource, registeringSource } from './acme';
import type { Setup } from './trigger';
import { hook, triggerFor } from './trigger';

const URL_LIVE = 'https://n8n.test/webhook/a1b2c3/webhook';
const URL_TEST = 'https://n8n.test/webhook-test/a1b2c3/webhook';
const credentials = { acmeApi: { type: acmeCredential, data: acmeCredentialData } };

function registering(over: Partial<Setup> = {}): Setup {
  return {
    trigger: triggerFor([acme(registeringSource)]),
    credentials,
    parameters: { iccids: '1,2' },
    staticData: {},
    ...over,
  };
}

const posting = (body: object): nock.Interceptor => nock(ACME_API).post('/hooks', { ...body });
const deleting = (body: object): nock.Interceptor => nock(ACME_API).delete('/hooks', { ...body });
const LIVE = { url: URL_LIVE, iccids: '1,2' };

async function refusal(work: Promise<unknown>): Promise<Error & { description?: string }> {
  return await work.then(
    () => Promise.reject(new Error('it went through')),
    (error: Error) => error,
  );
}

describe('publishing a trigger whose URL a person pastes into a portal', () => {
  const setup: Setup = { trigger: triggerFor([acme(portalSource)]), credentials, staticData: {} };

  it('registers nothing and stores nothing, and asks nobody when n8n starts', async () => {
    nock.disableNetConnect();
    expect((await hook(setup, 'checkExists', 'init')).result).toBe(true);
    expect((await hook(setup, 'create')).result).toBe(true);
    expect((await hook(setup, 'delete')).result).toBe(true);
    expect(setup.staticData?.['node:eSIM Trigger'] ?? {}).toEqual({});
    nock.enableNetConnect();
  });

  it('does not publish with a credential that would not confirm a single event', async () => {
    nock(ACME_API).persist().get('/packages').reply(401, { message: 'bad token' });
    const error = await refusal(hook(setup, 'checkExists'));
    expect(error.message).toBe(
      'Acme did not accept the credential: bad token (HTTP 401), so no event could be confirmed',
    );
    expect(error.description).toContain('Open the credential');
    nock.cleanAll();
  });

  it.each([[200], [500], [403]])(
    'publishes when the provider answers %d: that says nothing against it',
    async (status) => {
      let asked = 0;
      nock(ACME_API)
        .persist()
        .get('/packages')
        .reply(() => [status, { asked: ++asked }]);
      expect((await hook(setup, 'checkExists')).result).toBe(true);
      expect(asked).toBeGreaterThan(0);
      nock.cleanAll();
    },
  );

  it('asks nothing when events are not confirmed', async () => {
    nock.disableNetConnect();
    const trusting = { ...setup, parameters: { confirmWithProvider: false } };
    expect((await hook(trusting, 'checkExists')).result).toBe(true);
    nock.enableNetConnect();
  });

  it('does not publish when the provider sends none of the chosen events', async () => {
    const deaf = { ...setup, parameters: { events: ['country.changed'] } };
    const error = await refusal(hook(deaf, 'checkExists'));
    expect(error.message).toBe('Acme sends none of the chosen events');
    expect(error.description).toBe('Choose other events, or All Events.');
  });

  it('says so when the provider of an imported workflow is not part of this package', async () => {
    const error = await refusal(hook({ ...setup, parameters: { provider: 'elsewhere' } }, 'checkExists'));
    expect(error.message).toBe('Provider came as "elsewhere", which is none of its choices');
  });
});

describe('publishing a trigger whose URL is registered at the provider', () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });
  afterAll(() => {
    nock.restore();
    nock.enableNetConnect();
  });

  it('registers, finds it again without registering twice, and unregisters exactly that', async () => {
    const setup = registering();
    expect((await hook(setup, 'checkExists')).result).toBe(false);
    posting(LIVE).reply(201, {});
    expect((await hook(setup, 'create')).result).toBe(true);

    nock(ACME_API)
      .get('/hooks')
      .reply(200, [{ url: URL_LIVE }]);
    expect((await hook(setup, 'checkExists')).result).toBe(true);

    deleting(LIVE).reply(200, {});
    expect((await hook(setup, 'delete')).result).toBe(true);
    expect(setup.staticData?.['node:eSIM Trigger']).toEqual({ registration: null });
  });

  it('registers again when somebody removed it at the provider', async () => {
    const setup = registering();
    posting(LIVE).reply(201, {});
    await hook(setup, 'create');
    nock(ACME_API).get('/hooks').reply(200, []);
    expect((await hook(setup, 'checkExists')).result).toBe(false);
  });

  it('removes the earlier registration when its fields have changed', async () => {
    const setup = registering();
    posting(LIVE).reply(201, {});
    await hook(setup, 'create');
    const changed = { ...setup, parameters: { iccids: '3' } };
    expect((await hook(changed, 'checkExists')).result).toBe(false);
    const order: string[] = [];
    deleting(LIVE).reply(200, () => ({ count: order.push('delete') }));
    posting({ url: URL_LIVE, iccids: '3' }).reply(201, () => ({ count: order.push('post') }));
    await hook(changed, 'create');
    expect(order).toEqual(['delete', 'post']);
  });

  it('unregisters what it registered, although the fields have changed since', async () => {
    const setup = registering();
    posting(LIVE).reply(201, {});
    await hook(setup, 'create');
    deleting(LIVE).reply(200, {});
    await hook({ ...setup, parameters: { iccids: '3' } }, 'delete');
  });

  it('undoes a registration that ended half done, and gives the provider’s words', async () => {
    const setup = registering();
    posting(LIVE).reply(422, { message: 'ICCID 2 is unknown' });
    deleting(LIVE).reply(200, {});
    const error = await refusal(hook(setup, 'create'));
    expect(error.message).toBe(
      'Acme refused the request: ICCID 2 is unknown (HTTP 422), so the webhook was not registered',
    );
    expect(setup.staticData?.['node:eSIM Trigger']).toEqual({ registration: null });
  });

  it('leaves the undoing to delete when it could not be undone at once', async () => {
    const setup = registering();
    posting(LIVE).reply(500, {});
    deleting(LIVE).reply(500, {});
    await refusal(hook(setup, 'create'));
    deleting(LIVE).reply(200, {});
    await hook(setup, 'delete');
    expect(setup.staticData?.['node:eSIM Trigger']).toEqual({ registration: null });
  });

  it('logs what may stay behind, without the URL, which is a secret of its own', async () => {
    const setup = registering();
    posting(LIVE).reply(201, {});
    await hook(setup, 'create');
    deleting(LIVE).reply(503, {});
    posting({ url: URL_LIVE, iccids: '3' }).reply(201, {});
    const { log } = await hook({ ...setup, parameters: { iccids: '3' } }, 'create');
    const warnings = log.filter(({ level }) => level === 'warn');
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining('Acme may still hold a webhook of this workflow'),
    ]);
    expect(JSON.stringify(warnings)).not.toContain('a1b2c3');
  });

  it('survives being called as n8n does while create fails: five times, each followed by delete', async () => {
    const setup = registering();
    for (let attempt = 0; attempt < 5; attempt++) {
      posting(LIVE).reply(503, {});
      deleting(LIVE).reply(200, {});
      await refusal(hook(setup, 'create'));
      expect((await hook(setup, 'delete')).result).toBe(true);
    }
    posting(LIVE).reply(201, {});
    expect((await hook(setup, 'create')).result).toBe(true);
  });

  it('asks the provider to remove what points at the URL when n8n has lost what was stored', async () => {
    deleting(LIVE).reply(200, {});
    expect((await hook(registering(), 'delete')).result).toBe(true);
  });

  it('fails to unpublish with the provider’s words when it cannot be reached, so that n8n tries again', async () => {
    const setup = registering();
    posting(LIVE).reply(201, {});
    await hook(setup, 'create');
    deleting(LIVE).reply(503, { message: 'maintenance' });
    expect((await refusal(hook(setup, 'delete'))).message).toBe(
      'Acme is having trouble: maintenance (HTTP 503), so the webhook may still be registered',
    );
    expect(setup.staticData?.['node:eSIM Trigger']).toHaveProperty('registration');
  });

  it('leaves the published registration alone while somebody listens for a test event', async () => {
    const setup = registering({ mode: 'manual' });
    expect((await hook(setup, 'checkExists')).result).toBe(true);
    expect((await hook(setup, 'delete')).result).toBe(true);
  });

  it('registers and unregisters the test URL when a person asks for that', async () => {
    const setup = registering({ mode: 'manual', parameters: { iccids: '1,2', registerTestUrl: true } });
    expect((await hook(setup, 'checkExists')).result).toBe(false);
    posting({ url: URL_TEST, iccids: '1,2' }).reply(201, {});
    await hook(setup, 'create');
    deleting({ url: URL_TEST, iccids: '1,2' }).reply(200, {});
    await hook(setup, 'delete');
  });

  it('keeps the fields as plain data, and reads them again in the same way to remove what it registered', async () => {
    const setup = registering({ parameters: { iccids: 8944478600004958n as never } });
    posting({ url: URL_LIVE, iccids: '8944478600004958' }).reply(201, {});
    await hook(setup, 'create');
    const stored = setup.staticData?.['node:eSIM Trigger'];
    expect(stored).toEqual({
      registration: { provider: 'acme', url: URL_LIVE, fields: { iccids: '8944478600004958' } },
    });
    setup.staticData = JSON.parse(JSON.stringify(setup.staticData)) as typeof setup.staticData;
    nock(ACME_API)
      .get('/hooks')
      .reply(200, [{ url: URL_LIVE }]);
    expect((await hook(setup, 'checkExists')).result).toBe(true);
    deleting({ url: URL_LIVE, iccids: '8944478600004958' }).reply(200, {});
    await hook(setup, 'delete');
  });

  it('does not publish with a field that does not fit, names it, and has nothing to undo', async () => {
    const setup = registering({ parameters: { iccids: { list: [] } } });
    for (const step of ['checkExists', 'create'] as const) {
      const error = await refusal(hook(setup, step));
      expect(error.message).toBe('ICCIDs is an object: choose one of its fields');
      expect(error.description).toBe('Such as {{ $json.customer.id }}.');
    }
    expect((await hook(setup, 'delete')).result).toBe(true);
  });

  it.each([
    ['Events', { events: ['esim.installed', 'esim.exploded'] }],
    ['Confirm With Provider', { confirmWithProvider: 'maybe' }],
    ['If Not Confirmed', { ifNotConfirmed: 'shrug' }],
    ['Register Test URL', { registerTestUrl: 'perhaps' }],
    ['Simplify', { simplify: 'a bit' }],
  ])('does not publish with %s set to what it does not know', async (label, parameters) => {
    const error = await refusal(hook(registering({ parameters: { iccids: '1', ...parameters } }), 'checkExists'));
    expect(error.message).toMatch(new RegExp(`^${label} came as "`));
  });

  it('understands yes and no as other programs write them', async () => {
    const setup = registering({ mode: 'manual', parameters: { iccids: '1', registerTestUrl: 'false' } });
    expect((await hook(setup, 'checkExists')).result).toBe(true);
  });
});
