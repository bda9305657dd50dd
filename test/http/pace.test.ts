import { takeTurn } from '../../http/pace';

const turns = (account: string, perSecond: number, count: number, now: number) =>
  Array.from({ length: count }, () => takeTurn(account, perSecond, now));

it('lets the first request go at once, and never more than so many in any second', () => {
  const all = turns('a', 8, 40, 1_000_000);
  expect(all[0]).toBe(1_000_000);
  for (const turn of all) expect(all.filter((one) => one >= turn && one <= turn + 1_000).length).toBeLessThanOrEqual(8);
});

it('does not slow down who sends seldom', () => {
  expect([takeTurn('b', 8, 1_000), takeTurn('b', 8, 2_000), takeTurn('b', 8, 3_000)]).toEqual([1_000, 2_000, 3_000]);
});

it('keeps accounts apart', () => {
  turns('c', 1, 5, 1_000);
  expect(takeTurn('d', 1, 1_000)).toBe(1_000);
});

it('understands less than one a second, where workers share an account', () => {
  const [first, second] = turns('e', 0.5, 2, 1_000) as [number, number];
  expect(second - first).toBeGreaterThanOrEqual(2_000);
});
