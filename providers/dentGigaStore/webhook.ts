/**
 * The four webhooks (facts/providers/dent-giga-store.md, section 12). They carry neither signature nor event type nor
 * event id: which one it is shows in its fields, the id is made from what it says, and since nothing proves who sent it,
 * its subject is read back (section 12.1).
 */
import { digitsFrom, eidFrom, iccidFrom } from '../../esim/identifiers';
import { makeEvent } from '../../esim/make';
import type { EsimEvent, EsimState, EventType } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { eventIdFrom } from '../../webhooks/eventId';
import { confirming, readingOf } from '../kit/events';
import type { Confirmation, Session, WebhookSource } from '../provider';
import { customerByIccid, customerById } from './customers';
import { esimStateFrom, PROVIDER_ID } from './mapping';
import { usageFrom } from './usage';
import { esimWithIccid, identityOf, onlyIccid, type WireCustomer, type WireEvent } from './wire';

/** The documented states; any other is `esim.statusChanged`, with our word for it in `state`. */
const TYPE_BY_STATE: Partial<Record<EsimState, EventType>> = {
  released: 'esim.released',
  installed: 'esim.installed',
  disabled: 'esim.disabled',
  error: 'esim.error',
};

export const webhook: WebhookSource = {
  events: [
    ...Object.values(TYPE_BY_STATE),
    'esim.statusChanged',
    'balance.depleted',
    'balance.low',
    'country.changed',
    'package.activated',
    'other',
  ],
  setupNotice:
    'Publish this workflow, then copy the Production URL above into the DENT Giga Store portal (<a href="https://dent.giga.store/#/api" target="_blank">dent.giga.store</a>, section API). The portal has one field for each kind of event: paste the same URL into all four. Use the login whose client ID is in your credential. DENT Giga Store does not sign its messages, so treat the URL like a password and leave Confirm With Provider on.',
  read: ({ rawBody }) =>
    readingOf(rawBody, eventFrom, {
      isNone: 'is none of the webhooks of DENT Giga Store: it names no eSIM and no customer',
      others: 'kept',
    }),
  confirm: async (session, event) =>
    await confirming(
      async () => await customerIn(session, event),
      (customer) => weigh(event, customer),
    ),
};

/** An object that is none of the four but names a customer or an eSIM is `other`. */
function eventFrom(wire: WireEvent): EsimEvent | null {
  const iccid = iccidFrom(wire.iccid);
  const customerId = text(wire.uid) ?? text(wire.customerUid);
  if (iccid === null && customerId === null) return null;
  return makeEvent({ provider: PROVIDER_ID, iccid, customerId, ...detailsOf(wire, iccid, customerId) });
}

type Details = Pick<EsimEvent, 'type' | 'eventId'> & Partial<EsimEvent>;

function detailsOf(wire: WireEvent, iccid: string | null, customerId: string | null): Details {
  if (wire.balanceAmountInByte !== undefined) return balanceAlert(wire, iccid, customerId);
  if (wire.newCountry !== undefined) return countryChange(wire, iccid);
  if (wire.activatedItem !== undefined) return balanceActivation(wire, customerId);
  if (wire.profileState !== undefined || wire.state !== undefined) return esimStatus(wire, iccid);
  return { type: 'other', eventId: eventIdFrom(PROVIDER_ID, 'other', iccid, customerId, JSON.stringify(wire)) };
}

/** Section 12.2. The field is `profileState` here and `state` everywhere else. */
function esimStatus(wire: WireEvent, iccid: string | null): Details {
  const word = text(wire.profileState) ?? text(wire.state);
  const state = esimStateFrom(word);
  const eventId = eventIdFrom(PROVIDER_ID, 'esimStatus', iccid, eidFrom(wire.eid), word?.toLowerCase() ?? null);
  return { type: TYPE_BY_STATE[state] ?? 'esim.statusChanged', eventId, state };
}

/** Section 12.3. Sent below a fixed threshold of 100 MB. */
function balanceAlert(wire: WireEvent, iccid: string | null, customerId: string | null): Details {
  const remainingBytes = whole(wire.balanceAmountInByte);
  const occurredAt = isoTime(wire.timestamp);
  const left = text(wire.balanceAmountInByte);
  const eventId = eventIdFrom(PROVIDER_ID, 'balanceAlert', iccid, customerId, occurredAt ?? text(wire.timestamp), left);
  const isEmpty = remainingBytes !== null && remainingBytes <= 0;
  return { type: isEmpty ? 'balance.depleted' : 'balance.low', eventId, occurredAt, remainingBytes };
}

