/** Events, what confirms them, and the one URL of an account (facts/providers/esim-access.md, sections 17 and 18). */
import { readValues } from '../../../input';
import { esimAccess } from '../../../providers/esimAccess';
import checkHealth from '../../fixtures/esimAccess/event-check-health.json';
import dataUsage from '../../fixtures/esimAccess/event-data-usage.json';
import esimStatus from '../../fixtures/esimAccess/event-esim-status.json';
import orderStatus from '../../fixtures/esimAccess/event-order-status.json';
import smdpEvent from '../../fixtures/esimAccess/event-smdp-event.json';
import validityUsage from '../../fixtures/esimAccess/event-validity-usage.json';
import type { Script } from '../../support/scriptedSession';
import { no, ok, profile, profiles, sent, session } from './support';

const webhook = esimAccess.webhook!;

function read(body: unknown) {
  const reading = webhook.read({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)) });
  if (!reading.readable) throw new Error(reading.reason);
  return reading.events.map(({ value }) => value);
}

const event = (body: unknown) => read(body)[0]!;
const withContent = (body: { content: object }, content: object) => ({
  ...body,
  content: { ...body.content, ...content },
});

describe('an event', () => {
  test.each([
    [orderStatus, { type: 'order.completed', orderId: 'B26042217160011', occurredAt: '2026-04-22T17:16:34.000Z' }],
    [
      esimStatus,
      { type: 'package.activated', iccid: '8910300000059824319', esimId: '26042216320015', state: 'enabled' },
    ],
    [smdpEvent, { type: 'esim.enabled', state: 'enabled', eventId: smdpEvent.notifyId }],
    [
      dataUsage,
      { type: 'balance.low', remainingBytes: 10733770316, thresholdPercent: 50, providerEvent: 'DATA_USAGE' },
    ],
    [
      validityUsage,
      { type: 'other', providerEvent: 'VALIDITY_USAGE', remainingBytes: null, expiresAt: '2026-04-23T17:13:19.000Z' },
    ],
  ])('is as documented: %j', (body, expected) => {
    expect(event(body)).toMatchObject({ ...expected, eventId: body.notifyId, provider: 'esimAccess', confirmed: null });
  });

  test.each([
    ['USED_UP', 'balance.depleted'],
    ['USED_EXPIRED', 'package.ended'],
    ['UNUSED_EXPIRED', 'package.ended'],
    ['CANCEL', 'order.cancelled'],
    ['REVOKED', 'esim.statusChanged'],
    ['SUSPENDED', 'esim.statusChanged'],
    ['SOMETHING_NEW', 'esim.statusChanged'],
  ])('of the status %s is %s', (status, type) => {
    expect(event(withContent(esimStatus, { esimStatus: status }))).toMatchObject({
      type,
      providerEvent: `ESIM_STATUS ${status}`,
    });
  });

  it('of a step that goes on is not yet what it will be; the older form tells only what is done', () => {
    expect(event(withContent(smdpEvent, { notifyStatus: null })).type).toBe('esim.statusChanged');
    const { timestamp, seqNumber, notifyStatus, ...old } = smdpEvent.content;
    expect([timestamp, seqNumber, notifyStatus].length).toBe(3);
    expect(event({ ...smdpEvent, content: old }).type).toBe('esim.enabled');
  });

  it('tells the share that is used: 0.2 left is 80', () => {
    expect(event(withContent(dataUsage, { remainThreshold: 0.2 })).thresholdPercent).toBe(80);
  });

  it('without an ID has the same one in each delivery', () => {
    const { notifyId, ...older } = validityUsage;
    expect(event(older).eventId).toBe(event(older).eventId);
    expect(event(older).eventId).not.toBe(notifyId);
    expect(event(withContent(older, { remain: 2 })).eventId).not.toBe(event(older).eventId);
  });

  it('of a kind that is not known is other; a check of the URL is none, and no order', () => {
    expect(event({ notifyType: 'NEW', content: { orderNo: '1234567890' } })).toMatchObject({
      type: 'other',
      orderId: null,
    });
    expect(read(checkHealth)).toEqual([]);
  });

  it('is not read from what is none', () => {
    for (const body of ['no JSON', '{"hello":1}', '[]x']) {
      expect(webhook.read({ headers: {}, rawBody: Buffer.from(body) })).toMatchObject({ readable: false });
    }
  });

  it('is of a type that the trigger offers', () => {
    for (const body of [orderStatus, esimStatus, smdpEvent, dataUsage, validityUsage]) {
      expect(webhook.events).toContain(event(body).type);
    }
  });
});

