/** A `Session` at a running Gigs sandbox. */
import type { GigsSandbox } from '../../sandbox';
import { axiosSession } from './axiosSession';
import type { TestSession } from './axiosSession';

export function gigsSession(sandbox: GigsSandbox, settings: Record<string, unknown> = {}): TestSession {
  return axiosSession({
    baseUrl: sandbox.url,
    provider: 'Gigs',
    headers: async () => await Promise.resolve({ Authorization: `Bearer ${sandbox.apiToken}` }),
    settings: {
      baseUrl: sandbox.url,
      projectId: sandbox.projectId,
      sendIdempotencyKey: true,
      endSubscriptionWith: 'post',
      ...settings,
    },
  });
}
