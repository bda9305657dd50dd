import { isAboutToExpire, sharedToken } from '../../http/token';

const NOW = Date.parse('2030-01-01T00:00:00.000Z');
let count = 0;

/** When a token of such a life should be renewed, in seconds after it was asked for; null for never. */
async function renewedAfter(expiresInSeconds: number | null): Promise<number | null> {
  const request = async () => await Promise.resolve({ token: 'token', expiresInSeconds });
  const { tokenExpiresAt } = await sharedToken({ identity: [`life-${++count}`], stale: '', request });
  return tokenExpiresAt === '' ? null : (Date.parse(tokenExpiresAt) - NOW) / 1000;
}

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

it.each([
  [86_400, 86_370],
  [3_600, 3_570],
  [300, 270],
  [60, 30],
  [40, 20],
  [20, 10],
])(
  'a token that lives %d s is renewed after %d s: a little early, never in the first half of its life',
  async (life, after) => {
    expect(await renewedAfter(life)).toBe(after);
  },
);

it('a token of unknown life is used until it is refused', async () => {
  expect(await renewedAfter(null)).toBeNull();
  expect(isAboutToExpire('')).toBe(false);
});

it.each([
  [-1, false],
  [0, true],
  [1, true],
])('%d ms after the moment of renewal a token is about to expire: %s', (after, expiring) => {
  expect(isAboutToExpire(new Date(NOW).toISOString(), NOW + after)).toBe(expiring);
});

it('a token with a short life is used again while it lasts, and asked for anew afterwards', async () => {
  let asked = 0;
  const request = async () => await Promise.resolve({ token: `token-${++asked}`, expiresInSeconds: 20 });
  const token = async (stale: string) => (await sharedToken({ identity: ['short'], stale, request })).accessToken;
  expect(await token('')).toBe('token-1');
  jest.setSystemTime(NOW + 9_999);
  expect(await token('')).toBe('token-1');
  jest.setSystemTime(NOW + 10_000);
  expect(await token('')).toBe('token-2');
});

it('whoever asks first is told that this process has had no token yet, and nobody after', async () => {
  const told: boolean[] = [];
  const request = async (workedBefore: boolean) => {
    told.push(workedBefore);
    return await Promise.resolve({ token: `token-${told.length}`, expiresInSeconds: null });
  };
  for (const stale of ['', 'token-1', 'token-2']) await sharedToken({ identity: ['told'], stale, request });
  expect(told).toEqual([false, true, true]);
});

it('a sign-in that failed has not worked before', async () => {
  const told: boolean[] = [];
  const request = async (workedBefore: boolean) => {
    told.push(workedBefore);
    return await Promise.reject<never>(new Error('no'));
  };
  for (let tries = 0; tries < 2; tries++) {
    await sharedToken({ identity: ['failing'], stale: '', request }).catch(() => undefined);
  }
  expect(told).toEqual([false, false]);
});
