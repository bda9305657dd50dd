/** The stand-in of the Gigs API. */
import { type Manner, toRoutes } from '../core/call';
import { control } from '../core/control';
import { type Answering, refuseIf, type SandboxRequest, violation } from '../core/http';
import { DAY_MS, foundIn } from '../core/life';
import type { Sandbox } from '../core/sandbox';
import { header, isSame } from '../core/signIn';
import { type SandboxOptions, startStandIn } from '../core/standIn';
import type { Delivery, Headers, OutgoingEvent } from '../core/webhooks';
import type { StandIn } from '../core/world';
import { payInvoice } from './billing';
import { act, ACTIONS } from './device';
import { envelope, EVENT_NAMES, signedHeaders } from './events';
import { catchUp } from './life';
import { refuse } from './refusals';
import { addonCalls } from './routes/addons';
import { billingCalls } from './routes/billing';
import { catalogueCalls } from './routes/catalogue';
import { peopleCalls } from './routes/people';
import { simCalls } from './routes/sims';
import { subscriptionCalls } from './routes/subscriptions';
import { SETTINGS } from './settings';
import { ACCOUNT, type GigsKind, type GigsWorld, newState } from './state';
import { page } from './tables';

export type { GigsSettings } from './settings';
export type GigsSandboxOptions = SandboxOptions<GigsKind>;

/** References in the books: of a subscription `metadata.clientReference`, of an add-on its idempotency key. */
export type GigsSandbox = Sandbox<GigsKind> & {
  webhookSecret: string;
  /** ids of the physical SIMs that nobody uses yet. */
  cards(): string[];
  /** The reseller has collected the money; resolves when the webhooks that follow are answered. */
  pay(invoiceId: string): Promise<Delivery[]>;
  /** An event in its envelope, of any type: `com.gigs.` goes before the name. */
  event(name: string, data: object, previousData?: object): OutgoingEvent;
  /** The headers that sign a body, by default now. */
  sign(body: string, at?: number): Headers;
};
export type GigsBooks = ReturnType<GigsSandbox['books']>;

const GIGS: StandIn<GigsKind> = {
  title: 'Gigs',
  folder: __dirname,
  account: ACCOUNT,
  settings: SETTINGS,
  events: EVENT_NAMES,
  state: newState,
  routes: (world) =>
    [catalogueCalls, peopleCalls, subscriptionCalls, addonCalls, simCalls, billingCalls].flatMap((calls) =>
      toRoutes(calls(world), manner(world)),
    ),
  refuse,
  catchUp,
  actions: ACTIONS,
  act,
  headers: (world, body) => signedHeaders(world, body),
  control: (world) => [
    control('POST invoices/:invoice/pay', async ({ params }) => ({
      deliveries: await pay(world, params['invoice'] ?? ''),
    })),
  ],
  books: ({ state }) => ({
    subscriptions: state.subscriptions.size,
    addons: state.attached.size,
    creditNotes: state.creditNotes.size,
    users: state.users.size,
    addresses: state.addresses.size,
  }),
  page,
};

/** Resolves when it listens. Stop it with `stop()`. */
export async function startGigsSandbox(options: GigsSandboxOptions = {}): Promise<GigsSandbox> {
  const { world, sandbox } = await startStandIn(GIGS, options);
  return {
    ...sandbox,
    webhookSecret: world.settings.webhookSecret,
    cards: () => [...world.state.sims.values()].flatMap(({ id, type, user }) => (type === 'pSIM' && !user ? [id] : [])),
    pay: (invoiceId) => pay(world, invoiceId),
    event: (name, data, previousData) => envelope(world, name, data, previousData),
    sign: (body, at) => signedHeaders(world, body, at),
  };
}

async function pay(world: GigsWorld, invoiceId: string): Promise<Delivery[]> {
  return await world.tell(payInvoice(world, foundIn(world.state.invoices, invoiceId, 'invoice')));
}

/** Sign-in, path, query, body, in this order (section 4). A list has one cursor, and no parameter comes twice. */
function manner(world: GigsWorld): Manner {
  const { account } = world;
  return {
    base: '/projects/:project',
    around: (request, _call, go) => {
      const signedIn = isSame(header(request, 'authorization'), `Bearer ${account.apiToken}`);
      refuseIf(!signedIn, 'badToken', 'Invalid authorization token');
      return once(world, request, () => {
        const { params, query } = request;
        refuseIf(params['project'] !== account.projectId, 'notFound', 'No such project.');
        const twice = [...query.keys()].find((name) => query.getAll(name).length > 1);
        if (twice) throw violation('invalidParameter', `Parameter ${twice} must be given once, comma-separated.`);
        if (query.has('after') && query.has('before')) throw violation('invalidParameter', 'after excludes before.');
        return go();
      });
    },
  };
}

const LONGEST_KEY = 255;

/** The `Idempotency-Key` header (section 5): answers below 400 are kept for 24 hours and given again. */
function once({ settings, answers }: GigsWorld, request: SandboxRequest, run: () => Answering): Answering {
  const key = request.headers['idempotency-key'];
  const counts = request.method === 'POST' || request.method === 'DELETE';
  if (typeof key !== 'string' || !counts) return run();
  if (key === '' || key.length > LONGEST_KEY)
    throw violation('invalid', 'Idempotency-Key must have 1 to 255 characters.');
  const isRejected = settings.idempotency === 'rejected';
  refuseIf(isRejected, 'invalid', 'The Idempotency-Key header is not available for this project.');
  return settings.idempotency === 'ignored' ? run() : answers.once(key, run, DAY_MS);
}
