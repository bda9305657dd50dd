/** SIMs, their credentials and profiles (section 12), usage (section 14). */
import { json, Refusal } from '../../core/http';
import { balancesOf, usageRecords, wireBalance } from '../balances';
import { ANY_ID, type Call, chosen, found, newestFirst, page, PAGED, some } from '../call';
import { listOf, oneOf, text } from '../checks';
import { wireCredentials, wireProfile, wireSim } from '../wire';
import type { GigsWorld } from '../world';

const ICCID = /^([0-9]{19}F?|[0-9]{20})$/i;

export function simCalls(world: GigsWorld): Call[] {
  const { state } = world;
  return [
    {
      name: 'sims',
      method: 'GET',
      path: '/sims',
      query: {
        ...PAGED,
        provider: /^\w+(,\w+)*$/,
        status: some(['inactive', 'active', 'retired']),
        type: /^(eSIM|pSIM)$/,
        user: ANY_ID,
      },
      run: (request) => {
        const { query } = request;
        const wanted = chosen(request, 'status') ?? ['inactive', 'active'];
        const shown = newestFirst(state.sims.values()).filter(
          (sim) =>
            wanted.includes(sim.status) &&
            (query.get('type') ?? sim.type) === sim.type &&
            (query.get('user') ?? sim.user) === sim.user,
        );
        return page(request, shown.map(wireSim));
      },
    },
    {
      name: 'searchSims',
      method: 'POST',
      path: '/sims/search',
      body: { iccid: { check: text, required: true }, type: { check: listOf(oneOf(['eSIM', 'pSIM'])) } },
      run: (request, body) => {
        const wanted = String(body['iccid']);
        if (!ICCID.test(wanted)) throw new Refusal('invalidIccid', 'Invalid ICCID format.', true);
        const digits = wanted.replace(/F$/i, '');
        return page(request, [...state.sims.values()].filter(({ iccid }) => iccid === digits).map(wireSim));
      },
    },
    {
      name: 'sim',
      method: 'GET',
      path: '/sims/:sim',
      run: ({ params }) => json(wireSim(found(state.sims, params['sim'], 'SIM'))),
    },
    {
      name: 'credentials',
      method: 'GET',
      path: '/sims/:sim/credentials',
      run: ({ params }) => {
        const sim = found(state.sims, params['sim'], 'SIM');
        if (sim.type === 'pSIM' && world.settings.physicalCredentials === 'notFound') {
          throw new Refusal('notFound', 'A physical SIM has no credentials.');
        }
        return json(wireCredentials(world, sim));
      },
    },
    {
      name: 'eSimProfile',
      method: 'GET',
      path: '/sims/:sim/eSimProfile',
      run: ({ params }) => {
        const sim = found(state.sims, params['sim'], 'SIM');
        if (sim.type === 'pSIM') throw new Refusal('notFound', 'A physical SIM has no profile.');
        return json(wireProfile(sim));
      },
    },
    ...usageCalls(world),
  ];
}

function usageCalls(world: GigsWorld): Call[] {
  const { state } = world;
  return [
    {
      name: 'usage',
      method: 'GET',
      path: '/subscriptions/:subscription/usage',
      query: { after: ANY_ID, before: ANY_ID, period: /^[1-9]\d*$/, aggregation: /^(daily|period)$/ },
      run: (request) => {
        const one = found(state.subscriptions, request.params['subscription'], 'subscription');
        return page(request, usageRecords(one), 100);
      },
    },
    {
      name: 'usageBalances',
      method: 'GET',
      path: '/usageBalances',
      query: { after: ANY_ID, before: ANY_ID, subscription: ANY_ID, subscriptionPeriod: /^(current|-?[1-9]\d*)$/ },
      run: (request) => {
        const { usageBalances } = world.settings;
        if (usageBalances === 404) throw new Refusal('notFound', 'No such path.');
        if (usageBalances === 501) throw new Refusal('notImplemented', 'Not offered in this project.');
        const wanted = request.query.get('subscription');
        const shown = [...state.subscriptions.values()].filter(({ id }) => wanted === null || id === wanted);
        const balances = shown.flatMap((one) => balancesOf(world, one).map((balance) => wireBalance(one, balance)));
        return page(request, balances, 100);
      },
    },
  ];
}
