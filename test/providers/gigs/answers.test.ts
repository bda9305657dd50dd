/** What an answer to a purchase proves, and what the person is told of it. */
import type { Answer } from '../../../http/client';
import type { Fault, GigsSandbox } from '../../../sandbox';
import { startGigsSandbox } from '../../../sandbox';
import { GLOBAL } from '../../../sandbox/gigs/catalogue';
import type { TestSession } from '../../support/axiosSession';
import { type OtherOrder, prepareOrder } from '../../support/gigsOrders';
import { gigsSession } from '../../support/gigsSession';

let sandbox: GigsSandbox;
let session: TestSession;

beforeAll(async () => {
  sandbox = await startGigsSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});
beforeEach(() => {
  sandbox.reset();
  session = gigsSession(sandbox);
});
afterEach(async () => {
  await sandbox.settled();
  expect(sandbox.books().violations).toEqual([]);
});

function refusal(status: number, body: unknown, contentType = 'application/json'): Fault {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answer', when: 'beforeCommit', status, contentType, body: text };
}

const said = (type: string, more: object = {}) => ({ object: 'error', type, message: 'Not like this.', ...more });

async function sendInto(fault: Fault, route: string, more: OtherOrder = {}) {
  const purchase = await prepareOrder(session, 'shop-1', more);
  sandbox.faults.next({ fault, route });
  return await purchase.send();
}

const answered = async (status: number, body: unknown, contentType?: string) =>
  await sendInto(refusal(status, body, contentType), 'createSubscription');

describe('an answer', () => {
  test.each([
    [400, 'malformed', 'refused'],
    [401, 'unauthenticated', 'credential'],
    [403, 'permissionDenied', 'refused'],
    [404, 'notFound', 'notFound'],
    [422, 'invalid', 'refused'],
    [429, 'tooManyRequests', 'rateLimited'],
    [501, 'notImplemented', 'refused'],
  ])('%d proves that nothing was bought', async (status, type, kind) => {
    expect(await answered(status, said(type))).toMatchObject({ outcome: 'refused', error: { kind, status } });
  });

  test('501 says what the person can do', async () => {
    expect(await answered(501, said('notImplemented'))).toMatchObject({
      error: { description: expect.stringContaining('Your Gigs project does not offer this') as string },
    });
  });

  test('409 says no, which may be of what is there already', async () => {
    expect(await answered(409, said('conflict'))).toMatchObject({
      outcome: 'unknown',
      saidNo: true,
      repeatable: false,
    });
  });

  test.each([
    ['402', 402, said('unknown'), undefined],
    ['405', 405, said('unknown'), undefined],
    ['500', 500, said('internal'), undefined],
    ['501 of somebody else', 501, { message: 'Not Implemented' }, undefined],
    ['502', 502, '<html>', 'text/html'],
    ['503', 503, said('serviceUnavailable'), undefined],
    ['404 as a web page', 404, '<html>Not found</html>', 'text/html'],
    ['422 as a web page', 422, '<html>No</html>', 'text/html'],
  ])('%s proves nothing', async (_name, status, body, contentType) => {
    const sent = await answered(status, body, contentType);
    expect(sent).toMatchObject({ outcome: 'unknown' });
    expect(sent).not.toMatchObject({ saidNo: true });
  });

  test('is repeatable after 502 and 503, not after 500, 501, or when we stopped waiting', async () => {
    const repeatable = async (fault: Fault) =>
      (await sendInto(fault, 'createSubscription')) as { repeatable?: boolean };
    for (const status of [502, 503])
      expect(await repeatable(refusal(status, 'no', 'text/plain'))).toMatchObject({ repeatable: true });
    for (const status of [500, 501])
      expect(await repeatable(refusal(status, 'no', 'text/plain'))).toMatchObject({ repeatable: false });
    session.http.spend = async () =>
      await Promise.resolve({
        answered: false,
        sent: 'maybe',
        timedOut: true,
        error: session.http.describe(page(504)),
      });
    expect(await (await prepareOrder(session, 'shop-1')).send()).toMatchObject({
      outcome: 'unknown',
      repeatable: false,
    });
  });

  test.each([
    [409, 'Idempotency-Key', true],
    [409, 'The Idempotency-Key was used with another body', true],
    [422, 'A request with this Idempotency-Key is in progress', true],
    [422, 'The Idempotency-Key header is not available', false],
  ])('%d "%s" about the key: nothing is sent without one (%p)', async (status, message, staysKeyed) => {
    const sent = await answered(status, said('other', { message }));
    const keyed = sandbox.journal({ route: 'createSubscription' }).map(({ headers }) => 'idempotency-key' in headers);
    expect(keyed).toEqual(staysKeyed ? [true] : [true, false]);
    expect(sent).toMatchObject(staysKeyed ? { outcome: 'unknown', repeatable: false } : { outcome: 'done' });
    expect(sent).not.toMatchObject({ saidNo: true });
  });
});

