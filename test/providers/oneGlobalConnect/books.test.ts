/** What 1GLOBAL's books say of a reference before anything is sent, in both API versions. */
import { inParallel } from '../../../http/inParallel';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import type { Clock } from '../../../purchase/clock';
import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { afterRestart, buy, type Buyer, filledIn, newEsim, rowOfNotes, topUpOf } from './buying';
import { clockOf, NO_FIELDS, runsAt, sessionAt, THREE_GB, type Version } from './support';

const { order, esim } = oneGlobalConnect;

let sandbox: ConnectSandbox;
let clock: Clock;

async function startSandbox(options: Parameters<typeof startConnectSandbox>[0] = {}): Promise<void> {
  sandbox = await startConnectSandbox(options);
  clock = clockOf(sandbox);
}

beforeEach(async () => await startSandbox());
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  await sandbox.stop();
});

async function buyerAt(version: Version): Promise<Buyer> {
  return { ...(await sessionAt(sandbox, version)), clock, row: rowOfNotes() };
}

const HOUR_MS = 3_600_000;
const answered = (status: number) => ({
  kind: 'answer' as const,
  when: 'beforeCommit' as const,
  status,
  contentType: 'application/json',
  body: '{"messages":["no"]}',
});

describe.each(['v1', 'v2'] as const)('what the books of %s say before anything is sent', (version) => {
  const look = async ({ session }: Pick<Buyer, 'session'>, reference: string) =>
    (await order.create!.prepare(session, newEsim(reference))).find();

  it('is "absent" when all subscriptions show other references and no order is under way', async () => {
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('b-1'));
    await sandbox.advance(60_000);
    await expect(look(buyer, 'b-2')).resolves.toEqual({ outcome: 'absent' });
  });

  it('is "absent" when only a reference in other letters is there', async () => {
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('Shop-1'));
    await sandbox.advance(60_000);
    await expect(look(afterRestart(buyer), 'shop-1')).resolves.toEqual({ outcome: 'absent' });
    await expect(look(afterRestart(buyer), 'Shop-1')).resolves.toMatchObject({ outcome: 'found' });
  });

  it('is "under way" while an order is, unless it is known to be another purchase', async () => {
    sandbox.changeSettings({ acceptedMs: HOUR_MS });
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('b-1'));
    await expect(look(buyer, 'b-2')).resolves.toEqual({ outcome: 'absent' });
    const restarted = await look(afterRestart(buyer), 'b-2');
    expect(restarted).toMatchObject({ outcome: 'underWay', explanation: expect.any(String) as string });
  });

  it('is "under way" for a top-up as well', async () => {
    const buyer = await buyerAt(version);
    const { orderId } = await buy(buyer, newEsim('b-1'));
    await sandbox.advance(60_000);
    const iccid = (await order.get!(buyer.session, { by: 'orderId', orderId })).value.esim?.iccid ?? '';
    sandbox.changeSettings({ acceptedMs: HOUR_MS });
    await buy(buyer, newEsim('b-2'));
    const { session } = afterRestart(buyer);
    const prepared = await esim.topUp!.prepare(session, topUpOf(iccid, 'b-3'));
    await expect(prepared.find()).resolves.toMatchObject({ outcome: 'underWay' });
  });

  it('is "cannot tell", and holds nobody up, when an order has been under way for hours', async () => {
    await sandbox.stop();
    const clockStandsAt = new Date(Date.now() - 4 * HOUR_MS).toISOString();
    await startSandbox({ clockStandsAt, settings: { acceptedMs: 100 * HOUR_MS } });
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('b-1'));
    await expect(look(buyer, 'b-2')).resolves.toEqual({ outcome: 'absent' });
    await expect(look(afterRestart(buyer), 'b-2')).resolves.toEqual({ outcome: 'cannotTell', error: null });
  });

  it('is "cannot tell" when the provider shows no references', async () => {
    sandbox.changeSettings({ deviceIdInDetails: false });
    const buyer = await buyerAt(version);
    await expect(look(buyer, 'b-2')).resolves.toEqual({ outcome: 'absent' });
    await buy(buyer, newEsim('b-1'));
    await sandbox.advance(60_000);
    await expect(look(buyer, 'b-2')).resolves.toEqual({ outcome: 'cannotTell', error: null });
  });

  it.each(['subscriptions', 'orders'])(
    'is "cannot tell", with the reason, when the %s cannot be read',
    async (route) => {
      const buyer = await buyerAt(version);
      sandbox.faults.next({ fault: 'error500BeforeCommit', route, times: 9 });
      const found = await look(buyer, 'b-2');
      expect(found).toMatchObject({ outcome: 'cannotTell', error: { kind: 'unreachable' } });
    },
  );

  it('is "cannot tell" when the list of orders is not offered: that stops nobody', async () => {
    const buyer = await buyerAt(version);
    sandbox.faults.next({ fault: answered(403), route: 'orders', times: 9 });
    await expect(look(buyer, 'b-2')).resolves.toEqual({ outcome: 'cannotTell', error: null });
  });

  it('is the order, with its package and its customer, also when the customer has many', async () => {
    const buyer = await buyerAt(version);
    await inParallel(60, {
      atOnce: 10,
      stopAfterFailure: true,
      run: async (index) => await buy(buyer, newEsim(`many-${index}`)),
    });
    await sandbox.advance(60_000);
    const found = await look(afterRestart(buyer), 'many-3');
    expect(found).toMatchObject({
      outcome: 'found',
      result: { value: { clientReference: 'many-3' } },
      traits: { package: { id: THREE_GB }, customer: { email: 'john@doe.com' } },
    });
    await expect(look(afterRestart(buyer), 'many-99')).resolves.toEqual({ outcome: 'absent' });
  });

  it('names no customer of an order that the search by customer did not give', async () => {
    const buyer = await buyerAt(version);
    await buy(buyer, newEsim('b-1'));
    await sandbox.advance(60_000);
    sandbox.faults.next({ fault: answered(404), route: 'subscriptions', times: 2 });
    const found = await look(afterRestart(buyer), 'b-1');
    expect(found).toMatchObject({ outcome: 'found', traits: { customer: { id: null, email: null } } });
  });
});

