import { randomUUID } from 'node:crypto';

import { REAL_CLOCK } from '../../purchase/clock';
import type { Note } from '../../purchase/notes';
import { processedData } from '../support/n8n';
import { Desk, dyingWhileAsking, MINUTE_MS, ready, slowDatabase, writtenBack } from './processes';

const A = { key: 'a', content: 'package-1' };
const OTHER = { ...A, content: 'package-2' };

let desk: Desk;

beforeAll(ready);
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => {
  processedData.writeDelayMs = 0;
  processedData.failures = 0;
  jest.restoreAllMocks();
});

async function noted(attempt = A, at = {}): Promise<Note> {
  const mark = await desk.ledger(at).note(attempt);
  if (!('note' in mark)) throw new Error(`It is ${mark.is}`);
  return mark.note;
}

describe('a note', () => {
  it('is known again, also in another process', async () => {
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'new' });
    await expect(desk.ledger().note(A)).resolves.toEqual({ is: 'seen' });
    await expect(desk.ledger({ process: 1 }).note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('is the same for another item of the execution: nothing was said of what became of it', async () => {
    const execution = randomUUID();
    await noted(A, { execution });
    await expect(desk.ledger({ execution, item: 1 }).note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('of the same key for something else is told apart, however often it is asked for', async () => {
    await noted();
    for (let round = 0; round < 2; round++) {
      await expect(desk.ledger().note(OTHER)).resolves.toEqual({ is: 'seenForOther' });
      await expect(desk.ledger().note(A)).resolves.toEqual({ is: 'seen' });
    }
  });

  it('that comes too late leaves nothing behind', async () => {
    await noted();
    const { size } = desk;
    desk.later(10 * MINUTE_MS);
    await desk.ledger({ process: 1 }).note(A);
    await desk.ledger({ process: 1 }).note(OTHER);
    expect(desk.size).toBe(size);
  });

  it('that was taken off was never there', async () => {
    const ledger = desk.ledger();
    const mark = await ledger.note(A, true);
    await ledger.erase((mark as { note: Note }).note);
    expect(desk.size).toBe(0);
    await expect(desk.ledger({ process: 1 }).note(OTHER)).resolves.toMatchObject({ is: 'new' });
  });

  it('is made of six entries at most once its purchase has ended', async () => {
    const ledger = desk.ledger();
    await ledger.note(A);
    expect(desk.size).toBe(6);
    const kept = new Desk();
    const open = await kept.ledger().note(A, true);
    await kept.ledger().leaveOpen((open as { note: Note }).note, []);
    expect(kept.size).toBe(6);
    const closed = new Desk();
    await closed.ledger().note(A, true);
    await closed.ledger().close(A, ['became order-1']);
    expect(closed.size).toBe(6);
  });

  it('of one node is not seen by another', async () => {
    await noted();
    await expect(desk.ledger({ node: 'node-2' }).note(A)).resolves.toMatchObject({ is: 'new' });
  });

  it('is doubted when n8n’s database took longer for it than a note has to last', async () => {
    const quick = slowDatabase(desk.clock, 249);
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'new' });
    quick();
    const slow = slowDatabase(desk.clock, 250);
    await expect(desk.ledger().note({ ...A, key: 'b' })).resolves.toMatchObject({ is: 'doubtful' });
    slow();
    await expect(desk.ledger().note({ ...A, key: 'b' })).resolves.toEqual({ is: 'seen' });
  });

  it.each([1, 2])('is doubted when only the write of number %i took so long', async (number) => {
    const quick = slowDatabase(desk.clock, 250, number);
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'doubtful' });
    quick();
  });

  it('is doubted when nobody knows whether a write of it was carried out', async () => {
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      processedData.failures = 1;
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'doubtful' });
  });

  it('is not doubted for the time it waited for its turn', async () => {
    const slow = slowDatabase(desk.clock, 100);
    const marks = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async (key) => {
        await Promise.resolve();
        return await desk.ledger().note({ key, content: '' });
      }),
    );
    slow();
    expect(marks.map(({ is }) => is)).toEqual(['new', 'new', 'new', 'new']);
  });

  it('waits before it counts, so that whoever read the list before it is noticed', async () => {
    await noted();
    expect(desk.clock.slept).toEqual([250]);
  });

  it('is made again when another process has written over it, by one that noted something else', async () => {
    const { rows } = processedData;
    const name = `${desk.workflowId} node-1`;
    const sleep = desk.clock.sleep;
    let wiped = 0;
    desk.clock.sleep = async (milliseconds) => {
      if (wiped++ < 2) rows.set(name, ['something else']);
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'new' });
    expect(wiped).toBe(3);
    await expect(desk.ledger({ process: 1 }).note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('is not trusted before it is whole again, when a question has taken its key off', async () => {
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      desk.clock.sleep = sleep;
      processedData.rows.set(`${desk.workflowId} node-1`, desk.rowOf('node-1').slice(1));
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'new' });
    expect(desk.clock.slept).toEqual([250, 250]);
  });

  it('that is written over again and again is given up, and is not left', async () => {
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      processedData.rows.set(`${desk.workflowId} node-1`, []);
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('could not keep') as string,
    });
    expect(desk.size).toBe(0);
  });

  it('gives way to one that was written over it', async () => {
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      desk.clock.sleep = sleep;
      processedData.rows.delete(`${desk.workflowId} node-1`);
      await noted(A, { process: 1 });
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).resolves.toEqual({ is: 'seen' });
    expect(desk.size).toBe(6);
  });

  it.each([0, 1, 2, 3, 4])('of several processes at the same moment is one, round %i', async () => {
    processedData.writeDelayMs = 20;
    desk.clock.sleep = REAL_CLOCK.sleep;
    desk.clock.now = REAL_CLOCK.now;
    const marks = await Promise.all([0, 1, 2, 3].map(async (process) => await desk.ledger({ process }).note(A)));
    expect(marks.filter(({ is }) => is === 'new')).toHaveLength(1);
    expect(marks.filter(({ is }) => is === 'seen')).toHaveLength(3);
  });

  it('is not lost when processes write over each other', async () => {
    processedData.writeDelayMs = 20;
    desk.clock.sleep = REAL_CLOCK.sleep;
    desk.clock.now = REAL_CLOCK.now;
    const all = async (): Promise<string[]> => {
      const noting = [0, 1, 2].map(
        async (process) => await desk.ledger({ process }).note({ key: `${process}`, content: '' }),
      );
      return (await Promise.all(noting)).map(({ is }) => is);
    };
    await expect(all()).resolves.toEqual(['new', 'new', 'new']);
    await expect(all()).resolves.toEqual(['seen', 'seen', 'seen']);
  });
});

