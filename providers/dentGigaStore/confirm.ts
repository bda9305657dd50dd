/**
 * Reads the subject of a webhook back, since nothing proves who sent it (facts/providers/dent-giga-store.md,
 * section 12.1).
 */
import { iccidFrom } from '../../esim/identifiers';
import type { EsimEvent } from '../../esim/model';
import { text } from '../../esim/read';
import { attempt } from '../kit/attempt';
import type { Confirmation, Session } from '../provider';
import { customerByIccid, customerById } from './customers';
import type { ReadCustomer } from './customers';
import { esimStateFrom } from './mapping';
import { usageFrom } from './usage';
import { customerUidOf, esimsOf } from './wire';
import type { WireCustomerRecord, WireEsim } from './wire';

/** The alert comes below 100 MB, in either reading of that, and what is left is rounded: so a little more is taken. */
const LOW_BYTES = 128 * 1024 * 1024;

interface Subject extends ReadCustomer {
  esim?: WireEsim;
}

export async function confirm(session: Session, event: EsimEvent): Promise<Confirmation> {
  const read = await attempt(async () => await subjectOf(session, event));
  if (!read.ok && read.error.kind === 'notFound') return { outcome: 'unknown', explanation: read.error.message };
  if (!read.ok) return { outcome: 'notAsked', error: read.error };
  const { customer, esim } = read.value;
  const customerId = customerUidOf(customer);
  const known = { iccid: event.iccid ?? onlyIccid(customer), customerId: customerId ?? event.customerId };
  if (event.customerId !== null && customerId !== null && event.customerId !== customerId) {
    const explanation = 'the eSIM belongs to another customer than the event says';
    return { outcome: 'differs', explanation, changes: known };
  }
  const answer = weigh(event, customer, esim);
  if (answer.outcome !== 'confirmed' && answer.outcome !== 'differs') return answer;
  return { ...answer, changes: { ...known, ...answer.changes } };
}

/** @throws ProviderError `notFound` when the provider does not know it */
async function subjectOf(session: Session, { iccid, customerId }: EsimEvent): Promise<Subject> {
  return iccid !== null ? await customerByIccid(session, iccid) : await customerById(session, customerId ?? '');
}

function weigh(event: EsimEvent, customer: WireCustomerRecord, esim: WireEsim | undefined): Confirmation {
  switch (event.type) {
    case 'balance.low':
    case 'balance.depleted':
      return weighBalance(customer);
    case 'package.activated':
      return weighActivation(event, customer);
    default:
      return weighState(event, esim);
  }
}

function weighState({ state }: EsimEvent, esim: WireEsim | undefined): Confirmation {
  const now = esimStateFrom(esim?.state);
  if (state === null || state === 'unknown' || now === 'unknown' || now === state) return { outcome: 'confirmed' };
  return { outcome: 'differs', explanation: `the provider shows the eSIM as ${now} now`, changes: { state: now } };
}

function weighBalance(customer: WireCustomerRecord): Confirmation {
  const { packages, remainingBytes } = usageFrom(customer, null, new Date());
  const running = packages.filter(({ status }) => status !== 'waiting' && status !== 'expired');
  const balances = [remainingBytes, ...running.map(({ remainingBytes: left }) => left)].filter(
    (bytes) => bytes !== null,
  );
  if (balances.length === 0 || balances.some((bytes) => bytes <= LOW_BYTES)) return { outcome: 'confirmed' };
  return { outcome: 'differs', explanation: 'the provider shows more data left than an alert is sent for' };
}

function weighActivation({ orderId }: EsimEvent, customer: WireCustomerRecord): Confirmation {
  const { packages } = usageFrom(customer, null, new Date());
  const found = packages.find((one) => one.orderId === orderId);
  if (!found) return { outcome: 'unknown', explanation: 'the provider knows no such package of this customer' };
  if (found.status === 'waiting') {
    return { outcome: 'differs', explanation: 'the provider shows the package as not activated' };
  }
  return found.expiresAt === null
    ? { outcome: 'confirmed' }
    : { outcome: 'confirmed', changes: { expiresAt: found.expiresAt } };
}

function onlyIccid(customer: WireCustomerRecord): string | null {
  const [esim, ...others] = esimsOf(customer);
  return esim && others.length === 0 ? iccidFrom(text(esim.iccid)) : null;
}
