import type { Claim, Note } from '../../purchase/notes';
import { processedData } from '../support/n8n';
import { type At, Desk, dyingWhileAsking, MINUTE_MS, ready, slowDatabase } from './processes';

const A = { key: 'a', content: 'package-1' };
const WAITING_MS = 30 * MINUTE_MS;

let desk: Desk;

beforeAll(ready);
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => {
  processedData.failures = 0;
});

async function noted(at: At = {}): Promise<Note> {
  const mark = await desk.ledger(at).note(A);
  if (!('note' in mark)) throw new Error(`It is ${mark.is}`);
  return mark.note;
}

/** A run whose outcome nobody knows has ended. */
async function leftOpen(at: At = {}): Promise<void> {
  await desk.ledger(at).leaveOpen(await noted(at), []);
}

async function claim(at: At = {}): Promise<Claim> {
  return await desk.ledger(at).claim(A, 'certain', WAITING_MS);
}

async function claimChecked(at: At = {}): Promise<Claim> {
  return await desk.ledger(at).claim(A, 'checked', WAITING_MS);
}

const nodeRow = (): string => `${desk.workflowId} node-1`;

describe('sending again what is certain', () => {
  it('waits until the note is old enough', async () => {
    await leftOpen();
    await expect(claim({ process: 1 })).resolves.toEqual({ is: 'young' });
    desk.later(30 * MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toEqual({ is: 'young' });
    desk.later(MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
  });

  it('waits for the note of a run that is still under way, or has died, in the same way', async () => {
    await noted();
    desk.later(29 * MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toEqual({ is: 'young' });
    desk.later(2 * MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
  });

  it('counts from the last claim', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
    desk.later(20 * MINUTE_MS);
    await expect(claim({ process: 2 })).resolves.toEqual({ is: 'young' });
    desk.later(20 * MINUTE_MS);
    await expect(claim({ process: 2 })).resolves.toMatchObject({ is: 'won', note: { round: 3 } });
  });

  it('copes with a clock that is minutes behind', async () => {
    await leftOpen();
    desk.later(-9 * MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toEqual({ is: 'young' });
  });

  it('ends after eight claims', async () => {
    await leftOpen();
    const claims: string[] = [];
    for (let times = 0; times < 9; times++) {
      desk.later(40 * MINUTE_MS);
      claims.push((await claim({ process: times % 4 })).is);
    }
    expect(claims).toEqual([...Array.from({ length: 8 }, () => 'won'), 'lost']);
  });

  it('takes an age that cannot be read for young', async () => {
    await expect(claim()).resolves.toEqual({ is: 'young' });
    await leftOpen();
    await expect(desk.ledger().claim({ ...A, content: 'package-2' }, 'certain', WAITING_MS)).resolves.toEqual({
      is: 'young',
    });
  });

  it.each([2, 3, 4])('lets one of %i processes win that try at the same moment', async (count) => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const claims = await Promise.all(Array.from({ length: count }, async (_, process) => await claim({ process })));
    expect(claims.filter(({ is }) => is === 'won')).toHaveLength(1);
  });

  it('lets one of many win in one process', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const claims = await Promise.all(Array.from({ length: 20 }, async () => await claim()));
    expect(claims.filter(({ is }) => is === 'won')).toHaveLength(1);
    const { size } = desk;
    await claim({ process: 1 });
    expect(desk.size).toBe(size);
  });

  it('is lost to one that was written over it', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const before = [...desk.rowOf('node-1')];
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      desk.clock.sleep = sleep;
      processedData.rows.set(nodeRow(), before);
      await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
      await sleep(milliseconds);
    };
    await expect(claim()).resolves.toEqual({ is: 'lost' });
  });

  it('is not done under a claim that came too late to be trusted, which is taken off', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const { size } = desk;
    const quick = slowDatabase(desk.clock, 300);
    await expect(claim()).resolves.toEqual({ is: 'lost' });
    quick();
    expect(desk.size).toBe(size);
    await expect(claim()).resolves.toMatchObject({ is: 'won' });
  });

  it('is lost to a claim whose key a question has taken off for a moment', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const ask = processedData.checkProcessedAndRecord.bind(processedData);
    const spy = jest.spyOn(processedData, 'checkProcessedAndRecord');
    let other: Promise<Claim> | null = null;
    spy.mockImplementationOnce(async (...call) => {
      spy.mockRestore();
      const answer = await ask(...call);
      // the other one has read the row before the question, and claims it before the question is taken back
      processedData.rows.set(nodeRow(), desk.rowOf('node-1').slice(0, 5));
      other = claim({ process: 2 });
      while (desk.size < 8) await new Promise(setImmediate);
      return answer;
    });
    const first = await claim({ process: 1 });
    const both = [first, await (other as unknown as Promise<Claim>)];
    expect(both.filter(({ is }) => is === 'won')).toHaveLength(1);
  });

  it('leaves a note when the first one was taken off meanwhile: nobody takes the attempt for new', async () => {
    const note = await noted();
    desk.later(40 * MINUTE_MS);
    const ask = processedData.checkProcessedAndRecord.bind(processedData);
    const spy = jest.spyOn(processedData, 'checkProcessedAndRecord');
    // the first question of the claim is about the ages; then the first note goes
    spy.mockImplementationOnce(async (...call) => {
      spy.mockRestore();
      const answer = await ask(...call);
      processedData.rows.set(nodeRow(), []);
      return answer;
    });
    const won = await claim({ process: 1 });
    expect(won).toMatchObject({ is: 'won' });
    await expect(desk.ledger({ process: 2 }).note(A)).resolves.toEqual({ is: 'seen' });
    await desk.ledger({ process: 1 }).erase((won as { note: Note }).note);
    await expect(desk.ledger({ process: 2 }).note(A)).resolves.toMatchObject({ is: 'new' });
    expect(note.round).toBe(1);
  });

  it('leaves a note also when the first one is taken off while the claim settles', async () => {
    await noted();
    desk.later(40 * MINUTE_MS);
    const sleep = desk.clock.sleep;
    desk.clock.sleep = async (milliseconds) => {
      desk.clock.sleep = sleep;
      // the six entries of the first note come first
      processedData.rows.set(nodeRow(), desk.rowOf('node-1').slice(6));
      await sleep(milliseconds);
    };
    await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
    await expect(desk.ledger({ process: 2 }).note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('keeps what was to be told at the end open', async () => {
    await desk.ledger().note(A, true);
    await desk.ledger({ process: 1 }).claim(A, 'checked', WAITING_MS, true);
    await expect(desk.ledger({ process: 2 }).isClosed(A)).resolves.toBe(false);
    const alone = new Desk();
    await alone.ledger().claim(A, 'checked', WAITING_MS, true);
    await expect(alone.ledger({ process: 2 }).isClosed(A)).resolves.toBe(false);
  });

  it('is young for a while, and never lost for good, when a process dies while it asks', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    await dyingWhileAsking(async () => await claim({ process: 1 }));
    desk.later(60 * MINUTE_MS);
    await expect(claim({ process: 2 })).resolves.toMatchObject({ is: 'won' });
  });
});

