/** The credential through n8n-core's own request helpers, against the sandbox. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { DentGigaStoreApi } from '../../../credentials/DentGigaStoreApi.credentials';
import { connect } from '../../../http/connect';
import { dentGigaStore } from '../../../providers/dentGigaStore';
import { startDentSandbox } from '../../../sandbox';
import type { DentSandbox } from '../../../sandbox';
import { esimNodeWith } from '../../support/exampleProvider';
import { contextFor } from '../../support/n8n';
import { valuesOf } from '../../support/values';

const PROPERTIES = new DentGigaStoreApi().properties;

let sandbox: DentSandbox;
beforeEach(async () => {
  sandbox = await startDentSandbox();
});
afterEach(async () => {
  await sandbox.stop();
});

async function signedIn(more: ICredentialDataDecryptedObject = {}) {
  const defaults = Object.fromEntries(PROPERTIES.map(({ name, default: value }) => [name, value]));
  const { clientId, clientSecret, url } = sandbox;
  const data = { ...defaults, baseUrl: url, clientId, clientSecret, ...more } as ICredentialDataDecryptedObject;
  const context = contextFor({
    node: esimNodeWith([dentGigaStore]),
    parameters: { provider: dentGigaStore.id },
    credentials: { [dentGigaStore.credential]: { type: new DentGigaStoreApi(), data } },
  });
  return { session: await connect(context, dentGigaStore, { readTries: 1 }), data };
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

test('blanks around id, secret and base URL do no harm', async () => {
  const { session } = await signedIn({
    clientId: ` ${sandbox.clientId}\n`,
    clientSecret: `${sandbox.clientSecret} `,
    baseUrl: `${sandbox.url}/`,
  });
  await expect(session.http.read(inventory)).resolves.toHaveProperty('items');
});

test('a wrong secret is said to be wrong, and not repeated', async () => {
  const { session } = await signedIn({ clientSecret: 'a-wrong-secret' });
  const error: unknown = await session.http.read(inventory).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'credential', message: expect.stringContaining('Signing in failed') });
  expect(JSON.stringify(error) + String(error)).not.toContain('a-wrong-secret');
});

test('an order while signing in fails is refused, not unknown: nothing was sent', async () => {
  const { session } = await signedIn();
  const purchase = await dentGigaStore.order.create!.prepare(session, {
    packageId: 'p1',
    clientReference: 'shop-1',
    customerEmail: null,
    customerId: null,
    fields: valuesOf(dentGigaStore, 'order.create'),
  });
  sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'authenticate', times: 5 });
  sandbox.expireTokens();
  expect(await purchase.send()).toMatchObject({ outcome: 'refused', error: { kind: 'unreachable' } });
  expect(sandbox.books().purchases).toBe(0);
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