function page(status: number): Answer {
  return { answered: true, status, headers: {}, text: '<html>', json: undefined };
}

describe('what stays behind after a refusal', () => {
  const address = {
    line1: '129 West 81st Street',
    city: 'New York City',
    state: 'NY',
    postalCode: '10024',
    country: 'US',
  };
  const fields = { sim: 'sim_test_esim', fullName: 'Jerry Seinfeld', address: { details: address } };
  const invalid = refusal(422, said('invalid', { code: 'simAlreadyUsed' }));

  const refused = async (route: string, more: OtherOrder = {}, fault = invalid) => {
    const sent = await sendInto(fault, route, more);
    expect(sent.outcome).toBe('refused');
    return sent.outcome === 'refused' ? sent.error : null;
  };

  test('is the customer that was made for the order', async () => {
    expect(await refused('createSubscription')).toMatchObject({
      message: 'Gigs refused the request: Not like this. (HTTP 422)',
      description: expect.stringMatching(
        / The customer that was made for this order stays at Gigs, and will be found by the next order\.$/,
      ) as string,
    });
    expect(sandbox.books()).toMatchObject({ users: 1, subscriptions: 0 });
  });

  test('is the customer and the address', async () => {
    expect(await refused('createSubscription', { packageId: GLOBAL, fields })).toMatchObject({
      description: expect.stringContaining(
        'The customer and the address that were made for this order stay at Gigs',
      ) as string,
    });
    expect(sandbox.books()).toMatchObject({ users: 1, addresses: 1, subscriptions: 0 });
  });

  test('is only what was made: nothing is said of whoever was there', async () => {
    await refused('createSubscription');
    expect((await refused('createSubscription'))?.description).not.toContain('stay');
    const error = await refused('createSubscription', { packageId: GLOBAL, fields });
    expect(error?.description).toContain('The address that was made for this order stays at Gigs');
    expect((await refused('createSubscription', { packageId: GLOBAL, fields }))?.description).not.toContain('stay');
  });

  test('is said as well when it goes no further than the customer, with what Gigs objects to in the address', async () => {
    const details = [
      {
        object: 'propertyErrorDetail',
        code: 'addressPropertyInvalid',
        property: 'postalCode',
        message: 'No such code',
      },
    ];
    const body = said('invalid', { code: 'userAddressInvalid', message: 'The address is not valid.', details });
    const error = await refused('createAddress', { packageId: GLOBAL, fields }, refusal(422, body));
    expect(error).toMatchObject({
      kind: 'refused',
      message: 'Gigs refused the request: The address is not valid: postalCode (No such code) (HTTP 422)',
      description:
        'Correct what the provider names, then run again. The order was not sent: its customer or address could not be made ready. The customer that was made for this order stays at Gigs, and will be found by the next order.',
    });
    expect(sandbox.journal({ route: 'createSubscription' })).toEqual([]);
  });
});
