import { ProviderError, type ProviderErrorKind } from '../../http/errors';
import { afterNoting, afterSending, beforeNoting, booksOf, type Books } from '../../purchase/decide';
import type { Mark } from '../../purchase/ledger';
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

describe('after noting', () => {
  // mark, books, the person switched on Send Again -> next
  it.each<[Mark, Books, boolean, string]>([
    ['new', 'absent', false, 'send'],
    ['new', 'cannotTell', false, 'send'],
    ['new', 'absent', true, 'send'],
    ['new', 'cannotTell', true, 'send'],
    ['seen', 'absent', false, 'lookAgain'],
    ['seen', 'cannotTell', false, 'lookAgain'],
    ['seen', 'absent', true, 'send'],
    ['seen', 'cannotTell', true, 'send'],
    ['unavailable', 'absent', false, 'send'],
    ['unavailable', 'cannotTell', false, 'stopUnprotected'],
    ['unavailable', 'absent', true, 'send'],
    ['unavailable', 'cannotTell', true, 'send'],
  ])('a %s mark, books that say %s, send again %s: %s', (mark, books, sendAgain, next) => {
    expect(afterNoting(mark, books, sendAgain)).toBe(next);
  });
});

describe('after sending', () => {
  const refused = (kind: ProviderErrorKind): Sent<unknown> => ({ outcome: 'refused', error: error(kind) });
  it.each<[string, Sent<unknown>, number, string]>([
    ['done', { outcome: 'done', result: { value: {}, raw: {} } }, 3, 'giveBack'],
    ['unknown', { outcome: 'unknown', error: error('unreachable') }, 3, 'lookAgain'],
    ['refused for bad input', refused('badInput'), 3, 'eraseAndRefuse'],
    ['refused by the provider', refused('refused'), 3, 'eraseAndRefuse'],
    ['refused for the credential', refused('credential'), 3, 'eraseAndRefuse'],
    ['never sent', refused('unreachable'), 3, 'eraseAndRefuse'],
    ['too many requests', refused('rateLimited'), 1, 'waitAndSend'],
    ['too many requests, too often', refused('rateLimited'), 0, 'eraseAndRefuse'],
  ])('%s', (_name, sent, sendsLeft, next) => {
    expect(afterSending(sent, sendsLeft)).toBe(next);
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
