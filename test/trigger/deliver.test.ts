import type { EsimEvent } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import type { Arrival, Settings } from '../../trigger/deliver';
import { deliver } from '../../trigger/deliver';
import type { Confirmation, Session, WebhookSource } from '../../providers/provider';
import { event, portalSource } from './acme';

const ALL: Settings = { events: ['*'], confirm: true, ifNotConfirmed: 'deliver' };
const NO_SESSION = {} as Session;

function arrival(events: EsimEvent[], source: Partial<WebhookSource> = {}, settings: Partial<Settings> = {}): Arrival {
  return {
    delivery: {
      headers: {},
      rawBody: Buffer.from(JSON.stringify(events.map(({ eventId: id, type, iccid }) => ({ id, type, iccid })))),
    },
    source: { ...portalSource, ...source },
    settings: { ...ALL, ...settings },
    secrets: {},
    connect: () => Promise.resolve(NO_SESSION),
    meet: () => 'new',
  };
}

const saying =
  (answers: Record<string, Confirmation>): WebhookSource['confirm'] =>
  (_session, { eventId }) =>
    Promise.resolve(answers[eventId] ?? { outcome: 'confirmed' });

const confirmed = saying({});
const installed = event('1', 'esim.installed');
const low = event('2', 'balance.low');
const deleted = event('3', 'esim.deleted');

describe('which events of a delivery start the workflow', () => {
  it('starts with every event the provider confirms, in the order of the delivery', async () => {
    const answer = await deliver(arrival([low, installed, deleted], { confirm: confirmed }));
    expect(answer).toMatchObject({ status: 200, reason: null });
    expect(answer.events.map(({ value }) => [value.eventId, value.confirmed])).toEqual([
      ['2', true],
      ['1', true],
      ['3', true],
    ]);
  });

  it('starts with all events when none is chosen', async () => {
    const answer = await deliver(arrival([low, installed], { confirm: confirmed }, { events: [] }));
    expect(answer.events).toHaveLength(2);
  });

  it('leaves out events that were not chosen, without asking the provider about them', async () => {
    const asked: string[] = [];
    const confirm: WebhookSource['confirm'] = async (_session, { eventId }) => {
      asked.push(eventId);
      return { outcome: 'confirmed' };
    };
    const answer = await deliver(
      arrival([low, installed, deleted], { confirm }, { events: ['esim.installed', 'other'] }),
    );
    expect(answer.events.map(({ value }) => value.eventId)).toEqual(['1']);
    expect(asked).toEqual(['1']);
  });

  it('takes a delivery in which nothing was chosen, starts nothing, and opens no connection', async () => {
    const connect = jest.fn();
    const answer = await deliver({ ...arrival([low, deleted], {}, { events: ['esim.installed'] }), connect });
    expect(answer).toEqual({
      status: 200,
      events: [],
      reason: 'not among the chosen events',
      eventTypes: ['balance.low', 'esim.deleted'],
    });
    expect(connect).not.toHaveBeenCalled();
  });

  it('takes a delivery without events', async () => {
    expect(await deliver(arrival([]))).toMatchObject({ status: 200, events: [] });
  });

  it('refuses a body that the provider’s reader does not understand', async () => {
    const broken = { ...arrival([]), delivery: { headers: {}, rawBody: Buffer.from('<html>') } };
    expect(await deliver(broken)).toMatchObject({ status: 400, events: [], reason: 'it is no list of events' });
  });

  it('refuses a body on which the reader breaks, without repeating what it says', async () => {
    const read: WebhookSource['read'] = () => {
      throw new TypeError('Unexpected token LPA:1$secret');
    };
    expect(await deliver(arrival([], { read }))).toMatchObject({
      status: 400,
      reason: 'reading it was stopped by TypeError',
    });
  });
});

