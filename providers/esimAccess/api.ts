/**
 * The calls, one function an endpoint. Each is a POST with a JSON body, answered in an envelope that is read whatever the
 * HTTP status (facts/providers/esim-access.md, sections 1 and 4).
 */
import { flag, list, record, text, whole } from '../../esim/read';
import type { Answer } from '../../http/client';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import { askedFor, changed } from '../kit/errors';
import { rowsOf } from '../kit/lists';
import { settle } from '../kit/purchases';
import type { Sent, Session } from '../provider';
import { BUSY, meaningOf, REFUSALS } from './codes';
import { PROVIDER_NAME } from './mapping';
import type { WireEnvelope, WireUsage } from './wire';

/** A refusal with its code. */
class SaidNo extends ProviderError {
  constructor(
    readonly code: string | null,
    { kind, message, description, status, retryAfterMs }: ProviderError,
  ) {
    super(kind, message, { description, status, retryAfterMs });
  }
}

/** The code with which eSIM Access refused; null for every other error. */
export function codeOf(error: ProviderError): string | null {
  return error instanceof SaidNo ? error.code : null;
}

type Body = Readonly<Record<string, unknown>>;

const requestOf = (path: string, body: Body) => ({ method: 'POST', path: `/api/v1/open/${path}`, body }) as const;

interface Envelope {
  isSuccess: boolean;
  /** Six digits; null for none. */
  code: string | null;
  obj: unknown;
}

/** Null for what eSIM Access has not written. */
function envelopeOf({ json }: Answer): Envelope | null {
  const { success, errorCode, obj }: WireEnvelope = record(json);
  const [isSuccess, word] = [flag(success), text(errorCode)];
  if (isSuccess === null && word === null) return null;
  // zeros in front get lost where somebody takes a code for a number
  const code = word === null || /^0+$/.test(word) ? null : word.padStart(6, '0');
  return { isSuccess: isSuccess === true, code, obj };
}

function refusalOf(session: Session, answer: Answer, { code }: Envelope): SaidNo {
  const described = session.http.describe(answer);
  const meaning = meaningOf(code);
  const unlisted = [described.description, code && `Its error code is ${code}.`].filter(Boolean).join(' ');
  const { kind, advice } = meaning ?? { kind: described.kind, advice: unlisted };
  return new SaidNo(code, changed(described, { kind, description: advice }));
}

/** @throws SaidNo, and ProviderError for an answer of somebody else */
function objIn(session: Session, answer: Answer): unknown {
  if (answer.json === undefined) throw session.http.describe(answer);
  const envelope = envelopeOf(answer);
  if (envelope?.isSuccess) return envelope.obj;
  if (envelope !== null) throw refusalOf(session, answer, envelope);
  return askedFor(null, false, PROVIDER_NAME, 'answer');
}

/** Statuses after which the client itself tries a read again. */
const TRIED_AGAIN = [429, 502, 503, 504];

/** Pauses before a read is tried again that eSIM Access was too busy for (section 3), in milliseconds. */
const WHEN_BUSY_MS = [1_000, 3_000];

async function read(session: Session, path: string, body: Body = {}): Promise<unknown> {
  const ask = async (): Promise<unknown> => {
    const takes = (answer: Answer) => !TRIED_AGAIN.includes(answer.status) && envelopeOf(answer) !== null;
    return objIn(session, await session.http.readAnswer(requestOf(path, body), takes));
  };
  for (const pause of WHEN_BUSY_MS) {
    const tried = await attempt(ask);
    if (tried.ok) return tried.value;
    if (codeOf(tried.error) !== BUSY) throw tried.error;
    await session.sleep(pause);
  }
  return await ask();
}

async function change(session: Session, path: string, body: Body): Promise<void> {
  objIn(session, await session.http.change(requestOf(path, body)));
}

/**
 * What spends the balance, or gives back to it.
 * @param bought reads the result from `obj` of a success; or says, behind "but", why nobody can tell what it means
 */
