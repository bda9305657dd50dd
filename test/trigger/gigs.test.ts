/** The trigger as it ships, with signed events of Gigs (facts/providers/gigs.md, section 18). */
import { createHmac } from 'node:crypto';

import { GigsApi } from '../../credentials/GigsApi.credentials';
import { EsimTrigger } from '../../nodes/EsimTrigger/EsimTrigger.node';
import simUpdated from '../fixtures/gigs/events-sim-updated.json';
import type { Call, Setup } from './trigger';
import { call, hook } from './trigger';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OLD_SECRET = `whsec_${Buffer.from('the secret before that one').toString('base64')}`;
const BODY = JSON.stringify(simUpdated);

let count = 0;
let setup: Setup;

beforeEach(() => {
  setup = setupWith(SECRET);
});

function setupWith(webhookSecret: string): Setup {
  const data = { baseUrl: 'https://api.gigs.com', projectId: 'gigs', apiToken: 'token-of-gigs', webhookSecret };
  return {
    trigger: new EsimTrigger(),
    parameters: { provider: 'gigs' },
    credentials: { gigsApi: { type: new GigsApi(), data } },
    workflowId: `workflow-${++count}`,
  };
}

interface Signing {
  body?: string;
  secret?: string;
  id?: string;
  /** Seconds from now. */
  shift?: number;
  family?: 'webhook' | 'svix';
}

function signed({ body = BODY, secret = SECRET, id = 'msg_1', shift = 0, family = 'webhook' }: Signing = {}): Call {
  const timestamp = Math.floor(Date.now() / 1000) + shift;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    body,
    headers: {
      [`${family}-id`]: id,
      [`${family}-timestamp`]: String(timestamp),
      [`${family}-signature`]: `v1,${signature}`,
    },
  };
}

const deliver = async (delivery: Call) => await call(setup, delivery);
const reasons = ({ log }: { log: Array<{ about: object }> }) =>
  log.map(({ about }) => (about as { reason: string }).reason);

