/**
 * Since when a trigger may have taken messages. n8n keeps what `checkExists` and `create` store over a restart, but
 * loses what is stored while a delivery starts the workflow (facts/n8n.md, section 6.4): single messages cannot be
 * remembered there.
 */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { WebhookProvider } from './fields';

/** The first time that it was published counts: whatever was unpublished since, its messages are known. */
export function notePublished(this: IHookFunctions, { webhook }: WebhookProvider, now: number = Date.now()): void {
  if (!webhook.namesMessages || this.getMode() === 'manual') return;
  this.getWorkflowStaticData('node').publishedSince ??= now;
}

/** In milliseconds; null when it was never published, as far as n8n knows. */
export function publishedSince(this: IWebhookFunctions): number | null {
  const since: unknown = this.getWorkflowStaticData('node').publishedSince;
  return typeof since === 'number' && this.getMode() !== 'manual' ? since : null;
}