describe('a workflow that was never saved', () => {
  it('has notes for one execution only, which protect its tries', async () => {
    const execution = randomUUID();
    const ledger = desk.ledger({ workflowId: '', execution });
    const mark = await ledger.note(A);
    expect(mark).toMatchObject({ is: 'unprotected' });
    expect(desk.clock.slept).toEqual([]);
    await expect(desk.ledger({ workflowId: '', execution }).note(A)).resolves.toEqual({ is: 'seen' });
    await expect(desk.ledger({ workflowId: '', execution }).note(OTHER)).resolves.toEqual({ is: 'seenForOther' });
    await expect(desk.ledger({ workflowId: '', execution, node: 'node-2' }).note(A)).resolves.toMatchObject({
      is: 'unprotected',
    });
    await expect(desk.ledger({ workflowId: '' }).note(A)).resolves.toMatchObject({ is: 'unprotected' });
    await ledger.erase((mark as { note: Note }).note);
    await expect(ledger.note(A)).resolves.toMatchObject({ is: 'unprotected' });
  });
});

describe('whether an attempt is noted', () => {
  it('is told by its key and what was to be bought', async () => {
    await expect(desk.ledger().isNoted(A)).resolves.toBe(false);
    await noted();
    await expect(desk.ledger({ process: 1 }).isNoted(A)).resolves.toBe(true);
    await expect(desk.ledger({ process: 1 }).isNoted(OTHER)).resolves.toBe(false);
    await expect(desk.ledger({ process: 1 }).isNoted({ ...A, key: 'b' })).resolves.toBe(false);
  });

  it('leaves no trace of the question', async () => {
    const ledger = desk.ledger();
    await ledger.isNoted(A);
    await ledger.isClosed(A);
    await ledger.isYoung(A, MINUTE_MS);
    await ledger.recall(A, ['x']);
    expect(desk.size).toBe(0);
    await expect(ledger.note(A)).resolves.toMatchObject({ is: 'new' });
  });

  it('is not told wrongly by processes that died in the middle of asking', async () => {
    await dyingWhileAsking(async () => await desk.ledger().isNoted(A));
    await expect(desk.ledger({ process: 1 }).isNoted(A)).resolves.toBe(false);
    await expect(desk.ledger({ process: 1 }).note(OTHER)).resolves.toMatchObject({ is: 'new' });
    desk = new Desk();
    await dyingWhileAsking(async () => await desk.ledger().isNoted(A));
    // what is left looks like half a note of another worker
    await expect(desk.ledger({ process: 1 }).note(A)).resolves.toMatchObject({ is: 'doubtful' });
  });

  it('leaves nothing that would make a new reference a used one, also when two ask at once', async () => {
    // what was to be bought is asked for by another one as well, whose process dies; then the key is asked for
    await dyingWhileAsking(async () => await desk.ledger({ process: 3 }).isNoted(A));
    const remove = processedData.removeProcessed.bind(processedData);
    let isDone = false;
    jest.spyOn(processedData, 'removeProcessed').mockImplementation(async (...call) => {
      const before = [...desk.rowOf('node-1')];
      await remove(...call);
      if (isDone || !call[0].includes(A.key)) return;
      isDone = true;
      // a third one had read the row in between
      processedData.rows.set(`${desk.workflowId} node-1`, before);
    });
    await expect(desk.ledger().isNoted(A)).resolves.toBe(false);
    await expect(desk.ledger({ process: 1 }).note({ ...A, content: 'package-3' })).resolves.toMatchObject({
      is: 'new',
    });
  });

  it('is not told wrongly because another worker’s write has brought a note for something else back', async () => {
    await noted();
    const { size } = desk;
    writtenBack(desk);
    await expect(desk.ledger({ process: 1 }).note(OTHER)).resolves.toEqual({ is: 'seenForOther' });
    jest.restoreAllMocks();
    expect(desk.size).toBe(size);
    await expect(desk.ledger({ process: 2 }).isNoted(OTHER)).resolves.toBe(false);
  });

  it('is told by what its run wrote besides, when a question of another has cost the entry for it', async () => {
    await noted();
    const name = `${desk.workflowId} node-1`;
    // the second entry of a note says what was to be bought
    processedData.rows.set(
      name,
      desk.rowOf('node-1').filter((_entry, index) => index !== 1),
    );
    await expect(desk.ledger({ process: 1 }).isNoted(A)).resolves.toBe(true);
    await expect(desk.ledger({ process: 1 }).note(A)).resolves.toEqual({ is: 'seen' });
    await expect(desk.ledger({ process: 1 }).note(OTHER)).resolves.toEqual({ is: 'seenForOther' });
  });
});