/** Section 12.4. No time in it: the same journey made twice gives the same id. */
function countryChange(wire: WireEvent, iccid: string | null): Details {
  const previousCountry = text(wire.previousCountry)?.toUpperCase() ?? null;
  const country = text(wire.newCountry)?.toUpperCase() ?? null;
  const eventId = eventIdFrom(PROVIDER_ID, 'countryChange', iccid, digitsFrom(wire.imsi), previousCountry, country);
  return { type: 'country.changed', eventId, previousCountry, country };
}

/** Section 12.5. `activatedItem` is an id here and an object in the answer to a purchase. */
function balanceActivation(wire: WireEvent, customerId: string | null): Details {
  const orderId = text(wire.activatedItem) ?? text(record(wire.activatedItem).uid);
  const occurredAt = isoTime(wire.activatedAt);
  const eventId = eventIdFrom(PROVIDER_ID, 'balanceActivation', customerId, orderId, occurredAt);
  return { type: 'package.activated', eventId, occurredAt, orderId, expiresAt: isoTime(wire.expiresAt) };
}

// -------------------------------------------------------------------------------------------------- confirming

/** The alert comes below 100 MB, in either reading of that, and what is left is rounded: so a little more is taken. */
const LOW_BYTES = 128 * 1024 * 1024;

/** @throws ProviderError `notFound` when the provider does not know what the event is about */
async function customerIn(session: Session, { iccid, customerId }: EsimEvent): Promise<WireCustomer> {
  if (iccid !== null) return (await customerByIccid(session, iccid)).customer;
  return await customerById(session, customerId ?? '');
}

function weigh(event: EsimEvent, customer: WireCustomer): Confirmation {
  const { id } = identityOf(customer);
  const known = { iccid: event.iccid ?? onlyIccid(customer), customerId: id ?? event.customerId };
  if (event.customerId !== null && id !== null && event.customerId !== id) {
    return differs('the eSIM belongs to another customer than the event says', known);
  }
  const answer = weighed(event, customer);
  const isKnown = answer.outcome === 'confirmed' || answer.outcome === 'differs';
  return isKnown ? { ...answer, changes: { ...known, ...answer.changes } } : answer;
}

function weighed(event: EsimEvent, customer: WireCustomer): Confirmation {
  switch (event.type) {
    case 'balance.low':
    case 'balance.depleted':
      return weighBalance(customer);
    case 'package.activated':
      return weighActivation(event, customer);
    default:
      return weighState(event, customer);
  }
}

function weighState({ state, iccid }: EsimEvent, customer: WireCustomer): Confirmation {
  const now = esimStateFrom(iccid === null ? null : esimWithIccid(customer, iccid)?.state);
  if (state === null || state === 'unknown' || now === 'unknown' || now === state) return { outcome: 'confirmed' };
  return differs(`the provider shows the eSIM as ${now} now`, { state: now });
}

function weighBalance(customer: WireCustomer): Confirmation {
  const { packages, remainingBytes } = usageFrom(customer, null, new Date());
  const running = packages.filter(({ status }) => status !== 'waiting' && status !== 'expired');
  const left = [remainingBytes, ...running.map((one) => one.remainingBytes)].filter((bytes) => bytes !== null);
  if (left.length === 0 || left.some((bytes) => bytes <= LOW_BYTES)) return { outcome: 'confirmed' };
  return differs('the provider shows more data left than an alert is sent for');
}

function weighActivation({ orderId }: EsimEvent, customer: WireCustomer): Confirmation {
  const found = usageFrom(customer, null, new Date()).packages.find((one) => one.orderId === orderId);
  if (!found) return { outcome: 'unknown', explanation: 'the provider knows no such package of this customer' };
  if (found.status === 'waiting') return differs('the provider shows the package as not activated');
  const { expiresAt } = found;
  return { outcome: 'confirmed', ...(expiresAt !== null && { changes: { expiresAt } }) };
}

function differs(explanation: string, changes: Partial<EsimEvent> = {}): Confirmation {
  return { outcome: 'differs', explanation, changes };
}
