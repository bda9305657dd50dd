/** Subscriptions (section 10). */
import { json, peekJson, Refusal, type Reply, type SandboxRequest } from '../../core/http';
import { invoiceFor } from '../billing';
import { ANY_ID, type Call, chosen, found, named, newestFirst, page, PAGED, some } from '../call';
import { fieldsOf, idWith, metadata, oneOf, text } from '../checks';
import { eventOf } from '../events';
import { endSubscription, PLACEHOLDERS, startActivation } from '../life';
import { tell } from '../tell';
import type { Subscription } from '../state';
import { wireSubscription } from '../wire';
import type { GigsWorld } from '../world';

const REASONS = ['connectivityIssues', 'customerService', 'noDetails', 'other', 'tooExpensive', 'unused'];

function referenceIn(request: SandboxRequest): string | null {
  const body = peekJson(request) as { metadata?: Record<string, unknown> } | null | undefined;
  const reference = body?.metadata?.['clientReference'];
  return typeof reference === 'string' ? reference : null;
}

export function subscriptionCalls(world: GigsWorld): Call[] {
  const statuses = world.settings.olderStatuses
    ? ['pending', 'active', 'ended']
    : ['pending', 'initiated', 'active', 'restricted', 'ended'];
  const one = (request: SandboxRequest) =>
    found(world.state.subscriptions, request.params['subscription'], 'subscription');
  return [
    {
      name: 'subscriptions',
      method: 'GET',
      path: '/subscriptions',
      query: { ...PAGED, user: ANY_ID, plan: ANY_ID, sim: ANY_ID, status: some(statuses) },
      run: (request) => {
        const { query } = request;
        const wanted = chosen(request, 'status') ?? ['pending', 'active'];
        const matches = (one: Subscription) =>
          wanted.includes(one.status) &&
          (query.get('user') ?? one.user) === one.user &&
          (query.get('plan') ?? one.plan.id) === one.plan.id &&
          (query.get('sim') ?? one.sim) === one.sim;
        const shown = newestFirst(world.state.subscriptions.values()).filter(matches);
        return page(
          request,
          shown.map((subscription) => wireSubscription(world, subscription)),
        );
      },
    },
    {
      name: 'createSubscription',
      method: 'POST',
      path: '/subscriptions',
      body: {
        plan: { check: idWith('pln'), required: true },
        user: { check: idWith('usr'), required: true },
        sim: { check: text },
        userAddress: { check: idWith('adr') },
        device: { check: idWith('dev') },
        deviceModel: { check: idWith('dmd') },
        porting: { check: idWith('prt') },
        billing: { check: fieldsOf({ discount: { check: fieldsOf({ voucher: { check: idWith('vou') } }) } }) },
        metadata: { check: metadata },
      },
      reference: referenceIn,
      run: (request, body) => create(world, request, body),
    },
    {
      name: 'subscription',
      method: 'GET',
      path: '/subscriptions/:subscription',
      run: (request) => json(wireSubscription(world, one(request))),
    },
    {
      name: 'cancelSubscription',
      method: 'POST',
      path: '/subscriptions/:subscription/cancel',
      body: {
        cancellationDetails: {
          check: fieldsOf({ userReason: { check: oneOf(REASONS) }, userComment: { check: text } }),
        },
      },
      run: (request, body) => {
        const subscription = one(request);
        needStatus(subscription, ['active', 'restricted']);
        if (subscription.canceledAt !== null) throw new Refusal('invalid', 'The subscription is canceled already.');
        const details = body['cancellationDetails'] as { userReason?: string; userComment?: string } | undefined;
        subscription.canceledAt = world.clock.now();
        subscription.endedAt = subscription.period?.end ?? world.clock.now();
        subscription.cancellation = {
          cause: 'cancellationRequested',
          userReason: details?.userReason ?? null,
          userComment: details?.userComment ?? null,
        };
        return changed(world, request, subscription, 'canceled');
      },
    },
    {
      name: 'resumeSubscription',
      method: 'POST',
      path: '/subscriptions/:subscription/resume',
      run: (request) => {
        const subscription = one(request);
        needStatus(subscription, ['active', 'restricted']);
        if (subscription.canceledAt === null) throw new Refusal('invalid', 'The subscription is not canceled.');
        Object.assign(subscription, { canceledAt: null, endedAt: null, cancellation: null });
        return changed(world, request, subscription, 'resumed');
      },
    },
    endCall(world, one),
  ];
}

