/** Plans (section 9) and add-ons (section 13). */
import type { Calls } from '../../core/call';
import type { GigsWorld } from '../state';
import { wireAddon, wirePlan } from '../wire';
import { ANY_ID, listing, reading, some } from './reading';

export function catalogueCalls({ state: { plans, addons } }: GigsWorld): Calls {
  return {
    plans: listing('GET /plans', () => [...plans.values()], wirePlan, {
      provider: [/^\w+(,\w+)*$/, ({ provider }) => provider],
      simType: [some('eSIM', 'pSIM'), ({ simTypes }) => simTypes],
      status: [some('available', 'archived', 'pending', 'draft'), ({ status }) => status, 'available'],
    }),
    plan: reading('GET /plans/:plan', plans, 'plan', wirePlan),
    addons: listing('GET /addons', () => [...addons.values()], wireAddon, {
      status: [some('available', 'archived', 'draft'), ({ status }) => status],
      type: [some('topUp', 'other')],
      plan: [ANY_ID, (addon) => addon.plans],
      provider: [/^\w+$/, ({ provider }) => provider],
      coverageCountry: [/^[A-Z]{2}$/, ({ coverage }) => coverage?.countries],
    }),
    addon: reading('GET /addons/:addon', addons, 'add-on', wireAddon),
  };
}
