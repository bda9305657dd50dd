/** The documented error body, the same in both versions (section 1.6). */
import { json, type Refusal, type Reply } from '../core/http';
import type { ConnectSettings } from './settings';

const ANSWERS: Readonly<Record<string, [status: number, type: string]>> = {
  malformedBody: [400, 'INVALID_HTTP_MESSAGE'],
  unparsable: [400, 'INVALID_HTTP_MESSAGE'],
  invalidParams: [400, 'INVALID_REQUEST_PARAMS'],
  unauthorised: [401, 'UNAUTHORISED'],
  unknownPath: [404, 'RESOURCE_NOT_FOUND'],
  notFound: [404, 'RESOURCE_NOT_FOUND'],
  productNotFound: [422, 'PRODUCT_NOT_FOUND'],
  limitOfEsims: [406, 'UNACCEPTABLE'],
  tooManyRequests: [429, 'TOO MANY REQUESTS'],
};

export function refusalReply({ rule, message }: Refusal, settings: ConnectSettings): Reply {
  if (rule === 'badClient') {
    return json({ error: 'unauthorized_client', error_description: message }, 401);
  }
  const [status, type] = ANSWERS[rule] ?? [unknownStatus(rule, settings), 'INVALID_REQUEST_PARAMS'];
  return json({ type, messages: [message] }, status);
}

/** Refusals of which the documentation gives no status. */
function unknownStatus(rule: string, { deleteRefusedStatus, tooManyActiveStatus }: ConnectSettings): number {
  if (rule === 'simInUse') return deleteRefusedStatus;
  return rule === 'tooManyActive' ? tooManyActiveStatus : 400;
}
