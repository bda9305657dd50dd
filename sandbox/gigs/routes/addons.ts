/** Subscription add-ons: top-ups (section 13). */
import { json, Refusal, type SandboxRequest } from '../../core/http';
import { invoiceFor } from '../billing';
import { ANY_ID, type Call, chosen, found, named, newestFirst, page, PAGED, some } from '../call';
import { idWith } from '../checks';
import { activateAddon, addonCreated } from '../life';
import type { AttachedAddon } from '../state';
import { tell } from '../tell';
import { wireAttached } from '../wire';
import type { GigsWorld } from '../world';

/** There is no metadata on an add-on: its idempotency key is all that could name it. */
function keyOf({ headers }: SandboxRequest): string | null {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}

export function addonCalls(world: GigsWorld): Call[] {
  const { state, settings } = world;
  const statuses = settings.olderStatuses
    ? ['pending', 'active', 'ended']
    : ['pending', 'initiated', 'active', 'ended'];
  return [
    {
      name: 'subscriptionAddons',
      method: 'GET',
      path: '/subscriptionAddons',
      query: { ...PAGED, addon: ANY_ID, subscription: ANY_ID, user: ANY_ID, status: some(statuses) },
      run: (request) => {
        const { query } = request;
        const wanted = chosen(request, 'status') ?? ['pending', 'active'];
        const shown = newestFirst(state.attached.values()).filter(
          (one) =>
            wanted.includes(one.status) &&
            (query.get('addon') ?? one.addon.id) === one.addon.id &&
            (query.get('subscription') ?? one.subscription) === one.subscription &&
            (query.get('user') ?? one.user) === one.user,
        );
        return page(request, shown.map(wireAttached));
      },
    },
    {
      name: 'createSubscriptionAddon',
      method: 'POST',
      path: '/subscriptionAddons',
      body: {
        addon: { check: idWith('add'), required: true },
        subscription: { check: idWith('sub'), required: true },
      },
      reference: keyOf,
      run: (request, body) => {
        const subscription = named(state.subscriptions, body['subscription'], 'subscription');
        const addon = state.addons.find(({ id }) => id === body['addon']);
        if (!addon || addon.status !== 'available') throw new Refusal('invalid', 'The add-on is not available.');
        if (!addon.plans.includes(subscription.plan.id))
          throw new Refusal('invalid', 'The add-on does not fit the plan.');
        if (subscription.status !== 'active')
          throw new Refusal('invalid', `The subscription is ${subscription.status}.`);
        const one: AttachedAddon = {
          id: state.newId('sad'),
          addon: { ...addon },
          subscription: subscription.id,
          user: subscription.user,
          status: settings.billing ? 'initiated' : 'pending',
          createdAt: world.clock.now(),
          activatedAt: null,
          endedAt: null,
          period: null,
          usedBytes: 0,
        };
        state.attached.set(one.id, one);
        if (!settings.billing && addon.activationTrigger === 'creation') activateAddon(world, one);
        world.ledger.purchase({
          at: new Date(world.clock.now()).toISOString(),
          call: 'createSubscriptionAddon',
          reference: keyOf(request),
          orderId: one.id,
          customerId: one.user,
          amount: '0.00',
        });
        request.noteEffect(`add-on ${one.id}`);
        tell(world, [addonCreated(world, one), ...(settings.billing ? invoiceFor(world, subscription, one) : [])]);
        return json(wireAttached(one), 201);
      },
    },
    {
      name: 'subscriptionAddon',
      method: 'GET',
      path: '/subscriptionAddons/:addon',
      run: ({ params }) => json(wireAttached(found(state.attached, params['addon'], 'subscription add-on'))),
    },
  ];
}
