/** The credential through n8n-core's own request helpers, against the sandbox. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { DentGigaStoreApi } from '../../../credentials/DentGigaStoreApi.credentials';
import { dentGigaStore } from '../../../providers/dentGigaStore';
import { startDentSandbox } from '../../../sandbox';
import type { DentSandbox } from '../../../sandbox';
import { sessionWith, withDefaults } from '../../support/credentialUse';

const PROPERTIES = new DentGigaStoreApi().properties;

let sandbox: DentSandbox;
beforeEach(async () => {
  sandbox = await startDentSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

async function signedIn(more: ICredentialDataDecryptedObject = {}) {
  const { clientId, clientSecret, url } = sandbox;
  const type = new DentGigaStoreApi();
  const data = withDefaults(type, { baseUrl: url, clientId, clientSecret, ...more });
  return { session: await sessionWith(type, data, dentGigaStore.name), data };
}

const inventory = { method: 'GET', path: '/gigastore/products/inventory' } as const;

test('a hundred requests at once cost one token', async () => {
  const { session } = await signedIn();
  await Promise.all(Array.from({ length: 100 }, async () => await session.http.read(inventory)));
  expect(sandbox.books().tokenRequests).toBe(1);
});

test('a token that the provider no longer accepts is replaced, once for all who find out', async () => {
  const { session } = await signedIn();
  await session.http.read(inventory);
  sandbox.expireTokens();
  await Promise.all(Array.from({ length: 20 }, async () => await session.http.read(inventory)));
  expect(sandbox.books().tokenRequests).toBe(2);
});

test('a wrong secret is said to be wrong, and not repeated', async () => {
  const { session } = await signedIn({ clientSecret: 'a-wrong-secret' });
  const error: unknown = await session.http.read(inventory).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    kind: 'credential',
    message: expect.stringMatching(/^DENT Giga Store did not accept the credential when signing in: /),
    description: expect.stringContaining('Saving it tries it out'),
  });
  expect(JSON.stringify(error) + String(error)).not.toContain('a-wrong-secret');
});

test('a purchase is not sent while signing in fails', async () => {
  const { session } = await signedIn({ clientSecret: 'a-wrong-secret' });
  const exchange = await session.http.spend({ method: 'POST', path: '/gigastore/activations', body: {} });
  expect(exchange).toMatchObject({ answered: false, sent: 'no', error: { kind: 'credential' } });
  expect(sandbox.journal().map(({ path }) => path)).toEqual(['/reseller/authenticate']);
});

test('secrets and tokens stay out of what the provider’s code can see', async () => {
  const { session, data } = await signedIn();
  await session.http.read(inventory);
  expect(data.accessToken).not.toBe('');
  expect(Object.keys(session.settings)).toEqual(expect.arrayContaining(['baseUrl', 'clientId', 'refundPath']));
  expect(Object.keys(session.settings)).not.toEqual(expect.arrayContaining(['clientSecret']));
  expect(Object.values(session.settings)).not.toContain(data.accessToken);
});

test('n8n renews the token field, and hides what is secret', () => {
  const byName = Object.fromEntries(PROPERTIES.map((property) => [property.name, property]));
  expect(byName.accessToken).toMatchObject({ type: 'hidden', default: '', typeOptions: { expirable: true } });
  for (const secret of dentGigaStore.secrets) expect(byName[secret]?.typeOptions?.password).toBe(true);
});