describe('asking back', () => {
  const asked = async (body: unknown, script: Script) => (await webhook.confirm!(session(script), event(body))).outcome;
  const row = (content: { esimTranNo: string; iccid: string }, more: object) => ({
    'esim/query': profiles(profile({ esimTranNo: content.esimTranNo, iccid: content.iccid, ...more })),
  });
  const own = (more: object) => row(esimStatus.content, more);

  test.each([
    ['IN_USE', { esimStatus: 'IN_USE' }, 'confirmed'],
    ['IN_USE', { esimStatus: 'GOT_RESOURCE' }, 'differs'],
    ['USED_UP', { esimStatus: 'USED_UP' }, 'confirmed'],
    ['USED_UP', { esimStatus: 'IN_USE' }, 'differs'],
    ['USED_EXPIRED', { esimStatus: 'USED_EXPIRED' }, 'confirmed'],
    ['CANCEL', { esimStatus: 'CANCELED' }, 'confirmed'],
    ['REVOKED', { esimStatus: 'REVOKE' }, 'confirmed'],
    ['SUSPENDED', { esimStatus: 'IN_USE', smdpStatus: 'DISABLED' }, 'differs'],
    ['SUSPENDED', { esimStatus: 'SUSPENDED' }, 'confirmed'],
  ])('about %s, of an eSIM that is %j, is %s', async (status, more, outcome) => {
    expect(await asked(withContent(esimStatus, { esimStatus: status }), own(more))).toBe(outcome);
  });

  it('compares the state, the usage and the end', async () => {
    expect(await asked(smdpEvent, row(smdpEvent.content, { smdpStatus: 'ENABLED' }))).toBe('confirmed');
    expect(await asked(smdpEvent, row(smdpEvent.content, { smdpStatus: 'DISABLED' }))).toBe('differs');
    const used = (orderUsage: number) => row(dataUsage.content, { orderUsage, totalVolume: 21474836480 });
    expect(await asked(dataUsage, used(10741066164))).toBe('confirmed');
    expect(await asked(dataUsage, used(1))).toBe('differs');
    const ends = (expiredTime: string) => row(validityUsage.content, { expiredTime });
    expect(await asked(validityUsage, ends('2026-04-23T17:13:19+0000'))).toBe('confirmed');
    expect(await asked(validityUsage, ends('2026-05-23T17:13:19+0000'))).toBe('differs');
  });

  it('finds out what somebody made up', async () => {
    expect(await asked(esimStatus, { 'esim/query': profiles() })).toBe('unknown');
    expect(await asked(esimStatus, row({ ...esimStatus.content, iccid: '8910300000059824318' }, {}))).toBe('unknown');
    expect(await asked(orderStatus, { 'esim/query': no('310272') })).toBe('unknown');
  });

  it('reads the order of an order event', async () => {
    const { orderNo } = orderStatus.content;
    expect(await asked(orderStatus, { 'esim/query': profiles(profile({ orderNo })) })).toBe('confirmed');
    expect(await asked(orderStatus, { 'esim/query': no('200010') })).toBe('differs');
  });

  it('of what cannot be asked now says so', async () => {
    expect(await asked(esimStatus, { 'esim/query': no('000001') })).toBe('notAsked');
  });

  it('cannot confirm what names nothing', async () => {
    expect(await asked({ notifyType: 'NEW', content: {} }, {})).toBe('differs');
  });
});

describe('the URL of an account', () => {
  const URL_LIVE = 'https://n8n.test/webhook/a1b2c3/webhook';
  const register = async (now: string | null, replaceExistingUrl: boolean, saved = ok()) => {
    const at = session({ 'webhook/query': ok({ webhook: now }), 'webhook/save': saved });
    const values = readValues(webhook.fields ?? [], () => replaceExistingUrl);
    await webhook.register!(at, URL_LIVE, values);
    return sent(at, 'webhook/save');
  };

  it('is saved where none is', async () => {
    for (const none of [null, '']) expect(await register(none, false)).toEqual([{ webhook: URL_LIVE }]);
  });

  it('of somebody else is left alone, and not shown, unless it is to be replaced', async () => {
    const foreign = 'https://shop.example.com/hook/secret-token';
    const refusal = register(foreign, false);
    await expect(refusal).rejects.toMatchObject({
      kind: 'badInput',
      message: 'eSIM Access sends the events of this account to shop.example.com already',
    });
    await expect(refusal).rejects.not.toThrow('secret-token');
    expect(await register(foreign, true)).toEqual([{ webhook: URL_LIVE }]);
  });

  it('may be this workflow’s own under another address', async () => {
    expect(await register('https://old.example.com/n8n/webhook/a1b2c3/webhook', false)).toHaveLength(1);
  });

  it('that is not saved says that it has to be reachable', async () => {
    await expect(register(null, false, no('200008', 'webhook check failed'))).rejects.toMatchObject({
      message: expect.stringContaining('webhook check failed') as string,
      description: expect.stringContaining('reachable from the internet') as string,
    });
  });

  it('is registered when it is the one that eSIM Access has', async () => {
    const at = session({ 'webhook/query': ok({ webhook: URL_LIVE }) });
    const values = readValues([], () => undefined);
    expect(await webhook.isRegistered!(at, URL_LIVE, values)).toBe(true);
    expect(await webhook.isRegistered!(at, `${URL_LIVE}2`, values)).toBe(false);
  });

  it('cannot be taken off again, which the log says', async () => {
    const at = session({});
    await webhook.unregister!(
      at,
      URL_LIVE,
      readValues([], () => undefined),
    );
    expect(at.requests).toEqual([]);
    expect(at.lines.join()).toContain('goes on calling n8n.test');
    expect(at.lines.join()).not.toContain('a1b2c3');
  });
});
