/** Which of the two APIs the credential speaks. */
import type { Session } from '../provider';
import type { ConnectApi } from './api';
import { v1 } from './v1';
import { v2 } from './v2';

export function apiOf({ settings }: Session): ConnectApi {
  return settings.apiVersion === 'v1' ? v1 : v2;
}
