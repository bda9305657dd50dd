import { gigs } from '../../../providers/gigs';
import notification from '../../fixtures/gigs/events-usageNotification-created.json';
import simUpdated from '../../fixtures/gigs/events-sim-updated.json';
import threshold from '../../fixtures/gigs/events-usageThreshold-exceeded.json';
import profile from '../../fixtures/gigs/core-sims-eSimProfile.json';
import subscription from '../../fixtures/gigs/core-subscriptions.json';
import addon from '../../fixtures/gigs/core-subscription-add-ons.json';
import balance from '../../fixtures/gigs/core-usage-balances.json';
import user from '../../fixtures/gigs/core-users.json';

const webhook = gigs.webhook!;

function eventOf(name: string, data: object = {}) {
  const rawBody = Buffer.from(JSON.stringify({ ...simUpdated, type: `com.gigs.${name}`, data }));
  const reading = webhook.read({ headers: {}, rawBody });
  return reading.readable ? reading.events[0]?.value : undefined;
}

/** Section 18.2, both columns. */
const MAPPED: ReadonlyArray<[string, string]> = [
  ['subscription.created', 'order.created'],
  ['subscription.activated', 'order.completed'],
  ['subscription.renewed', 'package.renewed'],
  ['subscription.canceled', 'order.cancelled'],
  ['subscription.ended', 'package.ended'],
  ['subscriptionAddon.created', 'order.created'],
  ['subscriptionAddon.activated', 'package.activated'],
  ['subscriptionAddon.ended', 'package.ended'],
  ['subscriptionAddon.renewed', 'package.renewed'],
  ['sim.created', 'esim.statusChanged'],
  ['sim.activated', 'esim.statusChanged'],
  ['sim.deactivated', 'esim.statusChanged'],
  ['sim.updated', 'esim.statusChanged'],
  ['sim.retired', 'esim.statusChanged'],
  ['sim.deleted', 'esim.deleted'],
  ['eSimProfile.downloaded', 'esim.downloaded'],
  ['eSimProfile.installed', 'esim.installed'],
  ['eSimProfile.enabled', 'esim.enabled'],
  ['eSimProfile.disabled', 'esim.disabled'],
  ['eSimProfile.deleted', 'esim.deleted'],
  ['eSimProfile.updated', 'esim.statusChanged'],
  ['order.confirmed', 'order.created'],
];

const OTHERS = {
  subscription: ['resumed', 'restricted', 'restored', 'updated'],
  subscriptionAddon: ['updated'],
  subscriptionChange: ['created', 'applied', 'deleted', 'failed', 'updated', 'activated', 'canceled', 'processing'],
  user: ['deleted', 'address.created', 'updated', 'created', 'blocked', 'verified', 'address.deleted'],
  plan: ['published', 'created', 'updated', 'archived', 'deleted'],
  addon: ['archived', 'created', 'updated', 'published', 'deleted'],
  device: ['updated', 'created', 'deleted'],
  porting: ['requested', 'declined', 'updated', 'created', 'canceled', 'completed', 'expired', 'failed'],
  portOutCredentials: ['issued'],
  portOut: ['created', 'issued', 'processing', 'completed', 'expired', 'failed', 'updated'],
  invoice: ['created', 'finalized', 'updated', 'overdue', 'willBeOverdue', 'paid', 'voided'],
  creditNote: ['created', 'updated', 'voided'],
  payment: ['disputed', 'disputeLost', 'failed', 'created', 'succeeded', 'refunded', 'disputeWon'],
  paymentMethod: ['created', 'confirmed', 'deleted'],
  project: ['updated', 'deleted', 'created'],
  apiKey: ['created', 'deleted'],
  installation: ['created', 'updated'],
  connectSession: ['updated', 'created'],
  quote: ['created'],
  voucher: ['created', 'retired', 'updated'],
  virtualNumber: ['created', 'activated', 'canceled', 'ended', 'updated'],
  reminder: ['porting.declined', 'subscription.simNotInstalled', 'subscription.usageMissing', 'porting.scheduled'],
  somethingNew: ['happened'],
};

test.each(MAPPED)('com.gigs.%s is %s', (name, type) => {
  expect(eventOf(name)).toMatchObject({ type, providerEvent: `com.gigs.${name}`, eventId: simUpdated.id });
  expect(webhook.events).toContain(type);
});