describe('how it ended, where only the ledger knows', () => {
  it('is closed when it went through, with what it became', async () => {
    await desk.ledger().note(A, true);
    await expect(desk.ledger({ process: 1 }).isClosed(A)).resolves.toBe(false);
    await desk.ledger().close(A, ['became order-1']);
    await expect(desk.ledger({ process: 1 }).isClosed(A)).resolves.toBe(true);
    await expect(desk.ledger({ process: 1 }).recall(A, ['became order-2', 'became order-1'])).resolves.toEqual([
      'became order-1',
    ]);
    await expect(desk.ledger({ process: 1 }).recall({ ...A, key: 'b' }, ['became order-1'])).resolves.toEqual([]);
  });

  it('is never taken for closed because somebody has asked and died', async () => {
    await desk.ledger().note(A, true);
    await dyingWhileAsking(async () => await desk.ledger({ process: 1 }).isClosed({ ...A, content: 'package-2' }));
    await dyingWhileAsking(async () => await desk.ledger({ process: 2 }).recall(A, ['became order-1']));
    await expect(desk.ledger({ process: 3 }).isClosed(A)).resolves.toBe(false);
  });

  it('is not known of what was never attempted', async () => {
    await expect(desk.ledger().isClosed(A)).resolves.toBe(false);
    await expect(desk.ledger().recall(A, [])).resolves.toEqual([]);
  });

  it('stays open with what has to be known when somebody wants to send it again, also when its note was written over', async () => {
    const note = await noted();
    processedData.rows.set(`${desk.workflowId} node-1`, []);
    await desk.ledger().leaveOpen(note, ['an error was seen']);
    await expect(desk.ledger({ process: 1 }).isNoted(A)).resolves.toBe(true);
    await expect(desk.ledger({ process: 1 }).recall(A, ['an error was seen'])).resolves.toEqual(['an error was seen']);
  });

  it('is noted anew by a process that knows it to be open, and only then', async () => {
    await desk.ledger().keep(A);
    await expect(desk.ledger({ process: 1 }).note(A)).resolves.toEqual({ is: 'seen' });
    await expect(desk.ledger({ process: 1 }).isYoung(A, MINUTE_MS)).resolves.toBe(true);
    const { size } = desk;
    desk.later(60 * MINUTE_MS);
    await desk.ledger().keep(A);
    expect(desk.size).toBe(size);
    await expect(desk.ledger({ process: 1 }).isYoung(A, 30 * MINUTE_MS)).resolves.toBe(false);
  });
});

