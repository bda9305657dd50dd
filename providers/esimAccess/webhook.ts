/** The webhook: one URL an account, without a signature (facts/providers/esim-access.md, sections 17 and 18). */
import { jsonFromBytes } from '../../esim/json';
import type { EsimEvent } from '../../esim/model';
import { record, text, whole } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { changed } from '../kit/errors';
import { confirming, readingOf } from '../kit/events';
import type { Confirmation, Reading, Session, WebhookSource } from '../provider';
import * as api from './api';
import { profileOf } from './esims';
import { CHECK_HEALTH, eventFrom, EVENTS } from './events';
import { replaceExistingUrl } from './fields';
import { esimFrom, isCancelled, PROVIDER_NAME, stateOf } from './mapping';
import { get } from './orders';
import type { WireProfile } from './wire';

export const webhook: WebhookSource = {
  events: EVENTS,
  setupNotice:
    'Publishing this workflow enters its URL at eSIM Access, which calls it at once: n8n has to be reachable from the internet. An account has one URL, so let one workflow take its events. Unpublishing cannot take the URL off again. eSIM Access does not sign its messages, so treat the URL like a password and leave Confirm With Provider on.',
  fields: [replaceExistingUrl],
  read({ rawBody }): Reading {
    const { notifyType } = record(jsonFromBytes(rawBody));
    if (text(notifyType) === CHECK_HEALTH) return { readable: true, events: [] };
    return readingOf(rawBody, eventFrom, { isNone: 'names no kind of event (notifyType)', others: 'kept' });
  },
  confirm,
  async register(session, url, values) {
    const other = await otherUrl(session, url);
    if (other !== null && values.get(replaceExistingUrl) !== true) {
      throw new ProviderError(
        'badInput',
        `${PROVIDER_NAME} sends the events of this account to ${hostOf(other)} already`,
        {
          description:
            'It has one URL an account. Switch Replace Existing URL on to take the events over; whoever has them now then gets nothing more.',
        },
      );
    }
    const saved = await attempt(async () => await api.saveWebhook(session, url));
    if (!saved.ok) throw notSaved(saved.error);
  },
  async unregister(session, url) {
    await Promise.resolve();
    session.log(
      `eSIM Access has no way to take a webhook URL off: it goes on calling ${hostOf(url)} until another URL is saved`,
    );
  },
  isRegistered: async (session, url) => (await api.webhookUrl(session)) === url,
};

/** The URL that is registered now, unless it is this workflow's own: another address of this n8n leads to it as well. */
async function otherUrl(session: Session, url: string): Promise<string | null> {
  const now = await api.webhookUrl(session);
  return now === null || tailOf(now) === tailOf(url) ? null : now;
}

/** The part of an n8n URL that names workflow and node. */
function tailOf(url: string): string {
  return url.split(/[?#]/)[0]?.split('/').slice(-2).join('/') ?? url;
}

/** What is behind the host is a password to whoever receives events. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'another address';
}

function notSaved(error: ProviderError): ProviderError {
  if (error.kind === 'credential' || error.kind === 'rateLimited') return error;
  const hint =
    'eSIM Access calls the URL before it saves it, and wants to be answered: it has to be reachable from the internet.';
  return changed(error, { description: [hint, error.description].filter(Boolean).join(' ') });
}

/** Nothing is signed: what an event says is believed only if the eSIM or the order shows it. */
async function confirm(session: Session, event: EsimEvent): Promise<Confirmation> {
  const { esimId, iccid, orderId } = event;
  if (esimId === null && iccid === null) {
    if (orderId === null) return differs('the event names neither an eSIM nor an order');
    return await confirming(
      async () => (await get(session, { by: 'orderId', orderId })).value.status,
      (status) => (status === 'processing' ? differs(`order ${orderId} is not ready yet`) : { outcome: 'confirmed' }),
    );
  }
  const named = esimId === null ? { by: 'iccid' as const, iccid: iccid ?? '' } : { by: 'esimId' as const, esimId };
  return await confirming(
    async () => await profileOf(session, named),
    (wire) => weigh(event, wire),
  );
}

function differs(explanation: string): Confirmation {
  return { outcome: 'differs', explanation };
}

function weigh(event: EsimEvent, wire: WireProfile): Confirmation {
  const { iccid } = esimFrom(wire);
  if (event.iccid !== null && event.iccid !== iccid) {
    return { outcome: 'unknown', explanation: 'the eSIM that the event names has another ICCID' };
  }
  const status = text(wire.esimStatus) ?? 'no status';
  return agrees(event, wire) ? { outcome: 'confirmed' } : differs(`eSIM Access shows ${status}/${stateOf(wire)}`);
}

function agrees(event: EsimEvent, wire: WireProfile): boolean {
  const status = text(wire.esimStatus) ?? '';
  switch (event.type) {
    case 'package.activated':
      return ['IN_USE', 'USED_UP'].includes(status);
    case 'balance.depleted':
      return status === 'USED_UP';
    case 'package.ended':
      return status.endsWith('_EXPIRED');
    case 'order.cancelled':
      return isCancelled(wire);
    case 'balance.low':
      return hasUsed(wire, event.thresholdPercent);
    case 'other':
      return event.expiresAt === null || event.expiresAt === isoTime(wire.expiredTime);
    default:
      return hasWord(event, status) || event.state === stateOf(wire);
  }
}

/** "ESIM_STATUS REVOKED" of an event is REVOKE of an eSIM (section 8). */
function hasWord({ providerEvent }: EsimEvent, status: string): boolean {
  const word = providerEvent?.split(' ')[1];
  return word !== undefined && status !== '' && word.startsWith(status);
}

/** Both come two to three hours late, the eSIM's own numbers no sooner than the event. */
function hasUsed({ orderUsage, totalVolume }: WireProfile, percent: number | null): boolean {
  const [used, total] = [whole(orderUsage), whole(totalVolume)];
  return used !== null && total !== null && percent !== null && used * 100 >= total * percent;
}
