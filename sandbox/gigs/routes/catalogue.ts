/** Plans (section 9) and add-ons (section 13). */
import { json, Refusal } from '../../core/http';
import { ANY_ID, type Call, chosen, page, PAGED, some } from '../call';
import { wireAddon, wirePlan } from '../wire';
import type { GigsWorld } from '../world';

const WORD = /^\w+$/;

export function catalogueCalls({ state }: GigsWorld): Call[] {
  return [
    {
      name: 'plans',
      method: 'GET',
      path: '/plans',
      query: {
        ...PAGED,
        provider: /^\w+(,\w+)*$/,
        simType: some(['eSIM', 'pSIM']),
        status: some(['available', 'archived', 'pending', 'draft']),
      },
      run: (request) => {
        const [statuses, types] = [chosen(request, 'status') ?? ['available'], chosen(request, 'simType')];
        const providers = chosen(request, 'provider');
        const plans = state.plans.filter(
          (plan) =>
            statuses.includes(plan.status) &&
            (types === null || plan.simTypes.some((type) => types.includes(type))) &&
            (providers === null || providers.includes(plan.provider)),
        );
        return page(request, plans.map(wirePlan));
      },
    },
    {
      name: 'plan',
      method: 'GET',
      path: '/plans/:plan',
      run: ({ params }) => {
        const plan = state.plans.find(({ id }) => id === params['plan']);
        if (!plan) throw new Refusal('notFound', 'No such plan.');
        return json(wirePlan(plan));
      },
    },
    {
      name: 'addons',
      method: 'GET',
      path: '/addons',
      query: {
        ...PAGED,
        status: some(['available', 'archived', 'draft']),
        type: some(['topUp', 'other']),
        plan: ANY_ID,
        provider: WORD,
        coverageCountry: /^[A-Z]{2}$/,
      },
      run: (request) => {
        const { query } = request;
        const [statuses, plan] = [chosen(request, 'status'), query.get('plan')];
        const [provider, country] = [query.get('provider'), query.get('coverageCountry')];
        const addons = state.addons.filter(
          (addon) =>
            (statuses === null || statuses.includes(addon.status)) &&
            (plan === null || addon.plans.includes(plan)) &&
            (provider === null || addon.provider === provider) &&
            (country === null || (addon.coverage?.countries.includes(country) ?? true)),
        );
        return page(request, addons.map(wireAddon));
      },
    },
    {
      name: 'addon',
      method: 'GET',
      path: '/addons/:addon',
      run: ({ params }) => {
        const addon = state.addons.find(({ id }) => id === params['addon']);
        if (!addon) throw new Refusal('notFound', 'No such add-on.');
        return json(wireAddon(addon));
      },
    },
  ];
}