describe('the eSIM Trigger for Gigs', () => {
  it.each(['webhook', 'svix'] as const)('starts with an event that is signed in the headers %s-*', async (family) => {
    const reply = await deliver(signed({ family }));
    expect(reply).toMatchObject({ status: null, returned: { webhookResponse: { received: true, started: true } } });
    expect(reply.items).toEqual([
      expect.objectContaining({
        eventId: simUpdated.id,
        type: 'esim.statusChanged',
        provider: 'gigs',
        providerEvent: 'com.gigs.sim.updated',
        iccid: '89883070000007537119',
        confirmed: true,
      }),
    ]);
  });

  it('takes the old and the new secret while one replaces the other, and several signatures', async () => {
    setup = setupWith(`${OLD_SECRET}, ${SECRET}`);
    expect((await deliver(signed({ id: 'msg_new' }))).items).toHaveLength(1);
    expect((await deliver(signed({ id: 'msg_old', secret: OLD_SECRET }))).items).toHaveLength(1);
    const both = signed({ id: 'msg_both' });
    const first = 'v1,aW52YWxpZA== v1a,anything';
    both.headers = { ...both.headers, 'webhook-signature': `${first} ${both.headers?.['webhook-signature']}` };
    expect((await deliver(both)).items).toHaveLength(1);
  });

  it.each<[string, () => Call, RegExp]>([
    ['an unsigned one', () => ({ body: BODY }), /headers are not all there/],
    ['one signed with another secret', () => signed({ secret: OLD_SECRET }), /no signature matches/],
    ['one whose body was changed', () => ({ ...signed(), body: BODY.replace('active', 'retired') }), /no signature/],
    ['one whose body only has another white space', () => ({ ...signed(), body: `${BODY} ` }), /no signature/],
    ['one that is too old', () => signed({ shift: -301 }), /more than 5 minutes in the past/],
    ['one from the future', () => signed({ shift: 302 }), /more than 5 minutes in the future/],
    [
      'one without a number as its time',
      () => ({ ...signed(), headers: { ...signed().headers, 'webhook-timestamp': 'now' } }),
      /not a number/,
    ],
  ])('refuses %s with 401 and a reason in the log', async (_name, delivery, reason) => {
    const reply = await deliver(delivery());
    expect(reply).toMatchObject({ status: 401, items: [], body: { error: 'Not accepted' } });
    expect(reasons(reply)).toEqual([expect.stringMatching(reason)]);
    expect(reply.log[0]).toMatchObject({ level: 'warn' });
  });

  it.each([-299, 0, 299])('accepts a time that is %s s away', async (shift) => {
    expect((await deliver(signed({ shift }))).items).toHaveLength(1);
  });

  it('refuses everything while the credential has no secret, and says why', async () => {
    setup = setupWith('');
    const reply = await deliver(signed());
    expect(reply).toMatchObject({ status: 401, items: [] });
    expect(reasons(reply)).toEqual(['no signing secret is set in the credential']);
  });

  it('never names the secret or the signature in the log', async () => {
    setup = setupWith(`${SECRET},not base64 at all`);
    const reply = await deliver(signed({ secret: OLD_SECRET }));
    const log = JSON.stringify(reply.log);
    for (const secret of [SECRET, 'not base64 at all', reply.headers['webhook-signature'] ?? 'v1,']) {
      expect(log).not.toContain(secret);
    }
  });

  it('answers 200 to a kind of event that was not chosen, and starts nothing', async () => {
    setup = { ...setup, parameters: { provider: 'gigs', events: ['esim.installed'] } };
    expect(await deliver(signed())).toMatchObject({
      status: null,
      items: [],
      returned: { webhookResponse: { started: false } },
    });
  });

  it('reads a body with a byte order mark in front, signed with it', async () => {
    expect((await deliver(signed({ body: `\uFEFF${BODY}` }))).items).toEqual([
      expect.objectContaining({ eventId: simUpdated.id, confirmed: true }),
    ]);
    expect(await deliver({ ...signed(), body: `\uFEFF${BODY}` })).toMatchObject({ status: 401, items: [] });
  });

  it('reads what is set by an expression or another program in its own words', async () => {
    setup = {
      ...setup,
      parameters: { provider: 'gigs', events: 'ESIM.statusChanged, balance.low', simplify: 'false' },
    };
    expect((await deliver(signed())).items).toEqual([expect.objectContaining({ raw: simUpdated })]);
  });

  it('is told to come again while a field of the trigger cannot be read', async () => {
    setup = { ...setup, parameters: { provider: 'gigs', events: ['esim.exploded'] } };
    const reply = await deliver(signed());
    expect(reply).toMatchObject({ status: 503, items: [] });
    expect(reasons(reply)).toEqual([expect.stringContaining('Events came as "esim.exploded"')]);
  });

  it('takes a signing secret that was pasted with what nobody sees', async () => {
    setup = setupWith(`\u200B ${SECRET}\u00A0\n`);
    expect((await deliver(signed())).items).toHaveLength(1);
  });

  it.each(['{}', 'null', '{"type":"ping"}', 'not json', '{"type":"com.gigs."}'])(
    'answers 400 to a signed body that is no event (%s)',
    async (body) => {
      expect(await deliver(signed({ body }))).toMatchObject({ status: 400, items: [] });
    },
  );
});

