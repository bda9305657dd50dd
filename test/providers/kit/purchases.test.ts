import { ProviderError } from '../../../http/errors';
import type { HttpClient } from '../../../http/client';
import { foundAmong, onlyOrder } from '../../../providers/kit/books';
import { findBy } from '../../../providers/kit/lookups';
import { memoryOfProcess, onceInExecution } from '../../../providers/kit/memory';
import { judge, type Progress, purchase } from '../../../providers/kit/purchases';
import type { EsimLookup, Session } from '../../../providers/provider';

const error = new ProviderError('unreachable', 'no answer');

describe('a purchase', () => {
  function watched(outcome: 'done' | 'unknown') {
    const seen: Progress[] = [];
    const made = purchase<string>({
      whereToCheck: 'here',
      asked: {},
      certainty: () => (seen.length > 1 ? 'completeBooks' : 'never'),
      async find(progress) {
        seen.push(progress);
        return await Promise.resolve({ outcome: 'absent' });
      },
      send: async (progress) => {
        seen.push(progress);
        return await Promise.resolve(
          outcome === 'done' ? { outcome, result: { value: 'bought', raw: null } } : { outcome, error },
        );
      },
    });
    return { made, seen };
  }

  it('knows how often it was looked for, when it was sent, and whether that stayed open', async () => {
    const { made, seen } = watched('unknown');
    await made.find();
    await made.send();
    await made.find();
    expect(seen).toMatchObject([
      { looks: 0, sentAt: null, isOpen: false },
      { looks: 1, isOpen: false },
      { looks: 1, isOpen: true },
    ]);
    expect(seen.map(({ sentAt }) => sentAt === null)).toEqual([true, false, false]);
  });

  it('is not open once it is done', async () => {
    const { made, seen } = watched('done');
    await made.send();
    await made.find();
    expect(seen[1]).toMatchObject({ isOpen: false });
  });

  it('is asked for its certainty after each look', async () => {
    const { made } = watched('done');
    await made.find();
    expect(made.certainty).toBe('never');
    await made.find();
    expect(made.certainty).toBe('completeBooks');
  });
});

describe('a row of refusals', () => {
  const http = {
    describe: ({ status }: { status: number }) =>
      new ProviderError('refused', 'said no', { description: 'Check it.', status }),
  } as unknown as HttpClient;
  const answer = { answered: true, status: 422, text: '{}', headers: {}, json: {} } as const;
  const source = 'this test';

  it.each([
    ['what the status suggests', {}, 'Check it.'],
    ['its own advice', { advice: 'Add credit.' }, 'Add credit.'],
    ['a hint besides', { hint: 'Or wait.' }, 'Check it. Or wait.'],
  ])('says %s', (_, words, description) => {
    const judged = judge(answer, http, [{ status: 422, source, ...words }]);
    expect(judged).toMatchObject({ outcome: 'refused', error: { description, status: 422 } });
  });

  it('proves nothing where none fits', () => {
    expect(judge(answer, http, [{ status: 400, source }])).toMatchObject({ outcome: 'unknown' });
  });
});

describe('books', () => {
  const one = { id: 'o1' };
  const shown = async () => await Promise.resolve({ outcome: 'absent' } as const);
  const nameOf = ({ id }: { id: string }) => id;

  it('say absent only when all were seen', async () => {
    await expect(foundAmong({ rows: [], complete: true, error: null }, shown, nameOf)).resolves.toEqual({
      outcome: 'absent',
    });
    await expect(foundAmong({ rows: [], complete: false, error }, shown, nameOf)).resolves.toEqual({
      outcome: 'cannotTell',
      error,
    });
  });

  it('call several a conflict and name them', async () => {
    const rows = [one, { id: 'o2' }];
    await expect(foundAmong({ rows, complete: true, error: null }, shown, nameOf, 'Look.')).resolves.toEqual({
      outcome: 'conflict',
      explanation: 'several orders carry it (o1, o2)',
      advice: 'Look.',
    });
    expect(() => onlyOrder({ rows, complete: true, error: null }, 'shop-1', words)).toThrow('Several orders carry');
  });

  const words = { provider: 'Example', nameOf, none: 'Check it.', notAllSeen: 'It may be there.' };

  it.each([
    [{ rows: [], complete: true, error: null }, 'Example shows no order with the client reference "shop-1"'],
    [{ rows: [], complete: false, error: null }, 'but not all could be seen'],
    [{ rows: [], complete: false, error }, 'no answer'],
  ])('with %j say: %s', (carriers, message) => {
    expect(() => onlyOrder(carriers, 'shop-1', words)).toThrow(message);
  });

  it('give the only one', () => {
    expect(onlyOrder({ rows: [one], complete: false, error: null }, 'shop-1', words)).toBe(one);
  });
});

it('finds a thing in the ways that there are, and refuses others before anything is asked', async () => {
  const find = findBy<EsimLookup, string>({ iccid: async (_, { iccid }) => await Promise.resolve(iccid) });
  const session = {} as Session;
  expect(find.ways).toEqual(['iccid']);
  await expect(find(session, { by: 'iccid', iccid: '8900' })).resolves.toBe('8900');
  await expect(find(session, { by: 'customerId', customerId: 'c' })).rejects.toMatchObject({
    kind: 'badInput',
    description: 'Set Find By to ICCID.',
  });
});

describe('memory', () => {
  const sessionAt = (baseUrl: string) => ({ settings: { baseUrl } }) as unknown as Session;

  it('of the process belongs to an account', () => {
    const memory = memoryOfProcess<string>(({ settings }) => [settings.baseUrl]);
    memory.set(sessionAt('a'), ['order', '1'], 'eSIM');
    expect(memory.get(sessionAt('a'), 'order', '1')).toBe('eSIM');
    expect(memory.get(sessionAt('b'), 'order', '1')).toBeUndefined();
  });

  it('of an execution reads once, and again after a failure', async () => {
    let reads = 0;
    const read = onceInExecution(async () => {
      reads++;
      return await (reads === 1 ? Promise.reject(error) : Promise.resolve(reads));
    });
    const session = sessionAt('a');
    await expect(read(session)).rejects.toBe(error);
    await expect(Promise.all([read(session), read(session)])).resolves.toEqual([2, 2]);
    await expect(read(sessionAt('a'))).resolves.toBe(3);
  });

  it('of an execution reads again what is no longer new', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_000);
    let reads = 0;
    const read = onceInExecution(async () => await Promise.resolve(++reads), 100);
    const session = sessionAt('a');
    await expect(read(session)).resolves.toBe(1);
    now.mockReturnValue(1_099);
    await expect(read(session)).resolves.toBe(1);
    now.mockReturnValue(1_100);
    await expect(read(session)).resolves.toBe(2);
    now.mockRestore();
  });
});
