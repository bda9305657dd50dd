/** Subscription add-ons: top-ups (section 13). */
import { type Calls, inHeader } from '../../core/call';
import { need } from '../../core/checks';
import { json, refuseIf } from '../../core/http';
import { invoiceFor } from '../billing';
import { eventOf } from '../events';
import { activateAddon } from '../life';
import { type GigsWorld, newAttachedAddon } from '../state';
import { wireAttached } from '../wire';
import { idWith } from './checks';
import { ANY_ID, listing, named, newestFirst, onSale, reading, some } from './reading';

/** There is no metadata on an add-on: its idempotency key is all that could name it. */
const keyOf = inHeader('idempotency-key');

export function addonCalls(world: GigsWorld): Calls {
  const { state, settings } = world;
  const { attached } = state;
  const later = settings.olderStatuses ? [] : ['initiated'];
  return {
    subscriptionAddons: listing('GET /subscriptionAddons', () => newestFirst(attached), wireAttached, {
      addon: [ANY_ID, ({ addon }) => addon.id],
      subscription: [ANY_ID, ({ subscription }) => subscription],
      user: [ANY_ID, ({ user }) => user],
      status: [some('pending', 'active', 'ended', ...later), ({ status }) => status, 'pending,active'],
    }),
    createSubscriptionAddon: {
      at: 'POST /subscriptionAddons',
      body: { addon: need(idWith('add')), subscription: need(idWith('sub')) },
      reference: keyOf,
      run: (request, body) => {
        const subscription = named(state.subscriptions, body['subscription'], 'subscription');
        const addon = onSale(state.addons, body['addon'], 'add-on');
        refuseIf(!addon.plans.includes(subscription.plan.id), 'invalid', 'The add-on does not fit the plan.');
        refuseIf(subscription.status !== 'active', 'invalid', `The subscription is ${subscription.status}.`);
        const one = newAttachedAddon(world.random, world.now, addon, subscription);
        if (settings.billing) one.status = 'initiated';
        attached.set(one.id, one);
        if (!settings.billing && addon.activationTrigger === 'creation') activateAddon(world, one);
        const booking = { reference: keyOf(request), orderId: one.id, customerId: one.user, amount: '0.00' };
        world.ledger.purchase({ call: 'createSubscriptionAddon', ...booking });
        request.noteEffect(`add-on ${one.id}`);
        const created = eventOf(world, 'subscriptionAddon.created', wireAttached(one));
        void world.tell([created, ...(settings.billing ? invoiceFor(world, subscription, one) : [])]);
        return json(wireAttached(one), 201);
      },
    },
    subscriptionAddon: reading('GET /subscriptionAddons/:addon', attached, 'subscription add-on', wireAttached),
  };
}
