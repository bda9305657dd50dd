import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8nServer, PACKAGE_NAME, type NodeType } from '../harness';
import { packed } from './support/packed';

describe('the packed package', () => {
  it('has no run-time dependencies', () => {
    const manifest = JSON.parse(readFileSync(join(packed().folder, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
  });
});

describe('a real n8n that installed the packed package', () => {
  let server: N8nServer;
  let types: NodeType[];

  beforeAll(async () => {
    server = await N8nServer.start({ pack: packed() });
    types = await server.client.nodeTypes();
  });

  afterAll(async () => {
    await server?.dispose();
  });

  it('offers the action node, the trigger and the tool for AI agents, and nothing else of ours', () => {
    const ours = types.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`));
    expect([...new Set(ours.map(({ name }) => name))].sort()).toEqual([
      `${PACKAGE_NAME}.esim`,
      `${PACKAGE_NAME}.esimTool`,
      `${PACKAGE_NAME}.esimTrigger`,
    ]);
  });

  it('offers the credential of each provider that the nodes ask for', async () => {
    const asked = types
      .filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`))
      .flatMap(({ credentials }) => credentials ?? []);
    const offered = (await server.client.credentialTypes()).map(({ name }) => name);
    expect(asked.map(({ name }) => name)).toContain('dentGigaStoreApi');
    expect(offered).toEqual(expect.arrayContaining(asked.map(({ name }) => name)));
  });

  it('shows the icons of nodes and credentials', async () => {
    const described = types.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`));
    const credentials = (await server.client.credentialTypes()).filter(({ name }) => name === 'dentGigaStoreApi');
    const urls = [...described, ...credentials].flatMap(({ iconUrl }) =>
      typeof iconUrl === 'object' ? Object.values(iconUrl) : [iconUrl],
    );
    expect(urls.length).toBeGreaterThanOrEqual(2 * (described.length + credentials.length));
    for (const url of urls) {
      const icon = await server.client.http.send<string>('GET', `/${url}`);
      expect(String(icon.headers['content-type'])).toContain('image/svg+xml');
    }
  });

  it('loads it with nothing beside it', () => {
    const folder = join(server.userFolder, '.n8n', 'nodes', 'node_modules');
    expect(readdirSync(folder)).toEqual([PACKAGE_NAME]);
    expect(existsSync(join(folder, PACKAGE_NAME, 'node_modules'))).toBe(false);
  });
});
