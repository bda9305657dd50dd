/** The trigger as it ships, for eSIM Access: its one URL is saved while the trigger listens already. */
import nock from 'nock';

import { EsimAccessApi } from '../../credentials/EsimAccessApi.credentials';
import { EsimTrigger } from '../../nodes/EsimTrigger/EsimTrigger.node';
import checkHealth from '../fixtures/esimAccess/event-check-health.json';
import esimStatus from '../fixtures/esimAccess/event-esim-status.json';
import { profile } from '../providers/esimAccess/support';
import type { Setup } from './trigger';
import { call, hook } from './trigger';

const BASE = 'https://esim-access.test';
const URL_LIVE = 'https://n8n.test/webhook/a1b2c3/webhook';
const FOREIGN = 'https://other.example.com/hook';

const success = (obj: unknown) => ({ success: true, errorCode: '0', errorMsg: null, obj });

/** What eSIM Access has saved; it tries a URL out before it saves it. */
let saved: string | null;
let tried: Array<number | null>;
let setup: Setup;

function setupWith(parameters: Setup['parameters'] = {}): Setup {
  const data = { apiKey: 'access-code', secretKey: '', requestsPerSecond: 1_000, baseUrl: BASE };
  return {
    trigger: new EsimTrigger(),
    parameters: { provider: 'esimAccess', ...parameters },
    credentials: { esimAccessApi: { type: new EsimAccessApi(), data } },
    staticData: {},
  };
}

beforeEach(() => {
  [saved, tried, setup] = [null, [], setupWith()];
  nock.disableNetConnect();
  const stand = nock(BASE).persist();
  stand.post('/api/v1/open/webhook/query').reply(200, () => success({ webhook: saved }));
  stand.post('/api/v1/open/webhook/save').reply(200, async (_uri, body) => {
    const { status, returned, items } = await call(setup, { body: JSON.stringify(checkHealth) });
    tried.push(status);
    const isWell = status === null && items.length === 0 && returned.noWebhookResponse !== true;
    if (!isWell) return { success: false, errorCode: '200008', errorMsg: 'health check failed', obj: null };
    saved = (body as { webhook: string }).webhook;
    return success({});
  });
  const { iccid, esimTranNo } = esimStatus.content;
  const wire = profile({ iccid, esimTranNo, esimStatus: 'IN_USE', smdpStatus: 'ENABLED' });
  stand.post('/api/v1/open/esim/query').reply(200, () => success({ esimList: [wire] }));
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

async function publish(): Promise<void> {
  if (!(await hook(setup, 'checkExists')).result) await hook(setup, 'create');
}

it('saves its URL on publishing, and takes the check of it for what it is', async () => {
  await publish();
  expect(saved).toBe(URL_LIVE);
  expect(tried).toEqual([null]);
});

it('is not saved again by who has it already', async () => {
  await publish();
  await publish();
  expect(tried).toHaveLength(1);
});

it('leaves somebody else’s URL alone, unless it is to be replaced', async () => {
  saved = FOREIGN;
  await expect(publish()).rejects.toThrow('eSIM Access sends the events of this account to other.example.com already');
  expect(saved).toBe(FOREIGN);
  setup = setupWith({ replaceExistingUrl: true });
  await publish();
  expect(saved).toBe(URL_LIVE);
});

it('does not take the events while it is only tried out in the editor', async () => {
  setup = { ...setupWith(), mode: 'manual' };
  await publish();
  expect(saved).toBeNull();
});

it('says on unpublishing that the URL stays, and finds it again', async () => {
  await publish();
  const { result, log } = await hook(setup, 'delete');
  expect(result).toBe(true);
  expect(log.map(({ text }) => text).join()).toContain('no way to take a webhook URL off');
  expect(saved).toBe(URL_LIVE);
  await publish();
  expect(saved).toBe(URL_LIVE);
});

it('starts with an event that the eSIM confirms', async () => {
  const { items } = await call(setup, { body: JSON.stringify(esimStatus) });
  expect(items).toEqual([
    expect.objectContaining({ type: 'package.activated', confirmed: true, eventId: esimStatus.notifyId }),
  ]);
});
