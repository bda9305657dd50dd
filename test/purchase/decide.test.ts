import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import {
  afterFinding,
  afterLookingAgain,
  afterNoting,
  afterSeen,
  afterSending,
  beforeNoting,
  booksOf,
  type Books,
} from '../../purchase/decide';
import type { Mark, Past } from '../../purchase/ledger';
import type { Sent } from '../../providers/provider';

const error = (kind: ProviderErrorKind) => new ProviderError(kind, 'x');

describe('before noting', () => {
  it.each<[Books, string]>([
    ['found', 'giveBack'],
    ['conflict', 'stopConflict'],
    ['unreadable', 'stopUnreadable'],
    ['absent', 'note'],
    ['cannotTell', 'note'],
  ])('books that say %s lead to %s', (books, next) => {
    expect(beforeNoting(books)).toBe(next);
  });
});

describe('after finding the reference in the books, with nothing sent by this run', () => {
  // the ledger, the reference is made of the execution's number -> next
  it.each<[Past, boolean, string]>([
    ['seen', false, 'giveBack'],
    ['seen', true, 'giveBack'],
    ['seenForOther', false, 'stopConflict'],
    ['seenForOther', true, 'stopConflict'],
    ['never', false, 'giveBack'],
    ['never', true, 'stopConflict'],
  ])('a ledger that has it %s, a reference of this run %s: %s', (past, ofThisRun, next) => {
    expect(afterFinding(past, ofThisRun)).toBe(next);
  });
});

describe('after noting', () => {
  it.each<[Mark, Books, string]>([
    ['new', 'absent', 'send'],
    ['new', 'cannotTell', 'send'],
    ['doubtful', 'absent', 'lookBeforeSending'],
    ['doubtful', 'cannotTell', 'lookBeforeSending'],
    ['seen', 'absent', 'lookAgain'],
    ['seen', 'cannotTell', 'lookAgain'],
    ['seenForOther', 'absent', 'stopConflict'],
    ['seenForOther', 'cannotTell', 'stopConflict'],
    ['unavailable', 'absent', 'send'],
    ['unavailable', 'cannotTell', 'stopUnprotected'],
  ])('a %s mark, books that say %s: %s', (mark, books, next) => {
    expect(afterNoting(mark, books)).toBe(next);
  });
});

describe('after looking at the books of what was sent before', () => {
  it.each<[Books, boolean, string]>([
    ['found', false, 'giveBack'],
    ['found', true, 'giveBack'],
    ['conflict', false, 'stopConflict'],
    ['conflict', true, 'stopConflict'],
    ['unreadable', false, 'stopUnreadable'],
    ['unreadable', true, 'stopUnreadable'],
    ['absent', false, 'stopUnknown'],
    ['absent', true, 'send'],
    ['cannotTell', false, 'stopUnknown'],
    ['cannotTell', true, 'send'],
  ])('books that say %s, send again %s: %s', (books, sendAgain, next) => {
    expect(afterSeen(books, sendAgain)).toBe(next);
  });
});

describe('after sending', () => {
  const refused = (kind: ProviderErrorKind, retryAfterMs?: number): Sent<unknown> => ({
    outcome: 'refused',
    error: new ProviderError(kind, kind, { retryAfterMs }),
  });
  it.each<[string, Sent<unknown>, number, boolean, string]>([
    ['done', { outcome: 'done', result: { value: {}, raw: {} } }, 3, false, 'giveBack'],
    ['done after an open one', { outcome: 'done', result: { value: {}, raw: {} } }, 2, true, 'giveBack'],
    ['unknown', { outcome: 'unknown', error: error('unreachable') }, 3, false, 'lookAgain'],
    ['refused for bad input', refused('badInput'), 3, false, 'eraseAndRefuse'],
    ['refused by the provider', refused('refused'), 3, false, 'eraseAndRefuse'],
    ['refused by the provider after an open one', refused('refused'), 2, true, 'lookAgain'],
    ['refused for the credential', refused('credential'), 3, false, 'eraseAndRefuse'],
    ['never sent', refused('unreachable'), 3, false, 'eraseAndRefuse'],
    ['never sent after an open one', refused('unreachable'), 2, true, 'lookAgain'],
    ['too many requests', refused('rateLimited'), 1, false, 'waitAndSend'],
    ['too many requests after an open one', refused('rateLimited'), 1, true, 'waitAndSend'],
    ['too many requests for longer than anybody waits', refused('rateLimited', 61_000), 3, false, 'eraseAndRefuse'],
    ['the same after an open one', refused('rateLimited', 61_000), 3, true, 'lookAgain'],
    ['too many requests, too often', refused('rateLimited'), 0, false, 'eraseAndRefuse'],
    ['too many requests, too often, after an open one', refused('rateLimited'), 0, true, 'lookAgain'],
  ])('%s', (_name, sent, sendsLeft, open, next) => {
    expect(afterSending(sent, sendsLeft, open)).toBe(next);
  });
});

