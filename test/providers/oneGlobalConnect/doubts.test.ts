/** Answers that cannot be taken at their word: asked again before anything is said of them, in both API versions. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { ProviderError } from '../../../http/errors';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import { type ConnectSandbox, startConnectSandbox } from '../../../sandbox/oneGlobalConnect';
import { issuesOf } from '../../support/n8n';
import { clockOf, failure, newOrder, NO_FIELDS, nodeOfOne, runsAt, sessionAt, THREE_GB, WORLD_50_MB } from './support';

const { order } = oneGlobalConnect;

let sandbox: ConnectSandbox;

beforeEach(async () => {
  sandbox = await startConnectSandbox({ settings: { acceptedMs: 0, fulfillingMs: 0 } });
});
afterEach(async () => {
  expect(sandbox.books().violations).toEqual([]);
  await sandbox.stop();
});

const answer = (status: number, when: 'beforeCommit' | 'afterCommit' = 'beforeCommit') => ({
  kind: 'answer' as const,
  when,
  status,
  contentType: 'application/json',
  body: JSON.stringify({ message: `no, says the gateway (${status})` }),
});
const LATER = { additionalFields: { activationDate: '2099-01-31T12:00:00Z' } };

describe.each(['v1', 'v2'] as const)('1GLOBAL Connect %s', (version) => {
  const buy = async (more: INodeParameters = {}, reference = 'shop-1'): Promise<IDataObject> =>
    await runsAt(sandbox, version).one(newOrder(more), { items: [{ reference }] });
  const boughtIds = async (more: INodeParameters = {}): Promise<{ orderId: string; iccid: string }> => {
    const { orderId, esim } = await buy(more);
    return { orderId: orderId as string, iccid: (esim as { iccid: string }).iccid };
  };

  describe('starting a package early', () => {
    it.each([
      ['the connection was cut', 'cutAfterCommit' as const],
      ['an error 500 came back', 'error500AfterCommit' as const],
    ])('is a success when it was carried out, though %s', async (_what, fault) => {
      const { orderId } = await boughtIds(LATER);
      const { session } = await sessionAt(sandbox, version);
      sandbox.faults.next({ fault, route: 'activate' });
      await expect(order.activate!(session, orderId, NO_FIELDS)).resolves.toMatchObject({
        value: { orderId, status: 'completed' },
      });
      expect(sandbox.journal({ route: 'activate' })).toHaveLength(1);
    });

    it('is a success when 1GLOBAL refuses a package that is active already', async () => {
      const { orderId } = await boughtIds(LATER);
      const { session } = await sessionAt(sandbox, version);
      await order.activate!(session, orderId, NO_FIELDS);
      sandbox.faults.next({ fault: answer(422), route: 'activate' });
      await expect(order.activate!(session, orderId, NO_FIELDS)).resolves.toMatchObject({ value: { orderId } });
    });

    it('stays in doubt when the answer is lost and the package waits on', async () => {
      const { orderId } = await boughtIds(LATER);
      const { session, waits } = await sessionAt(sandbox, version);
      sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'activate' });
      const error = (await failure(order.activate!(session, orderId, NO_FIELDS))) as ProviderError;
      expect(error).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('was cut') as string });
      expect(error.description).toMatch(/unknown: 1GLOBAL shows the package as PENDING.*Run again: that does no harm/);
      expect(error.description).not.toContain('base URL');
      expect(waits).toHaveLength(3);
    });

    it('is refused in the words of 1GLOBAL when the package waits on', async () => {
      const { orderId } = await boughtIds(LATER);
      const { session } = await sessionAt(sandbox, version);
      sandbox.faults.next({ fault: answer(422), route: 'activate' });
      const error = (await failure(order.activate!(session, orderId, NO_FIELDS))) as ProviderError;
      expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('says the gateway') as string });
      expect(error.description).toContain('shows the package as PENDING');
      sandbox.faults.next({ fault: 'tooManyRequests', route: 'activate' });
      const tooMany = (await failure(order.activate!(session, orderId, NO_FIELDS))) as ProviderError;
      expect(tooMany.description).toContain('Items in Parallel');
      expect(tooMany.description).not.toMatch(/bought|Nothing was changed/);
    });
  });

  describe('a refund', () => {
    const refundOf = async (orderId: string) => {
      const { session } = await sessionAt(sandbox, version);
      return await order.refund!.prepare(session, { orderId, fields: NO_FIELDS });
    };

    it('is not believed to be done when "not found" comes back for an eSIM that is still there', async () => {
      const { orderId } = await boughtIds();
      sandbox.faults.next({ fault: answer(404), route: 'deleteSim' });
      await expect((await refundOf(orderId)).send()).resolves.toMatchObject({
        outcome: 'done',
        result: { value: { state: 'refused', explanation: expect.stringContaining('not deleted') as string } },
      });
    });

    it('is done when "not found" comes back and the eSIM is gone', async () => {
      const { orderId } = await boughtIds();
      sandbox.faults.next({ fault: answer(404, 'afterCommit'), route: 'deleteSim' });
      await expect((await refundOf(orderId)).send()).resolves.toMatchObject({
        outcome: 'done',
        result: { value: { state: 'cancelled' } },
      });
    });

    const refunded = async (orderId: string): Promise<IDataObject> =>
      await runsAt(sandbox, version, {}, clockOf(sandbox)).one({ resource: 'order', operation: 'refund', orderId });

    it.each(['cutAfterCommit', 'error500AfterCommit', 'errorInSuccessAfterCommit'] as const)(
      'is found to be done when its answer was lost (%s)',
      async (fault) => {
        const { orderId } = await boughtIds();
        sandbox.faults.next({ fault, route: 'deleteSim' });
        await expect(refunded(orderId)).resolves.toMatchObject({
          state: 'cancelled',
          alreadyExisted: false,
          explanation: expect.stringContaining('was deleted and can no longer be installed') as string,
        });
        expect(sandbox.journal({ route: 'deleteSim' })).toHaveLength(1);
      },
    );

    it.each(['cutBeforeCommit', 'errorInSuccessBeforeCommit'] as const)(
      'whose outcome is unknown says that it may be repeated, and may be (%s)',
      async (fault) => {
        const { orderId, iccid } = await boughtIds();
        sandbox.faults.next({ fault, route: 'deleteSim' });
        const error = await failure(refunded(orderId));
        expect(error.message).toContain(
          `Outcome unknown: nobody can tell yet whether this refund went through (Order ID "${orderId}")`,
        );
        expect(error.description).toMatch(/^Look in eSIM → Get .* or run again, as often as you like/);
        expect(error.description).toContain(iccid);
        expect(error.description).not.toContain('Checked References');
        await expect(refunded(orderId)).resolves.toMatchObject({ state: 'cancelled', alreadyExisted: false });
      },
    );

    it('is not called refused when nobody can tell: "not found", and the eSIM cannot be read', async () => {
      const { orderId } = await boughtIds();
      const purchase = await refundOf(orderId);
      sandbox.faults.next({ fault: answer(404), route: 'deleteSim' });
      sandbox.faults.next({ fault: answer(500), route: 'sim' });
      await expect(purchase.send()).resolves.toMatchObject({ outcome: 'unknown' });
    });

    it('that meets too many requests, or an account that may not delete, is an error and no result', async () => {
      const { orderId } = await boughtIds();
      sandbox.faults.next({ fault: 'tooManyRequests', route: 'deleteSim' });
      const tooMany = await (await refundOf(orderId)).send();
      expect(tooMany).toMatchObject({ outcome: 'refused', error: { kind: 'rateLimited' } });
      sandbox.faults.next({ fault: answer(403), route: 'deleteSim' });
      const forbidden = await (await refundOf(orderId)).send();
      expect(forbidden).toMatchObject({ outcome: 'refused', error: { kind: 'refused', status: 403 } });
    });

    it('refused with a conflict is a refusal when the eSIM is still there', async () => {
      const { orderId } = await boughtIds();
      sandbox.faults.next({ fault: answer(409), route: 'deleteSim' });
      await expect((await refundOf(orderId)).send()).resolves.toMatchObject({
        outcome: 'done',
        result: { value: { state: 'refused', explanation: expect.stringContaining('(409)') as string } },
      });
    });
  });

  it('takes no other success for an order or an eSIM', async () => {
    const { orderId, iccid } = await boughtIds();
    const runs = runsAt(sandbox, version);
    sandbox.faults.next({ fault: 'errorInSuccessBeforeCommit', route: 'order', times: 100 });
    await expect(runs.one({ resource: 'order', operation: 'get', orderLookup: 'orderId', orderId })).rejects.toThrow(
      'answered, but without the order',
    );
    await expect(runs.one(newOrder(), { items: [{ reference: 'shop-1' }] })).rejects.toThrow(/Outcome unknown/);
    sandbox.faults.clear();
    sandbox.faults.next({ fault: 'errorInSuccessBeforeCommit', route: 'sim', times: 100 });
    await expect(runs.one({ resource: 'esim', operation: 'get', esimLookup: 'iccid', iccid })).rejects.toThrow(
      'answered, but without the eSIM',
    );
    sandbox.faults.clear();
    await expect(buy()).resolves.toMatchObject({ orderId, alreadyExisted: true });
  });

  it('gives no dead code for an order whose eSIM was deleted, neither in Get nor in Create', async () => {
    const { orderId, iccid } = await boughtIds();
    const { one } = runsAt(sandbox, version);
    await one({ resource: 'order', operation: 'refund', orderId });
    const dead = {
      orderId,
      status: 'cancelled',
      esim: {
        iccid,
        state: 'deleted',
        activationCode: null,
        matchingId: null,
        smdpAddress: null,
        iosInstallUrl: null,
        androidInstallUrl: null,
        qrCodeUrl: null,
        warnings: [expect.stringContaining('deleted') as string],
      },
    };
    await expect(one({ resource: 'order', operation: 'get', orderId })).resolves.toMatchObject(dead);
    await expect(buy()).resolves.toMatchObject({ ...dead, alreadyExisted: true });
  });

  it('warns of a package whose SIM is not shown, and calls it cancelled where it can only be an eSIM', async () => {
    await sandbox.stop();
    const clockStandsAt = '2026-01-01T12:00:00Z';
    sandbox = await startConnectSandbox({ clockStandsAt, settings: { acceptedMs: 0, fulfillingMs: 0 } });
    const { iccid } = await boughtIds();
    const packageId = { __rl: true, mode: 'id', value: WORLD_50_MB };
    const topUp = { resource: 'esim', operation: 'topUp', iccid, packageId, country: 'GB', clientReference: 'pay-2' };
    const { orderId } = await runsAt(sandbox, version).one(topUp);
    const { session } = await sessionAt(sandbox, version);
    sandbox.faults.next({ fault: answer(404), route: 'sim' });
    const { value } = await order.get!(session, { by: 'orderId', orderId: orderId as string });
    expect(value.status).toBe(version === 'v1' ? 'cancelled' : 'completed');
    expect(value.esim?.warnings).toEqual([expect.stringContaining('deleted') as string]);
  });

  it('keeps the code of an order so young that its eSIM may just not be shown yet', async () => {
    sandbox.faults.next({ fault: answer(404), route: 'sim', times: 100 });
    for (const alreadyExisted of [false, true]) {
      await expect(buy()).resolves.toMatchObject({
        status: 'completed',
        alreadyExisted,
        esim: {
          activationCode: expect.stringMatching(/^LPA:1/) as string,
          warnings: [expect.stringContaining('yet') as string],
        },
      });
    }
  });

  it('leaves an order as it is while its eSIM cannot be asked for', async () => {
    const { orderId } = await boughtIds();
    const { session, lines } = await sessionAt(sandbox, version);
    sandbox.faults.next({ fault: answer(500), route: 'sim' });
    const read = await order.get!(session, { by: 'orderId', orderId });
    expect(read.value).toMatchObject({ status: 'completed', esim: { warnings: [] } });
    expect(read.value.esim?.activationCode).toMatch(/^LPA:1/);
    expect(lines.join()).toContain('could not be read');
  });

  it.each([200, 404])('says what it means that a reference is not found (list answered with %s)', async (status) => {
    const { session } = await sessionAt(sandbox, version);
    if (status === 404) sandbox.faults.next({ fault: answer(404), route: 'subscriptions' });
    const lookup = { by: 'clientReference' as const, clientReference: 'nobody', customerEmail: 'john@doe.com' };
    const error = (await failure(order.get!(session, lookup))) as ProviderError;
    expect(error).toMatchObject({ kind: 'notFound', message: expect.stringContaining('"nobody"') as string });
    expect(error.description).toMatch(/not visible yet, or was never bought.*until it is completed/);
    expect(error.description).not.toMatch(/base URL|order ID/);
  });

  it('looks the same when it is bought, found by its reference, read and found after a restart', async () => {
    const { alreadyExisted, ...bought } = await buy();
    expect(alreadyExisted).toBe(false);
    expect(bought).toMatchObject({
      type: 'newEsim',
      package: { packageId: THREE_GB, name: 'PrePaid Data 3GB 30-Day' },
      esim: { state: 'released', providerState: 'Released', lastSeenAt: expect.stringMatching(/Z$/) as string },
    });
    await expect(buy()).resolves.toEqual({ ...bought, alreadyExisted: true });
    const restarted = runsAt(sandbox, version, { baseUrl: `${sandbox.baseUrl}/` });
    const fromBooks = await restarted.one(newOrder(), { items: [{ reference: 'shop-1' }] });
    expect(fromBooks).toEqual({ ...bought, alreadyExisted: true });
    const lookup = { orderLookup: 'orderId', orderId: bought.orderId as string };
    const read = await restarted.one({ resource: 'order', operation: 'get', ...lookup });
    // 1GLOBAL does not say of an order of version 2 whether it was a top-up
    expect(read).toEqual({ ...bought, alreadyExisted: false, type: version === 'v1' ? 'newEsim' : null });
  });

  it('looks the same when a top-up is bought and when it is found', async () => {
    const { iccid } = await boughtIds();
    const packageId = { __rl: true, mode: 'id', value: WORLD_50_MB };
    const parameters = {
      resource: 'esim',
      operation: 'topUp',
      iccid,
      packageId,
      country: 'GB',
      clientReference: 'pay-3',
    };
    const bought = await runsAt(sandbox, version).one(parameters);
    expect(bought).toMatchObject({
      type: 'topUp',
      package: { packageId: WORLD_50_MB, name: 'World 50MB 90-Day' },
      esim: { iccid, state: 'released', activationCode: null, warnings: [] },
    });
    const found = await runsAt(sandbox, version, { baseUrl: `${sandbox.baseUrl}/` }).one(parameters);
    expect(found).toEqual({ ...bought, alreadyExisted: true });
  });

  it('keeps what was known of an order that is not ready in time, or fails', async () => {
    sandbox.changeSettings({ nextOrdersFail: 1 });
    const failed = await buy({ options: { waitTimeout: 5 } }, 'fails');
    expect(failed).toMatchObject({ status: 'failed', package: { packageId: THREE_GB } });
    sandbox.changeSettings({ acceptedMs: 600_000, fulfillingMs: 600_000 });
    const late = await buy({ options: { waitTimeout: 2 } }, 'late');
    expect(late).toMatchObject({ status: 'pending', package: { packageId: THREE_GB } });
  });

  it('names no SM-DP+ address where there is no activation code', async () => {
    const { iccid } = await boughtIds();
    const topUp = {
      packageId: { __rl: true, mode: 'id', value: WORLD_50_MB },
      country: 'GB',
      clientReference: 'pay-1',
    };
    const topped = await runsAt(sandbox, version).one({ resource: 'esim', operation: 'topUp', iccid, ...topUp });
    expect(topped).toMatchObject({ esim: { iccid, activationCode: null, smdpAddress: null, warnings: [] } });
  });
});

test('the editor asks for the customer’s address where an order is searched by reference, and only there', () => {
  const issues = (parameters: INodeParameters) =>
    issuesOf({
      node: nodeOfOne(),
      parameters: { provider: 'oneGlobalConnect', resource: 'order', operation: 'get', ...parameters },
    });
  const byReference = { orderLookup: 'clientReference', clientReference: 'shop-1' };
  expect(issues(byReference)).toEqual([expect.stringContaining('Customer Email') as string]);
  expect(issues({ ...byReference, customerEmail: 'john@doe.com' })).toEqual([]);
  expect(issues({ orderLookup: 'orderId', orderId: '1' })).toEqual([]);
});
