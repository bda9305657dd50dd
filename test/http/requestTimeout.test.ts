/** The option Request Timeout, through the node. */
import nock from 'nock';

import type { ConnectOptions } from '../../http/connect';
import type { Order } from '../../esim/model';
import type { Provider, Result, Session } from '../../providers/provider';
import { esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { runNode } from '../support/n8n';

/** What the node asked for when it signed in. */
const limits: ConnectOptions[] = [];
jest.mock('../../http/connect', () => {
  const actual = jest.requireActual<typeof import('../../http/connect')>('../../http/connect');
  const connect: typeof actual.connect = async (context, destination, options = {}) => {
    limits.push(options);
    return await actual.connect(context, destination, options);
  };
  return { ...actual, connect };
});

const credentials = exampleCredentials();
const BASE = credentials.exampleApi.data.baseUrl;

/** The example provider, asked over HTTP. */
function overHttp(): Provider {
  const { provider } = exampleProvider();
  const get = async (session: Session, packageId: string) => {
    const raw = await session.http.read({ method: 'GET', path: '/slow' });
    return { ...(await exampleProvider().provider.package.get(session, packageId, undefined as never)), raw };
  };
  const create = provider.order.create;
  if (!create) throw new Error('The example sells nothing');
  const prepare: typeof create.prepare = async (session, input) => ({
    ...(await create.prepare(session, input)),
    find: async () => await Promise.resolve({ outcome: 'absent' }),
    send: async () => {
      const exchange = await session.http.spend({ method: 'POST', path: '/slow', body: {} });
      if (!exchange.answered) return { outcome: 'unknown', error: exchange.error };
      return { outcome: 'done', result: { value: exchange.json as Order, raw: {} } satisfies Result<Order> };
    },
  });
  return { ...provider, package: { ...provider.package, get }, order: { create: { ...create, prepare } } };
}

async function run(requestTimeout: unknown, more: object = { resource: 'package', operation: 'get' }): Promise<string> {
  const parameters = {
    provider: 'example',
    packageId: { __rl: true, mode: 'id', value: 'small' },
    clientReference: 'shop-1',
    options: { requestTimeout },
    ...more,
  } as never;
  const output = runNode({ node: esimNodeWith([overHttp()]), parameters, credentials });
  return await output.then(
    () => 'went through',
    (error: Error) => error.message,
  );
}

beforeEach(() => {
  limits.splice(0);
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const answersAfter = (milliseconds: number, method: 'get' | 'post') =>
  nock(BASE)[method]('/slow').delay(milliseconds).reply(200, { orderId: 'order-1', status: 'completed' });

it.each([
  [20, 20],
  [' 20 ', 20],
  ['', 30],
  ['={{ $json.nope }}', 30],
  [null, 30],
])('%j gives a read %d seconds, and a purchase three times as long', async (requestTimeout, seconds) => {
  answersAfter(0, 'get');
  expect(await run(requestTimeout)).toBe('went through');
  expect(limits).toEqual([{ readTimeoutMs: seconds * 1_000, spendTimeoutMs: seconds * 3_000 }]);
});

it.each([
  ['30 s', 'came as "30 s", which is no whole number'],
  ['={{ {} }}', 'is an object: choose one of its fields'],
  [0, 'is 0, and has to be between 1 and 3600'],
])('%j is refused, and nobody is asked', async (requestTimeout, problem) => {
  expect(await run(requestTimeout)).toBe(`Request Timeout ${problem}`);
  expect(limits).toEqual([]);
});

it('an answer that comes too late for a read is taken by a purchase', async () => {
  answersAfter(1_050, 'post');
  expect(await run(1, { resource: 'order', operation: 'create' })).toBe('went through');
});
