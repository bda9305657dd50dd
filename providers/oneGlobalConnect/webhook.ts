/** The trigger's side: registers each listed SIM on publish, removes exactly that on unpublish (sections 2.6, 3.7). */
import type { ProviderError } from '../../http/errors';
import { inParallel } from '../../http/inParallel';
import { choice, iccid as iccidField, InputError, several } from '../../input';
import { checkBasicAuth } from '../../webhooks/basicAuth';
import { attempt } from '../kit/attempt';
import { changed } from '../kit/errors';
import type { ProviderFields, Verdict, WebhookSource } from '../provider';
import { apiOf } from './api';
import { confirm, EVENTS, read } from './events';
import { typesLeadingTo, unwatchUrl, watchAll } from './watching';

/** SIMs that are worked on at the same time. */
const AT_ONCE = 5;

const registerFor = choice<'listed' | 'none'>({
  displayName: 'Register For',
  name: 'registerFor',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Listed eSIMs', value: 'listed', description: 'Publishing registers those under ICCIDs' },
    {
      name: 'None',
      value: 'none',
      description: 'The workflow that sells the eSIMs registers each with the operation Watch',
    },
  ],
  default: 'listed',
  description: 'Whose events reach this trigger: 1GLOBAL sends none for eSIMs that are not registered',
});

const iccids = several(
  iccidField({
    displayName: 'ICCIDs',
    name: 'iccids',
    type: 'string',
    required: true,
    displayOptions: { show: { registerFor: ['listed'] } },
    typeOptions: { rows: 4 },
    default: '',
    placeholder: 'e.g. 8944478600004958824',
    description:
      'The SIMs to watch, one a line or separated by commas. 1GLOBAL keeps one URL for each SIM and kind of event: the last one registered is called.',
  }),
);

export const webhook: WebhookSource = {
  events: EVENTS,
  setupNotice:
    'Publishing registers this trigger at 1GLOBAL Connect for each ICCID below, and unpublishing takes it off again. For eSIMs that are sold later, use the operation Watch of the eSIM node with this trigger’s production URL.',
  fields: [registerFor, iccids],

  /** Basic authentication is arranged with 1GLOBAL's support; nothing else is offered (section 3.7). */
  authenticate({ headers }, secrets): Verdict {
    const [user, password] = [String(secrets.webhookUser ?? ''), String(secrets.webhookPassword ?? '')];
    if (user === '' && password === '') return { trusted: true, proven: false };
    return checkBasicAuth(headers.authorization, user, password);
  },

  read,
  confirm,

  async register(session, url, fields) {
    const wanted = apiOf(session).notificationTypes;
    const undo: Array<() => Promise<void>> = [];
    const problem = await forEach(iccidsOf(fields), async (iccid) => {
      undo.push(await watchAll(session, iccid, url, wanted));
    });
    if (problem === null) return;
    for (const putBack of undo) await putBack();
    throw problem;
  },

  async unregister(session, url, fields) {
    const left: string[] = [];
    const problem = await forEach(listedIn(fields), async (iccid) => {
      const removed = await attempt(async () => await unwatchUrl(session, iccid, url));
      if (removed.ok) return;
      left.push(iccid);
      throw removed.error;
    });
    if (problem === null) return;
    session.log(
      `webhooks could not be taken off and may still lead to this trigger, for ${left.length} eSIMs: ${left.sort().join(', ')}`,
    );
    throw stillRegistered(problem, left);
  },

  async isRegistered(session, url, fields) {
    const wanted = [...apiOf(session).notificationTypes].sort().join();
    for (const iccid of iccidsOf(fields)) {
      const types = await attempt(async () => await typesLeadingTo(session, iccid, url));
      if (!types.ok && types.error.kind !== 'notFound') throw types.error;
      if (!types.ok || types.value.sort().join() !== wanted) return false;
    }
    return true;
  },
};

/** Said to whoever unpublishes: the workflow is off, the registrations are not. */
function stillRegistered(problem: ProviderError, iccids: readonly string[]): ProviderError {
  return changed(problem, {
    message: `${problem.message}; registrations stay at 1GLOBAL for ${iccids.join(', ')}`,
    description: 'Publish and unpublish the workflow again when 1GLOBAL can be reached: that takes them off.',
  });
}

/** Works through all of them, whatever happens to one. @returns the first problem */
async function forEach(
  iccids: readonly string[],
  work: (iccid: string) => Promise<void>,
): Promise<ProviderError | null> {
  const results = await inParallel(iccids.length, {
    atOnce: AT_ONCE,
    stopAfterFailure: false,
    run: async (index) => await attempt(async () => await work(iccids[index] ?? '')),
  });
  for (const result of results) {
    if (result && 'error' in result) throw result.error;
    if (result && !result.value.ok) return result.value.error;
  }
  return null;
}

/** @throws ProviderError `badInput` when none is listed */
function iccidsOf(filledIn: ProviderFields): string[] {
  const listed = listedIn(filledIn);
  if (listed.length > 0 || filledIn.get(registerFor) === 'none') return listed;
  throw new InputError(
    'ICCIDs is empty',
    '1GLOBAL Connect sends events only for SIMs that are registered. List at least one, or set Register For to None and use the operation Watch.',
  );
}

function listedIn(filledIn: ProviderFields): string[] {
  return filledIn.get(registerFor) === 'none' ? [] : (filledIn.get(iccids) ?? []);
}
