/** What a trigger has registered at its provider, and what it should have. */
import type { IDataObject, IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ProviderFields } from '../providers/provider';
import type { WebhookProvider } from './properties';

/**
 * What `create` registered: the only thing kept in n8n's static data, so that `delete` removes exactly that. Null there
 * means that nothing is registered; when it is missing, nobody knows.
 */
export interface Registration {
  provider: string;
  url: string;
  fields: ProviderFields;
}

/** A test in the editor leaves the published registration alone, unless a person wants it otherwise. */
export function registersNow(this: IHookFunctions, { webhook }: WebhookProvider): boolean {
  if (!webhook.register) return false;
  return this.getMode() !== 'manual' || (this.getNodeParameter('registerTestUrl', false) as boolean);
}

export function wantedRegistration(this: IHookFunctions, { id, webhook }: WebhookProvider): Registration {
  const url = this.getNodeWebhookUrl('default');
  if (!url) throw new NodeOperationError(this.getNode(), 'n8n has no URL for this webhook');
  const fields = Object.fromEntries(
    (webhook.fields ?? []).map(({ name, default: unset }) => [name, this.getNodeParameter(name, unset)]),
  );
  return { provider: id, url, fields };
}

export function storedRegistration(this: IHookFunctions, { id }: WebhookProvider): Registration | null | undefined {
  const stored = this.getWorkflowStaticData('node').registration as Registration | null | undefined;
  return stored && stored.provider !== id ? undefined : stored;
}

export function note(this: IHookFunctions, registration: Registration | null): void {
  this.getWorkflowStaticData('node').registration = registration && ({ ...registration } as IDataObject);
}

export function same(left: Registration, right: Registration): boolean {
  return (
    JSON.stringify([left.provider, left.url, left.fields]) === JSON.stringify([right.provider, right.url, right.fields])
  );
}
