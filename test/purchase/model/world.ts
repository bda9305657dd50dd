/**
 * A world with a time of its own: whatever takes time ends as an event, and events happen one by one in the order of
 * their times. A process can die, and can stand still, between any two of its events.
 */

/** Nobody can kill or stop what happens at the provider. */
export const OUTSIDE = null;

export interface Life {
  readonly name: string;
  /** Another process's clock may be ahead or behind. */
  readonly clockIsAheadMs: number;
  isDead: boolean;
  /** Its events wait until then. */
  standsStillUntil: number;
  /** Counts its events. */
  steps: number;
  /** Heard before each of its events. */
  beforeStep: Set<(step: number) => void>;
}

interface Event {
  at: number;
  order: number;
  life: Life | null;
  happen(): void;
}

const LIMIT = 20_000;

export class World {
  now = Date.UTC(2026, 0, 1);
  readonly story: string[] = [];
  private events: Event[] = [];
  private order = 0;

  newLife(name: string, clockIsAheadMs = 0): Life {
    return { name, clockIsAheadMs, isDead: false, standsStillUntil: 0, steps: 0, beforeStep: new Set() };
  }

  tell(line: string): void {
    this.story.push(`${((this.now - Date.UTC(2026, 0, 1)) / 1_000).toFixed(3)} s  ${line}`);
  }

  /** Ends after so long; never, when the process dies before. */
  async after(milliseconds: number, life: Life | null): Promise<void> {
    await new Promise<void>((happen) => {
      this.events.push({ at: this.now + milliseconds, order: this.order++, life, happen });
    });
  }

  kill(life: Life): void {
    this.tell(`${life.name} is killed`);
    life.isDead = true;
  }

  /** Lets things happen until nothing more does. */
  async goOn(): Promise<void> {
    for (let count = 0; ; count++) {
      // whatever follows at once from the last event
      await new Promise(setImmediate);
      const next = this.takeNext();
      if (!next) return;
      if (count > LIMIT) throw new Error('It never ends');
      this.now = Math.max(this.now, next.at);
      if (!this.mayStep(next)) continue;
      next.happen();
    }
  }

  private takeNext(): Event | undefined {
    let first: Event | undefined;
    for (const event of this.events) {
      if (!first || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event;
    }
    this.events = this.events.filter((event) => event !== first && !event.life?.isDead);
    return first?.life?.isDead ? this.takeNext() : first;
  }

  private mayStep(event: Event): boolean {
    const { life } = event;
    if (!life) return true;
    if (life.standsStillUntil <= this.now) {
      life.steps++;
      for (const hear of [...life.beforeStep]) hear(life.steps);
    }
    if (life.isDead) return false;
    if (life.standsStillUntil <= this.now) return true;
    this.events.push({ ...event, at: life.standsStillUntil });
    return false;
  }
}
