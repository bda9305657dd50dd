/** Everything that a provider's stand-in sends becomes an event of the model; what is broken or forged does not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';

import { credentialType } from '../support/credentialTypes';
import { call, type Reply, triggerFor } from '../trigger/trigger';
import { caseOf } from './cases';
import { isInOrder, wrongsOf } from './conforms';
import { EVENT } from './shapes';
import type { Json, Subject } from './subject';
import { subjects } from './subjects';
import { Workshop } from './workshop';

interface Letter {
  body: string;
  headers: Record<string, string>;
}

/** Takes everything that is sent, byte by byte. */
async function letterBox(): Promise<{ url: string; letters: Letter[]; server: Server }> {
  const letters: Letter[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      letters.push({ body: Buffer.concat(chunks).toString(), headers: request.headers as Record<string, string> });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, letters, server };
}

describe.each(subjects)('$name', (subject: Subject) => {
  const { webhook } = subject.provider;
  let shop: Workshop;
  let letters: Letter[];
  let server: Server;
  let sentEvents: string[];

  beforeAll(async () => {
    shop = await Workshop.open(subject);
    const box = await letterBox();
    [letters, server] = [box.letters, box.server];
    await shop.bench.stir(shop, box.url);
    await shop.bench.sandbox.settled();
    sentEvents = shop.bench.sandbox.webhooks.deliveries().map(({ event }) => event);
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await shop.close();
  });

  /** Each delivery to a workflow of its own: what one has taken is not taken again. */
  const deliver = async (letter: Letter, more: { parameters?: Json; credential?: Json } = {}): Promise<Reply> => {
    const { type, data } = shop.bench.stand.credential;
    const reply = await call(
      {
        trigger: triggerFor([subject.provider]),
        workflowId: randomUUID(),
        parameters: { provider: subject.provider.id, ...(more.parameters as object) },
        credentials: {
          [type]: {
            type: credentialType(type),
            data: { ...data, accessToken: '', tokenExpiresAt: '', ...(more.credential as object) },
          },
        },
      },
      letter,
    );
    shop.keepSaid(JSON.stringify([reply.log, reply.body]));
    return reply;
  };

  caseOf(subject, 'the stand-in has sent everything that it can send', async () => {
    const { events } = shop.bench.sandbox.webhooks;
    expect(await Promise.resolve([...new Set(sentEvents)].sort())).toEqual([...events].sort());
  });

  caseOf(subject, 'what is sent becomes an event of the model', async () => {
    expect(letters.length).toBeGreaterThan(0);
    for (const letter of letters) {
      const { items, status, returned } = await deliver(letter, { parameters: { confirmWithProvider: false } });
      expect({ status, started: returned.workflowData !== undefined }).toEqual({ status: null, started: true });
      expect(items).toHaveLength(1);
      const [event] = items as Json[];
      expect(wrongsOf(event as Json, EVENT)).toEqual([]);
      expect(webhook?.events).toContain(event?.['type']);
      expect(event).toMatchObject({ provider: subject.provider.id });
    }
  });

  caseOf(subject, 'fields of events come in one order', async () => {
    for (const letter of letters) {
      const { items } = await deliver(letter, { parameters: { confirmWithProvider: false } });
      expect(isInOrder(items[0] as Json, EVENT)).toBe(true);
    }
  });

  const nameOf = async (letter: Letter): Promise<unknown> => {
    const { items } = await deliver(letter, { parameters: { confirmWithProvider: false } });
    return (items[0] as Json)['eventId'];
  };

  caseOf(subject, 'sent again it has the same name', async () => {
    for (const letter of letters) expect(await nameOf(letter)).toBe(await nameOf(letter));
  });

  caseOf(subject, 'no two events have the same name', async () => {
    const names: unknown[] = [];
    for (const letter of letters) names.push(await nameOf(letter));
    expect(new Set(names).size).toBe(names.length);
  });

  caseOf(subject, 'with Simplify off it comes with what was sent', async () => {
    const [letter] = letters as [Letter];
    const { items } = await deliver(letter, { parameters: { confirmWithProvider: false, simplify: false } });
    expect(Object.keys(items[0] as Json).at(-1)).toBe('raw');
    expect((items[0] as Json)['raw']).toEqual(JSON.parse(letter.body));
  });

  describe.each([
    ['no JSON', '{"iccid": '],
    ['a list of numbers', '[1, 2]'],
    ['text', '"hello"'],
    ['nothing', ''],
    ['an object of something else', '{"hello": "world"}'],
  ])('%s', (what, body) => {
    caseOf(subject, `a body that is ${what} starts nothing`, async () => {
      const letter = { body, headers: { 'content-type': 'application/json' } };
      const reply = await deliver(letter);
      // where deliveries are signed, nobody looks into the body of one that is not
      expect(reply.status).toBe(signs(subject) ? 401 : 400);
      expect(reply.items).toEqual([]);
    });
  });

  caseOf(subject, 'a forged delivery starts nothing', async () => {
    const letter = letters.find(({ body }) => body.includes('"iccid"')) as Letter;
    if (signs(subject)) {
      const forged = { ...letter, body: letter.body.replace('"', ' "') };
      expect(await deliver(forged)).toMatchObject({ status: 401, items: [] });
      expect(await deliver({ body: letter.body, headers: {} })).toMatchObject({ status: 401, items: [] });
      return;
    }
    const { forging } = shop.bench;
    if (forging) {
      expect(await deliver(letter, { credential: { ...forging } })).toMatchObject({ status: 401, items: [] });
    }
    // whoever cannot be asked for a signature is asked about the eSIM: nobody has this one
    const body = letter.body.replace(/"iccid": ?"\d+"/, '"iccid":"8944478600004958824"');
    expect(body).not.toBe(letter.body);
    expect((await deliver({ ...letter, body })).items).toEqual([]);
  });
});

/** Whether every delivery is signed, so that an unsigned one is refused. */
function signs({ provider }: Subject): boolean {
  return provider.webhook?.namesMessages === true;
}
