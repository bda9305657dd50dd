import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import { Run } from '../../purchase/run';

const failure = (kind: ProviderErrorKind) => new ProviderError(kind, `because ${kind}`, { description: 'Do this.' });
const KINDS: ProviderErrorKind[] = [
  'badInput',
  'notFound',
  'refused',
  'credential',
  'outOfCredit',
  'rateLimited',
  'unreachable',
  'notSent',
  'outcomeUnknown',
];

describe('a run that goes on after a failure', () => {
  it.each(KINDS)('sends on after %s, unless nothing can go better', (kind) => {
    const run = new Run(false);
    run.noteFailed(failure(kind), false);
    expect(run.mayNotSend()?.kind ?? null).toBe(kind === 'credential' || kind === 'outOfCredit' ? 'notSent' : null);
  });

  it('sends on after what breaks off', () => {
    const run = new Run(false);
    run.noteFailed(new TypeError('of our own making'), false);
    expect(run.mayNotSend()).toBeNull();
  });
});

describe('a run that stops at a failure', () => {
  it.each(KINDS)('sends nothing more after %s, but after what was only not sent', (kind) => {
    const run = new Run(true);
    run.noteFailed(failure(kind), false);
    expect(run.mayNotSend()?.kind ?? null).toBe(kind === 'notSent' ? null : 'notSent');
  });

  it('says which failure stopped it, and what to do', () => {
    const run = new Run(true);
    run.noteFailed(failure('refused'), false);
    run.noteFailed(failure('unreachable'), false);
    expect(run.mayNotSend()).toMatchObject({
      message: 'Not sent: an item before it stopped this run (because refused)',
      description: expect.stringContaining('same references') as string,
    });
  });

  it('is not stopped by an item that was open before it', () => {
    const run = new Run(true);
    run.noteFailed(failure('outcomeUnknown'), true);
    expect(run.mayNotSend()).toBeNull();
    run.noteFailed(failure('outcomeUnknown'), false);
    expect(run.mayNotSend()?.kind).toBe('notSent');
  });

  it.each([
    [new TypeError('of our own making'), 'of our own making'],
    ['no error', 'it broke off'],
  ])('is stopped by what breaks off', (error, words) => {
    const run = new Run(true);
    run.noteFailed(error, false);
    expect(run.mayNotSend()?.message).toContain(words);
  });
});

describe('n8n’s Stop', () => {
  it('is heard before anything else', () => {
    const controller = new AbortController();
    const run = new Run(true, controller.signal);
    run.noteFailed(failure('refused'), false);
    expect(run.wasStopped()).toBeNull();
    expect(run.mayNotSend()?.message).toContain('because refused');
    controller.abort();
    expect(run.wasStopped()?.message).toBe('Not sent: n8n was told to stop this execution');
    expect(run.mayNotSend()?.message).toBe('Not sent: n8n was told to stop this execution');
  });

  it('leaves its last words to n8n’s log, where anything was to be bought', () => {
    const controller = new AbortController();
    const run = new Run(true, controller.signal);
    run.buys = true;
    run.noteBought('order-1');
    expect(run.lastWords).toBeNull();
    controller.abort();
    expect(run.lastWords).toContain('order-1');
    run.buys = false;
    expect(run.lastWords).toBeNull();
  });
});

describe('what the run tells with an error', () => {
  const told = (run: Run, kind: ProviderErrorKind = 'refused') => run.told(failure(kind));

  it('is that nothing was bought, when that is certain', () => {
    const run = new Run(true);
    expect(told(run)).toMatchObject({
      kind: 'refused',
      message: 'because refused',
      description: 'Do this. Nothing was bought in this run.',
    });
    expect(run.told(new ProviderError('refused', 'x')).description).toBe('Nothing was bought in this run.');
  });

  it('is nothing while the outcome of one is unknown', () => {
    const run = new Run(true);
    expect(told(run, 'outcomeUnknown').description).toBe('Do this.');
    run.noteFailed(failure('outcomeUnknown'), false);
    expect(told(run).description).toBe('Do this.');
  });

  it('is that nothing was bought when only the outcome of an earlier run is unknown', () => {
    const run = new Run(true);
    run.noteFailed(failure('outcomeUnknown'), true);
    expect(told(run).description).toContain('Nothing was bought in this run.');
  });

  it('is what was bought, by at most twenty order ids', () => {
    const run = new Run(true);
    run.noteBought('order-1');
    expect(told(run).description).toContain('This run made one purchase: order ID order-1. Running again');
    for (let number = 2; number <= 20; number++) run.noteBought(`order-${number}`);
    expect(told(run).description).toMatch(/20 purchases: order ID order-1, .*order-20\. Running again/);
    run.noteBought('order-21');
    expect(told(run).description).toMatch(/21 purchases: order ID .*order-20 and 1 more\./);
  });
});
