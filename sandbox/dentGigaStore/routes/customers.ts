/** E15-E19 customers (section 11) and E20 connectivity. */
import { json, Refusal } from '../../core/http';
import { BOOLEAN, type Call, customerByUid, onlyActive } from '../call';
import { country, email, flag, oneOf, text, whole } from '../checks';
import type { Customer } from '../state';
import { wireCustomerEntry } from '../wire';
import type { DentWorld } from '../world';

const USUAL_PAGE = 50;
const WHOLE_NUMBER = /^\d{1,6}$/;

export function customerCalls(world: DentWorld): Call[] {
  return [
    {
      name: 'customers',
      method: 'GET',
      pattern: '/gigastore/activations/customers',
      query: { page_size: WHOLE_NUMBER, page_index: WHOLE_NUMBER, only_active_profiles: BOOLEAN },
      run: (request) => {
        const { query } = request;
        const all = ordered(world);
        const shown = page(world, all, query.get('page_size') ?? USUAL_PAGE, query.get('page_index') ?? 0);
        const entries = shown.map((customer) => wireCustomerEntry(world, customer, onlyActive(request)));
        return json(world.settings.customersEnvelope === 'array' ? entries : { customers: entries });
      },
    },
    {
      name: 'customer',
      method: 'GET',
      pattern: '/gigastore/activations/customers/:uid',
      query: { only_active_profiles: BOOLEAN },
      run: (request) =>
        json(wireCustomerEntry(world, customerByUid(world, request.params['uid']), onlyActive(request))),
    },
    {
      name: 'searchCustomers',
      method: 'POST',
      pattern: '/gigastore/activations/search-customers',
      body: () => ({
        pageSize: { check: whole },
        pageIndex: { check: whole },
        searchKey: { check: oneOf(['EMAIL', 'UID', 'ICCID']), required: true },
        searchQuery: { check: text, required: true },
        searchMode: { check: oneOf(['isExact', 'startsWith', 'contains']) },
        onlyActiveProfiles: { check: flag },
      }),
      run: (_request, body) => {
        const activeOnly = body['onlyActiveProfiles'] !== false;
        const fits = matcher(String(body['searchQuery']), String(body['searchMode'] ?? 'contains'));
        const found = ordered(world).filter((customer) =>
          searched(customer, String(body['searchKey']), activeOnly).some(fits),
        );
        const shown = page(world, found, body['pageSize'] ?? USUAL_PAGE, body['pageIndex'] ?? 0);
        return json({ customers: shown.map((customer) => wireCustomerEntry(world, customer, activeOnly)) });
      },
    },
    {
      name: 'editCustomer',
      method: 'PUT',
      pattern: '/gigastore/activations/customers/:uid',
      body: () => ({ customerEmail: { check: email }, countryOfResidence: { check: country } }),
      run: (request, body) => {
        const customer = customerByUid(world, request.params['uid']);
        customer.email = (body['customerEmail'] as string | undefined) ?? customer.email;
        customer.countryOfResidence = (body['countryOfResidence'] as string | undefined) ?? customer.countryOfResidence;
        request.noteEffect(`customer ${customer.uid} edited`);
        return json(wireCustomerEntry(world, customer, true));
      },
    },
    {
      name: 'profileDomains',
      method: 'GET',
      pattern: '/gigastore/activations/customers/:uid/profile-domains',
      query: { only_active_profiles: BOOLEAN },
      run: (request) => {
        customerByUid(world, request.params['uid']);
        // The schema is unknown: an empty object says nothing wrong.
        return json({});
      },
    },
    {
      name: 'connectivity',
      method: 'GET',
      pattern: '/gigastore/esim/:iccid/status/connectivity',
      run: ({ params }) => {
        if (!world.state.profiles.has(params['iccid'] ?? '')) throw new Refusal('unknownEsim', 'eSIM not found.');
        // The schema is unknown: an empty object says nothing wrong.
        return json({});
      },
    },
  ];
}

function ordered(world: DentWorld): Customer[] {
  const customers = [...world.state.customers.values()];
  return world.settings.customersOrder === 'oldestFirst' ? customers : customers.reverse();
}

/** Pages count from 0 (section 11.2). */
function page(world: DentWorld, customers: Customer[], size: unknown, index: unknown): Customer[] {
  const { largestPage } = world.settings;
  const length = largestPage > 0 ? Math.min(Number(size), largestPage) : Number(size);
  return customers.slice(Number(index) * length, (Number(index) + 1) * length);
}

function searched(customer: Customer, key: string, activeOnly: boolean): string[] {
  switch (key) {
    case 'EMAIL':
      return customer.email === null ? [] : [customer.email];
    case 'UID':
      return [customer.uid];
    default:
      return customer.profiles.filter((profile) => profile.active || !activeOnly).map((profile) => profile.iccid);
  }
}

/** Whether upper and lower case differ is unknown: they do not. */
function matcher(query: string, mode: string): (value: string) => boolean {
  const wanted = query.toLowerCase();
  return (value) => {
    const given = value.toLowerCase();
    if (mode === 'isExact') return given === wanted;
    return mode === 'startsWith' ? given.startsWith(wanted) : given.includes(wanted);
  };
}