function endCall(world: GigsWorld, one: (request: SandboxRequest) => Subscription): Call {
  const post = world.settings.endCall === 'post';
  return {
    name: 'endSubscription',
    method: post ? 'POST' : 'DELETE',
    path: post ? '/subscriptions/:subscription/end' : '/subscriptions/:subscription',
    run: (request) => {
      const subscription = one(request);
      if (subscription.status === 'ended') throw new Refusal('invalid', 'The subscription has ended already.');
      subscription.canceledAt ??= world.clock.now();
      subscription.cancellation ??= { cause: 'cancellationRequested', userReason: null, userComment: null };
      tell(world, endSubscription(world, subscription, world.clock.now()));
      request.noteEffect(`subscription ${subscription.id} ended`);
      return json(wireSubscription(world, subscription));
    },
  };
}

function changed(world: GigsWorld, request: SandboxRequest, one: Subscription, how: 'canceled' | 'resumed'): Reply {
  const wire = wireSubscription(world, one);
  tell(world, [eventOf(world, `subscription.${how}`, wire)]);
  request.noteEffect(`subscription ${one.id} ${how}`);
  return json(wire);
}

function needStatus({ status }: Subscription, wanted: string[]): void {
  if (!wanted.includes(status)) throw new Refusal('invalid', `The subscription is ${status}.`);
}

function create(world: GigsWorld, request: SandboxRequest, body: Record<string, unknown>): Reply {
  const { state } = world;
  const plan = state.plans.find(({ id }) => id === body['plan']);
  if (!plan || plan.status !== 'available')
    throw new Refusal('invalid', 'The plan does not exist or is not available.');
  const user = named(state.users, body['user'], 'user');
  const { requirements } = plan;
  const address = body['userAddress'] === undefined ? null : named(state.addresses, body['userAddress'], 'address');
  if (requirements.address !== 'none' && address?.user !== user.id) {
    throw new Refusal('invalid', 'The plan requires an address of the user.');
  }
  if (requirements['user.fullName'] !== 'none' && user.fullName === null) {
    throw new Refusal('invalid', 'The plan requires the full name of the user.');
  }
  if (requirements['user.birthday'] !== 'none' && user.birthday === null) {
    throw new Refusal('invalid', 'The plan requires the birthday of the user.');
  }
  if (requirements.device !== 'none' && body['device'] === undefined) {
    throw new Refusal('invalid', 'The plan requires a device.');
  }
  if (body['billing'] !== undefined && !world.settings.billing) {
    throw new Refusal('invalid', 'The project has no Billing.');
  }
  const simWanted = wantedSim(world, user.id, String(body['sim'] ?? 'auto'), plan.simTypes);
  const subscription: Subscription = {
    id: state.newId('sub'),
    plan: { ...plan },
    user: user.id,
    address: address?.id ?? null,
    sim: null,
    simWanted,
    metadata: { ...(body['metadata'] as Record<string, string> | undefined) },
    status: 'initiated',
    createdAt: world.clock.now(),
    readyAt: null,
    activatedAt: null,
    canceledAt: null,
    endedAt: null,
    firstUsageAt: null,
    cancellation: null,
    period: null,
    usage: [],
  };
  commit(world, request, subscription);
  return json(wireSubscription(world, subscription), 201);
}

function commit(world: GigsWorld, request: SandboxRequest, one: Subscription): void {
  const { state, ledger, settings } = world;
  state.subscriptions.set(one.id, one);
  const reference = referenceIn(request);
  ledger.purchase({
    at: new Date(world.clock.now()).toISOString(),
    call: 'createSubscription',
    reference,
    orderId: one.id,
    customerId: one.user,
    amount: '0.00',
  });
  request.noteEffect(`subscription ${one.id} for ${reference ?? 'no reference'}`);
  const events = settings.billing ? invoiceFor(world, one, null) : startActivation(world, one);
  tell(world, [eventOf(world, 'subscription.created', wireSubscription(world, one)), ...events]);
}

/** A SIM id, `auto`, or a placeholder; what `preferLastUsed` comes to is decided here (section 10). */
function wantedSim(world: GigsWorld, user: string, sim: string, types: string[]): string {
  const { state } = world;
  const placeholder = PLACEHOLDERS[sim];
  if (sim === 'auto' || sim === 'preferLastUsed') {
    const last = sim === 'auto' ? undefined : lastUsed(world, user, types);
    if (last) return last;
    if (!types.includes('eSIM')) throw new Refusal('invalid', 'The plan has no eSIM.');
    return 'auto';
  }
  const type = placeholder?.type ?? named(state.sims, sim, 'SIM').type;
  if (!types.includes(type)) throw new Refusal('invalid', 'The type of the SIM does not fit the plan.');
  if (!placeholder && state.sims.get(sim)?.status !== 'inactive') {
    throw new Refusal('simAlreadyUsed', 'The SIM is in use or retired.');
  }
  return sim;
}

function lastUsed({ state }: GigsWorld, user: string, types: string[]): string | undefined {
  const theirs = [...state.sims.values()].filter((sim) => sim.user === user && sim.status === 'inactive');
  return theirs.reverse().find((sim) => types.includes(sim.type))?.id;
}
