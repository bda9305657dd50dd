/** A `Session` at a running Gigs sandbox. */
import { readValues, type Values } from '../../input';
import { gigs } from '../../providers/gigs';
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

/** Fields of an operation as a person fills them in; those of its collections stand beside the others. */
export function filledIn(operation: string, raw: Readonly<Record<string, unknown>> = {}): Values {
  return readValues(gigs.fields[operation] ?? [], (name) =>
    ['additionalFields', 'filters'].includes(name) ? raw : raw[name],
  );
}
