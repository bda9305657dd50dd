/**
 * The trigger as it ships, with the documented webhooks of DENT Giga Store (facts/providers/dent-giga-store.md,
 * section 12).
 */
import nock from 'nock';

import { DentGigaStoreApi } from '../../credentials/DentGigaStoreApi.credentials';
import { EsimTrigger } from '../../nodes/EsimTrigger/EsimTrigger.node';
import type { Setup } from './trigger';
import { call } from './trigger';

const API = 'https://api.giga.store';
const UID = '058c8716-47dd-4fc4-be89-00978a86b7c0';
const ICCID = '89361123300836129514';
const STATUS = { iccid: ICCID, imsi: '260216611193634', profileState: 'INSTALLED', eid: '74088234238931452' };
const ALERT = {
  uid: UID,
  iccid: ICCID,
  imsi: '260216611193634',
  timestamp: '2022-08-21T10:15:30Z',
  balanceAmountInByte: 93618231,
};
const TRAVEL = { imsi: '260216611193634', iccid: ICCID, previousCountry: null, newCountry: 'DE' };
const ACTIVATION = {
  uid: UID,
  activatedItem: 'a15bb850-c166-4941-aef6-24fdbe27722d',
  activatedAt: '2025-08-25T09:52:10Z',
  expiresAt: '2025-09-02T10:15:30Z',
};

/**
 * A customer with this eSIM, as the search and the reading of customers show it (facts/providers/dent-giga-store.md,
 * sections 11.1 and 11.3).
 */
const CUSTOMER = {
  uid: UID,
  email: null,
  relatedEsims: [{ iccid: ICCID, imsi: '260216611193634', state: 'INSTALLED' }],
  activatedItems: [
    {
      uid: ACTIVATION.activatedItem,
      balance: {
        activatedAt: ACTIVATION.activatedAt,
        expiresAt: ACTIVATION.expiresAt,
        name: 'eSIM Worldwide 50 MB',
        size: { sizeValue: 50, sizeUnit: 'MB' },
        availableBalance: { sizeValue: 10, sizeUnit: 'MB' },
      },
    },
  ],
};

function setup(over: Partial<Setup> = {}): Setup {
  const data = {
    baseUrl: API,
    clientId: 'reseller',
    clientSecret: `secret of ${expect.getState().currentTestName}`,
    accessToken: '',
    tokenExpiresAt: '',
  };
  return {
    trigger: new EsimTrigger(),
    credentials: { dentGigaStoreApi: { type: new DentGigaStoreApi(), data } },
    ...over,
  };
}

function signIn(): void {
  nock(API).post('/reseller/authenticate').reply(200, { accessToken: 'token-of-dent', expiresIn: 86400 });
}

function searchFinds(...customers: object[]): nock.Scope {
  return nock(API)
    .post('/gigastore/activations/search-customers')
    .matchHeader('authorization', 'Bearer token-of-dent')
    .reply(200, { customers });
}

