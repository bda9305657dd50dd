/** E15-E19 customers (section 11) and E20 connectivity. */
import type { Calls } from '../../core/call';
import { country, email, flag, need, oneOf, text, textIn, whole } from '../../core/checks';
import { json, orRefuse, refuseIf, type SandboxRequest } from '../../core/http';
import { numberedPage } from '../../core/lists';
import type { Customer, DentWorld } from '../state';
import { wireCustomerEntry } from '../wire';

const USUAL_PAGE = 50;
const WHOLE_NUMBER = /^\d{1,6}$/;
const CUSTOMERS = '/gigastore/activations/customers';

export const BOOLEAN = /^(true|false)$/;

/** `only_active_profiles`: true unless the client says otherwise (section 11.2). */
export function onlyActive({ query }: SandboxRequest): boolean {
  return query.get('only_active_profiles') !== 'false';
}

export function customerByUid({ state }: DentWorld, uid: unknown): Customer {
  return orRefuse(state.customers.get(String(uid)), 'unknownCustomer', 'Customer not found.');
}

export function customerCalls(world: DentWorld): Calls {
  return {
    customers: {
      at: `GET ${CUSTOMERS}`,
      query: { page_size: WHOLE_NUMBER, page_index: WHOLE_NUMBER, only_active_profiles: BOOLEAN },
      run: (request) => {
        const { query } = request;
        const shown = page(world, ordered(world), query.get('page_size'), query.get('page_index'));
        const customers = shown.map((customer) => wireCustomerEntry(world, customer, onlyActive(request)));
        return json(world.settings.customersEnvelope === 'array' ? customers : { customers });
      },
    },
    customer: {
      at: `GET ${CUSTOMERS}/:uid`,
      query: { only_active_profiles: BOOLEAN },
      run: (request) =>
        json(wireCustomerEntry(world, customerByUid(world, request.params['uid']), onlyActive(request))),
    },
    searchCustomers: {
      at: 'POST /gigastore/activations/search-customers',
      body: {
        pageSize: whole,
        pageIndex: whole,
        searchKey: need(oneOf('EMAIL', 'UID', 'ICCID')),
        searchQuery: need(text),
        searchMode: oneOf('isExact', 'startsWith', 'contains'),
        onlyActiveProfiles: flag,
      },
      run: (_request, body) => {
        const activeOnly = body['onlyActiveProfiles'] !== false;
        const fits = matcher(String(body['searchQuery']), textIn(body, 'searchMode'));
        const key = textIn(body, 'searchKey');
        const found = ordered(world).filter((customer) => searched(customer, key, activeOnly).some(fits));
        const shown = page(world, found, body['pageSize'], body['pageIndex']);
        return json({ customers: shown.map((customer) => wireCustomerEntry(world, customer, activeOnly)) });
      },
    },
    editCustomer: {
      at: `PUT ${CUSTOMERS}/:uid`,
      body: { customerEmail: email, countryOfResidence: country },
      run: (request, body) => {
        const customer = customerByUid(world, request.params['uid']);
        customer.email = textIn(body, 'customerEmail') ?? customer.email;
        customer.countryOfResidence = textIn(body, 'countryOfResidence') ?? customer.countryOfResidence;
        request.noteEffect(`customer ${customer.uid} edited`);
        return json(wireCustomerEntry(world, customer, true));
      },
    },
    // The schemas of these two are unknown: an empty object says nothing wrong.
    profileDomains: {
      at: `GET ${CUSTOMERS}/:uid/profile-domains`,
      query: { only_active_profiles: BOOLEAN },
      run: ({ params }) => json(customerByUid(world, params['uid']) && {}),
    },
    connectivity: {
      at: 'GET /gigastore/esim/:iccid/status/connectivity',
      run: ({ params }) => {
        refuseIf(!world.state.profiles.has(params['iccid'] ?? ''), 'unknownEsim', 'eSIM not found.');
        return json({});
      },
    },
  };
}

function ordered({ state, settings }: DentWorld): Customer[] {
  const customers = [...state.customers.values()];
  return settings.customersOrder === 'oldestFirst' ? customers : customers.reverse();
}

/** Pages count from 0 (section 11.2). */
function page({ settings }: DentWorld, customers: Customer[], size: unknown, index: unknown): Customer[] {
  const length = Math.min(Number(size ?? USUAL_PAGE), settings.largestPage || Infinity);
  return numberedPage(customers, Number(index ?? 0) + 1, length).rows;
}

function searched(customer: Customer, key: string | null, activeOnly: boolean): string[] {
  if (key === 'EMAIL') return customer.email === null ? [] : [customer.email];
  if (key === 'UID') return [customer.uid];
  return customer.profiles.filter(({ active }) => active || !activeOnly).map(({ iccid }) => iccid);
}

/** Whether upper and lower case differ is unknown: they do not. */
function matcher(query: string, mode: string | null): (value: string) => boolean {
  const wanted = query.toLowerCase();
  return (value) => {
    const given = value.toLowerCase();
    if (mode === 'isExact') return given === wanted;
    return mode === 'startsWith' ? given.startsWith(wanted) : given.includes(wanted);
  };
}
