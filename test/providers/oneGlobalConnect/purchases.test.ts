/** Buying at most once, with everything going wrong that can, in both API versions. */
import { ProviderError } from '../../../http/errors';
import { inParallel } from '../../../http/inParallel';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import type { Clock } from '../../../purchase/clock';
import { FAULT_NAMES, type FaultName } from '../../../sandbox';
import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { afterRestart, buy, type Buyer, newEsim, rowOfNotes, WAITING_MS } from './buying';
import { clockOf, failure, NO_FIELDS, sessionAt, THREE_GB, type Version, WORLD_50_MB } from './support';

const { order } = oneGlobalConnect;

let sandbox: ConnectSandbox;
let clock: Clock;

beforeEach(async () => {
  sandbox = await startConnectSandbox();
  clock = clockOf(sandbox);
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  await sandbox.stop();
});

async function buyerAt(version: Version): Promise<Buyer> {
  return { ...(await sessionAt(sandbox, version)), clock, row: rowOfNotes() };
}

const refusal = async (promise: Promise<unknown>): Promise<ProviderError> => (await failure(promise)) as ProviderError;
/** Another workflow, whose node has notes of its own. */
const elsewhere = (buyer: Buyer): Buyer => ({ ...buyer, row: rowOfNotes() });

const ORDER_FAULTS = FAULT_NAMES.filter((name) => !/^(hang|slow)/.test(name));
const HARMLESS = ['tooManyRequests', 'tooManyRequestsWithRetryAfter', 'tokenExpired'];
const LOST = FAULT_NAMES.filter((name) => /BeforeCommit$/.test(name) && ORDER_FAULTS.includes(name));
const saying = (status: number, contentType: string, body: string) => ({
  kind: 'answer' as const,
  when: 'beforeCommit' as const,
  status,
  contentType,
  body,
});
const NOT_OFFERED = saying(404, 'text/plain', '');

