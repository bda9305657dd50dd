/**
 * The four webhooks (facts/providers/dent-giga-store.md, section 12). They carry neither signature nor event type nor
 * event id: which one it is shows in its fields, and the id is made from what it says.
 */
import { digitsFrom, eidFrom, iccidFrom } from '../../esim/identifiers';
import { jsonFromBytes } from '../../esim/json';
import type { EsimEvent, EsimState, EventType } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { eventIdFrom } from '../../webhooks/eventId';
import type { Delivery, Reading, Result, WebhookSource } from '../provider';
import { confirm } from './confirm';
import { esimStateFrom, PROVIDER_ID } from './mapping';
import type { WireEvent } from './wire';

/** The documented states; any other is `esim.statusChanged`, with our word for it in `state`. */
const TYPE_BY_STATE: Partial<Record<EsimState, EventType>> = {
  released: 'esim.released',
  installed: 'esim.installed',
  disabled: 'esim.disabled',
  error: 'esim.error',
};

export const webhook: WebhookSource = {
  events: [
    'balance.depleted',
    'balance.low',
    'country.changed',
    'esim.disabled',
    'esim.error',
    'esim.installed',
    'esim.released',
    'esim.statusChanged',
    'package.activated',
    'other',
  ],
  setupNotice:
    'Publish this workflow, then copy the Production URL above into the DENT Giga Store portal (<a href="https://dent.giga.store/#/api" target="_blank">dent.giga.store</a>, section API). The portal has one field for each kind of event: paste the same URL into all four. Use the login whose client ID is in your credential. DENT Giga Store does not sign its messages, so treat the URL like a password and leave Confirm With Provider on.',
  read,
  confirm,
};

/** One object, or several in an array. An object that is none of the four but names a customer or an eSIM is `other`. */
function read({ rawBody }: Delivery): Reading {
  const body = jsonFromBytes(rawBody);
  if (body === undefined) return { readable: false, reason: 'the body is not JSON' };
  const entries = Array.isArray(body) ? (body as unknown[]) : [body];
  const events = entries.map(eventFrom).filter((event) => event !== null);
  if (events.length > 0 || entries.length === 0) return { readable: true, events };
  return {
    readable: false,
    reason: 'the body is none of the webhooks of DENT Giga Store: it names no eSIM and no customer',
  };
}

function eventFrom(raw: unknown): Result<EsimEvent> | null {
  const wire: WireEvent = record(raw);
  const iccid = iccidFrom(wire.iccid);
  const customerId = text(wire.uid) ?? text(wire.customerUid);
  if (iccid === null && customerId === null) return null;
  return { value: { ...NOTHING, iccid, customerId, ...detailsOf(wire, iccid, customerId) }, raw };
}

type Details = Pick<EsimEvent, 'type' | 'eventId'> & Partial<EsimEvent>;

function detailsOf(wire: WireEvent, iccid: string | null, customerId: string | null): Details {
  if (wire.balanceAmountInByte !== undefined) return balanceAlert(wire, iccid, customerId);
  if (wire.newCountry !== undefined) return countryChange(wire, iccid);
  if (wire.activatedItem !== undefined) return balanceActivation(wire, customerId);
  if (wire.profileState !== undefined || wire.state !== undefined) return esimStatus(wire, iccid);
  const eventId = eventIdFrom(PROVIDER_ID, 'other', iccid, customerId, JSON.stringify(wire));
  return { type: 'other', eventId };
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
  const empty = remainingBytes !== null && remainingBytes <= 0;
  return { type: empty ? 'balance.depleted' : 'balance.low', eventId, occurredAt, remainingBytes };
}

/** Section 12.4. No time in it: the same journey made twice gives the same id. */
function countryChange(wire: WireEvent, iccid: string | null): Details {
  const [previousCountry, country] = [countryFrom(wire.previousCountry), countryFrom(wire.newCountry)];
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

function countryFrom(value: unknown): string | null {
  return text(value)?.toUpperCase() ?? null;
}

const NOTHING: Omit<EsimEvent, 'type' | 'eventId'> = {
  provider: PROVIDER_ID,
  occurredAt: null,
  iccid: null,
  esimId: null,
  customerId: null,
  orderId: null,
  subscriptionId: null,
  state: null,
  remainingBytes: null,
  thresholdPercent: null,
  previousCountry: null,
  country: null,
  expiresAt: null,
  confirmed: null,
};
