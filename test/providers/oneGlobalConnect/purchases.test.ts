import { randomUUID } from 'node:crypto';
/** Buying at most once, with everything going wrong that can, in both API versions. */
import { ProviderError } from '../../../http/errors';
import { inParallel } from '../../../http/inParallel';
import type { Order } from '../../../esim/model';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import type { CreateOrderInput, Session } from '../../../providers/provider';
import { buyOnce } from '../../../purchase/buyOnce';
import type { Wanted } from '../../../purchase/states';
import type { Ledger } from '../../../purchase/ledger';
import { FAULT_NAMES, type FaultName } from '../../../sandbox';
import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { failure, sessionAt, THREE_GB, type Version, WORLD_50_MB } from './support';

const { order, esim } = oneGlobalConnect;

let sandbox: ConnectSandbox;

beforeEach(async () => {
  sandbox = await startConnectSandbox();
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  await sandbox.stop();
});

function memoryLedger(): Ledger {
  const noted = new Map<string, string>();
  const settled = new Set<string>();
  const recall: Ledger['recall'] = async ({ key, content }) => {
    if (!noted.has(key)) return 'never';
    return noted.get(key) === content ? 'seen' : 'seenForOther';
  };
  return {
    recall,
    async note(attempt) {
      const past = await recall(attempt);
      if (past !== 'never') return past;
      noted.set(attempt.key, attempt.content);
      return 'new';
    },
    async erase({ key }) {
      noted.delete(key);
    },
    async settle({ key }) {
      settled.add(key);
    },
    isSettled: async ({ key }) => settled.has(key),
    which: async () => null,
  };
}

/** How the node names a purchase. */
function naming(clientReference: string, packageId: string) {
  const named = `client reference "${clientReference}"`;
  return {
    scope: 'test',
    account: randomUUID(),
    content: packageId,
    named,
    referenceOfThisRun: false,
    run: 'execution-1',
  };
}

/** Waiting lets the sandbox's time pass, and no other. */
async function signedIn(version: Version): Promise<Session> {
  const { session } = await sessionAt(sandbox, version);
  return { ...session, sleep: async (milliseconds) => void (await sandbox.advance(milliseconds)) };
}

const PERSON = { country: 'GB', firstName: 'John', lastName: 'Doe', countryOfResidence: 'US' };

function newEsim(clientReference: string, more: Partial<CreateOrderInput> = {}): CreateOrderInput {
  return {
    packageId: THREE_GB,
    clientReference,
    customerEmail: 'john@doe.com',
    customerId: null,
    fields: PERSON,
    ...more,
  };
}

function wantedOf<T>(key: string, prepare: Wanted<T>['prepare']): Wanted<T> {
  return { key, what: 'purchase', whereToCheck: '1GLOBAL', alone: null, prepare };
}

async function buy(session: Session, ledger: Ledger, input: CreateOrderInput, sendAgain = false): Promise<Order> {
  const wanted = wantedOf(`order/${input.clientReference}`, async () => await order.create!.prepare(session, input));
  const options = { ...naming(input.clientReference, input.packageId), ledger, sendAgainIfUnconfirmed: sendAgain };
  return (await buyOnce(wanted, { ...options, sleep: session.sleep })).value;
}

/** As a restart of n8n: this process remembers nothing of what it has bought. */
function afterRestart(session: Session): Session {
  return { ...session, settings: { ...session.settings, clientId: `restarted-${Math.random()}` } };
}

const ORDER_FAULTS = FAULT_NAMES.filter((name) => !/^(hang|slow)/.test(name));
const HARMLESS = ['tooManyRequests', 'tooManyRequestsWithRetryAfter', 'tokenExpired'];
const LOST = FAULT_NAMES.filter((name) => /BeforeCommit$/.test(name) && ORDER_FAULTS.includes(name));

