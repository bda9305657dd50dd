/** Reading an unsigned event back (facts/providers/dent-giga-store.md, sections 12.1 to 12.5). */
import type { EsimEvent } from '../../../esim/model';
import { dentGigaStore } from '../../../providers/dentGigaStore';
import alert from '../../fixtures/dentGigaStore/webhooks-balance-alert.json';
import status from '../../fixtures/dentGigaStore/webhooks-esim-status.json';
import { scriptedSession } from '../../support/scriptedSession';

const { read, confirm } = dentGigaStore.webhook!;
const SEARCH = 'POST /gigastore/activations/search-customers';
const MB = (sizeValue: number) => ({ sizeValue, sizeUnit: 'MB' });

function eventOf(body: unknown): EsimEvent {
  const reading = read({ headers: {}, rawBody: Buffer.from(JSON.stringify(body)) });
  if (!reading.readable) throw new Error(reading.reason);
  return reading.events[0]!.value;
}

/** A package of 1 GB with so much left. */
const running = (leftMB: number, more: object = {}) => ({
  uid: `left ${leftMB}`,
  balance: {
    activatedAt: '2020-01-01T00:00:00Z',
    expiresAt: '2999-01-01T00:00:00Z',
    activationMode: 'NOW',
    size: MB(1024),
    availableBalance: MB(leftMB),
    ...more,
  },
});
const waiting = (leftMB: number) => running(leftMB, { activatedAt: null, activationMode: 'FIRST_USE' });
const expired = (leftMB: number) => running(leftMB, { expiresAt: '2021-01-01T00:00:00Z' });

async function confirmed(
  body: { iccid: string; [name: string]: unknown },
  activatedItems: unknown[],
  esim: object = {},
) {
  const relatedEsims = [{ iccid: body.iccid, state: 'INSTALLED', ...esim }];
  const customer = { customer: { uid: alert.uid, email: null }, activatedItems, relatedEsims };
  const session = scriptedSession({ [SEARCH]: { status: 200, body: { customers: [customer] } } });
  return await confirm!(session, eventOf(body));
}

test.each<[string, unknown[], string]>([
  ['a little left', [running(50)], 'confirmed'],
  ['nothing left', [running(0)], 'confirmed'],
  ['just below the threshold', [running(99)], 'confirmed'],
  ['just above it, since what is left is rounded', [running(110)], 'confirmed'],
  ['little left of one, much of another', [running(50), running(900)], 'confirmed'],
  ['much of one, little of another', [running(900), running(50)], 'confirmed'],
  ['little left beside one that waits', [running(50), waiting(1024)], 'confirmed'],
  ['no packages at all', [], 'confirmed'],
  ['much left', [running(200)], 'differs'],
  ['much left, and nothing of an expired one', [running(900), expired(0)], 'differs'],
  ['much left, and little of one that waits', [running(900), waiting(50)], 'differs'],
])('a low alert about %s', async (_, items, outcome) => {
  expect((await confirmed(alert, items)).outcome).toBe(outcome);
  expect((await confirmed({ ...alert, balanceAmountInByte: 0 }, items)).outcome).toBe(outcome);
});

test.each([
  ['INSTALLED', 'INSTALLED', 'confirmed'],
  ['installed', 'INSTALLED', 'confirmed'],
  ['RELEASED', 'INSTALLED', 'differs'],
  ['ERROR', 'DISABLED', 'differs'],
  ['BRAND_NEW', 'INSTALLED', 'confirmed'],
  ['INSTALLED', 'BRAND_NEW', 'confirmed'],
])('an event that says %s while the provider says %s', async (profileState, state, outcome) => {
  const answer = await confirmed({ ...status, profileState }, [], { state });
  expect(answer.outcome).toBe(outcome);
  if (outcome === 'differs') expect(answer).toMatchObject({ changes: { state: state.toLowerCase() } });
});
