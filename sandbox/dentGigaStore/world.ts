/** Everything one stand-in consists of, handed to its routes and actions. */
import { Clock } from '../core/clock';
import { Faults } from '../core/faults';
import { Journal } from '../core/journal';
import { Ledger } from '../core/ledger';
import { Random } from '../core/random';
import { WebhookSender } from '../core/webhooks';
import { DENT_EVENTS } from './events';
import { changeSettings, DEFAULT_SETTINGS, type DentSettings } from './settings';
import { DentState } from './state';
import { type Account, Tokens } from './tokens';

export interface DentWorld {
  readonly account: Account;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly webhooks: WebhookSender;
  settings: DentSettings;
  /** These three are replaced as a whole by a reset. */
  state: DentState;
  ledger: Ledger;
  tokens: Tokens;
}

export interface WorldOptions {
  clientId?: string;
  clientSecret?: string;
  /** Same seed, same identifiers. Default "1". */
  seed?: string | number;
  /** Decimal text in USD. Default "1000.00". */
  credit?: string;
  settings?: Partial<DentSettings>;
  /** ISO 8601: the clock stands still there until it is advanced. Absent: real time. */
  clockStandsAt?: string;
}

export function newWorld(options: WorldOptions): DentWorld {
  const account = {
    clientId: options.clientId ?? 'sandbox-client',
    clientSecret: options.clientSecret ?? 'sandbox-secret-that-opens-nothing',
  };
  const clock = new Clock(options.clockStandsAt);
  const world: DentWorld = {
    account,
    clock,
    faults: new Faults(),
    journal: new Journal(),
    webhooks: new WebhookSender(
      DENT_EVENTS,
      () => clock.now(),
      () => world.settings.webhooks,
    ),
    settings: changeSettings(DEFAULT_SETTINGS, { ...options.settings }),
    ...beginning(account, clock, options),
  };
  return world;
}

/** State, money and tokens as they are at the start. */
function beginning(
  account: Account,
  clock: Clock,
  options: WorldOptions,
): Pick<DentWorld, 'state' | 'ledger' | 'tokens'> {
  const seed = String(options.seed ?? '1');
  return {
    state: new DentState(seed),
    ledger: new Ledger(options.credit ?? '1000.00'),
    tokens: new Tokens(account, new Random(`tokens/${seed}`), () => clock.now()),
  };
}

/** Forgets all that happened. Settings, webhook URLs and the clock stay. */
export function resetWorld(world: DentWorld, options: WorldOptions): void {
  Object.assign(world, beginning(world.account, world.clock, options));
  world.journal.clear();
  world.faults.clear();
  world.webhooks.clearLog();
}
