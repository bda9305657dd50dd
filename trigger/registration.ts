/** What a trigger has registered at its provider, and what it should have. */
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { ofNode, readValues, type Values } from '../input';
import type { WebhookProvider } from './fields';

/**
 * What `create` registered, kept in n8n's static data so that `delete` removes exactly that. Null there means that
 * nothing is registered; when it is missing, nobody knows.
 */
export interface Registration {
  provider: string;
  url: string;
  /** The provider's own fields as they were filled in: read again, they give the same values. */
  fields: Readonly<Record<string, unknown>>;
}

/** A test in the editor leaves the published registration alone, unless a person wants it otherwise. */
export function registersNow(this: IHookFunctions, { webhook }: WebhookProvider, registerTestUrl: boolean): boolean {
  return webhook.register !== undefined && (this.getMode() !== 'manual' || registerTestUrl);
}

export function wantedRegistration(this: IHookFunctions, { id, webhook }: WebhookProvider): Registration {
  const url = this.getNodeWebhookUrl('default');
  if (!url) throw new NodeOperationError(this.getNode(), 'n8n has no URL for this webhook');
  const raw = ofNode(this);
  const fields = (webhook.fields ?? []).map(({ name }) => [name, plain(raw(name))] as const);
  return { provider: id, url, fields: Object.fromEntries(fields) };
}

/** @throws InputError for the first field whose value does not fit */
export function valuesOf({ webhook }: WebhookProvider, { fields }: Registration): Values {
  return readValues(webhook.fields ?? [], (name) => fields[name]);
}

export function storedRegistration(this: IHookFunctions, { id }: WebhookProvider): Registration | null | undefined {
  const stored = this.getWorkflowStaticData('node').registration as Registration | null | undefined;
  return stored && stored.provider !== id ? undefined : stored;
}

export function note(this: IHookFunctions, registration: Registration | null): void {
  this.getWorkflowStaticData('node').registration = registration && ({ ...registration } as IDataObject);
}

export function same(left: Registration, right: Registration): boolean {
  return JSON.stringify(normal(left)) === JSON.stringify(normal(right));
}

function normal({ provider, url, fields }: Registration): unknown[] {
  return [provider, url, Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))];
}

/** As n8n's database keeps it. What JSON has no word for (a function) no field takes either. */
function plain(value: unknown): unknown {
  const json = JSON.stringify(value, (_name, entry: unknown) => (typeof entry === 'bigint' ? String(entry) : entry));
  return json === undefined ? null : (JSON.parse(json) as unknown);
}
