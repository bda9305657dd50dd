/**
 * The fault engine: decides what goes wrong with a request. `faultCatalogue.ts` lists the
 * faults, `faultPlay.ts` carries them out.
 *
 * Two sources, in this order: a queue of one-shot faults ("the next register: cutAfterCommit"), and a random mix with
 * probabilities and a seed. The mix decides by seed, route, what the request is about (the client reference of a
 * purchase, else the address) and how often that was asked before: the order in which parallel requests arrive does
 * not change which of them fail.
 */
import { FAULT_NAMES, type FaultMix, type FaultName, type FaultPlan, plan, type QueuedFault } from './faultCatalogue';
import { fractionOf } from './random';

export class Faults {
  private queue: Array<QueuedFault & { left: number }> = [];
  private current: FaultMix | null = null;
  private asked = new Map<string, number>();

  /** The names of the routes that there are: a fault for another would never strike, so it is refused. */
  routes: readonly string[] = [];

  /** Strikes the next request (or the next `times`) of the route. Throws for a name that does not exist. */
  next(queued: QueuedFault): void {
    this.checkRoutes(queued.route === undefined ? [] : [queued.route]);
    plan(queued.fault, queued);
    this.queue.push({ ...queued, left: queued.times ?? 1 });
  }

  /** Replaces the random mix and starts its count anew; null ends it. */
  mix(mix: FaultMix | null): void {
    this.checkRoutes(mix?.routes ?? []);
    const entries = Object.entries(mix?.probabilities ?? {});
    for (const [name] of entries) plan(name as FaultName, {});
    if (entries.some(([, share]) => !(share >= 0)) || entries.reduce((sum, [, share]) => sum + share, 0) > 1 + 1e-9) {
      throw new Error('probabilities must be 0 or more and together at most 1');
    }
    this.current = mix;
    this.asked = new Map();
  }

  clear(): void {
    this.queue = [];
    this.mix(null);
  }

  describe(): { queue: QueuedFault[]; mix: FaultMix | null; names: FaultName[]; routes: readonly string[] } {
    return {
      queue: this.queue.map(({ left, ...queued }) => ({ ...queued, times: left })),
      mix: this.current,
      names: FAULT_NAMES,
      routes: this.routes,
    };
  }

  /** What happens to this request; null for nothing. Call once for each request: it counts. */
  decide(route: string, about: string): FaultPlan | null {
    return this.takeQueued(route) ?? this.draw(route, about);
  }

  private checkRoutes(routes: readonly string[]): void {
    const wrong = routes.find((route) => !this.routes.includes(route));
    if (wrong !== undefined) throw new Error(`no such call: ${wrong}. There are: ${this.routes.join(', ')}`);
  }

  private takeQueued(route: string): FaultPlan | null {
    const queued = this.queue.find((candidate) => candidate.route === undefined || candidate.route === route);
    if (!queued) return null;
    queued.left -= 1;
    if (queued.left <= 0) this.queue.splice(this.queue.indexOf(queued), 1);
    return plan(queued.fault, queued);
  }

  private draw(route: string, about: string): FaultPlan | null {
    const mix = this.current;
    if (!mix || (mix.routes && !mix.routes.includes(route))) return null;
    const key = `${route}|${about}`;
    const times = (this.asked.get(key) ?? 0) + 1;
    this.asked.set(key, times);
    let point = fractionOf(`${mix.seed}|${key}|${times}`);
    for (const name of FAULT_NAMES) {
      const share = mix.probabilities[name] ?? 0;
      if (point < share) return plan(name, mix);
      point -= share;
    }
    return null;
  }
}
