/** Which of the two APIs the credential speaks; their calls are in `v1/api.ts` and `v2/api.ts`. */
import type { Session } from '../provider';
import { v1 } from './v1/api';
import { v2 } from './v2/api';
import type { ConnectApi } from './wire';

export function apiOf({ settings }: Session): ConnectApi {
  return settings.apiVersion === 'v1' ? v1 : v2;
}
