/**
 * The provider's error answers. Its Error Handling page is not known (section 13): every status below is a guess and
 * can be changed by the rule's name with the setting `refusalStatuses`, every shape with `errorShape`.
 */
import { json, type Refusal, type Reply } from '../core/http';
import type { DentWorld } from './state';

/** 400 for any other rule. */
const STATUSES: Readonly<Record<string, number>> = {
  badCredentials: 401,
  noToken: 401,
  badToken: 401,
  unknownPath: 404,
  unknownInventoryItem: 404,
  unknownCustomer: 404,
  unknownActivatedItem: 404,
  unknownCountrySet: 404,
  unknownEsim: 404,
};

const TITLES: Readonly<Record<number, string>> = { 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found' };

export function refuse({ rule, message }: Refusal, { settings }: DentWorld): Reply {
  const status = settings.refusalStatuses[rule] ?? STATUSES[rule] ?? 400;
  const title = TITLES[status] ?? 'Error';
  const page = `<html><body><h1>${status} ${title}</h1><p>${message}</p></body></html>`;
  const problem = json({ type: 'about:blank', title, status, detail: message }, status);
  const shapes: Record<typeof settings.errorShape, Reply> = {
    problem: { ...problem, contentType: 'application/problem+json' },
    message: json({ message }, status),
    error: json({ error: message }, status),
    text: { status, contentType: 'text/plain', body: message },
    html: { status, contentType: 'text/html', body: page },
    empty: { status, body: '' },
  };
  return shapes[settings.errorShape];
}