test('a card is of no certainty: its order has no place for a reference', async () => {
  const { session } = await buyerAt('v2');
  const [iccid] = sandbox.cards();
  const person = { country: 'GB', firstName: 'John', lastName: 'Doe', countryOfResidence: 'US' };
  const fields = filledIn('order.create', { ...person, simType: 'physicalSim', iccid });
  const prepared = await order.create!.prepare(session, newEsim('card-1', { fields }));
  expect(prepared.certainty).toBe('never');
  await expect(prepared.find()).resolves.toEqual({ outcome: 'cannotTell', error: null });
});

describe('a list of orders', () => {
  const buyMany = async (version: Version): Promise<string[]> => {
    const buyer = await buyerAt(version);
    const bought: string[] = [];
    for (let number = 0; number < 25; number++) bought.push((await buy(buyer, newEsim(`list-${number}`))).orderId);
    await sandbox.advance(60_000);
    return bought.sort();
  };

  it.each(['truthful', 'alwaysNext', 'pageCountOne', 'pageOneForever', 'linksOnly'] as const)(
    'of v1 in its wrapped form is read to its end, when its pages are described as %s',
    async (pageMetadata) => {
      const bought = await buyMany('v1');
      sandbox.changeSettings({ v1OrderList: 'wrapped', largestPage: 9, pageMetadata });
      const listed = await runsAt(sandbox, 'v1').run({ resource: 'order', operation: 'getAll', returnAll: true });
      expect(listed.map(({ json }) => json.orderId).sort()).toEqual(bought);
    },
  );

  it.each<[version: Version, form: string]>([
    ['v1', 'bare, with the next page in a header'],
    ['v2', 'wrapped'],
  ])('of %s that comes %s is read to its end', async (version) => {
    const bought = await buyMany(version);
    sandbox.changeSettings({ largestPage: 9 });
    const listed = await runsAt(sandbox, version).run({ resource: 'order', operation: 'getAll', returnAll: true });
    expect(listed.map(({ json }) => json.orderId).sort()).toEqual(bought);
  });

  it('that is wrapped without a word about its pages is read on until nothing new comes', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => ({ id: `id-${index}`, status: 'COMPLETED' }));
    const { session } = await buyerAt('v2');
    const pages = [rows.slice(0, 2), rows.slice(2, 4), rows.slice(4), rows.slice(4)];
    for (const data of pages) {
      const fault = { ...answered(200), body: JSON.stringify({ data, _metadata: {} }) };
      sandbox.faults.next({ fault, route: 'orders' });
    }
    const listed: string[] = [];
    for await (const { value } of order.getMany!(session, NO_FIELDS)) listed.push(value.orderId);
    expect(listed).toEqual(rows.map(({ id }) => id));
  });
});
