import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8nServer, pause, type PackedPackage } from '../harness';
import type { ChaosHost } from './realRunner';

/** n8n as most people run it: one process with SQLite. */
export async function startOneProcess(pack: PackedPackage): Promise<ChaosHost & { dispose(): Promise<void> }> {
  const server = await N8nServer.start({ pack, env: { EXECUTIONS_DATA_MAX_AGE: '24' } });
  const folder = join(server.userFolder, '.n8n');
  return {
    client: server.client,
    url: server.url,
    logs: () => server.logs(),
    async powerCut() {
      await pause(2_500);
      await server.kill();
      await server.restart();
    },
    async database() {
      const files = readdirSync(folder).filter((name) => name.startsWith('database.sqlite'));
      return files.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n');
    },
    dispose: async () => await server.dispose(),
  };
}