describe('after looking again', () => {
  const unknown = (repeatable?: boolean): Sent<unknown> => ({
    outcome: 'unknown',
    error: error('unreachable'),
    repeatable,
  });
  it.each<[Books, Sent<unknown>, number, string]>([
    ['found', unknown(), 3, 'giveBack'],
    ['found', unknown(true), 3, 'giveBack'],
    ['absent', unknown(), 3, 'stopUnknown'],
    ['absent', unknown(true), 3, 'sendAgain'],
    ['absent', unknown(true), 0, 'stopUnknown'],
    ['cannotTell', unknown(true), 1, 'sendAgain'],
    ['unreadable', unknown(true), 1, 'sendAgain'],
    ['conflict', unknown(true), 3, 'stopUnknown'],
    ['absent', { outcome: 'refused', error: error('refused') }, 3, 'stopUnknown'],
  ])('books that say %s lead, case %#, to the next step', (books, sent, sendsLeft, next) => {
    expect(afterLookingAgain(books, sent, sendsLeft)).toBe(next);
  });
});

describe('what the books say', () => {
  it.each<[ProviderErrorKind, Books]>([
    ['unreachable', 'unreadable'],
    ['rateLimited', 'unreadable'],
    ['credential', 'unreadable'],
    ['notFound', 'cannotTell'],
    ['refused', 'cannotTell'],
  ])('a look that ended with %s counts as %s', (kind, books) => {
    expect(booksOf({ outcome: 'cannotTell', error: error(kind) })).toBe(books);
  });

  it('a provider without such books counts as cannotTell', () => {
    expect(booksOf({ outcome: 'cannotTell', error: null })).toBe('cannotTell');
  });
});

/** Every kind of answer in every prior state: what may spend money, and what may forget an attempt, at all. */
describe('over all combinations', () => {
  const allBooks: Books[] = ['found', 'absent', 'conflict', 'cannotTell', 'unreadable'];
  const marks: Mark[] = ['new', 'doubtful', 'seen', 'seenForOther', 'unavailable'];
  const kinds: ProviderErrorKind[] = [
    'badInput',
    'notFound',
    'refused',
    'credential',
    'rateLimited',
    'unreachable',
    'outcomeUnknown',
  ];
  const answers: Array<Sent<unknown>> = [
    { outcome: 'done', result: { value: {}, raw: {} } },
    ...kinds.flatMap(
      (kind): Array<Sent<unknown>> => [
        { outcome: 'refused', error: error(kind) },
        { outcome: 'unknown', error: error(kind) },
        { outcome: 'unknown', error: error(kind), repeatable: true },
      ],
    ),
  ];
  const flags = [false, true];
  const left = [0, 1, 3];

  it('nothing is noted before the books were read, and found nothing', () => {
    expect(allBooks.filter((books) => beforeNoting(books) === 'note')).toEqual(['absent', 'cannotTell']);
  });

  it('a first sending needs a new note, or books that prove the reference unused', () => {
    const sending = marks.flatMap((mark) =>
      allBooks.filter((books) => afterNoting(mark, books) === 'send').map((books) => `${mark}, ${books}`),
    );
    expect(sending).toEqual([...allBooks.map((books) => `new, ${books}`), 'unavailable, absent']);
  });

  it('what was noted before is sent only when a person wants it and the books do not speak against it', () => {
    const sending = flags.flatMap((sendAgain) =>
      allBooks.filter((books) => afterSeen(books, sendAgain) === 'send').map((books) => [sendAgain, books]),
    );
    expect(sending).toEqual([
      [true, 'absent'],
      [true, 'cannotTell'],
    ]);
  });

  it('after a sending, the same is sent again only on "too many requests", or under the provider’s promise', () => {
    for (const sent of answers) {
      for (const sendsLeft of left) {
        const tooMany = sent.outcome === 'refused' && sent.error.kind === 'rateLimited';
        for (const open of flags) {
          expect(afterSending(sent, sendsLeft, open) === 'waitAndSend').toBe(tooMany && sendsLeft > 0);
        }
        const promised = sent.outcome === 'unknown' && sent.repeatable === true;
        for (const books of allBooks) {
          const again = afterLookingAgain(books, sent, sendsLeft) === 'sendAgain';
          expect(again).toBe(promised && sendsLeft > 0 && books !== 'found' && books !== 'conflict');
        }
      }
    }
  });

  it('an attempt is forgotten only after a refusal with nothing open before it', () => {
    for (const sent of answers) {
      for (const sendsLeft of left) {
        for (const open of flags) {
          const next = afterSending(sent, sendsLeft, open);
          if (next === 'eraseAndRefuse') expect([sent.outcome, open]).toEqual(['refused', false]);
          if (sent.outcome === 'unknown') expect(next).toBe('lookAgain');
          if (sent.outcome === 'done') expect(next).toBe('giveBack');
        }
      }
    }
  });
});
