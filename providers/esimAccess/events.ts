/** Beside webhook.ts, which registers: its words -> our events, and whether the eSIM agrees (facts/providers/esim-access.md, sections 18 and 21). */
import { digitsFrom, iccidFrom } from '../../esim/identifiers';
import { makeEvent } from '../../esim/make';
import type { EsimEvent, EventType } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { eventIdFrom } from '../../webhooks/eventId';
import { PROVIDER_ID, stateOf } from './mapping';
import type { WireContent, WireEvent } from './wire';

const BY_PROFILE: Readonly<Record<string, EventType>> = {
  RELEASED: 'esim.released',
  DOWNLOAD: 'esim.downloaded',
  INSTALLATION: 'esim.installed',
  ENABLED: 'esim.enabled',
  DISABLED: 'esim.disabled',
  DELETED: 'esim.deleted',
};

const BY_ESIM: Readonly<Record<string, EventType>> = {
  IN_USE: 'package.activated',
  USED_UP: 'balance.depleted',
  USED_EXPIRED: 'package.ended',
  UNUSED_EXPIRED: 'package.ended',
  CANCEL: 'order.cancelled',
  CANCELED: 'order.cancelled',
};

export const EVENTS: readonly EventType[] = [
  'order.completed',
  ...Object.values(BY_PROFILE),
  'esim.statusChanged',
  'package.activated',
  'package.ended',
  'balance.low',
  'balance.depleted',
  'order.cancelled',
  'other',
];

/** Sent when the URL is saved: answered, and starts nothing (section 18). */
export const CHECK_HEALTH = 'CHECK_HEALTH';
/** What a check of the URL calls its order: never a real one. */
const NO_ORDER = '1234567890';

/** Null for what is no event of eSIM Access. */
export function eventFrom(raw: Record<string, unknown>): EsimEvent | null {
  const { notifyType, notifyId, eventGenerateTime, content }: WireEvent = raw;
  const kind = text(notifyType);
  if (kind === null || kind === CHECK_HEALTH) return null;
  const wire: WireContent = record(content);
  const orderId = text(wire.orderNo);
  return makeEvent({
    provider: PROVIDER_ID,
    eventId: text(notifyId) ?? eventIdFrom(PROVIDER_ID, JSON.stringify(raw)),
    occurredAt: isoTime(eventGenerateTime) ?? isoTime(wire.timestamp),
    iccid: iccidFrom(wire.iccid),
    esimId: digitsFrom(wire.esimTranNo) ?? text(wire.esimTranNo),
    orderId: orderId === NO_ORDER ? null : orderId,
    expiresAt: isoTime(wire.expiredTime),
    providerEvent: kind,
    ...detailsOf(kind, wire),
  });
}

type Details = { type: EventType } & Partial<EsimEvent>;

function detailsOf(kind: string, wire: WireContent): Details {
  const status = text(wire.esimStatus);
  switch (kind) {
    case 'ORDER_STATUS':
      return { type: text(wire.orderStatus) === 'GOT_RESOURCE' ? 'order.completed' : 'other' };
    case 'SMDP_EVENT':
      return { type: isDone(wire) ? profileEvent(wire) : 'esim.statusChanged', state: stateOf(wire) };
    case 'ESIM_STATUS':
      return {
        type: BY_ESIM[status ?? ''] ?? 'esim.statusChanged',
        providerEvent: [kind, status].filter(Boolean).join(' '),
        state: stateOf(wire),
        remainingBytes: whole(wire.remainVolume),
      };
    case 'DATA_USAGE':
      return { type: 'balance.low', remainingBytes: whole(wire.remain), thresholdPercent: usedPercent(wire) };
    default:
      // VALIDITY_USAGE, whose `remain` is days, and whatever comes to be
      return { type: 'other' };
  }
}

function profileEvent({ smdpStatus }: WireContent): EventType {
  return BY_PROFILE[text(smdpStatus) ?? ''] ?? 'esim.statusChanged';
}

/** Since 2026 a step is told twice: while it goes on, and when it has gone well (section 18). */
function isDone({ timestamp, seqNumber, notifyStatus }: WireContent): boolean {
  const isOldForm = timestamp === undefined && seqNumber === undefined;
  return isOldForm || text(notifyStatus) === 'Executed-Success';
}

/** A fraction that is left becomes the share that is used: 0.2 left is 80. */
function usedPercent({ remainThreshold }: WireContent): number | null {
  const left = Number(text(remainThreshold) ?? NaN);
  return left >= 0 && left <= 1 ? Math.round((1 - left) * 100) : null;
}
