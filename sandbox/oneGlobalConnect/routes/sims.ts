/** Deleting a SIM, the same in both versions (section 2.5.3). */
import { Refusal, type Reply, type SandboxRequest } from '../../core/http';
import { NO_CONTENT, simOf } from '../call';
import type { ConnectWorld } from '../world';

export function deleteSim(world: ConnectWorld, request: SandboxRequest): Reply {
  const sim = simOf(world, request);
  const subscriptions = world.state.subscriptionsOf(sim.iccid);
  if (sim.status === 'Installed' || subscriptions.some(({ usedBytes }) => usedBytes > 0)) {
    throw new Refusal('simInUse', 'The SIM is installed or has been used');
  }
  world.state.sims.delete(sim.iccid);
  for (const { id } of subscriptions) world.state.subscriptions.delete(id);
  request.noteEffect(`SIM ${sim.iccid} deleted`);
  return NO_CONTENT;
}
