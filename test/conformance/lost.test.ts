/** Every provider, every purchase: requests and answers that are lost, spoilt or refused, and what becomes of them. */
import type { FaultName } from '../../sandbox';
import { contradiction, reportOf } from '../chaos/truth';
import { conforms } from './kit/conforms';
import type { Ending } from './kit/ending';
import { opened } from './kit/opened';
import { purchasesOf } from './kit/purchases';
import type { Sales } from './kit/sales';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

/** The provider has done it, and nobody hears of it. */
const ANSWER_LOST = [
  'cutAfterCommit',
  'hangAfterCommit',
  'error500AfterCommit',
  'error502AfterCommit',
  'error503AfterCommit',
  'errorInSuccessAfterCommit',
  'truncatedJson',
  'malformedJson',
  'emptyBody',
  'brokenGzip',
  'cutMidBody',
] as const satisfies readonly FaultName[];

/** The provider never did it. */
const REQUEST_LOST = [
  'cutBeforeCommit',
  'error500BeforeCommit',
  'error502BeforeCommit',
  'error503BeforeCommit',
  'errorInSuccessBeforeCommit',
] as const satisfies readonly FaultName[];

/** A purchase is given three times as long as any other request. */
const IMPATIENT = { options: { requestTimeout: 1 } };
const AGAIN_WHEN_CERTAIN = { options: { ifUnconfirmed: 'sendAgain' } };
const WAITING_TIME_MS = 31 * 60_000;

const isOpen = ({ error }: Ending): boolean => error?.kind === 'outcomeUnknown';

const INSTALLS = expect.stringMatching(/^LPA:1\$.+\$.+/) as string;

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);
  const strike = (fault: FaultName, route: string, times = 1): void =>
    shop().opened.sandbox.faults.next({ fault, route, times });

  /** Why an item and the books cannot both be right. */
  const judged = async (sale: Sales, { json, error }: Ending, before: number): Promise<string | null> => {
    const told = json ?? { error: error?.message, details: { kind: error?.kind } };
    const report = reportOf(told as Parameters<typeof reportOf>[0]);
    return contradiction({ name: sale.name, before, after: await sale.made(), report, shared: false });
  };

  for (const { operation, sales, spends } of purchasesOf(stand, shop)) {
    describe.each([...ANSWER_LOST, ...REQUEST_LOST])('%s', (fault) => {
      conforms(
        stand,
        `${operation}: whatever is lost on the way, the item agrees with the books, and running again buys nothing more`,
        async () => {
          const sale = await sales();
          strike(fault, spends);
          const ending = await sale.one(IMPATIENT);
          const made = await sale.made();
          expect(await judged(sale, ending, 0)).toBeNull();
          const again = await sale.one();
          expect(await judged(sale, again, made)).toBeNull();
          // whoever has heard that it went through hears it again
          if (ending.json) expect(again.json).toMatchObject({ orderId: ending.json.orderId, alreadyExisted: true });
        },
      );
    });

    conforms(stand, `${operation}: a lost answer is found again by the reference`, async () => {
      const unheard: string[] = [];
      for (const fault of ANSWER_LOST.filter((one) => one !== 'hangAfterCommit')) {
        const sale = await sales();
        strike(fault, spends);
        const { json } = await sale.one();
        if (!json) unheard.push(fault);
        else expect(json.alreadyExisted).toBe(false);
        // a new eSIM comes with what installs it
        if (json && operation === 'order.create') expect(json).toMatchObject({ esim: { activationCode: INSTALLS } });
        expect(await sale.made()).toBe(1);
        shop().startAnew();
      }
      expect(unheard).toEqual([]);
    });

    conforms(stand, `${operation}: lost before it arrived: outcome unknown, and it stays unsent`, async () => {
      const sale = await sales();
      strike('error500BeforeCommit', spends);
      const { error } = await sale.one();
      expect(error).toMatchObject({ kind: 'outcomeUnknown', message: expect.stringContaining(sale.name) as string });
      expect(error?.description).toMatch(/^Look in .+ for the .+Checked References/);
      shop().clock.putForward(WAITING_TIME_MS);
      expect(isOpen(await sale.one())).toBe(true);
      expect(await sale.made()).toBe(0);
    });

    conforms(stand, `${operation}: Checked References: sent again once, ever`, async () => {
      const sale = await sales();
      const checked = { options: { checkedReferences: sale.name } };
      strike('error500BeforeCommit', spends, 2);
      await sale.one();
      expect(isOpen(await sale.one(checked))).toBe(true);
      // the one time is used up, although that was lost as well
      expect(isOpen(await sale.one(checked))).toBe(true);
      expect(await sale.made()).toBe(0);

      shop().startAnew();
      const other = await sales();
      strike('error500BeforeCommit', spends);
      await other.one();
      await other.sold({ options: { checkedReferences: other.name } });
      expect(await other.sold()).toMatchObject({ alreadyExisted: true });
      expect(await other.made()).toBe(1);
    });

    conforms(stand, `${operation}: too many requests: waited for, and bought once`, async () => {
      const sale = await sales();
      strike('tooManyRequests', spends);
      strike('tooManyRequestsWithRetryAfter', spends);
      expect(await sale.sold()).toMatchObject({ alreadyExisted: false });
      expect(await sale.made()).toBe(1);
    });

    conforms(stand, `${operation}: a documented refusal: refused, and can be bought afterwards`, async () => {
      const sale = await sales();
      shop().opened.sandbox.faults.next({ fault: stand.refusal, route: spends });
      const { error } = await sale.one();
      expect(error).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('This cannot be done.') as string,
      });
      expect(await sale.made()).toBe(0);
      expect(await sale.sold()).toMatchObject({ alreadyExisted: false });
      expect(await sale.made()).toBe(1);
    });

    conforms(stand, `${operation}: slow books: bought once`, async () => {
      const sale = await sales();
      for (const route of stand.calls.books) {
        shop().opened.sandbox.faults.next({ fault: 'slowAfterCommit', ms: 300, route, times: 2 });
      }
      await sale.sold();
      expect(await sale.made()).toBe(1);
    });

    conforms(stand, `${operation}: books that cannot be read: nothing is sent`, async () => {
      const sale = await sales();
      for (const route of stand.calls.books) strike('error503BeforeCommit', route, 1_000);
      expect(await sale.one()).toMatchObject({ error: { kind: 'unreachable' } });
      expect(await sale.made()).toBe(0);
      shop().opened.sandbox.faults.clear();
      expect(await sale.sold()).toMatchObject({ alreadyExisted: false });
    });
  }

  for (const { operation, sales, spends } of purchasesOf(stand, shop, ['order.create', 'esim.topUp'])) {
    conforms(stand, `${operation}: Send Again When Certain: not before the waiting time, once after it`, async () => {
      const sale = await sales();
      strike('cutBeforeCommit', spends, 1_000);
      await sale.one();
      expect(isOpen(await sale.one(AGAIN_WHEN_CERTAIN))).toBe(true);
      expect(await sale.made()).toBe(0);
      shop().opened.sandbox.faults.clear();
      shop().clock.putForward(WAITING_TIME_MS);
      await sale.sold(AGAIN_WHEN_CERTAIN);
      expect(await sale.sold(AGAIN_WHEN_CERTAIN)).toMatchObject({ alreadyExisted: true });
      expect(await sale.made()).toBe(1);
    });
  }
});
