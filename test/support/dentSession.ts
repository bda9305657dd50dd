/** A `Session` at a running DENT sandbox, signed in with a token of its own. */
import axios from 'axios';

import type { DentSandbox } from '../../sandbox';
import { axiosSession } from './axiosSession';
import type { TestSession } from './axiosSession';

export function dentSession(sandbox: DentSandbox, settings: Record<string, unknown> = {}): TestSession {
  let token: Promise<string> | undefined;
  const signIn = async (): Promise<string> => {
    const answer = await axios.post<{ accessToken: string }>(`${sandbox.url}/reseller/authenticate`, undefined, {
      auth: { username: sandbox.clientId, password: sandbox.clientSecret },
    });
    return answer.data.accessToken;
  };
  return axiosSession({
    baseUrl: sandbox.url,
    provider: 'DENT Giga Store',
    headers: async () => ({ Authorization: `Bearer ${await (token ??= signIn())}` }),
    settings: { baseUrl: sandbox.url, refundPath: 'withoutPrefix', ...settings },
  });
}