describe('the age of a note', () => {
  it.each<[number, boolean]>([
    [0, true],
    [29, true],
    [30, true],
    [31, false],
    [-9, true],
  ])('of %i minutes is less than thirty: %s (to half a minute)', async (minutes, isYoung) => {
    await noted();
    desk.later(minutes * MINUTE_MS);
    await expect(desk.ledger({ process: 1 }).isYoung(A, 30 * MINUTE_MS)).resolves.toBe(isYoung);
  });

  it('is that of its own key', async () => {
    await noted();
    await expect(desk.ledger().isYoung({ ...A, key: 'b' }, MINUTE_MS)).resolves.toBe(false);
  });

  it('begins anew when it is renewed', async () => {
    const ledger = desk.ledger();
    const mark = await ledger.note(A);
    desk.later(40 * MINUTE_MS);
    const renewed = await ledger.renew((mark as { note: Note }).note);
    expect(renewed).toMatchObject({ is: 'new', note: { at: desk.clock.time - 250 } });
    desk.later(29 * MINUTE_MS);
    await expect(desk.ledger({ process: 1 }).isYoung(A, 30 * MINUTE_MS)).resolves.toBe(true);
    await ledger.erase((renewed as { note: Note }).note);
    expect(desk.size).toBe(0);
  });
});

describe('the age of a note that is renewed at once', () => {
  it('is still known', async () => {
    const ledger = desk.ledger();
    const mark = await ledger.note(A);
    await ledger.renew((mark as { note: Note }).note);
    await expect(desk.ledger({ process: 1 }).isYoung(A, MINUTE_MS)).resolves.toBe(true);
  });
});

describe('what an execution has used', () => {
  it('is told in another process, of this execution only', async () => {
    const execution = randomUUID();
    const [b, c] = [
      { key: 'b', content: '' },
      { key: 'c', content: '' },
    ];
    await noted(A, { execution });
    await noted(b);
    await expect(desk.ledger({ process: 1, execution }).usedInExecution([A, b, c])).resolves.toEqual(new Set(['a']));
    await expect(desk.ledger({ process: 1 }).usedInExecution([A])).resolves.toEqual(new Set());
  });
});

