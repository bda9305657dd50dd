/** Subscriptions (section 10). */
import { type Calls, inBody } from '../../core/call';
import { type Body, fields, need, oneOf, text, textIn } from '../../core/checks';
import { json, refuseIf, type Reply, type SandboxRequest } from '../../core/http';
import { invoiceFor } from '../billing';
import type { Plan } from '../catalogue';
import { eventOf } from '../events';
import { endSubscription, PLACEHOLDERS, startActivation } from '../life';
import { type GigsWorld, newSubscription, type Subscription, type User } from '../state';
import { wireSubscription } from '../wire';
import { idWith, metadata } from './checks';
import { ANY_ID, found, listing, named, newestFirst, onSale, reading, some } from './reading';

const REASONS = ['connectivityIssues', 'customerService', 'noDetails', 'other', 'tooExpensive', 'unused'];
const ONE = '/subscriptions/:subscription';
const referenceIn = inBody('metadata', 'clientReference');

export function subscriptionCalls(world: GigsWorld): Calls {
  const { subscriptions } = world.state;
  const later = world.settings.olderStatuses ? [] : ['initiated', 'restricted'];
  const endsByPost = world.settings.endCall === 'post';
  const wire = (one: Subscription) => wireSubscription(world, one);
  const one = ({ params }: SandboxRequest) => found(subscriptions, params['subscription'], 'subscription');
  return {
    subscriptions: listing('GET /subscriptions', () => newestFirst(subscriptions), wire, {
      user: [ANY_ID, ({ user }) => user],
      plan: [ANY_ID, ({ plan }) => plan.id],
      sim: [ANY_ID, ({ sim }) => sim],
      status: [some('pending', 'active', 'ended', ...later), ({ status }) => status, 'pending,active'],
    }),
    createSubscription: {
      at: 'POST /subscriptions',
      body: {
        plan: need(idWith('pln')),
        user: need(idWith('usr')),
        sim: text,
        userAddress: idWith('adr'),
        device: idWith('dev'),
        deviceModel: idWith('dmd'),
        porting: idWith('prt'),
        billing: fields({ discount: fields({ voucher: idWith('vou') }) }),
        metadata,
      },
      reference: referenceIn,
      run: (request, body) => create(world, request, body),
    },
    subscription: reading(`GET ${ONE}`, subscriptions, 'subscription', wire),
    cancelSubscription: {
      at: `POST ${ONE}/cancel`,
      body: { cancellationDetails: fields({ userReason: oneOf(...REASONS), userComment: text }) },
      run: (request, body) => {
        const subscription = needRunning(one(request));
        refuseIf(subscription.canceledAt !== null, 'invalid', 'The subscription is canceled already.');
        const details = body['cancellationDetails'] as Body | undefined;
        subscription.canceledAt = world.now;
        subscription.endedAt = subscription.period?.end ?? world.now;
        subscription.cancellation = {
          cause: 'cancellationRequested',
          userReason: textIn(details, 'userReason'),
          userComment: textIn(details, 'userComment'),
        };
        return changed(world, request, subscription, 'canceled');
      },
    },
    resumeSubscription: {
      at: `POST ${ONE}/resume`,
      run: (request) => {
        const subscription = needRunning(one(request));
        refuseIf(subscription.canceledAt === null, 'invalid', 'The subscription is not canceled.');
        Object.assign(subscription, { canceledAt: null, endedAt: null, cancellation: null });
        return changed(world, request, subscription, 'resumed');
      },
    },
    endSubscription: {
      at: endsByPost ? `POST ${ONE}/end` : `DELETE ${ONE}`,
      run: (request) => {
        const subscription = one(request);
        refuseIf(subscription.status === 'ended', 'invalid', 'The subscription has ended already.');
        subscription.canceledAt ??= world.now;
        subscription.cancellation ??= { cause: 'cancellationRequested', userReason: null, userComment: null };
        void world.tell(endSubscription(world, subscription, world.now));
        request.noteEffect(`subscription ${subscription.id} ended`);
        return json(wire(subscription));
      },
    },
  };
}

