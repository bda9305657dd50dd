/**
 * The calls to Gigs, one function an endpoint. Gigs refuses what it does not document, also empty values: here is sent
 * exactly what facts/providers/gigs.md names, and nothing that has no value. Sections are those of that file.
 */
import { record, text } from '../../esim/read';
import type { Answer, Exchange, Query, Request } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { askedFor } from '../kit/errors';
import type { Session } from '../provider';

/** The largest page (section 3). */
export const PAGE_SIZE = 200;

/** Filters as the pages name them; several values of one filter are joined by commas (section 1). */
export type Filters = Readonly<Record<string, string | readonly string[] | undefined>>;

type Headers = Readonly<Record<string, string>>;

/** Section 1: almost everything is below the project. */
export function inProject({ settings }: Session, ...parts: string[]): string {
  const project = text(settings.projectId);
  if (project === null) {
    throw new ProviderError('credential', 'The Gigs credential has no project ID', {
      description:
        'Open the credential and enter the ID of the project, such as the one in the address of the dashboard.',
    });
  }
  return `/projects/${[project, ...parts].map(encodeURIComponent).join('/')}`;
}

async function read(session: Session, parts: string[], query?: Query): Promise<unknown> {
  return await session.http.read({ method: 'GET', path: inProject(session, ...parts), query });
}

async function search(session: Session, resource: string, body: object, headers?: Headers): Promise<unknown> {
  return await session.http.read({ method: 'POST', path: inProject(session, resource, 'search'), body, headers });
}

async function change(session: Session, method: Request['method'], parts: string[], body?: object): Promise<Answer> {
  return await session.http.change({ method, path: inProject(session, ...parts), body });
}

/** Lists of section 3. `after` is `moreItemsAfter` of the page before. */
export type ListName =
  | 'users'
  | 'plans'
  | 'addons'
  | 'subscriptions'
  | 'subscriptionAddons'
  | 'sims'
  | 'invoices'
  | 'creditNotes';

export async function readPage(
  session: Session,
  name: ListName,
  filters: Filters = {},
  after?: string,
  limit: number = PAGE_SIZE,
): Promise<unknown> {
  return await read(session, [name], { ...queryOf(filters), after, limit });
}

function queryOf(filters: Filters): Query {
  const entries = Object.entries(filters).map(([name, value]) => [
    name,
    typeof value === 'object' ? value.join(',') : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')) as Query;
}

/** Section 8.1: a user has ten at most, which is a page. */
export async function readAddresses(session: Session, user: string): Promise<unknown> {
  return await read(session, ['users', user, 'addresses']);
}

/** Section 14.1: no parameter means the latest period of the subscription, day by day. */
export async function readUsageRecords(session: Session, subscription: string, after?: string): Promise<unknown> {
  return await read(session, ['subscriptions', subscription, 'usage'], { after });
}

/** Section 14.2, a preview: 404 or 501 where the project does not have it. */
export async function readUsageBalances(session: Session, subscription: string, after?: string): Promise<unknown> {
  return await read(session, ['usageBalances'], { subscription, after });
}

/** @throws ProviderError also when the answer is a success that holds no such thing */
export async function readOne(session: Session, name: ListName, id: string): Promise<unknown> {
  const json = await read(session, [name, id]);
  return askedFor(json, text(record(json).id) !== null, 'Gigs', `object ${id}`);
}

/** Section 12: 404 also while the profile is not provisioned, perhaps. */
export async function readCredentials(session: Session, sim: string): Promise<unknown> {
  return await read(session, ['sims', sim, 'credentials']);
}

/** Section 12: 404 for a physical SIM. */
export async function readProfile(session: Session, sim: string): Promise<unknown> {
  return await read(session, ['sims', sim, 'eSimProfile']);
}

export async function searchUsers(session: Session, email: string, headers?: Headers): Promise<unknown> {
  return await search(session, 'users', { email }, headers);
}

/** @param iccid 19 digits, perhaps with an F, or 20 (section 12) */
export async function searchSims(session: Session, iccid: string): Promise<unknown> {
  return await search(session, 'sims', { iccid });
}

export async function createUser(session: Session, body: object): Promise<Answer> {
  return await change(session, 'POST', ['users'], body);
}

export async function updateUser(session: Session, user: string, body: object): Promise<Answer> {
  return await change(session, 'PATCH', ['users', user], body);
}

export async function createAddress(session: Session, user: string, body: object): Promise<Answer> {
  return await change(session, 'POST', ['users', user, 'addresses'], body);
}

/** Section 10: at the end of the period; without a reason there is no body. */
export async function cancelSubscription(session: Session, subscription: string, details?: object): Promise<Answer> {
  const body = details && { cancellationDetails: details };
  return await change(session, 'POST', ['subscriptions', subscription, 'cancel'], body);
}

export async function resumeSubscription(session: Session, subscription: string): Promise<Answer> {
  return await change(session, 'POST', ['subscriptions', subscription, 'resume']);
}

/** Section 10: at once and for good. Which of the two calls is right today is not certain; the credential decides. */
export async function endSubscription(session: Session, subscription: string): Promise<Answer> {
  if (session.settings.endSubscriptionWith === 'delete') {
    return await change(session, 'DELETE', ['subscriptions', subscription]);
  }
  return await change(session, 'POST', ['subscriptions', subscription, 'end']);
}

/** The three requests that move money: a subscription, a subscription add-on, a credit note. */
export async function spend(
  session: Session,
  name: 'subscriptions' | 'subscriptionAddons' | 'creditNotes',
  body: object,
  headers: Headers | undefined,
): Promise<Exchange> {
  return await session.http.spend({ method: 'POST', path: inProject(session, name), body, headers });
}
