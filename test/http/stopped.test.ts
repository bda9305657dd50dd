/** n8n's Stop while a request is under way, through n8n's own request helpers. */
import nock from 'nock';

import { connect } from '../../http/connect';
import { esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { contextFor } from '../support/n8n';

const credentials = exampleCredentials();
const BASE = credentials.exampleApi.data.baseUrl;

async function connection() {
  const stop = new AbortController();
  const { provider } = exampleProvider();
  const context = contextFor({ node: esimNodeWith([provider]), parameters: {}, credentials, abortSignal: stop.signal });
  const asked = jest.spyOn(context.helpers, 'httpRequestWithAuthentication');
  return { http: (await connect(context, provider)).http, stop, asked };
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

it('hears a purchase to its end that is under way when n8n is told to stop', async () => {
  const { http, stop } = await connection();
  nock(BASE)
    .post('/buy')
    .reply(200, () => {
      stop.abort();
      return { orderId: 'order-1' };
    });
  const exchange = await http.spend({ method: 'POST', path: '/buy', body: {} });
  expect(exchange).toMatchObject({ answered: true, json: { orderId: 'order-1' } });
});

it('cuts a read, and does not ask again', async () => {
  const { http, stop, asked } = await connection();
  nock(BASE)
    .get('/books')
    .reply(200, () => {
      stop.abort();
      return {};
    });
  await expect(http.read({ method: 'GET', path: '/books' })).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('the execution was stopped while waiting for it') as string,
  });
  expect(asked).toHaveBeenCalledTimes(1);
});
