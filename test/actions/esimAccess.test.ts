/** Orders at eSIM Access through the node: several eSIMs, waiting, and sending the same request again. */
import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import nock from 'nock';

import { EsimAccessApi } from '../../credentials/EsimAccessApi.credentials';
import { esimAccess } from '../../providers/esimAccess';
import { profile } from '../providers/esimAccess/support';
import { esimNodeWith } from '../support/exampleProvider';
import { runNode } from '../support/n8n';
import { quickClock } from '../support/quickClock';

const BASE = 'https://esim-access.test';
const OPEN = '/api/v1/open';

const success = (obj: unknown) => ({ success: true, errorCode: '0', errorMsg: null, obj });
const refusal = (errorCode: string) => ({ success: false, errorCode, errorMsg: 'No.', obj: null });

/** What eSIM Access has sold, by transaction ID: a repeated one is the same order (facts/providers/esim-access.md, section 7). */
let sold: Map<string, { orderNo: string; count: number; packageCode: string }>;
/** Transaction IDs in the order in which they came. */
let requests: string[];
/** Of the next orders: how often `esim/query` says that it is still being allocated. */
let allocatingFor: number;
/** What becomes of the answers to the next orders. */
let faults: Array<'lost' | 'refused'>;

type Body = Record<string, unknown>;

function order(body: Body): object | null {
  const id = String(body.transactionId);
  const fault = faults.shift();
  requests.push(id);
  if (fault === 'refused') return refusal('200007');
  const [{ packageCode, count }] = body.packageInfoList as [{ packageCode: string; count: number }];
  const known = sold.get(id) ?? { orderNo: `B2604${sold.size}`, count, packageCode };
  sold.set(id, known);
  return fault === 'lost' ? null : success({ orderNo: known.orderNo, transactionId: id });
}

function query(body: Body): object {
  const orders = [...sold.entries()].filter(([, { orderNo }]) => !('orderNo' in body) || body.orderNo === orderNo);
  if ('orderNo' in body && orders.length === 0) return refusal('310272');
  if ('orderNo' in body && allocatingFor-- > 0) return refusal('200010');
  const esimList = orders.flatMap(([transactionId, { orderNo, count, packageCode }]) =>
    Array.from({ length: count }, (_, index) =>
      profile({
        transactionId,
        orderNo,
        esimTranNo: `${orderNo.slice(1)}0${index}`,
        iccid: `89103000000${orderNo.slice(1)}${String(index).padStart(3, '0')}`,
        packageList: [{ ...profile().packageList[0], packageCode, createTime: new Date().toISOString() }],
      }),
    ),
  );
  return success({ esimList, pager: { pageNum: 1, pageSize: 500, total: esimList.length } });
}

beforeEach(() => {
  [sold, requests, faults, allocatingFor] = [new Map(), [], [], 0];
  nock.disableNetConnect();
  const stand = nock(BASE).persist();
  stand.post(`${OPEN}/esim/query`).reply(200, (_uri, body) => query(body as Body));
  stand.post(`${OPEN}/esim/order`).reply((_uri, body) => {
    const answer = order(body as Body);
    return answer === null ? [502, '<html>Bad gateway</html>'] : [200, answer];
  });
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const clock = quickClock();
const node = esimNodeWith([esimAccess], clock);

async function buy(reference: string, more: INodeParameters = {}, workflowId: string = randomUUID()) {
  const items = await runNode({
    node,
    workflowId,
    items: [{ reference }],
    parameters: {
      provider: 'esimAccess',
      resource: 'order',
      operation: 'create',
      packageId: { __rl: true, mode: 'id', value: 'P1X57VWMR' },
      clientReference: '={{ $json.reference }}',
      ...more,
    },
    credentials: {
      esimAccessApi: {
        type: new EsimAccessApi(),
        data: { apiKey: 'access-code', secretKey: 'secret', requestsPerSecond: 1_000, baseUrl: BASE },
      },
    },
  });
  return items.map(({ json }) => json as Record<string, unknown>);
}

it('waits for the eSIM, and gives the same one to the same reference', async () => {
  allocatingFor = 3;
  const [bought] = await buy('shop-1');
  expect(bought).toMatchObject({ status: 'completed', alreadyExisted: false, clientReference: 'shop-1' });
  const [again] = await buy('shop-1');
  expect(again).toMatchObject({ orderId: bought?.orderId, alreadyExisted: true, esim: bought?.esim });
  expect(requests).toEqual(['shop-1']);
});

it('gives an item for each eSIM of an order', async () => {
  allocatingFor = 2;
  const several = await buy('shop-2', { additionalFields: { quantity: 3 } });
  expect(several).toHaveLength(3);
  expect(new Set(several.map(({ esim }) => (esim as { iccid: string }).iccid)).size).toBe(3);
  expect(new Set(several.map(({ orderId }) => orderId)).size).toBe(1);
});

it('refuses the same reference for another quantity', async () => {
  const workflowId = randomUUID();
  await buy('shop-3', {}, workflowId);
  await expect(buy('shop-3', { additionalFields: { quantity: 2 } }, workflowId)).rejects.toThrow(/shop-3/);
  expect(requests).toEqual(['shop-3']);
});

it('finds an order whose answer was lost', async () => {
  faults = ['lost'];
  const [bought] = await buy('shop-4');
  expect(bought).toMatchObject({ status: 'completed', alreadyExisted: false });
  expect(sold.size).toBe(1);
});

it('sends the same request again where an order does not show, and buys once', async () => {
  faults = ['lost', 'lost'];
  nock.cleanAll();
  const stand = nock(BASE).persist();
  // the newest orders stay hidden
  stand
    .post(`${OPEN}/esim/query`)
    .reply(200, (_uri, body) => ('orderNo' in (body as Body) ? query(body as Body) : success({ esimList: [] })));
  stand.post(`${OPEN}/esim/order`).reply((_uri, body) => {
    const answer = order(body as Body);
    return answer === null ? [502, ''] : [200, answer];
  });
  const [bought] = await buy('shop-5');
  expect(bought).toMatchObject({ status: 'completed', clientReference: 'shop-5' });
  expect(requests).toEqual(['shop-5', 'shop-5', 'shop-5']);
  expect(sold.size).toBe(1);
});

it('says that the credit is used up, and may be run again', async () => {
  faults = ['refused'];
  const workflowId = randomUUID();
  await expect(buy('shop-6', {}, workflowId)).rejects.toThrow(/No\./);
  expect((await buy('shop-6', {}, workflowId))[0]).toMatchObject({ alreadyExisted: false });
  expect(requests).toEqual(['shop-6', 'shop-6']);
});
