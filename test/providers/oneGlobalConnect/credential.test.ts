/** The credential through n8n-core's own request helpers, against the sandbox. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { OneGlobalConnectApi } from '../../../credentials/OneGlobalConnectApi.credentials';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import { startConnectSandbox } from '../../../sandbox';
import type { ConnectSandbox } from '../../../sandbox';
import { sessionWith, withDefaults } from '../../support/credentialUse';

let sandbox: ConnectSandbox;
beforeEach(async () => {
  sandbox = await startConnectSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

async function signedIn(more: ICredentialDataDecryptedObject = {}) {
  const { baseUrl, tokenUrl, clientId, clientSecret } = sandbox;
  const type = new OneGlobalConnectApi();
  const data = withDefaults(type, { baseUrl, tokenUrl, clientId, clientSecret, ...more });
  return { session: await sessionWith(type, data, oneGlobalConnect.name), data };
}

const products = { method: 'GET', path: '/v2/products' } as const;

test('a hundred requests at once cost one token', async () => {
  const { session } = await signedIn();
  await Promise.all(Array.from({ length: 100 }, async () => await session.http.read(products)));
  expect(sandbox.books().tokenRequests).toBe(1);
});

test('a token that the provider no longer accepts is replaced, once for all who find out', async () => {
  const { session } = await signedIn();
  await session.http.read(products);
  sandbox.expireTokens();
  await Promise.all(Array.from({ length: 20 }, async () => await session.http.read(products)));
  expect(sandbox.books().tokenRequests).toBe(2);
});

test('a wrong secret is said to be wrong, and not repeated', async () => {
  const { session } = await signedIn({ clientSecret: 'a-wrong-secret' });
  const error: unknown = await session.http.read(products).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    kind: 'credential',
    message: expect.stringMatching(/^1GLOBAL Connect did not accept the credential when signing in/),
  });
  expect(JSON.stringify(error) + String(error)).not.toContain('a-wrong-secret');
});

test('every request has the headers of the documentation, and a correlation id of its own', async () => {
  const { session } = await signedIn();
  await session.http.read(products);
  await session.http.read(products);
  const all = sandbox
    .journal()
    .slice(-2)
    .map((entry) => entry.headers);
  expect(all.map((one) => one['cache-control'])).toEqual(['no-cache', 'no-cache']);
  expect(new Set(all.map((one) => one['x-correlation-id'])).size).toBe(2);
});

test('secrets and tokens stay out of what the provider’s code can see', async () => {
  const { session, data } = await signedIn({ webhookPassword: 'open sesame' });
  await session.http.read(products);
  expect(data.accessToken).not.toBe('');
  const seen = Object.values(session.settings);
  for (const secret of [data.accessToken, data.clientSecret, 'open sesame']) expect(seen).not.toContain(secret);
});