describe.each(['v1', 'v2'] as const)('an order in %s', (version) => {
  it.each(ORDER_FAULTS.map((name) => [name]))(
    'that meets %s is bought at most once and told truthfully',
    async (name) => {
      const session = await signedIn(version);
      const ledger = memoryLedger();
      sandbox.faults.next({ fault: name, route: 'placeOrder' });
      if (LOST.includes(name)) {
        const error = (await failure(buy(session, ledger, newEsim('r-1')))) as ProviderError;
        expect(error.kind).toBe('outcomeUnknown');
        expect(error.message).toContain('X-Correlation-ID');
        expect(sandbox.purchasesFor('r-1')).toBe(0);
        expect(((await failure(buy(session, ledger, newEsim('r-1')))) as ProviderError).kind).toBe('outcomeUnknown');
        expect(sandbox.purchasesFor('r-1')).toBe(0);
        await expect(buy(session, ledger, newEsim('r-1'), true)).resolves.toMatchObject({ clientReference: 'r-1' });
      } else {
        const bought = await buy(session, ledger, newEsim('r-1'));
        expect(bought).toMatchObject({ clientReference: 'r-1', type: 'newEsim', alreadyExisted: false });
        expect(bought.status).toBe(HARMLESS.includes(name) ? 'pending' : 'completed');
      }
      expect(sandbox.purchasesFor('r-1')).toBe(1);
      await sandbox.advance(60_000);
      const again = await buy(afterRestart(session), memoryLedger(), newEsim('r-1'));
      expect(again).toMatchObject({ clientReference: 'r-1', alreadyExisted: true, status: 'completed' });
      expect(again.orderId).toBe(sandbox.books().ledger[0]?.orderId);
      expect(sandbox.purchasesFor('r-1')).toBe(1);
    },
  );

  it('carries one correlation id, however often it is sent', async () => {
    const session = await signedIn(version);
    sandbox.faults.next({ fault: 'tooManyRequests', route: 'placeOrder', times: 2 });
    await buy(session, memoryLedger(), newEsim('r-2'));
    const ids = sandbox.journal({ route: 'placeOrder' }).map(({ headers }) => headers['x-correlation-id']);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const reads = sandbox.journal({ route: 'orders' }).map(({ headers }) => headers['x-correlation-id']);
    expect(new Set(reads).size).toBe(reads.length);
  });

  it('whose answer was lost is found while it is still under way, once it is completed', async () => {
    sandbox.changeSettings({ acceptedMs: 12_000, fulfillingMs: 20_000 });
    const session = await signedIn(version);
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    await expect(buy(session, memoryLedger(), newEsim('r-3'))).resolves.toMatchObject({ status: 'completed' });
  });

  it('whose answer was lost and which stays under way is reported as unknown, then found', async () => {
    sandbox.changeSettings({ acceptedMs: 3_600_000 });
    const session = await signedIn(version);
    const ledger = memoryLedger();
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    expect(((await failure(buy(session, ledger, newEsim('r-4')))) as ProviderError).kind).toBe('outcomeUnknown');
    const later = (await failure(buy(session, ledger, newEsim('r-4'), true))) as ProviderError;
    expect(later.message).toContain('under way');
    await sandbox.advance(3_700_000);
    await expect(buy(session, ledger, newEsim('r-4'))).resolves.toMatchObject({
      alreadyExisted: true,
      status: 'completed',
    });
    expect(sandbox.purchasesFor('r-4')).toBe(1);
  });

  it('whose answer was lost is found among all orders when customers cannot be searched', async () => {
    const session = await signedIn(version);
    sandbox.faults.next({ fault: 'cutAfterCommit', route: 'placeOrder' });
    sandbox.faults.next({
      fault: { kind: 'answer', when: 'beforeCommit', status: 404, contentType: 'text/plain', body: '' },
      route: 'subscriptions',
      times: 20,
    });
    await expect(buy(session, memoryLedger(), newEsim('r-8'))).resolves.toMatchObject({
      status: 'completed',
      clientReference: 'r-8',
    });
    expect(sandbox.purchasesFor('r-8')).toBe(1);
  });

  it('is found by an email address with a plus and capitals, as it was given', async () => {
    const session = await signedIn(version);
    const person = { customerEmail: 'John+eSIM@Doe.example' };
    await buy(session, memoryLedger(), newEsim('r-9', person));
    await sandbox.advance(60_000);
    const again = await buy(afterRestart(session), memoryLedger(), newEsim('r-9', person));
    expect(again).toMatchObject({ alreadyExisted: true, status: 'completed' });
  });

  it('that this process has placed is recognised while it is under way', async () => {
    sandbox.changeSettings({ acceptedMs: 3_600_000 });
    const session = await signedIn(version);
    const ledger = memoryLedger();
    const first = await buy(session, ledger, newEsim('r-5'));
    const second = await buy(await signedIn(version), memoryLedger(), newEsim('r-5'));
    expect(second).toMatchObject({ orderId: first.orderId, alreadyExisted: true, status: 'pending' });
  });

  it('is a conflict when its reference was used for another package or customer', async () => {
    const session = await signedIn(version);
    await buy(session, memoryLedger(), newEsim('r-6'));
    await sandbox.advance(60_000);
    for (const known of [session, afterRestart(session)]) {
      const error = await failure(buy(known, memoryLedger(), newEsim('r-6', { packageId: WORLD_50_MB })));
      expect(error.message).toContain('"r-6" is taken');
    }
    const other = await failure(buy(session, memoryLedger(), newEsim('r-6', { customerEmail: 'jane@doe.com' })));
    expect(other.message).toContain('john@doe.com');
    expect(sandbox.books().purchases).toBe(1);
  });

  it('tells what became of it although the list of orders is missing, if only by its subscription', async () => {
    const session = await signedIn(version);
    await buy(session, memoryLedger(), newEsim('r-7'));
    await sandbox.advance(60_000);
    sandbox.changeSettings({ v1OrderList: 'missing' });
    sandbox.faults.next({
      fault: { kind: 'answer', when: 'beforeCommit', status: 404, contentType: 'text/plain', body: '' },
      route: 'orders',
      times: version === 'v2' ? 9 : 0,
    });
    const found = await buy(afterRestart(session), memoryLedger(), newEsim('r-7'));
    expect(found).toMatchObject({
      alreadyExisted: true,
      status: 'completed',
      clientReference: 'r-7',
      esim: { activationCode: expect.stringMatching(/^LPA:1/) as string },
    });
    expect(found.orderId).toMatch(/^subscription:/);
    sandbox.faults.clear();
    await expect(order.get!(session, { by: 'orderId', orderId: found.orderId })).resolves.toMatchObject({
      value: { orderId: found.orderId, package: { packageId: THREE_GB } },
    });
    await expect(order.activate!(session, found.orderId, {})).resolves.toMatchObject({
      value: { subscriptionId: found.subscriptionId },
    });
    const refund = await order.refund!.prepare(session, { orderId: found.orderId, clientReference: null, fields: {} });
    await expect(refund.send()).resolves.toMatchObject({ outcome: 'done', result: { value: { state: 'cancelled' } } });
    sandbox.reset();
  });

  it('stays single through two hundred orders, faults on every call, and a run of everything again', async () => {
    const session = await signedIn(version);
    const ledger = memoryLedger();
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
            await buy(session, ledger, input).then(
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
  }, 120_000);
});

describe.each(['v1', 'v2'] as const)('what the books of %s say before anything is sent', (version) => {
  const look = async (session: Session, reference: string) =>
    (await order.create!.prepare(session, newEsim(reference))).find();

  it('is "absent" when all subscriptions show other references and no order is under way', async () => {
    const session = await signedIn(version);
    await buy(session, memoryLedger(), newEsim('b-1'));
    await sandbox.advance(60_000);
    await expect(look(session, 'b-2')).resolves.toEqual({ outcome: 'absent' });
  });

  it('is "cannot tell" while an order is under way that nobody here has placed', async () => {
    sandbox.changeSettings({ acceptedMs: 3_600_000 });
    const session = await signedIn(version);
    await buy(session, memoryLedger(), newEsim('b-1'));
    await expect(look(session, 'b-2')).resolves.toEqual({ outcome: 'absent' });
    await expect(look(afterRestart(session), 'b-2')).resolves.toEqual({ outcome: 'cannotTell', error: null });
  });

  it('is "cannot tell" when the provider shows no references', async () => {
    sandbox.changeSettings({ deviceIdInDetails: false });
    const session = await signedIn(version);
    await expect(look(session, 'b-2')).resolves.toEqual({ outcome: 'absent' });
    await buy(session, memoryLedger(), newEsim('b-1'));
    await sandbox.advance(60_000);
    await expect(look(session, 'b-2')).resolves.toEqual({ outcome: 'cannotTell', error: null });
  });

  it('is "cannot tell", with the reason, when they cannot be read', async () => {
    const session = await signedIn(version);
    sandbox.faults.next({ fault: 'error500BeforeCommit', route: 'subscriptions' });
    await expect(look(session, 'b-2')).resolves.toMatchObject({
      outcome: 'cannotTell',
      error: { kind: 'unreachable' },
    });
  });

  it('is the order also when the customer has many', async () => {
    const session = await signedIn(version);
    const ledger = memoryLedger();
    await inParallel(60, {
      atOnce: 10,
      stopAfterFailure: true,
      run: async (index) => await buy(session, ledger, newEsim(`many-${index}`)),
    });
    await sandbox.advance(60_000);
    const found = await look(afterRestart(session), 'many-3');
    expect(found).toMatchObject({ outcome: 'found', result: { value: { clientReference: 'many-3' } } });
    await expect(look(afterRestart(session), 'many-99')).resolves.toEqual({ outcome: 'absent' });
  });
});

describe.each(['v1', 'v2'] as const)('a top-up in %s', (version) => {
  async function boughtEsim(session: Session, reference: string): Promise<string> {
    const { orderId } = await buy(session, memoryLedger(), newEsim(reference));
    await sandbox.advance(60_000);
    return (await order.get!(session, { by: 'orderId', orderId })).value.esim?.iccid ?? '';
  }
  const topUp = async (
    session: Session,
    iccid: string,
    clientReference: string,
    ledger = memoryLedger(),
  ): Promise<Order> => {
    const input = { packageId: WORLD_50_MB, clientReference, iccid, customerId: null, fields: { country: 'GB' } };
    const prepare = async () => await esim.topUp!.prepare(session, input);
    return (
      await buyOnce(wantedOf(`topUp/${clientReference}`, prepare), {
        ...naming(clientReference, WORLD_50_MB),
        ledger,
        sendAgainIfUnconfirmed: false,
        sleep: session.sleep,
      })
    ).value;
  };

  it.each([['cutAfterCommit'], ['error500AfterCommit'], ['truncatedJson']] as const)(
    'that meets %s is found again',
    async (fault) => {
      const session = await signedIn(version);
      const iccid = await boughtEsim(session, 't-1');
      sandbox.faults.next({ fault, route: 'placeOrder' });
      const ledger = memoryLedger();
      const first = await topUp(session, iccid, 't-1-topup', ledger);
      expect(first).toMatchObject({
        type: 'topUp',
        status: 'completed',
        clientReference: 't-1-topup',
        esim: { iccid },
      });
      await expect(topUp(afterRestart(session), iccid, 't-1-topup', ledger)).resolves.toMatchObject({
        orderId: first.orderId,
        alreadyExisted: true,
      });
      expect(sandbox.purchasesFor('t-1-topup')).toBe(1);
    },
  );

  it('is not mistaken for the order of its eSIM when both have one reference', async () => {
    const session = await signedIn(version);
    const iccid = await boughtEsim(session, 't-2');
    const error = await failure(topUp(session, iccid, 't-2'));
    expect(error.message).toContain('the order of this eSIM has it');
    expect(sandbox.books().purchases).toBe(1);
  });

  it('is not sent to an eSIM that is Unavailable, but one that was bought before is given back', async () => {
    const session = await signedIn(version);
    const iccid = await boughtEsim(session, 't-3');
    const first = await topUp(session, iccid, 't-3-a');
    await sandbox.advance(60_000);
    await sandbox.device(iccid, 'remove');
    const error = (await failure(topUp(session, iccid, 't-3-b'))) as ProviderError;
    expect(error.kind).toBe('refused');
    expect(error.message).toContain('Unavailable');
    expect(error.description).toContain('order a new eSIM');
    await expect(topUp(session, iccid, 't-3-a')).resolves.toMatchObject({
      orderId: first.orderId,
      alreadyExisted: true,
    });
  });

  it('that is one too many is explained', async () => {
    const session = await signedIn(version);
    const iccid = await boughtEsim(session, 't-4');
    for (let number = 1; number < 15; number++) await topUp(session, iccid, `t-4-${number}`);
    await sandbox.advance(60_000);
    const error = (await failure(topUp(session, iccid, 't-4-15'))) as ProviderError;
    expect(error.kind).toBe('refused');
    expect(error.description).toContain('15 active packages');
  });

  it('to a SIM that nobody knows is not sent', async () => {
    const session = await signedIn(version);
    expect(((await failure(topUp(session, '8944000000000000000', 't-5'))) as ProviderError).kind).toBe('notFound');
    expect(sandbox.journal({ route: 'placeOrder' })).toEqual([]);
  });
});

describe('limits of the account', () => {
  it('on eSIMs (406) are explained, and nothing is noted as bought', async () => {
    sandbox.changeSettings({ esimsLeft: 1 });
    const session = await signedIn('v2');
    const ledger = memoryLedger();
    await buy(session, ledger, newEsim('l-1'));
    const error = (await failure(buy(session, ledger, newEsim('l-2')))) as ProviderError;
    expect(error.kind).toBe('refused');
    expect(error.description).toContain('daily or monthly number of eSIMs');
    sandbox.changeSettings({ esimsLeft: 5 });
    await expect(buy(session, ledger, newEsim('l-2'))).resolves.toMatchObject({ alreadyExisted: false });
  });

  it('on requests (429) are waited for, then explained', async () => {
    const session = await signedIn('v2');
    sandbox.faults.next({ fault: 'tooManyRequests', route: 'placeOrder', times: 9 });
    const error = (await failure(buy(session, memoryLedger(), newEsim('l-3')))) as ProviderError;
    expect(error.kind).toBe('rateLimited');
    expect(error.description).toContain('Items in Parallel');
    expect(sandbox.books().purchases).toBe(0);
  });
});
