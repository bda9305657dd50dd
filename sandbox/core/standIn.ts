/** Starts a provider's stand-in: in this process, on 127.0.0.1, with nothing kept on disk. */
import { controlRoutes } from './control';
import { pageRoutes } from './page';
import { handleOf, type Sandbox } from './sandbox';
import { type ListenOptions, SandboxServer } from './server';
import { type Kind, type StandIn, World, type WorldOptions } from './world';

export type SandboxOptions<K extends Kind> = WorldOptions<K> & ListenOptions;

/** Resolves when it listens. Stop it with `stop()`. */
export async function startStandIn<K extends Kind>(
  standIn: StandIn<K>,
  options: SandboxOptions<K>,
): Promise<{ world: World<K>; sandbox: Sandbox<K> }> {
  const world = new World(standIn, options);
  const server = new SandboxServer(world);
  const url = await server.listen(options);
  world.apiUrl = url + (standIn.apiPath ?? '');
  const sandbox = handleOf(world, server, url);
  server.control = [
    ...pageRoutes(standIn.folder),
    ...(standIn.control?.(world) ?? []),
    ...controlRoutes(world, sandbox),
  ];
  return { world, sandbox };
}
