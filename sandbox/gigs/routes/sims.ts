/** SIMs, their credentials and profiles (section 12), usage (section 14). */
import type { Calls } from '../../core/call';
import { listOf, need, oneOf, text } from '../../core/checks';
import { json, refuseIf, type SandboxRequest, violation } from '../../core/http';
import { balancesOf, usageRecords, wireBalance } from '../balances';
import type { GigsWorld } from '../state';
import { wireCredentials, wireProfile, wireSim } from '../wire';
import { ANY_ID, CURSORS, found, listing, newestFirst, page, reading, some } from './reading';

const ICCID = /^([0-9]{19}F?|[0-9]{20})$/i;

export function simCalls(world: GigsWorld): Calls {
  const { sims } = world.state;
  const one = ({ params }: SandboxRequest) => found(sims, params['sim'], 'SIM');
  return {
    sims: listing('GET /sims', () => newestFirst(sims), wireSim, {
      provider: [/^\w+(,\w+)*$/, ({ provider }) => provider],
      status: [some('inactive', 'active', 'retired'), ({ status }) => status, 'inactive,active'],
      type: [/^(eSIM|pSIM)$/, ({ type }) => type],
      user: [ANY_ID, ({ user }) => user],
    }),
    searchSims: {
      at: 'POST /sims/search',
      body: { iccid: need(text), type: listOf(oneOf('eSIM', 'pSIM')) },
      run: (request, body) => {
        const wanted = String(body['iccid']);
        if (!ICCID.test(wanted)) throw violation('invalidIccid', 'Invalid ICCID format.');
        const digits = wanted.replace(/F$/i, '');
        return page(request, [...sims.values()].filter(({ iccid }) => iccid === digits).map(wireSim));
      },
    },
    sim: reading('GET /sims/:sim', sims, 'SIM', wireSim),
    credentials: {
      at: 'GET /sims/:sim/credentials',
      run: (request) => {
        const sim = one(request);
        const none = sim.type === 'pSIM' && world.settings.physicalCredentials === 'notFound';
        refuseIf(none, 'notFound', 'A physical SIM has no credentials.');
        return json(wireCredentials(world, sim));
      },
    },
    eSimProfile: {
      at: 'GET /sims/:sim/eSimProfile',
      run: (request) => {
        refuseIf(one(request).type === 'pSIM', 'notFound', 'A physical SIM has no profile.');
        return json(wireProfile(one(request)));
      },
    },
    ...usageCalls(world),
  };
}

function usageCalls(world: GigsWorld): Calls {
  const { subscriptions } = world.state;
  return {
    usage: {
      at: 'GET /subscriptions/:subscription/usage',
      query: { ...CURSORS, period: /^[1-9]\d*$/, aggregation: /^(daily|period)$/ },
      run: (request) => {
        const one = found(subscriptions, request.params['subscription'], 'subscription');
        return page(request, usageRecords(one), 100);
      },
    },
    usageBalances: {
      at: 'GET /usageBalances',
      query: { ...CURSORS, subscription: ANY_ID, subscriptionPeriod: /^(current|-?[1-9]\d*)$/ },
      run: (request) => {
        const { usageBalances } = world.settings;
        refuseIf(usageBalances === 404, 'notFound', 'No such path.');
        refuseIf(usageBalances === 501, 'notImplemented', 'Not offered in this project.');
        const wanted = request.query.get('subscription');
        const shown = [...subscriptions.values()].filter(({ id }) => wanted === null || id === wanted);
        const balances = shown.flatMap((one) => balancesOf(world, one).map((balance) => wireBalance(one, balance)));
        return page(request, balances, 100);
      },
    },
  };
}