describe('a database that fails', () => {
  it('once is asked again, as when two workers write the first note of a node', async () => {
    processedData.failures = 1;
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'new' });
    processedData.failures = 1;
    await expect(desk.ledger().isNoted(A)).resolves.toBe(true);
  });

  it('twice takes no note, and says why', async () => {
    processedData.failures = 2;
    await expect(desk.ledger().note(A)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('database is locked') as string,
      description: expect.stringContaining('log of n8n') as string,
    });
    expect(desk.size).toBe(0);
    expect(desk.ledger().hasLeft(A)).toBe(false);
  });

  it('while a note settles leaves it, and the next try in this process takes it off first', async () => {
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      processedData.failures = 4;
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).rejects.toMatchObject({ kind: 'unreachable' });
    desk.clock.sleep = sleep;
    expect(desk.ledger().hasLeft(A)).toBe(true);
    expect(desk.ledger({ process: 1 }).hasLeft(A)).toBe(false);
    expect(desk.ledger({ node: 'node-2' }).hasLeft(A)).toBe(false);
    expect(desk.ledger().hasLeft({ ...A, key: 'b' })).toBe(false);
    await expect(desk.ledger().note(A)).resolves.toMatchObject({ is: 'new' });
    expect(desk.ledger().hasLeft(A)).toBe(false);
  });

  it('while a note settles, and works again, leaves nothing', async () => {
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      processedData.failures = 2;
      desk.clock.sleep = sleep;
      await sleep(milliseconds);
    };
    await expect(desk.ledger().note(A)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(desk.size).toBe(0);
    expect(desk.ledger().hasLeft(A)).toBe(false);
  });

  it('when a note that comes too late is taken off does not hide that it came too late', async () => {
    await noted();
    jest.spyOn(processedData, 'removeProcessed').mockRejectedValue(new Error('locked'));
    await expect(desk.ledger().note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('when a note is taken off leaves it, and whoever asks next takes it off first', async () => {
    const ledger = desk.ledger();
    const mark = await ledger.note(A);
    processedData.failures = 2;
    await expect(ledger.erase((mark as { note: Note }).note)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(ledger.hasLeft(A)).toBe(true);
    await expect(desk.ledger().isNoted(A)).resolves.toBe(false);
    expect(desk.size).toBe(0);
  });

  it('when a note is taken off never costs another worker’s note that has gone over it since', async () => {
    const ledger = desk.ledger();
    const mark = await ledger.note(A);
    processedData.failures = 2;
    await ledger.erase((mark as { note: Note }).note).catch(() => undefined);
    processedData.rows.delete(`${desk.workflowId} node-1`);
    await noted(A, { process: 1 });
    await expect(desk.ledger().isNoted(A)).resolves.toBe(true);
    await expect(desk.ledger().note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('that fails the second time, having done it the first time, makes nobody trust a note', async () => {
    const add = processedData.checkProcessedAndRecord.bind(processedData);
    const lie = jest.spyOn(processedData, 'checkProcessedAndRecord').mockImplementationOnce(async (...call) => {
      await add(...call);
      throw new Error('the connection was lost');
    });
    await noted(A, { process: 1 }).catch(() => undefined);
    lie.mockRestore();
    await expect(desk.ledger().note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('that brings a note back which was taken off, by a slow writer, is noticed', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    const before = [...desk.rowOf('node-1')];
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      desk.clock.sleep = sleep;
      processedData.rows.set(`${desk.workflowId} node-1`, before);
      await sleep(milliseconds);
    };
    await ledger.erase(note);
    expect(desk.size).toBe(0);
  });

  it('that brings it back for ever is told', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    const before = [...desk.rowOf('node-1')];
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      processedData.rows.set(`${desk.workflowId} node-1`, before);
      await sleep(milliseconds);
    };
    await expect(ledger.erase(note)).rejects.toMatchObject({
      message: expect.stringContaining('could not take the note') as string,
    });
  });
});
