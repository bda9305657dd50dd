/** Top-ups, and the limits of an account and of an eSIM, in both API versions. */
import type { ProviderError } from '../../../http/errors';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import { correlationIdOf } from '../../../providers/oneGlobalConnect/correlation';
import type { Clock } from '../../../purchase/clock';
import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { afterRestart, buy, type Buyer, newEsim, rowOfNotes, topUp, topUpOf } from './buying';
import { clockOf, failure, sessionAt, type Version } from './support';

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

async function boughtEsim(buyer: Buyer, reference: string): Promise<string> {
  const { orderId } = await buy(buyer, newEsim(reference));
  await sandbox.advance(60_000);
  return (await order.get!(buyer.session, { by: 'orderId', orderId })).value.esim?.iccid ?? '';
}

const refusal = async (promise: Promise<unknown>): Promise<ProviderError> => (await failure(promise)) as ProviderError;

describe.each(['v1', 'v2'] as const)('a top-up in %s', (version) => {
  it.each(['cutAfterCommit', 'error500AfterCommit', 'truncatedJson'] as const)(
    'that meets %s is found again',
    async (fault) => {
      const buyer = await buyerAt(version);
      const iccid = await boughtEsim(buyer, 't-1');
      sandbox.faults.next({ fault, route: 'placeOrder' });
      const input = topUpOf(iccid, 't-1-topup');
      const first = await topUp(buyer, input);
      expect(first).toMatchObject({
        type: 'topUp',
        status: 'completed',
        clientReference: 't-1-topup',
        esim: { iccid },
      });
      const again = await topUp(afterRestart(buyer), input);
      expect(again).toMatchObject({ orderId: first.orderId, alreadyExisted: true });
      expect(sandbox.purchasesFor('t-1-topup')).toBe(1);
    },
  );

  it('is refused when this process has sent its reference for another eSIM', async () => {
    const buyer = await buyerAt(version);
    const [one, other] = [await boughtEsim(buyer, 't-7'), await boughtEsim(buyer, 't-8')];
    await topUp(buyer, topUpOf(one, 't-7-a'));
    const error = await refusal(topUp({ ...buyer, row: rowOfNotes() }, topUpOf(other, 't-7-a')));
    expect(error.message).toContain(`for the eSIM ${one}`);
    expect(sandbox.purchasesFor('t-7-a')).toBe(1);
  });

  it('is not mistaken for the order of its eSIM when both have one reference', async () => {
    const buyer = await buyerAt(version);
    const iccid = await boughtEsim(buyer, 't-2');
    const error = await refusal(topUp(buyer, topUpOf(iccid, 't-2')));
    expect(error.message).toContain('the order of this eSIM has it');
    expect(sandbox.books().purchases).toBe(1);
  });

  it('is not sent to an eSIM that is Unavailable, but one that was bought before is given back', async () => {
    const buyer = await buyerAt(version);
    const iccid = await boughtEsim(buyer, 't-3');
    const first = await topUp(buyer, topUpOf(iccid, 't-3-a'));
    await sandbox.advance(60_000);
    await sandbox.device(iccid, 'remove');
    const error = await refusal(topUp(buyer, topUpOf(iccid, 't-3-b')));
    expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('Unavailable') as string });
    expect(error.description).toContain('order a new eSIM');
    const again = await topUp(buyer, topUpOf(iccid, 't-3-a'));
    expect(again).toMatchObject({ orderId: first.orderId, alreadyExisted: true });
  });

  it('that is one too many is explained', async () => {
    const buyer = await buyerAt(version);
    const iccid = await boughtEsim(buyer, 't-4');
    for (let number = 1; number < 15; number++) await topUp(buyer, topUpOf(iccid, `t-4-${number}`));
    await sandbox.advance(60_000);
    const error = await refusal(topUp(buyer, topUpOf(iccid, 't-4-15')));
    expect(error.kind).toBe('refused');
    expect(error.description).toContain('15 active packages');
  });

  it('to a SIM that nobody knows is not sent', async () => {
    const buyer = await buyerAt(version);
    expect((await refusal(topUp(buyer, topUpOf('8944000000000000000', 't-5')))).kind).toBe('notFound');
    expect(sandbox.journal({ route: 'placeOrder' })).toEqual([]);
  });
});

test('an order and a top-up of one reference begin their correlation ids differently', () => {
  const beginning = (kind: string): string => correlationIdOf(kind, 'shop-1').slice(0, 18);
  expect(beginning('newEsim')).toBe(beginning('newEsim'));
  expect(beginning('topUp')).not.toBe(beginning('newEsim'));
});

describe('limits of the account', () => {
  it('on eSIMs (406) are explained, and nothing is noted as bought', async () => {
    sandbox.changeSettings({ esimsLeft: 1 });
    const buyer = await buyerAt('v2');
    await buy(buyer, newEsim('l-1'));
    const error = await refusal(buy(buyer, newEsim('l-2')));
    expect(error.kind).toBe('outOfCredit');
    expect(error.description).toContain('daily or monthly number of eSIMs');
    sandbox.changeSettings({ esimsLeft: 5 });
    await expect(buy(buyer, newEsim('l-2'))).resolves.toMatchObject({ alreadyExisted: false });
  });

  it('on requests (429) are waited for, then explained', async () => {
    const buyer = await buyerAt('v2');
    sandbox.faults.next({ fault: 'tooManyRequests', route: 'placeOrder', times: 9 });
    const error = await refusal(buy(buyer, newEsim('l-3')));
    expect(error.kind).toBe('rateLimited');
    expect(error.description).toContain('Items in Parallel');
    expect(sandbox.books().purchases).toBe(0);
  });
});
