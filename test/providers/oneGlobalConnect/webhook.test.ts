/** The notifications of both versions as documented, and as they have been seen otherwise. */
import { webhook } from '../../../providers/oneGlobalConnect/webhook';
import endV1 from '../../fixtures/oneGlobalConnect/v1-notifications-subscription-end.json';
import thresholdV1 from '../../fixtures/oneGlobalConnect/v1-notifications-usage-threshold.json';
import progress from '../../fixtures/oneGlobalConnect/v2-notifications-download-progress.json';
import end from '../../fixtures/oneGlobalConnect/v2-notifications-subscription-end.json';
import threshold from '../../fixtures/oneGlobalConnect/v2-notifications-usage-threshold.json';

const read = (body: unknown) =>
  webhook.read({ headers: {}, rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });

const eventsIn = (body: unknown) => {
  const reading = read(body);
  return reading.readable ? reading.events.map(({ value }) => value) : [];
};
const eventIn = (body: unknown) => eventsIn(body)[0];

test('a usage threshold of v2 tells what is left and until when', () => {
  expect(eventIn(threshold)).toEqual({
    eventId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    type: 'balance.low',
    provider: 'oneGlobalConnect',
    occurredAt: null,
    iccid: '893000000002391231',
    esimId: null,
    customerId: null,
    orderId: null,
    subscriptionId: 'ZHNhc2Rhc2Q=',
    state: null,
    remainingBytes: 1073741824,
    thresholdPercent: 80,
    previousCountry: null,
    country: null,
    expiresAt: '2024-10-14T04:05:38.000Z',
    confirmed: null,
  });
});

test('notifications of v1, which have no dates and no balance, are understood', () => {
  expect(eventIn(thresholdV1)).toMatchObject({
    type: 'balance.low',
    thresholdPercent: 80,
    remainingBytes: null,
    expiresAt: null,
  });
  expect(eventIn(endV1)).toMatchObject({ type: 'package.ended', subscriptionId: 'ZHNhc2Rhc2Q=', remainingBytes: null });
});

test('the end of a subscription is understood in the right spelling and with swapped letters', () => {
  expect(eventIn(end)).toMatchObject({ type: 'package.ended', remainingBytes: 0 });
  expect(eventIn({ ...end, type: 'SUBSCRITPION_END' })).toEqual(eventIn(end));
});

test('progress of a download says whether the eSIM is installed, changed or in trouble', () => {
  expect(eventIn(progress)).toMatchObject({
    type: 'esim.installed',
    state: 'installed',
    iccid: '8944478600004958824',
    subscriptionId: null,
  });
  expect(eventIn({ ...progress, notification_status: 'FAILED' })).toMatchObject({ type: 'esim.error', state: 'error' });
  expect(eventIn({ ...progress, download_progress_step: 'ELIGIBILITY_CHECK' })).toMatchObject({
    type: 'esim.statusChanged',
    state: null,
  });
});

test('an ICCID that was sent as a number keeps all its digits', () => {
  const body = JSON.stringify(thresholdV1).replace('"893000000002391231"', '8930000000023912314');
  expect(eventIn(body)).toMatchObject({ iccid: '8930000000023912314' });
});

test('an ICCID with hexadecimal digits is passed on as it came', () => {
  const hexadecimal = { ...progress, iccid: '898600B5192271001234' };
  expect(eventIn(hexadecimal)).toMatchObject({ iccid: '898600B5192271001234' });
});

test('a kind of notification that nobody knows yet is passed on as other', () => {
  expect(eventIn({ id: '1', type: 'AUTO_RENEWED', iccid: '893000000002391231' })).toMatchObject({ type: 'other' });
});

test('the event id stays the same when a notification comes twice, and differs for everything else', () => {
  const bodies = [
    threshold,
    end,
    progress,
    { ...threshold, subscription_id: 'b3RoZXI=' },
    { ...threshold, id: '9' },
    { ...threshold, threshold: 50 },
    { ...progress, download_progress_step: 'ELIGIBILITY_CHECK' },
    { ...progress, notification_status: 'FAILED' },
  ];
  const ids = bodies.map((body) => eventIn(body)?.eventId);
  expect(new Set(ids).size).toBe(bodies.length);
  expect(bodies.map((body) => eventIn({ ...body })?.eventId)).toEqual(ids);
});

test('several notifications in one delivery become as many events', () => {
  expect(eventsIn([threshold, end]).map(({ type }) => type)).toEqual(['balance.low', 'package.ended']);
});

test.each([
  ['no JSON', '<html>502 Bad Gateway</html>'],
  ['a text', '"USAGE_THRESHOLD"'],
  ['no type', { iccid: '893000000002391231' }],
  ['a type alone', { type: 'USAGE_THRESHOLD' }],
])('a body that is %s is no notification', (_what, body) => {
  expect(read(body)).toMatchObject({ readable: false, reason: expect.any(String) as string });
});

test('a body that is an empty list tells of nothing, and need not be sent again', () => {
  expect(read([])).toEqual({ readable: true, events: [] });
});

describe('the password that was arranged with 1GLOBAL', () => {
  const secrets = { webhookUser: 'shop', webhookPassword: 'opens: nothing' };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const verdict = (authorization: string | undefined, known: Record<string, string> = secrets) =>
    webhook.authenticate!({ headers: { authorization }, rawBody: Buffer.alloc(0) }, known);

  test('is not asked for when the credential has none', () => {
    expect(verdict(undefined, { webhookUser: '', webhookPassword: '' })).toEqual({ trusted: true, proven: false });
  });

  test('proves the sender when it is right', () => {
    expect(verdict(basic('shop:opens: nothing'))).toEqual({ trusted: true, proven: true });
  });

  test.each([
    undefined,
    '',
    'Basic',
    'Bearer token',
    basic('shop:wrong'),
    basic('other:opens: nothing'),
    basic('shop'),
  ])('refuses %s', (authorization) => {
    expect(verdict(authorization)).toMatchObject({ trusted: false });
  });

  test('is enough of a condition with a user or a password alone', () => {
    expect(verdict(undefined, { webhookUser: 'shop', webhookPassword: '' })).toMatchObject({ trusted: false });
    expect(verdict(basic(':secret'), { webhookUser: '', webhookPassword: 'secret' })).toMatchObject({ trusted: true });
  });
});

test('a byte order mark in front of the body is ignored', () => {
  expect(eventsIn(`\ufeff${JSON.stringify(progress)}`)).toEqual(eventsIn(progress));
  expect(eventsIn(progress)).toHaveLength(1);
});
