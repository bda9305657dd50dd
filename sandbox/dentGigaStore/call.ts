/** One documented call, and the checks that all of them share. */
import { Refusal, type Reply, type Route, type SandboxRequest } from '../core/http';
import { type BodyRules, checkQuery, readBody } from './checks';
import type { Customer, PackageItem } from './state';
import type { DentWorld } from './world';

export interface Call {
  name: string;
  method: 'GET' | 'POST' | 'PUT';
  pattern: string;
  /** Default: a bearer token. */
  signIn?: 'bearer' | 'basic' | 'none';
  /** Allowed query parameters and the form of their values. Absent: none. */
  query?: Readonly<Record<string, RegExp>>;
  /** Allowed body fields. Absent: no body, or an empty object. */
  body?: () => BodyRules;
  run(request: SandboxRequest, body: Record<string, unknown>): Reply;
  reference?(request: SandboxRequest): string | null;
}

/** Signs in first, then checks query and body, then runs. */
export function toRoute(world: DentWorld, call: Call): Route {
  return {
    name: call.name,
    method: call.method,
    pattern: call.pattern,
    reference: call.reference,
    bodyIsSecret: call.signIn === 'basic',
    handle: (request) => {
      if (call.signIn === 'basic') world.tokens.checkBasic(request);
      else if (call.signIn !== 'none') world.tokens.checkBearer(request);
      checkQuery(request, call.query ?? {});
      return call.run(request, readBody(request, call.body?.() ?? {}));
    },
  };
}

/** The package that the path's `:uid` names. */
export function itemOf(world: DentWorld, request: SandboxRequest): PackageItem {
  const item = world.state.items.get(request.params['uid'] ?? '');
  if (!item || (item.refundedAt !== null && world.settings.refundedPackages === 'hidden')) {
    throw new Refusal('unknownActivatedItem', 'Activated item not found.');
  }
  return item;
}

export function customerByUid(world: DentWorld, uid: unknown): Customer {
  const customer = typeof uid === 'string' ? world.state.customers.get(uid) : undefined;
  if (!customer) throw new Refusal('unknownCustomer', 'Customer not found.');
  return customer;
}

/** The reference of the package that the path's `:uid` names. */
export function itemReference(world: DentWorld): (request: SandboxRequest) => string | null {
  return (request) => world.state.items.get(request.params['uid'] ?? '')?.metatag ?? null;
}

export const BOOLEAN = /^(true|false)$/;
export const SORT_DIRECTION = /^(ASC|DESC)$/;

/** `only_active_profiles`: true unless the client says otherwise (section 11.2). */
export function onlyActive(request: SandboxRequest): boolean {
  return request.query.get('only_active_profiles') !== 'false';
}

/** Sorted by a number or a text; stable. */
export function sorted<T>(values: T[], key: (value: T) => number | string, direction: string | null): T[] {
  const turn = direction === 'DESC' ? -1 : 1;
  return [...values].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? 0 : (left < right ? -1 : 1) * turn;
  });
}