describe('where a delivery comes from', () => {
  it('refuses what is not authenticated, before it reads the body', async () => {
    const read = jest.fn();
    const authenticate: WebhookSource['authenticate'] = () => ({ trusted: false, reason: 'the signature is wrong' });
    const answer = await deliver(arrival([installed], { authenticate, read }));
    expect(answer).toEqual({ status: 401, events: [], reason: 'the signature is wrong', eventTypes: [] });
    expect(read).not.toHaveBeenCalled();
  });

  it('refuses when checking breaks', async () => {
    const authenticate: WebhookSource['authenticate'] = () => {
      throw new RangeError('secret');
    };
    expect(await deliver(arrival([installed], { authenticate }))).toMatchObject({
      status: 401,
      reason: 'checking where it comes from was stopped by RangeError',
    });
  });

  it.each([
    ['replayed', 401],
    ['underWay', 503],
    ['acknowledged', 200],
  ] as const)('starts nothing with a named message that is %s, and answers %s', async (standing, status) => {
    const name = { message: 'msg_1', attempt: '1' };
    const authenticate = () => ({ trusted: true, proven: true, name }) as const;
    const meet = jest.fn(() => standing);
    const answer = await deliver({ ...arrival([installed], { authenticate }), meet });
    expect(answer).toMatchObject({ status, events: [], reason: expect.any(String) });
    expect(meet).toHaveBeenCalledWith(name);
  });

  it('hands the credential’s fields to the check', async () => {
    const authenticate = jest.fn(() => ({ trusted: true, proven: true }) as const);
    const given = arrival([installed], { authenticate, confirm: undefined });
    await deliver({ ...given, secrets: { password: 'x' } });
    expect(authenticate).toHaveBeenCalledWith(given.delivery, { password: 'x' });
  });

  it('says confirmed: true of a proven event, and null of one that nobody was asked about', async () => {
    const authenticate: WebhookSource['authenticate'] = () => ({ trusted: true, proven: true });
    const proven = await deliver(arrival([installed], { authenticate, confirm: undefined }));
    expect(proven.events[0]?.value.confirmed).toBe(true);
    const unproven = await deliver(arrival([installed], {}, { confirm: false }));
    expect(unproven.events[0]?.value.confirmed).toBeNull();
  });
});