test.each(Object.entries(OTHERS).flatMap(([resource, actions]) => actions.map((action) => `${resource}.${action}`)))(
  'com.gigs.%s is readable, as "other"',
  (name) => {
    expect(eventOf(name)).toMatchObject({ type: 'other', providerEvent: `com.gigs.${name}` });
  },
);

test('an event about a SIM names it', () => {
  expect(eventOf('sim.updated', simUpdated.data)).toMatchObject({
    occurredAt: '2022-03-16T14:12:42.000Z',
    iccid: '89883070000007537119',
    esimId: 'sim_0SNlurA049MEWV1BAAmWZULA4lf6',
    confirmed: true,
  });
  expect(eventOf('sim.retired', { ...simUpdated.data, status: 'retired' })).toMatchObject({ state: 'unavailable' });
});

test('an event about a profile names the eSIM and its state', () => {
  expect(eventOf('eSimProfile.installed', profile)).toMatchObject({
    iccid: '89883070000007537119',
    state: 'installed',
  });
});

test('an event about a subscription names order, customer, eSIM and end', () => {
  expect(eventOf('subscription.activated', subscription)).toMatchObject({
    orderId: subscription.id,
    subscriptionId: subscription.id,
    customerId: user.id,
    iccid: '89883070000007537119',
    expiresAt: '2021-02-20T19:38:34.000Z',
  });
});

test('an event about an add-on names it and its subscription', () => {
  expect(eventOf('subscriptionAddon.created', addon)).toMatchObject({
    orderId: addon.id,
    subscriptionId: subscription.id,
    customerId: user.id,
  });
});

test('a reminder names its subscription', () => {
  const data = { subscription: subscription.id, conditionTriggeredAt: '2022-03-16T14:12:42.0Z' };
  expect(eventOf('reminder.subscription.simNotInstalled', data)).toMatchObject({ subscriptionId: subscription.id });
});

test('data that runs out is a low or a used-up balance, by its share', () => {
  const low = { type: 'balance.low', remainingBytes: 270, thresholdPercent: 46, subscriptionId: subscription.id };
  expect(eventOf('usageBalance.thresholdReached', balance)).toMatchObject(low);
  const empty = { ...balance, remaining: 0, usedPercent: 100 };
  expect(eventOf('usageBalance.thresholdReached', empty)).toMatchObject({
    type: 'balance.depleted',
    remainingBytes: 0,
  });
  expect(eventOf('usageThreshold.exceeded', threshold)).toMatchObject({
    type: 'balance.low',
    remainingBytes: 250_000_000,
    thresholdPercent: 75,
  });
  const exceeded = (thresholdPercentage: number, type = 'data') =>
    eventOf('usageNotification.created', {
      ...notification,
      type: 'thresholdExceeded',
      thresholdExceeded: { thresholdPercentage, type },
      throttled: null,
    })?.type;
  expect([exceeded(70), exceeded(100), exceeded(90, 'sms')]).toEqual(['balance.low', 'balance.depleted', 'other']);
  expect(eventOf('usageNotification.created', notification)).toMatchObject({ type: 'balance.low' });
  expect(eventOf('usageNotification.created', { ...notification, type: 'started' })).toMatchObject({ type: 'other' });
});

test('voice and messages that run out are no balance of data', () => {
  const voice = { ...balance, unit: 'seconds', allowance: { ...balance.allowance, type: 'voice' } };
  expect(eventOf('usageBalance.thresholdReached', voice)).toMatchObject({ type: 'other', remainingBytes: null });
});

test('what is no event of Gigs is not readable', () => {
  for (const body of ['{}', 'nonsense', '[]', JSON.stringify({ type: 'com.other.thing' })]) {
    expect(webhook.read({ headers: {}, rawBody: Buffer.from(body) })).toMatchObject({ readable: false });
  }
});

test('a byte order mark in front of the body is ignored', () => {
  const body = JSON.stringify(simUpdated);
  const plain = webhook.read({ headers: {}, rawBody: Buffer.from(body) });
  expect(plain.readable).toBe(true);
  expect(webhook.read({ headers: {}, rawBody: Buffer.from(`\ufeff${body}`) })).toEqual(plain);
});
