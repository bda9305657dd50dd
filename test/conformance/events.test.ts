/** Every provider's webhooks, as its stand-in sends them, through the trigger: events of the model, and nothing forged. */
import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import type { EsimEvent } from '../../esim/model';
import { operationsOf } from '../../providers/capabilities';
import { type Call, call, type Reply, triggerFor } from '../trigger/trigger';
import { conforms } from './kit/conforms';
import { faultsIn } from './kit/model';
import { opened } from './kit/opened';
import { type Json, providerOf } from './kit/shop';
import { noteSaid } from './kit/watch';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

const NOWHERE = 'http://127.0.0.1:9/hook';

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);
  const provider = providerOf(stand);
  const { webhook } = provider;
  if (!webhook) return;

  /** Gives a delivery to a trigger; each in a workflow of its own that remembers no other delivery. */
  const deliver = async (
    delivery: Call,
    parameters: INodeParameters = {},
    workflowId: string = randomUUID(),
  ): Promise<Reply> => {
    const credentials = { [provider.credential]: { type: new stand.credential(), data: shop().opened.account() } };
    const given = { provider: provider.id, iccids: '', ...parameters };
    const reply = await call({ trigger: triggerFor([provider]), parameters: given, credentials, workflowId }, delivery);
    noteSaid(reply.log);
    return reply;
  };

  const signed = (body: unknown): Call => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { body: text, headers: shop().opened.sign?.(text) ?? {} };
  };

  /** Lets all happen that the stand can make happen. @param hear is given what is told, as soon as it is told */
  const everything = async (hear: (body: Json) => Promise<void>): Promise<void> => {
    let heard = 0;
    const hearNews = async (): Promise<void> => {
      await shop().opened.sandbox.settled();
      // newest first
      const deliveries = shop().opened.sandbox.webhooks.deliveries();
      const news = deliveries.slice(0, deliveries.length - heard).reverse();
      heard = deliveries.length;
      for (const { body } of news) await hear(body as Json);
    };
    const bought = await shop().order('one');
    if (operationsOf(provider).includes('esim.watch')) {
      await shop().one('esim.watch', { iccid: bought.esim.iccid, webhookUrl: NOWHERE });
    }
    await hearNews();
    for (const { cause } of shop().opened.happenings) {
      await cause(bought, shop());
      await hearNews();
    }
  };

  it('events have every field of the model, are confirmed, and keep their id when they are delivered again', async () => {
    const types = new Set<string>();
    await everything(async (body) => {
      const reply = await deliver(signed(body));
      expect({ body, reply: { status: reply.status, items: reply.items.length } }).toEqual({
        body,
        reply: { status: null, items: 1 },
      });
      const event = reply.items[0] as EsimEvent;
      expect(faultsIn(event, 'EsimEvent')).toEqual([]);
      expect(event).toMatchObject({ provider: provider.id, confirmed: true });
      types.add(event.type);
      const again = await deliver(signed(body));
      expect(again.items).toEqual([event]);
    });
    const untold = webhook.events.filter((type) => !types.has(type));
    expect(untold.sort()).toEqual(Object.keys(stand.notTold).sort());
    expect([...types].filter((type) => !(webhook.events as string[]).includes(type))).toEqual([]);
  });

  it('adds the provider’s own message under raw with Simplify off', async () => {
    const told: Json[] = [];
    await everything(async (body) => void (await Promise.resolve(told.push(body))));
    const body = told.at(-1)!;
    const [event] = (await deliver(signed(body), { simplify: false, confirmWithProvider: false })).items as Json[];
    expect(faultsIn(event, 'EsimEvent', ['raw'])).toEqual([]);
    expect(event?.raw).toEqual(body);
  });

  it('answers 200 to kinds that nobody has asked for, and starts nothing', async () => {
    let heard = 0;
    await everything(async (body) => {
      heard++;
      const reply = await deliver(signed(body), { events: ['order.failed'] });
      expect(reply).toMatchObject({
        status: null,
        items: [],
        returned: { webhookResponse: { received: true, started: false } },
      });
    });
    expect(heard).toBeGreaterThan(0);
  });

  it.each(['', '{}', 'null', '[', '"text"', '<html></html>', '7'])(
    'answers 400 to what is no event (%j)',
    async (body) => {
      expect(await deliver(signed(body))).toMatchObject({ status: 400, items: [] });
    },
  );

  conforms(stand, 'events: an empty list is no event: 400', async () => {
    expect(await deliver(signed('[]'))).toMatchObject({ status: 400, items: [] });
  });

  it('refuses what somebody made up: 401, and nothing starts', async () => {
    const told: Json[] = [];
    await everything(async (body) => void (await Promise.resolve(told.push(body))));
    const body = told.at(-1)!;
    if (!webhook.authenticate || !shop().opened.sign) {
      // an eSIM that nobody knows
      const forged = JSON.stringify(body)
        .replace(/"(89\d{16,20})"/g, '"8900000000000000009"')
        .replace(/"uid":"[^"]+"/, '"uid":"nobody"');
      expect(await deliver({ body: forged })).toMatchObject({ status: 401, items: [] });
      return;
    }
    const text = JSON.stringify(body);
    expect(await deliver({ body: text })).toMatchObject({ status: 401, items: [] });
    const headers = signed(`${text} `).headers;
    expect(await deliver({ body: text, headers })).toMatchObject({ status: 401, items: [] });
  });

  if (webhook.confirm) {
    it('asks the sender to come back while the provider cannot be asked', async () => {
      const told: Json[] = [];
      await everything(async (body) => void (await Promise.resolve(told.push(body))));
      shop().opened.sandbox.faults.next({ fault: 'error503BeforeCommit', times: 1_000 });
      expect(await deliver(signed(told.at(-1)))).toMatchObject({
        status: 503,
        items: [],
        headers: { 'Retry-After': '60' },
      });
    });
  }
});
