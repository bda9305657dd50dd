import { keepMessage, type Ending } from '../../trigger/messages';

const MINUTE = 60_000;
const NOW = Date.parse('2030-01-01T00:00:00Z');
const SIGNED = String(NOW / 1000);

let count = 0;
let scope: string;
beforeEach(() => {
  scope = `trigger-${++count}`;
});

/** A message that was taken and answered with 200. */
function take(name = { message: 'msg_1', attempt: SIGNED }, now = NOW): void {
  const kept = keepMessage(scope);
  expect(kept.meet(name, now)).toBe('new');
  kept.settle(true, answered(200));
}

function answered(statusCode: number): Ending {
  return { statusCode, once: (_event, listener) => listener() };
}

const meet = (attempt: string, now: number, message = 'msg_1') => keepMessage(scope).meet({ message, attempt }, now);

it.each([0.1, 4.5, 5, 10, 10.9])('a message that is played again after %d minutes is a replay', (minutes) => {
  take();
  expect(meet(SIGNED, NOW + minutes * MINUTE)).toBe('replayed');
});

it('one is remembered for longer than any signature holds: 5 minutes before its time and 5 after', () => {
  const signedAhead = String((NOW + 5 * MINUTE) / 1000);
  take({ message: 'msg_1', attempt: signedAhead });
  expect(meet(signedAhead, NOW + 10 * MINUTE)).toBe('replayed');
});

it('what is forgotten at last does not fill the memory for ever', () => {
  take();
  expect(meet(SIGNED, NOW + 11 * MINUTE)).toBe('new');
});

it('another attempt at the same message is acknowledged, and is a replay from then on', () => {
  take();
  const later = String(NOW / 1000 + 300);
  expect(meet(later, NOW + 5 * MINUTE)).toBe('acknowledged');
  expect(meet(later, NOW + 5 * MINUTE)).toBe('replayed');
});

it('another attempt while the first is not answered has to wait', () => {
  keepMessage(scope).meet({ message: 'msg_1', attempt: SIGNED }, NOW);
  expect(meet(String(NOW / 1000 + 1), NOW)).toBe('underWay');
});

it('a message that was not accepted, or whose sender was told otherwise, is new again', () => {
  const refused = keepMessage(scope);
  refused.meet({ message: 'msg_1', attempt: SIGNED }, NOW);
  refused.settle(false, answered(401));
  const failed = keepMessage(scope);
  expect(failed.meet({ message: 'msg_1', attempt: SIGNED }, NOW)).toBe('new');
  failed.settle(true, answered(500));
  expect(meet(SIGNED, NOW)).toBe('new');
});

describe('a message from before this process', () => {
  const began = NOW + 2 * MINUTE;
  const at = (signed: number, from: number | null, now: number) =>
    keepMessage(scope, { from, to: began }).meet({ message: 'msg_1', attempt: String(signed / 1000) }, now);

  it('may have been taken by the one before, from the second in which the trigger was published', () => {
    expect(at(NOW, NOW + 999, began)).toBe('beforeMemory');
    expect(at(began - 1000, NOW, began)).toBe('beforeMemory');
  });

  it('was taken by nobody before the trigger was published, or when it never was', () => {
    expect(at(NOW, NOW + 1000, began)).toBe('new');
    expect(keepMessage(`${scope}-2`, { from: null, to: began }).meet({ message: 'm', attempt: SIGNED }, began)).toBe(
      'new',
    );
  });

  it('is only what was signed before it', () => {
    expect(at(began, NOW, began)).toBe('new');
  });

  it('is nothing that a clock can tell which was set back since', () => {
    expect(at(NOW, NOW, began - 1)).toBe('new');
  });
});
