/** The calls that v1 (section 2.1) and v2 (section 3.1) both have, with the paths and answers of each. */
import type { Calls } from '../../core/call';
import { need, url } from '../../core/checks';
import { json, NO_CONTENT, orRefuse, refuseIf, type SandboxRequest } from '../../core/http';
import { NOTIFICATIONS } from '../events';
import { orderStatus, start } from '../life';
import { listed, PAGES } from '../pages';
import { invalid } from '../placing';
import { type ConnectWorld, type Order, type Sim, type Subscription, subscriptionsOf, type Version } from '../state';
import { wireSim, wireSubscription } from '../wire';

export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
export const ANY = /^.+$/;

const PATHS = {
  v1: {
    sim: '/v1/sim/:iccid',
    subscriptions: '/v1/subscription',
    activate: 'POST',
    watch: 'POST',
    watches: '/v1/sim/:iccid/preferences/notifications',
  },
  v2: {
    sim: '/v2/sims/:iccid',
    subscriptions: '/v2/subscriptions',
    activate: 'PUT',
    watch: 'PUT',
    watches: '/v2/sims/:iccid/notifications',
  },
};

/** What an id stands for; 404 when it stands for nothing. */
export function found<T>(one: T | undefined, id: string | undefined): T {
  return orRefuse(one, 'notFound', `Resource with identifier ${id} was not found`);
}

export function simOf({ state }: ConnectWorld, { params: { iccid } }: SandboxRequest): Sim {
  return found(state.sims.get(iccid ?? ''), iccid);
}

export function bothCalls(world: ConnectWorld, version: Version): Calls {
  const paths = PATHS[version];
  const subscriptionOf = ({ params: { id } }: SandboxRequest) => found(world.state.subscriptions.get(id ?? ''), id);
  return {
    sim: { at: `GET ${paths.sim}`, run: (request) => json(wireSim(world, simOf(world, request), version)) },
    deleteSim: {
      at: `DELETE ${paths.sim}`,
      run: (request) => {
        const { iccid, status } = simOf(world, request);
        const subscriptions = subscriptionsOf(world, iccid);
        const isUsed = status === 'Installed' || subscriptions.some(({ usedBytes }) => usedBytes > 0);
        refuseIf(isUsed, 'simInUse', 'The SIM is installed or has been used');
        world.state.sims.delete(iccid);
        for (const { id } of subscriptions) world.state.subscriptions.delete(id);
        request.noteEffect(`SIM ${iccid} deleted`);
        return NO_CONTENT;
      },
    },
    subscriptions: {
      at: `GET ${paths.subscriptions}`,
      query: { ...PAGES[version], iccid: /^\d{18,22}$/, email: ANY, 'product-id': ANY, before: ISO, after: ISO },
      run: (request) => {
        const wire = (one: Subscription) => wireSubscription(world, one, version, false);
        return listed(world, version, request, subscriptionsIn(world, request), wire);
      },
    },
    subscription: {
      at: `GET ${paths.subscriptions}/:id`,
      run: (request) => json(wireSubscription(world, subscriptionOf(request), version, true)),
    },
    activate: {
      at: `${paths.activate} ${paths.subscriptions}/:id/activate`,
      run: (request) => {
        start(subscriptionOf(request), world.now);
        return NO_CONTENT;
      },
    },
    ...watchCalls(world, version),
  };
}

function watchCalls(world: ConnectWorld, version: Version): Calls {
  const { watch, watches } = PATHS[version];
  const typeIn = ({ params: { type = '' } }: SandboxRequest): string => {
    if (!NOTIFICATIONS[version].some((one) => one === type)) throw invalid(`No such notification: ${type}`);
    return type;
  };
  return {
    watch: {
      at: `${watch} ${watches}/:type`,
      body: { webhook_url: need(url) },
      run: (request, body) => {
        const sim = simOf(world, request);
        const type = typeIn(request);
        const isTaken = version === 'v1' && sim.watches.has(type);
        if (isTaken && world.settings.v1RegisteringTwice === 'refused') throw invalid(`${type} is registered already.`);
        sim.watches.set(type, { url: String(body['webhook_url']), version });
        request.noteEffect(`${type} of ${sim.iccid} watched`);
        return version === 'v1' ? { status: 201, body: '' } : NO_CONTENT;
      },
    },
    unwatch: {
      at: `DELETE ${watches}/:type`,
      run: (request) => {
        const sim = simOf(world, request);
        const type = typeIn(request);
        found(sim.watches.get(type), type);
        sim.watches.delete(type);
        request.noteEffect(`${type} of ${sim.iccid} no longer watched`);
        return NO_CONTENT;
      },
    },
  };
}

/** Orders of a status and a time span, newest first. */
export function ordersIn({ state, now }: ConnectWorld, { query }: SandboxRequest): Order[] {
  const [status, from, to] = [query.get('status'), query.get('start_date'), query.get('end_date')];
  return [...state.orders.values()]
    .filter((one) => status === null || orderStatus(one, now) === status)
    .filter(({ createdAt }) => isBetween(createdAt, from, to))
    .reverse();
}

/** Subscriptions by SIM, customer, product and time of purchase. */
function subscriptionsIn({ state }: ConnectWorld, { query }: SandboxRequest): Subscription[] {
  const fits = (name: string, value: string | null): boolean => query.get(name) === null || query.get(name) === value;
  return [...state.subscriptions.values()]
    .filter((one) => fits('iccid', one.iccid) && fits('email', one.email) && fits('product-id', one.product.id))
    .filter(({ createdAt }) => isBetween(createdAt, query.get('after'), query.get('before')));
}

function isBetween(time: number, from: string | null, to: string | null): boolean {
  return (from === null || time >= Date.parse(from)) && (to === null || time <= Date.parse(to));
}
