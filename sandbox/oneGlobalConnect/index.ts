/** The stand-in of 1GLOBAL Connect, v1 and v2 over one state. */
import { type Manner, toRoutes } from '../core/call';
import { formBody, json, refuseIf, type Route, violation } from '../core/http';
import type { Sandbox } from '../core/sandbox';
import { authorization, header } from '../core/signIn';
import { type SandboxOptions, startStandIn } from '../core/standIn';
import type { Headers } from '../core/webhooks';
import type { StandIn } from '../core/world';
import { act, ACTIONS } from './device';
import { NOTIFICATIONS } from './events';
import { catchUp } from './life';
import { invalid } from './placing';
import { refuse } from './refusals';
import { v1Calls } from './routes/v1';
import { v2Calls } from './routes/v2';
import { SETTINGS } from './settings';
import { ACCOUNT, type ConnectKind, type ConnectWorld, newState } from './state';
import { page } from './tables';

export type { ConnectSettings } from './settings';
export type ConnectSandboxOptions = SandboxOptions<ConnectKind>;

/** References in the books: the device id of an order. */
export type ConnectSandbox = Sandbox<ConnectKind> & {
  tokenUrl: string;
  /** ICCIDs of the physical SIMs that the account has in its drawer. */
  cards(): string[];
  /** What a SIM is watched for: URL by type. */
  watches(iccid: string): Record<string, string>;
};
export type ConnectBooks = ReturnType<ConnectSandbox['books']>;

/** Beside the API. */
const TOKEN_PATH = '/auth/realms/tru-staff/protocol/openid-connect/token';
const MINUTE_MS = 60_000;

const CONNECT: StandIn<ConnectKind> = {
  title: '1GLOBAL Connect',
  folder: __dirname,
  apiPath: '/connect-api',
  account: ACCOUNT,
  settings: SETTINGS,
  events: NOTIFICATIONS.v2,
  tokenCall: 'token',
  state: newState,
  routes: (world) => [
    tokenRoute(world),
    ...toRoutes(v1Calls(world), manner(world)),
    ...toRoutes(v2Calls(world), manner(world)),
  ],
  refuse,
  catchUp,
  actions: ACTIONS,
  act,
  headers: ({ settings: { webhookUser, webhookPassword } }): Headers => {
    const isSet = webhookUser !== '' || webhookPassword !== '';
    const basic = Buffer.from(`${webhookUser}:${webhookPassword}`).toString('base64');
    return isSet ? { authorization: `Basic ${basic}` } : {};
  },
  books: () => ({}),
  page,
};

/** Resolves when it listens. Stop it with `stop()`. */
export async function startConnectSandbox(options: ConnectSandboxOptions = {}): Promise<ConnectSandbox> {
  const { world, sandbox } = await startStandIn(CONNECT, options);
  const sims = () => [...world.state.sims.values()];
  const watchesOf = (iccid: string) => [...(world.state.sims.get(iccid)?.watches ?? [])];
  return {
    ...sandbox,
    tokenUrl: `${sandbox.url}${TOKEN_PATH}`,
    cards: () => sims().flatMap(({ simType, iccid }) => (simType === 'PSIM' ? [iccid] : [])),
    watches: (iccid) => Object.fromEntries(watchesOf(iccid).map(([type, { url }]) => [type, url])),
  };
}

/** The token endpoint (section 1.2): a form. Its answer is Keycloak's; only `access_token` is documented. */
function tokenRoute({ account, tokens, settings }: ConnectWorld): Route {
  return {
    name: 'token',
    method: 'POST',
    pattern: TOKEN_PATH,
    bodyIsSecret: true,
    handle: (request) => {
      const { grant_type, client_id, client_secret, ...rest } = formBody(request);
      if (grant_type !== 'client_credentials' || Object.keys(rest).length > 0) {
        throw invalid('The form has other fields than grant_type, client_id and client_secret.');
      }
      const fits = client_id === account.clientId && client_secret === account.clientSecret;
      refuseIf(!fits, 'badClient', 'Invalid client or Invalid client credentials');
      const { tokenSeconds, tokenTellsLifetime } = settings;
      const lifetime = tokenTellsLifetime ? { expires_in: tokenSeconds, refresh_expires_in: 1800 } : {};
      const token = `sandbox.${tokens.random.hex(24)}.${tokens.random.hex(40)}`;
      return json({ access_token: tokens.issue(token, tokenSeconds), ...lifetime, token_type: 'Bearer' });
    },
  };
}

/** A token (section 1.2), the limit per minute (section 1.7), the headers of every example (section 1.4). */
function manner(world: ConnectWorld): Manner {
  const { tokens, settings, limit } = world;
  return {
    base: '/connect-api',
    around: (request, call, go) => {
      const token = authorization(request, 'bearer') ?? '';
      refuseIf(!tokens.isValid(token), 'unauthorised', 'Token missing or invalid');
      const isAllowed = limit.allows('account', settings.requestsPerMinute, MINUTE_MS);
      refuseIf(!isAllowed, 'tooManyRequests', 'Too many requests in the last minute');
      if (header(request, 'x-correlation-id') === '') throw invalid('The header X-Correlation-ID is missing.');
      const hasBody = request.rawBody.length > 0;
      const isJson = /^application\/json\b/.test(header(request, 'content-type'));
      if (hasBody && !isJson) throw violation('wrongBody', 'Content-Type is not application/json.');
      if (call.body && !hasBody) throw violation('wrongBody', 'The body must be a JSON object.');
      return go();
    },
  };
}
