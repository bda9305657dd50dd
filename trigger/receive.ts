/** n8n's side of a delivery: the body's bytes in, an HTTP answer and perhaps items out. */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { EsimEvent } from '../esim/model';
import { connect } from '../http/connect';
import { type CredentialValues, readCredential } from '../input';
import type { Delivery, Provider, Result } from '../providers/provider';
import { safeWords } from './confirm';
import type { Answer } from './deliver';
import { deliver } from './deliver';
import type { WebhookProvider } from './fields';
import { keepMessage } from './messages';
import { publishedSince } from './published';
import { chosenProvider, readSettings, type TriggerSettings } from './settings';

/** Reads while a sender waits: less patient than in a workflow, where nobody hangs on the line. */
const CONNECTION = { readTimeoutMs: 8_000, readTries: 2 };
const RETRY_AFTER_SECONDS = '60';

/** Short, and the same for every reason: what is wrong is for the log, not for whoever knocks. */
const REFUSALS: Readonly<Record<400 | 401 | 413 | 503, string>> = {
  400: 'The body is not an event',
  401: 'Not accepted',
  413: 'The body is too large',
  503: 'Could not be checked now, try again later',
};

export async function receive(this: IWebhookFunctions, providers: readonly Provider[]): Promise<IWebhookResponseData> {
  if (this.getWebhookName() === 'setup') return { webhookResponse: { ready: true } };
  const set = readSet.call(this, providers);
  if ('reason' in set) return refuse.call(this, 503, set.reason, null);
  const { provider, settings } = set;

  const body = await readBody.call(this);
  if ('status' in body) return refuse.call(this, body.status, body.reason, provider);
  const secrets = await readSecrets.call(this, provider);
  if ('reason' in secrets) return refuse.call(this, 503, secrets.reason, provider);

  const forgotten = { from: publishedSince.call(this), to: performance.timeOrigin };
  const kept = keepMessage([this.getWorkflow().id, this.getNode().id, this.getMode()].join(' '), forgotten);
  const answer = await deliver({
    delivery: { headers: headersOf.call(this), rawBody: body.bytes },
    source: provider.webhook,
    settings,
    secrets: secrets.fields,
    connect: async () => await connect(this, provider, CONNECTION),
    meet: kept.meet,
  });
  kept.settle(answer.status === 200, this.getResponseObject());
  return respond.call(this, answer, provider, settings.simplify);
}

/** A field that cannot be read is for a person to correct; until then, senders try again. */
function readSet(
  this: IWebhookFunctions,
  providers: readonly Provider[],
): { provider: WebhookProvider; settings: TriggerSettings } | { reason: string } {
  try {
    return { provider: chosenProvider(this, providers), settings: readSettings(this, providers) };
  } catch (error) {
    return { reason: `the trigger's fields could not be read: ${safeWords(error)}` };
  }
}

/** The bytes as sent: signatures are made over them, and a long number in them is not yet rounded. */
async function readBody(this: IWebhookFunctions): Promise<{ bytes: Buffer } | { status: 400 | 413; reason: string }> {
  const request = this.getRequestObject();
  try {
    if (!request.rawBody) await request.readRawBody();
    return { bytes: request.rawBody ?? Buffer.alloc(0) };
  } catch (error) {
    const tooLarge = (error as { type?: unknown }).type === 'entity.too.large';
    return tooLarge
      ? { status: 413, reason: "the body is larger than n8n's limit (N8N_PAYLOAD_SIZE_MAX)" }
      : { status: 400, reason: 'the body broke off or could not be decompressed' };
  }
}

function headersOf(this: IWebhookFunctions): Delivery['headers'] {
  return Object.fromEntries(
    Object.entries(this.getHeaderData()).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

/** Read for every delivery, and kept by nobody: a secret that was replaced holds from the next one on. */
async function readSecrets(
  this: IWebhookFunctions,
  { credential, webhook }: WebhookProvider,
): Promise<{ fields: CredentialValues } | { reason: string }> {
  if (!webhook.authenticate) return { fields: {} };
  try {
    const data = await this.getCredentials(credential);
    return { fields: readCredential(this.getCredentialsProperties(credential), data) };
  } catch (error) {
    return { reason: `the credential could not be read: ${safeWords(error)}` };
  }
}

function respond(
  this: IWebhookFunctions,
  answer: Answer,
  provider: WebhookProvider,
  simplify: boolean,
): IWebhookResponseData {
  if (answer.status !== 200) return refuse.call(this, answer.status, answer.reason, provider, answer.eventTypes);
  if (answer.reason !== null) {
    const unchosen = answer.events.length === 0;
    const level = answer.isRetry ? 'info' : unchosen ? 'debug' : 'warn';
    log.call(this, level, unchosen ? 'ignored a delivery' : 'left out part of a delivery', {
      reason: answer.reason,
      provider: provider.id,
      eventTypes: answer.eventTypes,
    });
  }
  const webhookResponse = { received: true, started: answer.events.length > 0 };
  if (answer.events.length === 0) return { webhookResponse };
  return { webhookResponse, workflowData: [answer.events.map((event) => ({ json: toJson(event, simplify) }))] };
}

function toJson({ value, raw }: Result<EsimEvent>, simplify: boolean): IDataObject {
  return (simplify ? { ...value } : { ...value, raw }) as IDataObject;
}

function refuse(
  this: IWebhookFunctions,
  status: 400 | 401 | 413 | 503,
  reason: string | null,
  provider: WebhookProvider | null,
  eventTypes: string[] = [],
): IWebhookResponseData {
  log.call(this, 'warn', `answered ${status} to a delivery`, { reason, provider: provider?.id ?? null, eventTypes });
  const response = this.getResponseObject();
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  response.status(status).json({ error: REFUSALS[status] });
  return { noWebhookResponse: true };
}

function log(
  this: IWebhookFunctions,
  level: 'debug' | 'info' | 'warn',
  what: string,
  about: { reason: string | null; provider: string | null; eventTypes: string[] },
): void {
  const { id } = this.getWorkflow();
  this.logger[level](`${this.getNode().name} ${what}: ${about.reason}`, { ...about, workflowId: id });
}