async function spend<T>(
  session: Session,
  path: string,
  body: Body,
  bought: (obj: Readonly<Record<string, unknown>>) => Promise<Sent<T> | string> | Sent<T> | string,
): Promise<Sent<T>> {
  const exchange = await session.http.spend(requestOf(path, body));
  const sent = await settle<T>(exchange, session.http, REFUSALS, (answer) => {
    const envelope = envelopeOf(answer);
    return envelope?.isSuccess ? bought(record(envelope.obj)) : 'not with what eSIM Access says of a success';
  });
  const envelope = exchange.answered ? envelopeOf(exchange) : null;
  if (sent.outcome === 'done' || envelope === null || envelope.isSuccess || !exchange.answered) return sent;
  const error = sent.outcome === 'refused' ? sent.error : refusalOf(session, exchange, envelope);
  return { ...sent, error: new SaidNo(envelope.code, error) };
}

type Bought<T> = Parameters<typeof spend<T>>[3];

/** Section 6: the whole list at once. Null when there is none in the answer. */
export async function packageList(session: Session, filter: Body): Promise<unknown[] | null> {
  const { packageList: packages } = record(await read(session, 'package/list', filter));
  return Array.isArray(packages) ? (packages as unknown[]) : null;
}

/** Section 7. */
export async function order<T>(session: Session, body: Body, bought: Bought<T>): Promise<Sent<T>> {
  return await spend(session, 'esim/order', body, bought);
}

/** Section 12. */
export async function topUp<T>(session: Session, body: Body, bought: Bought<T>): Promise<Sent<T>> {
  return await spend(session, 'esim/topup', body, bought);
}

/** Section 10. */
export async function cancel<T>(session: Session, esimTranNo: string, bought: Bought<T>): Promise<Sent<T>> {
  return await spend(session, 'esim/cancel', { esimTranNo }, bought);
}

/** Section 11. */
export async function changeEsim(
  session: Session,
  what: 'suspend' | 'unsuspend' | 'revoke',
  esimTranNo: string,
): Promise<void> {
  await change(session, `esim/${what}`, { esimTranNo });
}

/**
 * The profiles that fit, page by page (section 8).
 * @param pageSize 5 to 500
 */
export function profiles(session: Session, filter: Body, pageSize: number): AsyncGenerator<unknown, boolean> {
  return rowsOf({
    provider: PROVIDER_NAME,
    name: 'eSIMs',
    first: 1,
    load: async (pageNum) => record(await read(session, 'esim/query', { ...filter, pager: { pageNum, pageSize } })),
    read({ esimList, pager }, page) {
      const rows = Array.isArray(esimList) ? (esimList as unknown[]) : null;
      const total = whole(record(pager).total);
      const isMore = total === null ? rows?.length === pageSize : page * pageSize < total;
      return { rows, next: isMore ? page + 1 : null };
    },
    idOf: (row) => text(record(row).esimTranNo),
  });
}

/** Section 14: also as a bare list. At most ten eSIMs a call; one is asked for here. */
export async function usageOfEsim(session: Session, esimTranNo: string): Promise<WireUsage | null> {
  const obj = await read(session, 'esim/usage/query', { esimTranNoList: [esimTranNo] });
  const rows = Array.isArray(obj) ? list(obj) : list(record(obj).esimUsageList);
  return rows.map((row): WireUsage => record(row)).find((row) => text(row.esimTranNo) === esimTranNo) ?? null;
}

/** Section 13. */
export async function balance(session: Session): Promise<Readonly<Record<string, unknown>>> {
  return record(await read(session, 'balance/query'));
}

/** Section 17: the URL to which the account's events go; null when none is set. */
export async function webhookUrl(session: Session): Promise<string | null> {
  return text(record(await read(session, 'webhook/query')).webhook);
}

/** Section 17: eSIM Access calls the URL at once, and keeps it only if that is answered with 200. */
export async function saveWebhook(session: Session, url: string): Promise<void> {
  await change(session, 'webhook/save', { webhook: url });
}