function changed(world: GigsWorld, request: SandboxRequest, one: Subscription, how: 'canceled' | 'resumed'): Reply {
  const wire = wireSubscription(world, one);
  void world.tell([eventOf(world, `subscription.${how}`, wire)]);
  request.noteEffect(`subscription ${one.id} ${how}`);
  return json(wire);
}

function needRunning(one: Subscription): Subscription {
  refuseIf(!['active', 'restricted'].includes(one.status), 'invalid', `The subscription is ${one.status}.`);
  return one;
}

function create(world: GigsWorld, request: SandboxRequest, body: Body): Reply {
  const { state } = world;
  const plan = onSale(state.plans, body['plan'], 'plan');
  const user = named(state.users, body['user'], 'user');
  checkRequirements(world, plan, user, body);
  const simWanted = wantedSim(world, user.id, textIn(body, 'sim') ?? 'auto', plan.simTypes);
  const subscription = newSubscription(world.random, world.now, plan, user.id, simWanted, body);
  commit(world, request, subscription);
  return json(wireSubscription(world, subscription), 201);
}

/** What the plan asks for, of the user and in the body. */
function checkRequirements({ state, settings }: GigsWorld, plan: Plan, user: User, body: Body): void {
  const given = body['userAddress'];
  const address = given === undefined ? null : named(state.addresses, given, 'address');
  const lacks: Record<keyof Plan['requirements'], [boolean, string]> = {
    address: [address?.user !== user.id, 'an address of the user'],
    'user.fullName': [user.fullName === null, 'the full name of the user'],
    'user.birthday': [user.birthday === null, 'the birthday of the user'],
    device: [body['device'] === undefined, 'a device'],
  };
  for (const [name, [isMissing, what]] of Object.entries(lacks)) {
    const isWanted = plan.requirements[name as keyof Plan['requirements']] !== 'none';
    refuseIf(isWanted && isMissing, 'invalid', `The plan requires ${what}.`);
  }
  refuseIf(body['billing'] !== undefined && !settings.billing, 'invalid', 'The project has no Billing.');
}

function commit(world: GigsWorld, request: SandboxRequest, one: Subscription): void {
  world.state.subscriptions.set(one.id, one);
  const reference = referenceIn(request);
  const booking = { reference, orderId: one.id, customerId: one.user, amount: '0.00' };
  world.ledger.purchase({ call: 'createSubscription', ...booking });
  request.noteEffect(`subscription ${one.id} for ${reference ?? 'no reference'}`);
  const events = world.settings.billing ? invoiceFor(world, one, null) : startActivation(world, one);
  void world.tell([eventOf(world, 'subscription.created', wireSubscription(world, one)), ...events]);
}

/** A SIM id, `auto`, or a placeholder; what `preferLastUsed` comes to is decided here (section 10). */
function wantedSim({ state }: GigsWorld, user: string, sim: string, types: string[]): string {
  if (sim === 'auto' || sim === 'preferLastUsed') {
    const theirs = newestFirst(state.sims).filter((one) => one.user === user && one.status === 'inactive');
    const last = sim === 'auto' ? undefined : theirs.find(({ type }) => types.includes(type));
    if (last) return last.id;
    refuseIf(!types.includes('eSIM'), 'invalid', 'The plan has no eSIM.');
    return 'auto';
  }
  const placeholder = PLACEHOLDERS[sim];
  const known = placeholder ?? named(state.sims, sim, 'SIM');
  refuseIf(!types.includes(known.type), 'invalid', 'The type of the SIM does not fit the plan.');
  const isTaken = !placeholder && state.sims.get(sim)?.status !== 'inactive';
  refuseIf(isTaken, 'simAlreadyUsed', 'The SIM is in use or retired.');
  return sim;
}
