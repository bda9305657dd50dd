/**
 * The address of the server that holds an eSIM profile: a fully qualified host name (facts/esim-field.md, section 1.1).
 */
import { cleanText } from './cleanText';
import { withoutStrayPercent } from './pastedCode';

const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** Beyond what every label is. */
const TOP_LABEL = /^[A-Za-z]./;
const MAX_LENGTH = 253;

/**
 * The host name, without the scheme, the trailing slash or the stray `%` that some providers add. Its case is kept.
 * `null` for what is no host name, also for IP addresses and names with a port.
 */
export function smdpAddressFrom(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const host = withoutStrayPercent(cleanText(value, 'identifier'))
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');
  return isHostName(host) ? host : null;
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  const isQualified = labels.length >= 2 && host.length <= MAX_LENGTH;
  return isQualified && labels.every((label) => LABEL.test(label)) && TOP_LABEL.test(labels.at(-1) ?? '');
}