describe('a claim that is taken off', () => {
  it('lets the next one win at once while it is young', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const ledger = desk.ledger({ process: 1 });
    const { size } = desk;
    const won = await ledger.claim(A, 'certain', WAITING_MS);
    await ledger.erase((won as { note: Note }).note);
    expect(desk.size).toBe(size);
    await expect(claim({ process: 2 })).resolves.toMatchObject({ is: 'won', note: { round: 2 } });
  });

  it('later than it should be, since n8n’s database failed, keeps nobody waiting', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const ledger = desk.ledger({ process: 1 });
    const won = await ledger.claim(A, 'certain', WAITING_MS);
    processedData.failures = 2;
    await ledger.erase((won as { note: Note }).note).catch(() => undefined);
    await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
  });

  it('keeps its place when it is old: somebody may have gone on to the next', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const ledger = desk.ledger({ process: 1 });
    const won = await ledger.claim(A, 'certain', WAITING_MS);
    desk.later(40 * MINUTE_MS);
    await ledger.erase((won as { note: Note }).note, true);
    await expect(claim({ process: 2 })).resolves.toMatchObject({ is: 'won', note: { round: 3 } });
  });
});

describe('a first note that is taken off', () => {
  it.each([true, false])('keeps what a claim rests on, old %s', async (isOld) => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    desk.later(40 * MINUTE_MS);
    await claim({ process: 1 });
    await ledger.erase(note, isOld);
    await expect(desk.ledger({ process: 2 }).note(A)).resolves.toEqual({ is: 'seen' });
  });
});

describe('a first note that nobody has claimed', () => {
  it('is taken off also when a process has died while it asked for claims', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    desk.later(40 * MINUTE_MS);
    await dyingWhileAsking(async () => await claim({ process: 1 }));
    await ledger.erase(note);
    await expect(desk.ledger({ process: 2 }).note(A)).resolves.toMatchObject({ is: 'new' });
  });
});

