import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { N8nServer, PACKAGE_NAME, readWorkflow, ROOT, type NodeType } from '../harness';
import { packed } from './support/packed';

const FOLDER = join(ROOT, 'examples');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

/** Descriptions of nodes and operations as the editor gets them. */
function versionsOf(types: NodeType[], name: string): number[] {
  return types.filter((type) => type.name === name).flatMap(({ version }) => version);
}

describe('the example workflows', () => {
  let server: N8nServer;
  let types: NodeType[];

  beforeAll(async () => {
    server = await N8nServer.start({ pack: packed() });
    types = await server.client.nodeTypes();
  });

  afterAll(async () => {
    await server?.dispose();
  });

  it.each(files)('%s imports, and n8n knows every node in it', async (file) => {
    const workflow = readWorkflow(join(FOLDER, file));
    const saved = await server.client.getWorkflow(await server.client.createWorkflow(workflow));

    expect(saved.nodes).toHaveLength(workflow.nodes.length);
    for (const { type, typeVersion } of workflow.nodes) expect(versionsOf(types, type)).toContain(typeVersion);
  });

  it.each(files)('%s sets no parameter that our nodes do not have', (file) => {
    const ours = readWorkflow(join(FOLDER, file)).nodes.filter(({ type }) => type.startsWith(`${PACKAGE_NAME}.`));
    expect(ours.length).toBeGreaterThan(0);
    for (const node of ours) {
      const known = types.find(({ name }) => name === node.type)?.properties.map(({ name }) => name) ?? [];
      expect(known).toEqual(expect.arrayContaining(Object.keys(node.parameters)));
    }
  });

  it.each(files)('%s explains itself and carries no credential', (file) => {
    const { nodes } = readWorkflow(join(FOLDER, file));
    expect(nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
    expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
  });
});
