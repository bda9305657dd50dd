/** When a token is renewed: a little before its end, never in the first half of its life. */
import { isAboutToExpire, sharedToken } from '../../http/token';

const NOW = Date.parse('2030-01-01T00:00:00Z');

let now: number;
let asked: number;
let account = 0;

beforeEach(() => {
  now = NOW;
  asked = 0;
  account++;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => void jest.restoreAllMocks());

const fetchToken = async (lifeSeconds: number | null, stale = '') =>
  await sharedToken({
    identity: ['https://provider.test', `account-${account}`],
    stale,
    request: async () => await Promise.resolve({ token: `token-${++asked}`, expiresInSeconds: lifeSeconds }),
  });

it.each([
  ['an hour', 3_600, 3_570],
  ['a minute and a half', 90, 60],
  ['a minute', 60, 30],
  ['20 seconds', 20, 10],
])('a token that lives %s is used until shortly before its end', async (_name, lifeSeconds, usedSeconds) => {
  const stored = await fetchToken(lifeSeconds);
  expect(stored).toEqual({
    accessToken: 'token-1',
    tokenExpiresAt: new Date(NOW + usedSeconds * 1_000).toISOString(),
  });
  now = NOW + usedSeconds * 1_000 - 1;
  expect(isAboutToExpire(stored.tokenExpiresAt)).toBe(false);
  expect(await fetchToken(lifeSeconds)).toEqual(stored);
  now = NOW + usedSeconds * 1_000;
  expect(isAboutToExpire(stored.tokenExpiresAt)).toBe(true);
  expect(await fetchToken(lifeSeconds)).toMatchObject({ accessToken: 'token-2' });
});

it('a token whose end is unknown is used until the provider refuses it', async () => {
  const stored = await fetchToken(null);
  expect(stored).toEqual({ accessToken: 'token-1', tokenExpiresAt: '' });
  now = NOW + 365 * 86_400_000;
  expect(isAboutToExpire(stored.tokenExpiresAt)).toBe(false);
  expect(await fetchToken(null)).toEqual(stored);
  expect(await fetchToken(null, 'token-1')).toMatchObject({ accessToken: 'token-2' });
});

it.each([undefined, null, 5, '', 'soon'])('what is no time (%p) is not about to come', (end) => {
  expect(isAboutToExpire(end)).toBe(false);
});
