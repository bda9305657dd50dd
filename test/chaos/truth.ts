/** Holds what the node reported against the provider's own books. */
import type { IDataObject } from 'n8n-workflow';

/** What the node says of an item: bought, open, certainly not to be had, or certainly not bought by this attempt. */
export type Report = 'completed' | 'outcomeUnknown' | 'taken' | 'refused' | 'notNow';

const DEFINITE = ['refused', 'badInput', 'notFound'];

/** An item of either output of the node. */
export function reportOf(json: IDataObject): Report {
  if (json.orderId !== undefined && json.error === undefined) return 'completed';
  const kind = (json.details as { kind?: string } | undefined)?.kind ?? '';
  if (kind === 'outcomeUnknown') return 'outcomeUnknown';
  if (kind === 'badInput' && / is taken: /.test(String(json.error))) return 'taken';
  return DEFINITE.includes(kind) ? 'refused' : 'notNow';
}

export interface Account {
  /** What is counted: a client reference, or the id of an order that is given back. */
  name: string;
  before: number;
  after: number;
  report: Report | 'nothing';
  /** Another attempt was made as well, by Retry On Fail or by an execution at the same time. */
  shared: boolean;
}

/** Why a report and the books cannot both be right; null when they can. */
export function contradiction({ name, before, after, report, shared }: Account): string | null {
  const says = `${name}: reported as ${report}, in the books ${before} before and ${after} after`;
  if (after > 1 || after < before) return says;
  switch (report) {
    case 'completed':
      return after === 1 ? null : says;
    case 'taken':
      return shared && after === 1 ? null : says;
    case 'refused':
      return after === 0 ? null : says;
    case 'notNow':
      return shared || after === before ? null : says;
    case 'outcomeUnknown':
    case 'nothing':
      return null;
  }
}

/** The text of an error or a log line may hold none of these, nor an activation code. */
export function secretsIn(text: string, secrets: ReadonlyArray<string | RegExp>): string[] {
  const all = [...secrets, /LPA:1\$/, /Bearer [A-Za-z0-9]/, /carddata=/, /matching_?id/i];
  return all.filter((secret) => (typeof secret === 'string' ? text.includes(secret) : secret.test(text))).map(String);
}
