/** The documented error body, the same in both versions (section 1.6). */
import { json, type Refusal, type Reply } from '../core/http';
import type { ConnectWorld } from './state';

const ANSWERS: Readonly<Record<string, [status: number, type: string]>> = {
  malformedBody: [400, 'INVALID_HTTP_MESSAGE'],
  wrongBody: [400, 'INVALID_HTTP_MESSAGE'],
  unauthorised: [401, 'UNAUTHORISED'],
  unknownPath: [404, 'RESOURCE_NOT_FOUND'],
  notFound: [404, 'RESOURCE_NOT_FOUND'],
  productNotFound: [422, 'PRODUCT_NOT_FOUND'],
  limitOfEsims: [406, 'UNACCEPTABLE'],
  tooManyRequests: [429, 'TOO MANY REQUESTS'],
};

export function refuse({ rule, message }: Refusal, { settings }: ConnectWorld): Reply {
  if (rule === 'badClient') return json({ error: 'unauthorized_client', error_description: message }, 401);
  // refusals of which the documentation gives no status
  const chosen: Record<string, number> = {
    simInUse: settings.deleteRefusedStatus,
    tooManyActive: settings.tooManyActiveStatus,
  };
  const [status, type] = ANSWERS[rule] ?? [chosen[rule] ?? 400, 'INVALID_REQUEST_PARAMS'];
  return json({ type, messages: [message] }, status);
}
