/** The suite itself: it leaves no provider out, and it sees what must not be said. */
import { providers } from '../../providers';
import type { Subject } from './subject';
import { subjects } from './subjects';
import { Workshop } from './workshop';

test('every provider is described', () => {
  expect(new Set(subjects.map(({ provider }) => provider))).toEqual(new Set(providers));
});

test.each(subjects)('what must not be said of $name is seen', async (subject: Subject) => {
  const shop = await Workshop.open(subject);
  const { order } = await shop.buy();
  const { activationCode } = order['esim'] as { activationCode: string };
  shop.keepSaid(`the code is ${activationCode}`);
  await expect(shop.close()).rejects.toThrow(activationCode);
});