describe.each(['v1', 'v2'] as const)('an order in %s', (version) => {
  it.each(ORDER_FAULTS.map((name) => [name]))(
    'that meets %s is bought at most once and told truthfully',
    async (name) => {
      const buyer = await buyerAt(version);
      sandbox.faults.next({ fault: name, route: 'placeOrder' });
      if (LOST.includes(name)) {
        const error = await refusal(buy(buyer, newEsim('r-1')));
        expect(error.kind).toBe('outcomeUnknown');
        expect(error.message).toContain('X-Correlation-ID');
        expect((await refusal(buy(buyer, newEsim('r-1')))).kind).toBe('outcomeUnknown');
        expect(sandbox.purchasesFor('r-1')).toBe(0);
        await clock.sleep(WAITING_MS + 60_000);
        const certain = buy({ ...buyer, ifOpen: 'sendWhenCertain' }, newEsim('r-1'));
        await expect(certain).resolves.toMatchObject({ clientReference: 'r-1' });
      } else {
        const bought = await buy(buyer, newEsim('r-1'));
        expect(bought).toMatchObject({ clientReference: 'r-1', type: 'newEsim', alreadyExisted: false });
        expect(bought.status).toBe(HARMLESS.includes(name) ? 'pending' : 'completed');
      }
      expect(sandbox.purchasesFor('r-1')).toBe(1);
      await sandbox.advance(60_000);
      const again = await buy(elsewhere(afterRestart(buyer)), newEsim('r-1'));
      expect(again).toMatchObject({ clientReference: 'r-1', alreadyExisted: true, status: 'completed' });
      expect(again.orderId).toBe(sandbox.books().ledger[0]?.orderId);
      expect(sandbox.purchasesFor('r-1')).toBe(1);
    },
  );

  it('has a correlation id for each request, which begins alike however often it is sent', async () => {
    const buyer = await buyerAt(version);
    sandbox.faults.next({ fault: 'tooManyRequests', route: 'placeOrder', times: 2 });
    await buy(buyer, newEsim('r-2'));
    await buy(buyer, newEsim('r-2-b'));
    const ids = sandbox.journal({ route: 'placeOrder' }).map(({ headers }) => headers['x-correlation-id'] ?? '');
    expect(new Set(ids).size).toBe(4);
    const beginnings = ids.map(
      (id) => /^([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3})-a[0-9a-f]{3}-[0-9a-f]{12}$/.exec(id)?.[1],
    );
    const [first, second, third, other] = beginnings;
    expect([second, third]).toEqual([first, first]);
    expect(other).not.toBe(first);
    const reads = sandbox.journal({ route: 'orders' }).map(({ headers }) => headers['x-correlation-id']);
    expect(new Set(reads).size).toBe(reads.length);
  });

  it('whose answer was lost is found while it is still under way, once it is completed', async () => {
    sandbox.changeSettings({ acceptedMs: 12_000, fulfillingMs: 20_000 });
    const buyer = await buyerAt(version);
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    const bought = await buy(buyer, newEsim('r-3'));
    expect(bought).toMatchObject({ status: 'completed', alreadyExisted: false });
  });

  it('whose answer was lost and which stays under way is reported as unknown, never sent again, then found', async () => {
    sandbox.changeSettings({ acceptedMs: 3_600_000 });
    const buyer = await buyerAt(version);
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    expect((await refusal(buy(buyer, newEsim('r-4')))).kind).toBe('outcomeUnknown');
    await clock.sleep(WAITING_MS + 60_000);
    const later = await refusal(buy({ ...buyer, ifOpen: 'sendWhenCertain' }, newEsim('r-4')));
    expect(later).toMatchObject({ kind: 'outcomeUnknown', message: expect.stringContaining('under way') as string });
    await sandbox.advance(3_700_000);
    await expect(buy(buyer, newEsim('r-4'))).resolves.toMatchObject({ alreadyExisted: true, status: 'completed' });
    expect(sandbox.purchasesFor('r-4')).toBe(1);
  });

  it('that another workflow placed before a restart is waited for, and not bought again', async () => {
    sandbox.changeSettings({ acceptedMs: 20_000, fulfillingMs: 20_000 });
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('r-10'));
    const again = await buy(elsewhere(afterRestart(buyer)), newEsim('r-10'));
    expect(again).toMatchObject({ alreadyExisted: true, status: 'completed', clientReference: 'r-10' });
    expect(sandbox.purchasesFor('r-10')).toBe(1);
  });

  it('is not sent while an order under way may be this one, and leaves no note of a purchase that was not sent', async () => {
    sandbox.changeSettings({ acceptedMs: 1_800_000 });
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('r-11'));
    const row = rowOfNotes();
    const restarted = { ...afterRestart(buyer), row };
    const error = await refusal(buy(restarted, newEsim('r-12')));
    expect(error).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('under way') as string });
    expect(error.description).toContain('Nothing was sent');
    expect([...row.entries]).toEqual([]);
    await sandbox.advance(1_900_000);
    await expect(buy(restarted, newEsim('r-12'))).resolves.toMatchObject({ alreadyExisted: false });
    expect(sandbox.purchasesFor('r-12')).toBe(1);
  });

  it('that was not sent, for a slow database and books that could not be read, says so and is bought the next time', async () => {
    const notes = rowOfNotes();
    const slow = {
      ...notes,
      async add(entries: readonly string[]) {
        sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'subscriptions', times: 9 });
        await clock.sleep(300);
        return { ...(await notes.add(entries)), tookMs: 300 };
      },
    };
    const buyer = await buyerAt(version);
    const error = await refusal(buy({ ...buyer, row: slow }, newEsim('r-13')));
    expect(error).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('could not be checked') as string,
    });
    expect(sandbox.journal({ route: 'placeOrder' })).toEqual([]);
    expect([...notes.entries]).toEqual([]);
    sandbox.faults.clear();
    await expect(buy({ ...buyer, row: notes }, newEsim('r-13'))).resolves.toMatchObject({ alreadyExisted: false });
  });

  it('refused with a conflict is told in 1GLOBAL’s words, and its reference is free once the books are still empty', async () => {
    const notes = rowOfNotes();
    const buyer = { ...(await buyerAt(version)), row: notes };
    sandbox.faults.next({
      fault: saying(409, 'application/json', '{"messages":["in conflict"]}'),
      route: 'placeOrder',
    });
    const error = await refusal(buy(buyer, newEsim('r-14')));
    expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('in conflict') as string });
    expect([...notes.entries]).toEqual([]);
    await expect(buy(buyer, newEsim('r-14'))).resolves.toMatchObject({ alreadyExisted: false });
  });

  it.each([
    ['a web page', saying(403, 'text/html', '<html>no</html>')],
    ['a status that no table knows', saying(418, 'application/json', '{"messages":["no"]}')],
  ])('refused by %s may have been bought all the same', async (_by, fault) => {
    const buyer = await buyerAt(version);
    sandbox.faults.next({ fault, route: 'placeOrder' });
    expect((await refusal(buy(buyer, newEsim('r-15')))).kind).toBe('outcomeUnknown');
  });

  it('whose answer was lost is found among all orders when customers cannot be searched', async () => {
    const buyer = await buyerAt(version);
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    sandbox.faults.next({ fault: NOT_OFFERED, route: 'subscriptions', times: 20 });
    const bought = await buy(buyer, newEsim('r-8'));
    expect(bought).toMatchObject({ status: 'completed', clientReference: 'r-8' });
    expect(sandbox.purchasesFor('r-8')).toBe(1);
  });

  it('is found by an email address with a plus and capitals, as it was given', async () => {
    const buyer = await buyerAt(version);
    const person = { customerEmail: 'John+eSIM@Doe.example' };
    await buy(buyer, newEsim('r-9', person));
    await sandbox.advance(60_000);
    const again = await buy(elsewhere(afterRestart(buyer)), newEsim('r-9', person));
    expect(again).toMatchObject({ alreadyExisted: true, status: 'completed' });
  });

  it('that this process has placed is recognised while it is under way', async () => {
    sandbox.changeSettings({ acceptedMs: 3_600_000 });
    const first = await buy(await buyerAt(version), newEsim('r-5'));
    const second = await buy(await buyerAt(version), newEsim('r-5'));
    expect(second).toMatchObject({ orderId: first.orderId, alreadyExisted: true, status: 'pending' });
  });

  it('is a conflict when its reference was used for another package or customer', async () => {
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('r-6'));
    await sandbox.advance(60_000);
    for (const known of [buyer, afterRestart(buyer)]) {
      const error = await refusal(buy(elsewhere(known), newEsim('r-6', { packageId: WORLD_50_MB })));
      expect(error).toMatchObject({ kind: 'badInput', message: expect.stringContaining('"r-6" is taken') as string });
      expect(error.message).toContain(`for the package ${THREE_GB}`);
    }
    const other = await refusal(buy(elsewhere(buyer), newEsim('r-6', { customerEmail: 'jane@doe.com' })));
    expect(other.message).toContain('a customer with another email address');
    expect(sandbox.books().purchases).toBe(1);
  });

  it('tells what became of it although the list of orders is missing, if only by its subscription', async () => {
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('r-7'));
    await sandbox.advance(60_000);
    sandbox.changeSettings({ v1OrderList: 'missing' });
    sandbox.faults.next({ fault: NOT_OFFERED, route: 'orders', times: version === 'v2' ? 9 : 0 });
    const found = await buy(elsewhere(afterRestart(buyer)), newEsim('r-7'));
    expect(found).toMatchObject({
      alreadyExisted: true,
      status: 'completed',
      clientReference: 'r-7',
      esim: { activationCode: expect.stringMatching(/^LPA:1/) as string },
    });
    expect(found.orderId).toMatch(/^subscription:/);
    sandbox.faults.clear();
    const { session } = buyer;
    const { orderId, subscriptionId } = found;
    await expect(order.get!(session, { by: 'orderId', orderId })).resolves.toMatchObject({
      value: { orderId, package: { packageId: THREE_GB } },
    });
    await expect(order.activate!(session, orderId, NO_FIELDS)).resolves.toMatchObject({ value: { subscriptionId } });
    const refund = await order.refund!.prepare(session, { orderId, fields: NO_FIELDS });
    await expect(refund.send()).resolves.toMatchObject({ outcome: 'done', result: { value: { state: 'cancelled' } } });
    sandbox.reset();
  });

  it('stays single through two hundred orders, faults on every call, and a run of everything again', async () => {
    const buyer = await buyerAt(version);
    const probabilities: Partial<Record<FaultName, number>> = {
      cutBeforeCommit: 0.05,
      cutAfterCommit: 0.08,
      error500BeforeCommit: 0.04,
      error500AfterCommit: 0.08,
      error502AfterCommit: 0.05,
      truncatedJson: 0.05,
      emptyBody: 0.04,
      cutMidBody: 0.04,
      tokenExpired: 0.01,
    };
    sandbox.faults.mix({ seed: 7, probabilities, routes: ['placeOrder'] });
    const outcomes: Array<Map<string, string>> = [];
    for (let run = 0; run < 2; run++) {
      const told = new Map<string, string>();
      outcomes.push(told);
      await inParallel(200, {
        atOnce: 10,
        stopAfterFailure: false,
        run: async (index) => {
          const reference = `mass-${index}`;
          const input = newEsim(reference, { customerEmail: `customer-${index % 40}@example.com` });
          told.set(
            reference,
            await buy(buyer, input).then(
              ({ orderId }) => orderId,
              (error: ProviderError) => error.kind,
            ),
          );
        },
      });
    }
    const { boughtTwice, references } = sandbox.books();
    expect(boughtTwice).toEqual([]);
    const bought = new Map(references.map((row) => [row.reference, row.orderIds[0]]));
    for (const told of outcomes) {
      for (const [reference, outcome] of told) {
        // whoever is told an order has exactly that one; whoever is told "unknown" may have one or not
        if (outcome !== 'outcomeUnknown') expect(outcome).toBe(bought.get(reference));
      }
    }
    const unknown = [...(outcomes[1]?.values() ?? [])].filter((outcome) => outcome === 'outcomeUnknown').length;
    expect(unknown).toBe(200 - bought.size);
  });
});
