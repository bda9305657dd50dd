/** The credential through n8n-core's own request helpers, against the sandbox. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { GigsApi } from '../../../credentials/GigsApi.credentials';
import { gigs } from '../../../providers/gigs';
import { allOf } from '../../../providers/kit/lists';
import { startGigsSandbox } from '../../../sandbox';
import type { GigsSandbox } from '../../../sandbox';
import { sessionWith, withDefaults } from '../../support/credentialUse';
import { filledIn } from '../../support/gigsSession';

const PROPERTIES = new GigsApi().properties;

let sandbox: GigsSandbox;
beforeEach(async () => {
  sandbox = await startGigsSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

async function signedIn(more: ICredentialDataDecryptedObject = {}) {
  const { projectId, apiToken, webhookSecret, url } = sandbox;
  const type = new GigsApi();
  return await sessionWith(
    type,
    withDefaults(type, { baseUrl: url, projectId, apiToken, webhookSecret, ...more }),
    gigs.name,
  );
}

test('every secret of the credential is hidden in the editor and kept from the provider’s code', async () => {
  const hidden = PROPERTIES.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
  expect(hidden.sort()).toEqual([...gigs.secrets].sort());
  expect(JSON.stringify((await signedIn()).settings)).not.toMatch(/gpk_|whsec_/);
});

test('a wrong token is said to be wrong, and not repeated', async () => {
  const session = await signedIn({ apiToken: 'gpk_wrong_token' });
  const plans = allOf(gigs.package.forOrder(session));
  const error: unknown = await plans.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'credential', status: 401 });
  expect(String(error)).not.toContain('gpk_wrong_token');
});

test('a project that is not filled in is named before anything is sent', async () => {
  await expect(signedIn({ projectId: ' ' })).rejects.toMatchObject({
    message: 'Project ID is empty in the credential',
  });
  expect(sandbox.journal()).toEqual([]);
});

test('a change without a body is sent without one', async () => {
  const session = await signedIn();
  await gigs.order.resume!(session, 'sub_none', filledIn('')).catch(() => undefined);
  const [request] = sandbox.journal({ route: 'resumeSubscription' });
  expect(request).toMatchObject({ body: null, violations: [], status: 404 });
  expect(request?.headers['content-type'] ?? 'application/json').toBe('application/json');
});
