import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import type { Certainty, Sent } from '../../providers/provider';
import type { Unsettled } from '../../providers/kit/purchases';
import type { Likeness } from '../../purchase/compare';
import {
  afterFinding,
  afterLookingAgain,
  afterNoting,
  afterRecalling,
  afterSeen,
  afterSending,
  beforeNoting,
  type Books,
  booksOf,
  type IfOpen,
  isFresh,
  settlesEarlier,
} from '../../purchase/decide';
import type { ClaimFor, Mark } from '../../purchase/notes';
import type { Here } from '../../purchase/sentHere';

const BOOKS: Books[] = ['found', 'absent', 'conflict', 'underWay', 'cannotTell', 'unreadable'];
const error = (kind: ProviderErrorKind, retryAfterMs?: number) => new ProviderError(kind, kind, { retryAfterMs });

describe('before noting', () => {
  it.each<[Books, string]>([
    ['found', 'judge'],
    ['conflict', 'stopConflict'],
    ['unreadable', 'stopUnreadable'],
    ['underWay', 'stopUnderWay'],
    ['absent', 'note'],
    ['cannotTell', 'note'],
  ])('books that say %s lead to %s', (books, next) => {
    expect(beforeNoting(books)).toBe(next);
  });
});

describe('after finding the reference in the books', () => {
  it.each<[Likeness['is'], boolean, string]>([
    ['same', true, 'giveBack'],
    ['same', false, 'giveBack'],
    ['another', true, 'stopConflict'],
    ['another', false, 'stopConflict'],
    ['notComparable', true, 'giveBack'],
    ['notComparable', false, 'stopConflict'],
  ])('an order that is %s, ours %s: %s', (likeness, isOurs, next) => {
    expect(afterFinding(likeness, isOurs)).toBe(next);
  });
});

describe('after recalling what this process has sent', () => {
  it.each<[Here, string]>([
    ['nothing', 'note'],
    ['sent', 'lookAgain'],
    ['sentByAnotherNode', 'lookAgain'],
    ['sentForOther', 'stopConflict'],
  ])('%s: %s', (here, next) => {
    expect(afterRecalling(here)).toBe(next);
  });
});

describe('after noting', () => {
  const sameForAllBooks: Array<[Mark['is'], string]> = [
    ['new', 'send'],
    ['doubtful', 'lookBeforeSending'],
    ['seen', 'lookAgain'],
    ['seenForOther', 'stopConflict'],
  ];
  it.each(sameForAllBooks.flatMap(([mark, next]) => BOOKS.map((books) => [mark, books, next] as const)))(
    'a %s mark, books that say %s: %s',
    (mark, books, next) => {
      expect(afterNoting(mark, books)).toBe(next);
    },
  );

  it.each(BOOKS)(
    'a note that protects nothing, books that say %s: only books that prove it unused let it be sent',
    (books) => {
      expect(afterNoting('unprotected', books)).toBe(books === 'absent' ? 'send' : 'stopUnprotected');
    },
  );
});

describe('after looking at the books of what was sent before', () => {
  const wishes: IfOpen[] = ['stop', 'sendWhenCertain', 'sendBecauseChecked'];
  const certainties: Certainty[] = ['completeBooks', 'sameRequest', 'never'];
  const combinations = wishes.flatMap((ifOpen) => certainties.map((certainty) => [ifOpen, certainty] as const));

  it.each(combinations)('what the books tell comes first (%s, %s)', (ifOpen, certainty) => {
    const next = (books: Books) => afterSeen(books, ifOpen, certainty);
    expect([next('found'), next('conflict'), next('unreadable')]).toEqual(['judge', 'stopConflict', 'stopUnreadable']);
    expect(next('underWay')).toBe('stopUnknown');
  });

  it.each<[IfOpen, Certainty, string, string]>([
    // the wish, the provider's certainty -> books are complete and empty, books do not exist
    ['stop', 'completeBooks', 'stopUnknown', 'stopUnknown'],
    ['stop', 'sameRequest', 'stopUnknown', 'stopUnknown'],
    ['stop', 'never', 'stopUnknown', 'stopUnknown'],
    ['sendWhenCertain', 'completeBooks', 'claim', 'stopUnknown'],
    ['sendWhenCertain', 'sameRequest', 'askWhetherRepeatable', 'askWhetherRepeatable'],
    ['sendWhenCertain', 'never', 'stopUnknown', 'stopUnknown'],
    ['sendBecauseChecked', 'completeBooks', 'claimChecked', 'claimChecked'],
    ['sendBecauseChecked', 'sameRequest', 'claimChecked', 'claimChecked'],
    ['sendBecauseChecked', 'never', 'claimChecked', 'claimChecked'],
  ])('%s, %s: absent leads to %s, cannotTell to %s', (ifOpen, certainty, absent, cannotTell) => {
    expect(afterSeen('absent', ifOpen, certainty)).toBe(absent);
    expect(afterSeen('cannotTell', ifOpen, certainty)).toBe(cannotTell);
  });
});

describe('what a claim says of what was sent before', () => {
  it.each<[ClaimFor, Certainty, boolean]>([
    ['certain', 'completeBooks', true],
    ['certain', 'sameRequest', false],
    ['certain', 'never', false],
    ['checked', 'completeBooks', true],
    ['checked', 'sameRequest', true],
    ['checked', 'never', true],
  ])('%s, %s: that it was not bought is %s', (claimFor, certainty, settles) => {
    expect(settlesEarlier(claimFor, certainty)).toBe(settles);
  });
});