describe('the eSIM Trigger for DENT Giga Store', () => {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });
  afterAll(() => {
    nock.restore();
    nock.enableNetConnect();
  });

  it('offers DENT Giga Store, all events, and confirmation, without any setting', () => {
    const { description } = new EsimTrigger();
    const provider = description.properties.find(({ name }) => name === 'provider');
    expect(provider?.default).toBe('dentGigaStore');
    expect(description.credentials).toContainEqual({
      name: 'dentGigaStoreApi',
      required: true,
      displayOptions: { show: { '/provider': ['dentGigaStore'], '/confirmWithProvider': [true] } },
    });
  });

  it.each([
    ['eSIM status', STATUS, { type: 'esim.installed', iccid: ICCID, state: 'installed' }],
    ['balance alert', ALERT, { type: 'balance.low', customerId: UID, remainingBytes: 93618231 }],
    ['country change', TRAVEL, { type: 'country.changed', previousCountry: null, country: 'DE' }],
  ])('starts with a confirmed %s', async (_name, body, expected) => {
    signIn();
    searchFinds(CUSTOMER);
    const reply = await call(setup(), { body: JSON.stringify(body) });
    expect(reply.items).toEqual([
      expect.objectContaining({ provider: 'dentGigaStore', confirmed: true, customerId: UID, ...expected }),
    ]);
  });

  it('starts with a confirmed balance activation, and adds the eSIM that the message leaves out', async () => {
    signIn();
    nock(API).get(`/gigastore/activations/customers/${UID}`).reply(200, CUSTOMER);
    const reply = await call(setup(), { body: JSON.stringify(ACTIVATION) });
    expect(reply.items).toEqual([
      expect.objectContaining({
        type: 'package.activated',
        confirmed: true,
        iccid: ICCID,
        orderId: ACTIVATION.activatedItem,
        occurredAt: expect.stringContaining('2025-08-25T09:52:10'),
      }),
    ]);
  });

  it('gives several items for an array of alerts, and signs in once for all of them', async () => {
    signIn();
    searchFinds(CUSTOMER);
    searchFinds(CUSTOMER);
    const later = { ...ALERT, timestamp: '2022-08-21T11:15:30Z' };
    const reply = await call(setup(), { body: JSON.stringify([ALERT, later]) });
    expect(reply.items).toHaveLength(2);
    expect(new Set(reply.items.map((item) => (item as { eventId: string }).eventId)).size).toBe(2);
  });

  it('keeps the digits of an ICCID that came as a number', async () => {
    const body = JSON.stringify(STATUS).replace(`"${ICCID}"`, ICCID);
    const reply = await call(setup({ credentials: {}, parameters: { confirmWithProvider: false } }), { body });
    expect(reply.items).toEqual([expect.objectContaining({ iccid: ICCID, confirmed: null })]);
  });

  it('refuses an eSIM that DENT Giga Store does not know', async () => {
    signIn();
    searchFinds();
    expect(await call(setup(), { body: JSON.stringify(STATUS) })).toMatchObject({ status: 401, items: [] });
  });

  it('asks the sender to try again when the client secret is refused, and never names it', async () => {
    nock(API).post('/reseller/authenticate').reply(401, { message: 'bad credentials' });
    const reply = await call(setup(), { body: JSON.stringify(STATUS) });
    expect(reply).toMatchObject({ status: 503, items: [] });
    expect(JSON.stringify(reply.log)).not.toContain('secret of');
  });

  it.each(['{}', '[{}]', 'null', '{"iccid":null}', 'iccid=1'])(
    'answers 400 to what is none of the webhooks (%s)',
    async (body) => {
      expect(await call(setup(), { body })).toMatchObject({ status: 400, items: [] });
    },
  );
});

describe('what senders write in their own way', () => {
  const trusting = (): Setup => setup({ parameters: { confirmWithProvider: false } });
  const first = async (body: string | Buffer) => (await call(trusting(), { body })).items[0];

  it('a byte order mark in front of the body is ignored', async () => {
    expect(await first(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(STATUS))]))).toEqual(
      await first(JSON.stringify(STATUS)),
    );
  });

  it('an ICCID with hexadecimal digits is passed on as it came', async () => {
    const iccid = '898600B5192271001234';
    expect(await first(JSON.stringify({ iccid, profileState: 'INSTALLED' }))).toMatchObject({
      iccid,
      type: 'esim.installed',
    });
  });

  it.each([
    ['2018-11-11 13:23:52 UTC', '2018-11-11T13:23:52.000Z'],
    ['2026-01-01T10:00:00Z[UTC]', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00+01:00[cet]', '2026-01-01T09:00:00.000Z'],
  ])('a time written %s is %s', async (timestamp, occurredAt) => {
    expect(await first(JSON.stringify({ ...ALERT, timestamp }))).toMatchObject({ type: 'balance.low', occurredAt });
  });
});
