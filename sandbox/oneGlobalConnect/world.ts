/** Everything one stand-in consists of, handed to its routes and actions. */
import { Clock } from '../core/clock';
import { Faults } from '../core/faults';
import { Journal } from '../core/journal';
import { Ledger } from '../core/ledger';
import { Random } from '../core/random';
import { WebhookSender } from '../core/webhooks';
import { NOTIFICATIONS } from './events';
import { changeSettings, type ConnectSettings, DEFAULT_SETTINGS } from './settings';
import { ConnectState } from './state';
import { type Account, Tokens } from './tokens';

export interface ConnectWorld {
  readonly account: Account;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly webhooks: WebhookSender;
  settings: ConnectSettings;
  /** Base URL of the API, without the version; known once it listens. */
  apiUrl: string;
  /** These three are replaced as a whole by a reset. */
  state: ConnectState;
  ledger: Ledger;
  tokens: Tokens;
}

export interface WorldOptions {
  clientId?: string;
  clientSecret?: string;
  /** Same seed, same identifiers. Default "1". */
  seed?: string | number;
  settings?: Partial<ConnectSettings>;
  /** ISO 8601: the clock stands still there until it is advanced. Absent: real time. */
  clockStandsAt?: string;
}

/** 1GLOBAL sends invoices; the books want an amount to begin with. */
const CREDIT = '1000000.00';

export function newWorld(options: WorldOptions): ConnectWorld {
  const account = {
    clientId: options.clientId ?? 'sandbox-client',
    clientSecret: options.clientSecret ?? 'sandbox-secret-that-opens-nothing',
  };
  const clock = new Clock(options.clockStandsAt);
  const world: ConnectWorld = {
    account,
    clock,
    faults: new Faults(),
    journal: new Journal(),
    webhooks: new WebhookSender(
      NOTIFICATIONS.v2,
      () => clock.now(),
      () => ({ ...world.settings.webhooks, headers: authorization(world.settings) }),
    ),
    settings: changeSettings(DEFAULT_SETTINGS, { ...options.settings }),
    apiUrl: '',
    ...beginning(account, clock, options),
  };
  return world;
}

function authorization({ webhookUser, webhookPassword }: ConnectSettings): Record<string, string> {
  if (webhookUser === '' && webhookPassword === '') return {};
  return { authorization: `Basic ${Buffer.from(`${webhookUser}:${webhookPassword}`).toString('base64')}` };
}

function beginning(
  account: Account,
  clock: Clock,
  options: WorldOptions,
): Pick<ConnectWorld, 'state' | 'ledger' | 'tokens'> {
  const seed = String(options.seed ?? '1');
  return {
    state: new ConnectState(seed),
    ledger: new Ledger(CREDIT),
    tokens: new Tokens(account, new Random(`tokens/${seed}`), () => clock.now()),
  };
}

/** Forgets all that happened. Settings and the clock stay. */
export function resetWorld(world: ConnectWorld, options: WorldOptions): void {
  Object.assign(world, beginning(world.account, world.clock, options));
  world.journal.clear();
  world.faults.clear();
  world.webhooks.clearLog();
}
