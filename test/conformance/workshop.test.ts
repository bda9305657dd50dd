/** The suite itself: it leaves no provider out, and it sees what must not be said. */
import { providers } from '../../providers';
import type { Subject } from './subject';
import { subjects } from './subjects';
import { Workshop } from './workshop';

/** Providers that have no stand-in yet: what is asked of them here is asked in their own tests. */
const WITHOUT_STAND_IN = ['esimAccess'];

test('every provider that has a stand-in is described', () => {
  const described = new Set(subjects.map(({ provider: { id } }) => id));
  expect([...described, ...WITHOUT_STAND_IN].sort()).toEqual(providers.map(({ id }) => id).sort());
});

test.each(subjects)('what must not be said of $name is seen', async (subject: Subject) => {
  const shop = await Workshop.open(subject);
  const { order } = await shop.buy();
  const { activationCode } = order['esim'] as { activationCode: string };
  shop.keepSaid(`the code is ${activationCode}`);
  await expect(shop.close()).rejects.toThrow(activationCode);
});