describe('a note that is renewed', () => {
  it('stays ours while nobody has claimed it, and then nobody may', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    desk.later(40 * MINUTE_MS);
    await expect(ledger.renew(note)).resolves.toMatchObject({ is: 'new' });
    await expect(claim({ process: 1 })).resolves.toEqual({ is: 'young' });
  });

  it('is no longer ours when somebody has claimed it, whose claim stays', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    desk.later(40 * MINUTE_MS);
    await expect(claim({ process: 1 })).resolves.toMatchObject({ is: 'won' });
    await expect(ledger.renew(note)).resolves.toEqual({ is: 'seen' });
    await expect(claim({ process: 2 })).resolves.toEqual({ is: 'young' });
    await expect(desk.ledger({ process: 2 }).note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('is seen by a claim that is made at the same moment', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    desk.later(40 * MINUTE_MS);
    const sleep = desk.clock.sleep;
    let renewed: unknown = null;
    // while the claim settles
    desk.clock.sleep = async (milliseconds) => {
      desk.clock.sleep = sleep;
      renewed = await ledger.renew(note);
      await sleep(milliseconds);
    };
    const claimed = await claim({ process: 1 });
    expect([renewed, claimed]).toEqual([{ is: 'seen' }, expect.objectContaining({ is: 'won' })]);
  });

  it('sees a claim that is made while it settles, or is seen by it', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    desk.later(40 * MINUTE_MS);
    const ask = processedData.checkProcessedAndRecord.bind(processedData);
    const spy = jest.spyOn(processedData, 'checkProcessedAndRecord');
    // the claim has asked for ages when the note is renewed
    spy.mockImplementationOnce(async (...call) => {
      spy.mockRestore();
      const answer = await ask(...call);
      processedData.rows.set(nodeRow(), desk.rowOf('node-1').slice(0, 6));
      await expect(ledger.renew(note)).resolves.toMatchObject({ is: 'new' });
      return answer;
    });
    await expect(claim({ process: 1 })).resolves.toEqual({ is: 'lost' });
  });

  it('is doubted when n8n’s database took too long for it', async () => {
    const ledger = desk.ledger();
    const { note } = (await ledger.note(A)) as { note: Note };
    const quick = slowDatabase(desk.clock, 300);
    await expect(ledger.renew(note)).resolves.toMatchObject({ is: 'doubtful' });
    quick();
  });
});

describe('sending again because somebody has looked', () => {
  it('is done at any age, once ever', async () => {
    await leftOpen();
    const won = await claimChecked({ process: 1 });
    expect(won).toMatchObject({ is: 'won' });
    await desk.ledger({ process: 1 }).leaveOpen((won as { note: Note }).note, []);
    await expect(claimChecked({ process: 2 })).resolves.toEqual({ is: 'spent' });
    desk.later(60 * MINUTE_MS);
    await expect(claimChecked({ process: 2 })).resolves.toEqual({ is: 'spent' });
    await expect(claim({ process: 2 })).resolves.toMatchObject({ is: 'won', note: { round: 3 } });
  });

  it('is not done while the run that noted it may be under way, or has died a moment ago', async () => {
    await noted();
    await expect(claimChecked({ process: 1 })).resolves.toEqual({ is: 'busy' });
    desk.later(40 * MINUTE_MS);
    await expect(claimChecked({ process: 1 })).resolves.toMatchObject({ is: 'won' });
  });

  it('is not done while somebody sends it again', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const won = await claim({ process: 1 });
    await expect(claimChecked({ process: 2 })).resolves.toEqual({ is: 'busy' });
    await desk.ledger({ process: 1 }).leaveOpen((won as { note: Note }).note, []);
    await expect(claimChecked({ process: 2 })).resolves.toMatchObject({ is: 'won', note: { round: 3 } });
  });

  it('is done by one of several that try at the same moment, and only by one of both kinds', async () => {
    await leftOpen();
    desk.later(40 * MINUTE_MS);
    const claims = await Promise.all([
      claimChecked({ process: 1 }),
      claim({ process: 2 }),
      claimChecked({ process: 3 }),
    ]);
    expect(claims.filter(({ is }) => is === 'won')).toHaveLength(1);
  });

  it('is not spent by a process that died while it asked', async () => {
    await leftOpen();
    await dyingWhileAsking(async () => await claimChecked({ process: 1 }));
    desk.later(60 * MINUTE_MS);
    await expect(claimChecked({ process: 2 })).resolves.toMatchObject({ is: 'won' });
  });

  it('is not spent by a claim that was taken off, or lost', async () => {
    await leftOpen();
    const ledger = desk.ledger({ process: 1 });
    const won = await ledger.claim(A, 'checked', WAITING_MS);
    await ledger.erase((won as { note: Note }).note);
    const quick = slowDatabase(desk.clock, 300);
    await expect(claimChecked({ process: 2 })).resolves.toEqual({ is: 'lost' });
    quick();
    await expect(claimChecked({ process: 2 })).resolves.toMatchObject({ is: 'won' });
  });

  it('needs no note: what a person has looked up may have been thrown away', async () => {
    await expect(claimChecked()).resolves.toMatchObject({ is: 'won' });
    await expect(desk.ledger({ process: 1 }).note(A)).resolves.toEqual({ is: 'seen' });
  });

  it('gives way to a first note that was made in the same moment', async () => {
    const remove = processedData.removeProcessed.bind(processedData);
    const spy = jest.spyOn(processedData, 'removeProcessed');
    let questions = 0;
    spy.mockImplementation(async (...call) => {
      await remove(...call);
      // the second question is about the ages
      if (++questions < 2) return;
      spy.mockRestore();
      await noted({ process: 2 });
    });
    await expect(claimChecked({ process: 1 })).resolves.toEqual({ is: 'lost' });
  });
});
