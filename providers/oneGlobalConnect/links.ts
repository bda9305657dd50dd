import { record, text } from '../../esim/read';

export type LinkName = 'lpa' | 'smdp' | 'qrcode' | 'sim' | 'subscription' | 'product' | 'next';

/**
 * A link of an answer (facts/providers/1global-connect.md, section 3.2): under `links` or `_links`, and every name with
 * or without an underscore.
 */
export function linkOf(json: unknown, name: LinkName): string | null {
  const { links, _links } = record(record(json)._metadata);
  const all = { ...record(_links), ...record(links) };
  return text(all[`_${name}`]) ?? text(all[name]);
}