describe('a delivery of Gigs that comes again', () => {
  it('byte for byte is a replay: 401, a reason in the log, nothing starts', async () => {
    const delivery = signed();
    expect((await deliver(delivery)).items).toHaveLength(1);
    const again = await deliver(delivery);
    expect(again).toMatchObject({ status: 401, items: [] });
    expect(reasons(again)).toEqual([expect.stringContaining('replay')]);
  });

  it.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
    [
      'something behind the number of its time',
      (headers) => ({ ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']} x` }),
    ],
    ['one more signature', (headers) => ({ ...headers, 'webhook-signature': `v1,x ${headers['webhook-signature']}` })],
    [
      'headers of the other family',
      (headers) => ({ ...headers, 'svix-id': 'a', 'svix-timestamp': '1', 'svix-signature': 'v1,x' }),
    ],
    [
      'its headers renamed to the other family',
      (headers) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'svix'), value])),
    ],
  ])('is a replay also with %s', async (_name, change) => {
    const delivery = signed();
    await deliver(delivery);
    expect(await deliver({ ...delivery, headers: change(delivery.headers ?? {}) })).toMatchObject({
      status: 401,
      items: [],
    });
  });

  it('signed anew, after the sender missed our 200, is acknowledged and starts nothing', async () => {
    expect((await deliver(signed({ shift: -5 }))).items).toHaveLength(1);
    const retry = signed();
    expect(await deliver(retry)).toMatchObject({
      status: null,
      items: [],
      returned: { webhookResponse: { started: false } },
    });
    expect(await deliver(retry)).toMatchObject({ status: 401, items: [] });
  });

  it.each<[string, Partial<Call>]>([
    ['n8n could not start an execution', { n8nAnswers: 500 }],
    ['the sender went away before it was answered', { hangsUp: true }],
  ])('starts the workflow when %s the first time', async (_name, ending) => {
    await deliver({ ...signed({ shift: -5 }), ...ending });
    const retry = await deliver(signed());
    expect(retry.items).toEqual([expect.objectContaining({ eventId: simUpdated.id })]);
  });

  it('starts another workflow that listens to the same account', async () => {
    const delivery = signed();
    expect((await deliver(delivery)).items).toHaveLength(1);
    setup = setupWith(SECRET);
    expect((await deliver(delivery)).items).toHaveLength(1);
  });

  it('keeps its eventId over all attempts', async () => {
    const [first] = (await deliver(signed({ id: 'msg_1' }))).items;
    const [second] = (await deliver(signed({ id: 'msg_2' }))).items;
    expect((second as { eventId: string }).eventId).toBe((first as { eventId: string }).eventId);
  });
});

describe('a delivery of Gigs that was signed while another process may have taken it', () => {
  const AGO = -200;
  /** The trigger after n8n was started again, published so long ago. */
  const startedAgain = (publishedSecondsAgo: number | null): void => {
    const publishedSince =
      publishedSecondsAgo === null ? {} : { publishedSince: Date.now() - publishedSecondsAgo * 1000 };
    setup = { ...setup, staticData: { 'node:eSIM Trigger': publishedSince } };
  };
  beforeEach(() => {
    Object.defineProperty(performance, 'timeOrigin', { value: Date.now() - 100_000, configurable: true });
  });
  afterEach(() => {
    Reflect.deleteProperty(performance, 'timeOrigin');
  });

  it('is asked for anew, and starts the workflow once the sender has signed it anew', async () => {
    startedAgain(3600);
    const recorded = signed({ shift: AGO });
    const reply = await deliver(recorded);
    expect(reply).toMatchObject({ status: 503, items: [], headers: { 'Retry-After': '60' } });
    expect(reasons(reply)).toEqual([expect.stringContaining('signed before this n8n began')]);
    expect((await deliver(signed())).items).toHaveLength(1);
    expect(await deliver(recorded)).toMatchObject({ status: 503, items: [] });
  });

  it.each([
    ['nobody could take it, since the trigger was published later', 50],
    ['n8n does not know since when the trigger is published', null],
  ])('starts the workflow when %s', async (_why, publishedSecondsAgo) => {
    startedAgain(publishedSecondsAgo);
    expect((await deliver(signed({ shift: AGO }))).items).toHaveLength(1);
  });

  it('is told apart by what publishing stored, once and for all', async () => {
    setup = { ...setup, staticData: {} };
    await hook(setup, 'checkExists', 'init');
    const stored = { ...setup.staticData?.['node:eSIM Trigger'] };
    expect(stored).toEqual({ publishedSince: expect.any(Number) as number });
    await hook(setup, 'checkExists');
    expect(setup.staticData?.['node:eSIM Trigger']).toEqual(stored);
  });

  it('is nothing to a test in the editor, whose URL was not there before', async () => {
    startedAgain(3600);
    setup = { ...setup, mode: 'manual' };
    expect((await deliver(signed({ shift: AGO }))).items).toHaveLength(1);
  });
});
