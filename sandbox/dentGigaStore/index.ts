/** The stand-in of the DENT Giga Store API. */
import { type Calls, type Manner, toRoutes } from '../core/call';
import { control } from '../core/control';
import { json, refuseIf } from '../core/http';
import { foundIn } from '../core/life';
import { newJwt } from '../core/numbers';
import type { Sandbox } from '../core/sandbox';
import { authorization, hasBasic } from '../core/signIn';
import { type SandboxOptions, startStandIn } from '../core/standIn';
import type { Delivery } from '../core/webhooks';
import type { StandIn } from '../core/world';
import type { InventoryItem } from './catalogue';
import { act, ACTIONS } from './device';
import { EVENTS } from './events';
import { startByHand, startOverdue } from './packages';
import { page } from './tables';
import { refuse } from './refusals';
import { catalogueCalls } from './routes/catalogue';
import { customerCalls } from './routes/customers';
import { itemCalls } from './routes/items';
import { purchaseCalls } from './routes/purchases';
import { SETTINGS } from './settings';
import { ACCOUNT, type DentKind, type DentWorld, newState } from './state';

export type { DentSettings } from './settings';
export type DentSandboxOptions = SandboxOptions<DentKind>;

export type DentSandbox = Sandbox<DentKind> & {
  inventory(): InventoryItem[];
  /** Starts a waiting package; resolves when its webhook is answered. */
  activate(itemUid: string): Promise<Delivery[]>;
};
export type DentBooks = ReturnType<DentSandbox['books']>;

const DENT: StandIn<DentKind> = {
  title: 'DENT Giga Store',
  folder: __dirname,
  account: ACCOUNT,
  settings: SETTINGS,
  events: EVENTS,
  credit: '1000.00',
  tokenCall: 'authenticate',
  state: newState,
  routes: (world) =>
    [signInCalls, catalogueCalls, purchaseCalls, itemCalls, customerCalls].flatMap((calls) =>
      toRoutes(calls(world), manner(world)),
    ),
  refuse,
  catchUp: startOverdue,
  actions: ACTIONS,
  act,
  control: (world) => [
    control('POST items/:uid/activate', async ({ params }) => ({
      deliveries: await activate(world, params['uid'] ?? ''),
    })),
  ],
  books: () => ({}),
  page,
};

/** Resolves when it listens. Stop it with `stop()`. */
export async function startDentSandbox(options: DentSandboxOptions = {}): Promise<DentSandbox> {
  const { world, sandbox } = await startStandIn(DENT, options);
  return {
    ...sandbox,
    inventory: () => world.state.inventory.map((item) => ({ ...item })),
    activate: (itemUid) => activate(world, itemUid),
  };
}

async function activate(world: DentWorld, uid: string): Promise<Delivery[]> {
  return await world.tell(startByHand(world, foundIn(world.state.items, uid, 'activated item')));
}

/** Basic for the token, the token for all other calls but one (section 2). */
function manner({ account, tokens }: DentWorld): Manner {
  return {
    noBody: {},
    around: (request, { signIn = 'bearer' }, go) => {
      if (signIn === 'basic') {
        const fits = hasBasic(request, account.clientId, account.clientSecret);
        refuseIf(!fits, 'badCredentials', 'Client ID or Client Secret is wrong.');
      } else if (signIn === 'bearer') {
        const token = authorization(request, 'bearer');
        refuseIf(token === null, 'noToken', 'Full authentication is required.');
        refuseIf(!tokens.isValid(token ?? ''), 'badToken', 'The access token is unknown or has expired.');
      }
      return go();
    },
  };
}

/** E1 authenticate (section 2) and E21 version. */
function signInCalls({ account, tokens, settings, now }: DentWorld): Calls {
  return {
    authenticate: {
      at: 'POST /reseller/authenticate',
      signIn: 'basic',
      bodyIsSecret: true,
      run: (request) => {
        const { tokenSeconds: expiresIn, tokensAreExclusive } = settings;
        const exp = Math.floor(now / 1000) + expiresIn;
        const jwt = newJwt(tokens.random, { alg: 'RS256', typ: 'JWT' }, { sub: account.clientId, exp });
        const accessToken = tokens.issue(jwt, expiresIn, tokensAreExclusive);
        request.noteEffect(`token ${tokens.issued}`);
        const refresh = { refreshToken: null, refreshExpiresIn: 0 };
        return json({ accessToken, expiresIn, ...refresh, tokenType: 'Bearer', idToken: null });
      },
    },
    // The schema is unknown.
    version: { at: 'GET /gigastore/version', signIn: 'none', run: () => json({ version: '1.3.5' }) },
  };
}
