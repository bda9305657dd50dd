/** Everything one stand-in consists of, handed to its routes and actions. */
import { Clock } from '../core/clock';
import { Faults } from '../core/faults';
import { Journal } from '../core/journal';
import { Ledger } from '../core/ledger';
import { WebhookSender } from '../core/webhooks';
import { EVENT_NAMES, signedHeaders } from './events';
import { changeSettings, DEFAULT_SETTINGS, type GigsSettings } from './settings';
import { GigsState } from './state';

export interface GigsWorld {
  readonly projectId: string;
  readonly apiToken: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly webhooks: WebhookSender;
  settings: GigsSettings;
  /** These two are replaced as a whole by a reset. */
  state: GigsState;
  ledger: Ledger;
}

export interface WorldOptions {
  projectId?: string;
  apiToken?: string;
  /** Same seed, same identifiers. Default "1". */
  seed?: string | number;
  settings?: Partial<GigsSettings>;
  /** ISO 8601: the clock stands still there until it is advanced. Absent: real time. */
  clockStandsAt?: string;
}

const CARDS = 3;

export function newWorld(options: WorldOptions): GigsWorld {
  const clock = new Clock(options.clockStandsAt);
  const world: GigsWorld = {
    projectId: options.projectId ?? 'sandbox',
    apiToken: options.apiToken ?? 'gpk_sandbox_token_that_opens_nothing',
    clock,
    faults: new Faults(),
    journal: new Journal(),
    webhooks: new WebhookSender(
      EVENT_NAMES,
      () => clock.now(),
      () => ({ ...world.settings.webhooks, headers: (body) => signedHeaders(world.settings, body) }),
    ),
    settings: changeSettings(DEFAULT_SETTINGS, { ...options.settings }),
    ...beginning(options, clock),
  };
  return world;
}

/** Gigs has no credit: the ledger only counts what was bought and given back. */
function beginning({ seed }: WorldOptions, clock: Clock): Pick<GigsWorld, 'state' | 'ledger'> {
  const state = new GigsState(String(seed ?? '1'));
  // physical SIMs are loaded by Gigs (section 12); there is no call for that
  for (let card = 0; card < CARDS; card++) state.addSim('pSIM', 'p3', clock.now());
  return { state, ledger: new Ledger('0.00') };
}

/** Forgets all that happened. Settings, webhook URLs and the clock stay. */
export function resetWorld(world: GigsWorld, options: WorldOptions): void {
  Object.assign(world, beginning(options, world.clock));
  world.journal.clear();
  world.faults.clear();
  world.webhooks.clearLog();
}
