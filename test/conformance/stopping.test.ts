/** Every provider, every purchase: what ends the sending of a run, and what does not. */
import { conforms } from './kit/conforms';
import { opened } from './kit/opened';
import { purchasesOf } from './kit/purchases';
import { linesWith } from './kit/watch';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

const UNAUTHORISED = {
  kind: 'answer',
  when: 'beforeCommit',
  status: 401,
  contentType: 'application/json',
  body: '{}',
} as const;
const ONE_BY_ONE = { options: { itemsInParallel: 1 } };

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);

  const requests = (route: string): number => shop().opened.sandbox.journal({ route }).length;

  /** Resolves when the stand-in has got more requests of this call than so many. */
  const moreThan = async (count: number, route: string): Promise<void> => {
    while (requests(route) <= count) await new Promise((resolve) => setTimeout(resolve, 1));
  };

  for (const { operation, sales, spends } of purchasesOf(stand, shop)) {
    conforms(stand, `${operation}: a token that dies in the middle is renewed`, async () => {
      const two = await sales(2);
      shop().opened.sandbox.faults.next({ fault: 'tokenExpired', route: spends });
      const endings = await two.all(ONE_BY_ONE);
      expect(endings.map(({ error }) => error)).toEqual([null, null]);
      expect(await two.made()).toBe(2);
    });

    conforms(stand, `${operation}: a refused credential stops the rest of the run`, async () => {
      const three = await sales(3);
      await shop().run('package.getAll', { limit: 1 });
      // the account is closed after the first one
      const { faults } = shop().opened.sandbox;
      faults.next({ fault: 'slowAfterCommit', ms: 0, route: spends });
      for (const route of [spends, ...stand.calls.signIn]) faults.next({ fault: UNAUTHORISED, route, times: 1_000 });
      const endings = await three.all(ONE_BY_ONE);
      expect(endings.slice(0, 2).map(({ error }) => error?.kind)).toEqual([undefined, 'credential']);
      expect(endings[1]?.error?.message).toMatch(new RegExp(`^${shop().provider.name} `));
      expect(endings[2]?.error?.kind).toMatch(/^(credential|notSent)$/);
      expect(await three.made()).toBe(1);
      faults.clear();
      expect((await three.all()).map(({ json }) => json?.alreadyExisted)).toEqual([true, false, false]);
    });

    conforms(stand, `${operation}: a wrong credential: nothing is sent, and the message begins with that`, async () => {
      const sale = await sales();
      shop().signInWith(stand.wrongAccount);
      const { error } = await sale.one();
      expect(error).toMatchObject({ kind: 'credential' });
      expect(error?.message).toMatch(new RegExp(`^${shop().provider.name} `));
      expect(await sale.made()).toBe(0);
      shop().signInWith({});
      expect(await sale.sold()).toMatchObject({ alreadyExisted: false });
    });

    conforms(stand, `${operation}: n8n’s Stop before the first: nothing is sent`, async () => {
      const sale = await sales();
      const stop = new AbortController();
      stop.abort();
      expect(await sale.one({}, {}, { abortSignal: stop.signal })).toMatchObject({ error: { kind: 'notSent' } });
      expect(await sale.made()).toBe(0);
      expect(await sale.sold()).toMatchObject({ alreadyExisted: false });
    });

    conforms(
      stand,
      `${operation}: n8n’s Stop in the middle: the one under way is heard to its end, no other is sent`,
      async () => {
        const three = await sales(3);
        const before = requests(spends);
        const stop = new AbortController();
        shop().opened.sandbox.faults.next({ fault: 'slowAfterCommit', ms: 150, route: spends });
        const running = three.all(ONE_BY_ONE, { abortSignal: stop.signal });
        await moreThan(before, spends);
        stop.abort();
        await running;
        expect(await three.made()).toBe(1);
        expect(linesWith(/This run made one purchase: /).length).toBeGreaterThan(0);
        const after = await three.all();
        expect(after.map(({ json }) => json?.alreadyExisted)).toEqual([true, false, false]);
        expect(await three.made()).toBe(3);
      },
    );
  }
});