describe('a note', () => {
  it.each<[number, boolean]>([
    [0, true],
    [600_000, true],
    [600_001, false],
  ])('of %i ms may be sent under for a third of thirty minutes: %s', (ageMs, fresh) => {
    expect(isFresh(ageMs, 1_800_000)).toBe(fresh);
  });
});

describe('after sending', () => {
  const refused = (kind: ProviderErrorKind, retryAfterMs?: number): Sent<unknown> => ({
    outcome: 'refused',
    error: error(kind, retryAfterMs),
  });
  it.each<[string, Sent<unknown>, number, boolean, string]>([
    ['done', { outcome: 'done', result: { value: {}, raw: {} } }, 3, false, 'giveBack'],
    ['done after an open one', { outcome: 'done', result: { value: {}, raw: {} } }, 2, true, 'giveBack'],
    ['unknown', { outcome: 'unknown', error: error('unreachable') }, 3, false, 'lookAgain'],
    ['unknown, too many requests', { outcome: 'unknown', error: error('rateLimited') }, 3, false, 'lookAgain'],
    ['refused for bad input', refused('badInput'), 3, false, 'eraseAndRefuse'],
    ['refused by the provider', refused('refused'), 3, false, 'eraseAndRefuse'],
    ['refused by the provider after an open one', refused('refused'), 2, true, 'lookAgain'],
    ['refused for the credential', refused('credential'), 3, false, 'eraseAndRefuse'],
    ['never sent', refused('unreachable'), 3, false, 'eraseAndRefuse'],
    ['never sent after an open one', refused('unreachable'), 2, true, 'lookAgain'],
    ['too many requests', refused('rateLimited'), 1, false, 'waitAndSend'],
    ['too many requests after an open one', refused('rateLimited'), 1, true, 'waitAndSend'],
    ['too many requests for as long as anybody waits', refused('rateLimited', 60_000), 3, false, 'waitAndSend'],
    ['too many requests for longer than anybody waits', refused('rateLimited', 60_001), 3, false, 'eraseAndRefuse'],
    ['the same after an open one', refused('rateLimited', 60_001), 3, true, 'lookAgain'],
    ['too many requests, too often', refused('rateLimited'), 0, false, 'eraseAndRefuse'],
    ['too many requests, too often, after an open one', refused('rateLimited'), 0, true, 'lookAgain'],
  ])('%s', (_name, sent, sendsLeft, open, next) => {
    expect(afterSending(sent, sendsLeft, open)).toBe(next);
  });
});

describe('after looking again', () => {
  const plain: Unsettled = { outcome: 'unknown', error: error('unreachable') };
  const repeatable: Unsettled = { ...plain, repeatable: true };
  const saidNo: Unsettled = { ...plain, saidNo: true };
  const refused: Unsettled = { outcome: 'refused', error: error('refused') };

  it.each(BOOKS)('an answer that tells nothing, books that say %s', (books) => {
    expect(afterLookingAgain(books, plain, 3, false)).toBe(books === 'found' ? 'giveBack' : 'stopUnknown');
  });

  it.each(BOOKS)(
    'a repeatable one is sent again while it may, whatever books say that do not show it (%s)',
    (books) => {
      const again = { found: 'giveBack', conflict: 'stopUnknown' }[books as string] ?? 'sendAgain';
      expect(afterLookingAgain(books, repeatable, 3, false)).toBe(again);
      expect(afterLookingAgain(books, repeatable, 1, true)).toBe(again);
      expect(afterLookingAgain(books, repeatable, 0, false)).toBe(books === 'found' ? 'giveBack' : 'stopUnknown');
    },
  );

  it.each(BOOKS)('a "no" is one only with complete and empty books, and nothing open before it (%s)', (books) => {
    const next = books === 'absent' ? 'eraseAndRefuse' : books === 'found' ? 'giveBack' : 'stopUnknown';
    expect(afterLookingAgain(books, saidNo, 3, false)).toBe(next);
    expect(afterLookingAgain(books, saidNo, 3, true)).toBe(books === 'found' ? 'giveBack' : 'stopUnknown');
  });

  it.each(BOOKS)('a refusal after an open one settles nothing (%s)', (books) => {
    expect(afterLookingAgain(books, refused, 3, true)).toBe(books === 'found' ? 'giveBack' : 'stopUnknown');
  });
});

describe('what the books say', () => {
  it.each<[ProviderErrorKind, Books]>([
    ['unreachable', 'unreadable'],
    ['rateLimited', 'unreadable'],
    ['credential', 'unreadable'],
    ['notFound', 'cannotTell'],
    ['badInput', 'cannotTell'],
    ['refused', 'cannotTell'],
    ['outOfCredit', 'cannotTell'],
  ])('a look that ended with %s counts as %s', (kind, books) => {
    expect(booksOf({ outcome: 'cannotTell', error: error(kind) })).toBe(books);
  });

  it('a provider without such books counts as cannotTell', () => {
    expect(booksOf({ outcome: 'cannotTell', error: null })).toBe('cannotTell');
  });

  it('anything else counts as what it is', () => {
    expect(booksOf({ outcome: 'absent' })).toBe('absent');
    expect(booksOf({ outcome: 'underWay', explanation: '' })).toBe('underWay');
  });
});
