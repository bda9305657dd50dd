/**
 * The provider's error answers. Its Error Handling page is not known (section 13): every status below is a guess and
 * can be changed by the rule's name with the setting `refusalStatuses`, every shape with `errorShape`.
 */
import { json, type Refusal, type Reply } from '../core/http';
import type { DentSettings } from './settings';

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

/** The answer to a refused request; 400 where no other status is set. */
export function refusalReply(refusal: Refusal, settings: DentSettings): Reply {
  const status = settings.refusalStatuses[refusal.rule] ?? STATUSES[refusal.rule] ?? 400;
  const title = TITLES[status] ?? 'Error';
  const { message } = refusal;
  switch (settings.errorShape) {
    case 'problem':
      return {
        ...json({ type: 'about:blank', title, status, detail: message }, status),
        contentType: 'application/problem+json',
      };
    case 'message':
      return json({ message }, status);
    case 'error':
      return json({ error: message }, status);
    case 'text':
      return { status, contentType: 'text/plain', body: message };
    case 'html':
      return {
        status,
        contentType: 'text/html',
        body: `<html><body><h1>${status} ${title}</h1><p>${message}</p></body></html>`,
      };
    case 'empty':
      return { status, body: '' };
  }
}
