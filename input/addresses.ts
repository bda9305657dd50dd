/** Fields of addresses: email, web, internet protocol. */
import type { INodeProperties } from 'n8n-workflow';

import { missingWordIn } from '../esim/missingWords';
import { withoutLinkMarks } from '../esim/pastedCode';
import { makeField, type Field } from './field';
import { textOf } from './given';
import { missingPart } from './texts';

const LOCAL = /^[^\s@<>()[\]\\,;:"?]+$/;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;
const LONGEST_EMAIL = 254;

/** One address, without `mailto:`, quotes, brackets or a subject around it. Its case is kept. */
export function email(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'identifier');
    if (given === null) return null;
    const address = bareAddress(given);
    const [local = '', domain = '', ...more] = address.split('@');
    const missing = missingWordIn(withoutName(local)) ?? missingWordIn(domain);
    if (missing !== null) throw missingPart(missing, words);
    const fits = more.length === 0 && isLocalPart(local) && isDomain(domain) && address.length <= LONGEST_EMAIL;
    if (fits) return address;
    throw words.refuse(
      `${words.came(given)}, which does not look like an email address`,
      'Write one address such as name@example.com.',
    );
  });
}

function bareAddress(given: string): string {
  return withoutLinkMarks(given)
    .replace(/^[^<>@]*<([^<>]*)>$/, '$1')
    .replace(/^["'\s]+|["'\s]+$/g, '')
    .replace(/^mailto:/i, '')
    .replace(/(@[^?]*)\?.*/, '$1');
}

/** People are called Null, and a dot stands between names: `ann.null@` is an address, `null@` is a missing one. */
function withoutName(local: string): string {
  return local.replace(/(?<=[^.]\.)null$|^null(?=\.[^.])/i, '');
}

function isLocalPart(local: string): boolean {
  return LOCAL.test(local) && !/^\.|\.\.|\.$/.test(local);
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  return labels.length > 1 && labels.every((label) => label.length <= 63 && LABEL.test(label)) && !/^[0-9]*$/.test(top);
}

/** An absolute web address, as it was given. */
export function url(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'reference');
    if (given === null || isWebAddress(given)) return given;
    throw words.refuse(
      `${words.came(given)}, which is no web address`,
      'Write it whole, beginning with https://, such as https://example.com/path.',
    );
  });
}

function isWebAddress(given: string): boolean {
  return /^https?:\/\/[^\s<>"\\]+$/i.test(given) && URL.canParse(given);
}

/** One IPv4 or IPv6 address, without a port. */
export function ipAddress(property: INodeProperties): Field<string> {
  return makeField(property, (raw, words) => {
    const given = textOf(raw, words, 'identifier');
    if (given === null || isIpv4(given) || isIpv6(given)) return given;
    throw words.refuse(
      `${words.came(given)}, which is no IP address`,
      'Use one address, such as 203.0.113.7, without a port.',
    );
  });
}

const IPV4_PART = /^(?:0|[1-9][0-9]{0,2})$/;
const IPV6_PART = /^[0-9a-f]{1,4}$/i;

function isIpv4(ip: string): boolean {
  const parts = ip.split('.');
  return parts.length === 4 && parts.every((part) => IPV4_PART.test(part) && Number(part) <= 255);
}

function isIpv6(ip: string): boolean {
  const halves = ip.split('::');
  const parts = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const tail = parts.at(-1) ?? '';
  const groups = isIpv4(tail) ? [...parts.slice(0, -1), '0', '0'] : parts;
  if (!groups.every((part) => IPV6_PART.test(part)) || halves.length > 2) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
