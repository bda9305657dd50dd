/**
 * Signatures of Standard Webhooks, and of Svix, which is the same under other header names (facts/esim-field.md,
 * section 1.5): base64(HMAC-SHA256(secret, id + "." + timestamp + "." + body)), over the body's bytes as they came.
 */
import { Webhook } from '../vendor/standardWebhooks';
import { distrust } from './check';

/** Svix's own names come first: a sender that uses both means the same by both. */
const HEADER_FAMILIES = ['svix', 'webhook'] as const;

/** A delivery that holds, by its id (the same over all attempts) and the second in which this attempt was signed. */
export type SignatureCheck =
  | { trusted: true; proven: true; name: { message: string; attempt: string } }
  | { trusted: false; reason: string };

interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * Never throws. Trusts a delivery when any of its signatures matches any of the secrets and its timestamp is at most
 * 5 minutes away, before or after.
 * @param headers with lower-case names
 * @param secrets `whsec_` and Base64, as the sender shows it; several, separated by whitespace or commas, while a
 * secret is being replaced. Nothing is trusted without one.
 */
export function checkStandardWebhook(
  headers: Readonly<Record<string, string | undefined>>,
  rawBody: Buffer,
  secrets: string,
): SignatureCheck {
  const candidates = secrets.split(/[\s,]/).filter((secret) => secret !== '');
  if (candidates.length === 0) return distrust('no signing secret is set in the credential');
  const signed = HEADER_FAMILIES.map((family) => signedHeaders(headers, family)).filter((found) => found !== undefined);
  if (signed.length === 0) return distrust('the id, timestamp and signature headers are not all there');
  const body = rawBody.toString('utf8');
  const reasons = new Set<string>();
  for (const found of signed) {
    for (const secret of candidates) {
      const reason = whyNot(found, body, secret);
      if (reason === null) return { trusted: true, proven: true, name: nameOf(found) };
      reasons.add(reason);
    }
  }
  return distrust([...reasons].join('; '));
}

/** Only what was signed: the number, as the library reads it, whatever stands behind it in the header. */
function nameOf(headers: SignedHeaders): { message: string; attempt: string } {
  return { message: headers['webhook-id'], attempt: String(parseInt(headers['webhook-timestamp'], 10)) };
}

function signedHeaders(
  headers: Readonly<Record<string, string | undefined>>,
  family: (typeof HEADER_FAMILIES)[number],
): SignedHeaders | undefined {
  const id = headers[`${family}-id`];
  const timestamp = headers[`${family}-timestamp`];
  const signature = headers[`${family}-signature`];
  if (!id || !timestamp || !signature) return undefined;
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

/** Null when the signature holds, else why it does not. */
function whyNot(headers: SignedHeaders, body: string, secret: string): string | null {
  const webhook = open(secret);
  if (webhook === null) return 'a signing secret is not Base64 after "whsec_"';
  try {
    webhook.verify(body, { ...headers }, { jsonParse: false });
    return null;
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    if (/too old/.test(words)) return 'the timestamp is more than 5 minutes in the past';
    if (/too new/.test(words)) return 'the timestamp is more than 5 minutes in the future';
    if (/Invalid Signature Headers/.test(words)) return 'the timestamp is not a number';
    return 'no signature matches the body';
  }
}

function open(secret: string): Webhook | null {
  try {
    return new Webhook(secret);
  } catch {
    return null;
  }
}
