/** A small made-up provider with every ability a webhook source can have; tests leave out what they do not want. */
import type { ICredentialType } from 'n8n-workflow';

import type { EsimEvent, EventType, Package } from '../../esim/model';
import { list } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { text } from '../../input';
import type { Confirmation, Provider, Session, WebhookSource } from '../../providers/provider';

export const ACME_API = 'https://acme.test';
export const ACME_TOKEN = 'token-of-acme';
export const ACME_PASSWORD = 'open sesame';

export const acmeCredential: ICredentialType = {
  name: 'acmeApi',
  displayName: 'Acme API',
  properties: [
    { displayName: 'Base URL', name: 'baseUrl', type: 'string', required: true, default: '' },
    { displayName: 'Token', name: 'token', type: 'string', typeOptions: { password: true }, default: '' },
    { displayName: 'Password', name: 'password', type: 'string', typeOptions: { password: true }, default: '' },
  ],
  authenticate: { type: 'generic', properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } } },
};

export const acmeCredentialData = { baseUrl: ACME_API, token: ACME_TOKEN, password: ACME_PASSWORD };

export function event(id: string, type: EventType, iccid = '8900000000000000001'): EsimEvent {
  return {
    eventId: id,
    type,
    provider: 'acme',
    occurredAt: null,
    iccid,
    esimId: null,
    customerId: null,
    orderId: null,
    subscriptionId: null,
    state: 'installed',
    remainingBytes: null,
    thresholdPercent: null,
    previousCountry: null,
    country: null,
    expiresAt: null,
    confirmed: null,
  };
}

interface Wire {
  id: string;
  type: EventType;
  iccid?: string;
}

/** Signs nothing, can be asked: like DENT Giga Store. */
export const portalSource: WebhookSource = {
  events: ['esim.installed', 'esim.deleted', 'balance.low', 'other'],
  setupNotice: 'Paste the URL into the portal of Acme.',
  read({ rawBody }) {
    const json = parse(rawBody.toString('utf8'));
    if (!Array.isArray(json)) return { readable: false, reason: 'it is no list of events' };
    return {
      readable: true,
      events: (json as Wire[]).map((raw) => ({ value: event(raw.id, raw.type, raw.iccid), raw })),
    };
  },
  async confirm(session: Session, { iccid }: EsimEvent): Promise<Confirmation> {
    try {
      const esim = (await session.http.read({ method: 'GET', path: `/esims/${iccid}` })) as { state: string };
      if (esim.state === 'INSTALLED') return { outcome: 'confirmed', changes: { customerId: 'customer-1' } };
      return { outcome: 'differs', explanation: `Acme shows ${esim.state}`, changes: { state: 'deleted' } };
    } catch (caught) {
      const error = caught instanceof ProviderError ? caught : new ProviderError('unreachable', 'no idea');
      if (error.kind === 'notFound') return { outcome: 'unknown', explanation: 'Acme does not know this eSIM' };
      return { outcome: 'notAsked', error };
    }
  },
};

/** Whose events Acme sends. */
export const iccids = text({ displayName: 'ICCIDs', name: 'iccids', type: 'string', default: '' });

/** Proves where a delivery comes from, and takes registrations: like 1GLOBAL. */
export const registeringSource: WebhookSource = {
  ...portalSource,
  fields: [iccids],
  authenticate({ headers }, secrets) {
    return headers['x-password'] === secrets.password
      ? { trusted: true, proven: true }
      : { trusted: false, reason: 'the password is wrong' };
  },
  async register(session, url, fields) {
    await session.http.change({ method: 'POST', path: '/hooks', body: { url, iccids: fields.get(iccids) } });
  },
  async unregister(session, url, fields) {
    await session.http.change({ method: 'DELETE', path: '/hooks', body: { url, iccids: fields.get(iccids) } });
  },
  async isRegistered(session, url) {
    const hooks = (await session.http.read({ method: 'GET', path: '/hooks' })) as Array<{ url: string }>;
    return hooks.some((hook) => hook.url === url);
  },
};

export function acme(webhook: WebhookSource | undefined, id = 'acme'): Provider {
  return {
    id,
    name: 'Acme',
    credential: 'acmeApi',
    secrets: ['token', 'password'],
    ordersAreAsynchronous: false,
    package: {
      async *forOrder() {},
      get: () => Promise.reject(new ProviderError('badInput', 'not part of this test')),
      async *getMany(session) {
        const raw = await session.http.read({ method: 'GET', path: '/packages' });
        for (const value of list(raw)) yield { value: value as Package, raw: value };
      },
    },
    order: {},
    esim: {},
    fields: {},
    ...(webhook ? { webhook } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
