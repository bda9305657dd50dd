import { webhook } from '../../../providers/dentGigaStore/webhook';
import activation from '../../fixtures/dentGigaStore/webhooks-balance-activation.json';
import alert from '../../fixtures/dentGigaStore/webhooks-balance-alert.json';
import country from '../../fixtures/dentGigaStore/webhooks-country-change.json';
import status from '../../fixtures/dentGigaStore/webhooks-esim-status.json';

const read = (body: unknown) =>
  webhook.read({ headers: {}, rawBody: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });

const eventsIn = (body: unknown) => {
  const reading = read(body);
  return reading.readable ? reading.events.map(({ value }) => value) : [];
};
const eventIn = (body: unknown) => eventsIn(body)[0];

test('an eSIM status is recognised by its fields', () => {
  expect(eventIn(status)).toEqual({
    eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
    type: 'esim.installed',
    provider: 'dentGigaStore',
    occurredAt: null,
    iccid: '89361123300836129514',
    esimId: null,
    customerId: null,
    orderId: null,
    subscriptionId: null,
    state: 'installed',
    remainingBytes: null,
    thresholdPercent: null,
    previousCountry: null,
    country: null,
    expiresAt: null,
    confirmed: null,
  });
});

test('a balance alert is recognised by its fields', () => {
  expect(eventIn(alert)).toMatchObject({
    type: 'balance.low',
    occurredAt: '2022-08-21T10:15:30.000Z',
    iccid: '89361123300836129514',
    customerId: '058c8716-47dd-4fc4-be89-00978a86b7c0',
    remainingBytes: 93618231,
  });
});

test('a country change is recognised by its fields, also the first one ever', () => {
  expect(eventIn(country)).toMatchObject({ type: 'country.changed', previousCountry: null, country: 'DE' });
  expect(eventIn({ ...country, previousCountry: 'us' })).toMatchObject({ previousCountry: 'US', country: 'DE' });
});

test('a balance activation is recognised by its fields', () => {
  expect(eventIn(activation)).toMatchObject({
    type: 'package.activated',
    orderId: 'a15bb850-c166-4941-aef6-24fdbe27722d',
    customerId: '058c8716-47dd-4fc4-be89-00978a86b7c0',
    iccid: null,
    occurredAt: '2025-08-25T09:52:10.000Z',
    expiresAt: '2025-09-02T10:15:30.000Z',
  });
});

test.each([
  ['RELEASED', 'esim.released', 'released'],
  ['installed', 'esim.installed', 'installed'],
  ['DISABLED', 'esim.disabled', 'disabled'],
  ['ERROR', 'esim.error', 'error'],
  ['deleted', 'esim.statusChanged', 'deleted'],
  ['BRAND_NEW', 'esim.statusChanged', 'unknown'],
])('the state %s makes the event %s', (profileState, type, state) => {
  expect(eventIn({ ...status, profileState })).toMatchObject({ type, state });
});

test('an alert at nothing left is told from one at little left', () => {
  expect(eventIn({ ...alert, balanceAmountInByte: 0 })).toMatchObject({ type: 'balance.depleted', remainingBytes: 0 });
});

test('several alerts in an array are several events', () => {
  const events = eventsIn([alert, { ...alert, iccid: '89361123300836129515' }]);
  expect(events.map(({ iccid }) => iccid)).toEqual(['89361123300836129514', '89361123300836129515']);
});

test('an ICCID that came as a number keeps every digit', () => {
  expect(eventIn('{"iccid": 89361123300836129514, "profileState": "INSTALLED"}')?.iccid).toBe('89361123300836129514');
});

test('an id is the same for every delivery of an event, and another for another event', () => {
  const all = [status, alert, country, activation];
  const changed = [
    { ...status, profileState: 'RELEASED' },
    { ...status, iccid: '89361123300836129515' },
    { ...alert, balanceAmountInByte: 1 },
    { ...alert, timestamp: '2022-08-21T10:15:31Z' },
    { ...country, newCountry: 'FR' },
    { ...activation, activatedItem: 'another' },
  ];
  const ids = [...all, ...changed].map((body) => eventIn(body)?.eventId);
  expect(new Set(ids).size).toBe(ids.length);
  const reordered = Object.fromEntries(Object.entries(alert).reverse());
  expect(eventIn(reordered)?.eventId).toBe(eventIn(alert)?.eventId);
});

test('an object that names a customer or an eSIM and is none of the four is passed on as other', () => {
  expect(eventIn({ userToken: 'USER_TOKEN_1234567', customerUid: 'c' })).toMatchObject({
    type: 'other',
    customerId: 'c',
  });
  expect(eventIn({ iccid: '89361123300836129514', news: true })).toMatchObject({ type: 'other' });
});

test.each([
  '',
  'hello',
  '{"iccid": "8936',
  'null',
  '42',
  '"text"',
  '{}',
  '{"iccid": ""}',
  '[1, 2]',
  '{"newCountry": "DE"}',
])('the body %p is not an event, and says why', (body) => {
  expect(read(body)).toEqual({ readable: false, reason: expect.stringMatching(/^the body is/) });
});

test('an empty list is readable and holds nothing', () => {
  expect(read('[]')).toEqual({ readable: true, events: [] });
});

test('every type that is read can be chosen in the editor', () => {
  const bodies = [status, alert, country, activation, { iccid: '89361123300836129514' }];
  for (const body of bodies) expect(webhook.events).toContain(eventIn(body)?.type);
});

test('a byte order mark in front of the body is ignored', () => {
  expect(eventsIn(`\ufeff${JSON.stringify(status)}`)).toEqual(eventsIn(status));
  expect(eventsIn(status)).toHaveLength(1);
});

test('an ICCID with hexadecimal digits keeps its event, as it came', () => {
  expect(eventIn({ iccid: '898600B5192271001234', profileState: 'INSTALLED' })).toMatchObject({
    type: 'esim.installed',
    iccid: '898600B5192271001234',
  });
});