describe('asking the provider back', () => {
  it('adds what the provider knows, and never changes which event it is', async () => {
    const changes: Partial<EsimEvent> = {
      customerId: 'c',
      eventId: 'x',
      type: 'other',
      provider: 'y',
      confirmed: false,
    };
    const confirm = saying({ 1: { outcome: 'confirmed', changes } });
    const answer = await deliver(arrival([installed], { confirm }));
    expect(answer.events[0]?.value).toEqual({ ...installed, customerId: 'c', confirmed: true });
  });

  const differs: Confirmation = { outcome: 'differs', explanation: 'it is deleted', changes: { state: 'deleted' } };

  it('starts with confirmed: false when the provider shows something else', async () => {
    const answer = await deliver(arrival([installed], { confirm: saying({ 1: differs }) }));
    expect(answer).toMatchObject({ status: 200, reason: null });
    expect(answer.events[0]?.value).toEqual({ ...installed, state: 'deleted', confirmed: false });
  });

  it('refuses it when a person wants only confirmed events', async () => {
    const answer = await deliver(
      arrival([installed], { confirm: saying({ 1: differs }) }, { ifNotConfirmed: 'refuse' }),
    );
    expect(answer).toEqual({
      status: 401,
      events: [],
      reason: 'the provider does not confirm it: it is deleted',
      eventTypes: ['esim.installed'],
    });
  });

  it('keeps a proven event confirmed although more has happened since', async () => {
    const authenticate: WebhookSource['authenticate'] = () => ({ trusted: true, proven: true });
    const given = arrival([installed], { authenticate, confirm: saying({ 1: differs }) }, { ifNotConfirmed: 'refuse' });
    expect((await deliver(given)).events[0]?.value.confirmed).toBe(true);
  });

  const unknown: Confirmation = { outcome: 'unknown', explanation: 'no such eSIM' };

  it.each(['deliver', 'refuse'] as const)(
    'always refuses an eSIM that the provider does not know (%s)',
    async (ifNotConfirmed) => {
      const answer = await deliver(arrival([installed], { confirm: saying({ 1: unknown }) }, { ifNotConfirmed }));
      expect(answer).toMatchObject({
        status: 401,
        events: [],
        reason: 'the provider does not confirm it: no such eSIM',
      });
    },
  );

  it('does not let one made-up event hold back the true ones', async () => {
    const answer = await deliver(arrival([low, installed, deleted], { confirm: saying({ 1: unknown }) }));
    expect(answer).toMatchObject({ status: 200, eventTypes: ['esim.installed'] });
    expect(answer.reason).toContain('no such eSIM');
    expect(answer.events.map(({ value }) => value.eventId)).toEqual(['2', '3']);
  });

  it('starts nothing and asks for another try when the provider could not be asked about one of them', async () => {
    const error = new ProviderError('unreachable', 'Acme answered 502');
    const answer = await deliver(arrival([low, installed], { confirm: saying({ 1: { outcome: 'notAsked', error } }) }));
    expect(answer).toEqual({
      status: 503,
      events: [],
      reason: 'the provider could not be asked to confirm: Acme answered 502',
      eventTypes: ['balance.low', 'esim.installed'],
    });
  });

  it('asks no further once the provider could not be asked', async () => {
    const many = Array.from({ length: 50 }, (_, index) => event(String(index), 'balance.low'));
    const confirm = jest.fn(
      async () => ({ outcome: 'notAsked', error: new ProviderError('unreachable', 'down') }) as const,
    );
    await deliver(arrival(many, { confirm }));
    expect(confirm.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('asks for another try when signing in or asking breaks', async () => {
    const confirm = () => Promise.reject(new TypeError('secret'));
    expect(await deliver(arrival([installed], { confirm }))).toMatchObject({
      status: 503,
      reason: 'the provider could not be asked to confirm: stopped by TypeError',
    });
    const connect = () => Promise.reject(new ProviderError('credential', 'Acme refused the client secret'));
    expect(await deliver({ ...arrival([installed]), connect })).toMatchObject({
      status: 503,
      reason: 'the provider could not be asked to confirm: Acme refused the client secret',
    });
  });

  it('ends although the provider never answers, and asks nothing more afterwards', async () => {
    const answerLater: Array<() => void> = [];
    const confirm = jest.fn(
      () => new Promise<Confirmation>((resolve) => answerLater.push(() => resolve({ outcome: 'confirmed' }))),
    );
    const given = arrival([installed, low, deleted], { confirm });
    expect(await deliver(given, { parallel: 2, totalMs: 20 })).toMatchObject({
      status: 503,
      events: [],
      reason: 'the provider could not be asked to confirm: it took too long to answer',
    });
    answerLater.forEach((answer) => answer());
    await new Promise(setImmediate);
    expect(confirm).toHaveBeenCalledTimes(2);
  });

  it('ends although signing in never does', async () => {
    const connect = () => new Promise<Session>(() => undefined);
    expect(await deliver({ ...arrival([installed]), connect }, { parallel: 2, totalMs: 20 })).toMatchObject({
      status: 503,
    });
  });

  it('asks about several events at a time, but not about all at once', async () => {
    let underWay = 0;
    let most = 0;
    const confirm: WebhookSource['confirm'] = async () => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay--;
      return { outcome: 'confirmed' };
    };
    const many = Array.from({ length: 30 }, (_, index) => event(String(index), 'balance.low'));
    const answer = await deliver(arrival(many, { confirm }));
    expect(answer.events.map(({ value }) => value.eventId)).toEqual(many.map(({ eventId }) => eventId));
    expect(most).toBe(5);
  });
});
