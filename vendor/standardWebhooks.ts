/**
 * `standardwebhooks` (MIT, with `@stablelib/base64`, MIT, and `fast-sha256`, Unlicense): the reference implementation of
 * Standard Webhooks signatures.
 */
export { Webhook, WebhookVerificationError } from 'standardwebhooks';
