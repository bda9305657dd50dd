/** Purchases of each kind as the cases make them: what is asked for, how it ended, and what the provider's books say. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Json, Purchase } from './subject';
import type { RunOptions, Workshop } from './workshop';

/** One sale: the item that brings it, by the names of the stand's parameters. */
export interface Deal {
  kind: Purchase;
  item: { reference: string; iccid?: string; orderId?: string };
}

export type Ending = { bought: Json } | { error: string; kind: string };

/** Kinds of errors after which nothing was bought, for certain (docs/buying-once.md). */
const NOT_BOUGHT = [
  'refused',
  'outOfCredit',
  'badInput',
  'notFound',
  'unreachable',
  'rateLimited',
  'credential',
  'notSent',
];

export async function newDeal(shop: Workshop, kind: Purchase): Promise<Deal> {
  if (kind === 'order') return { kind, item: { reference: shop.fresh() } };
  const { orderId, iccid } = await shop.buy();
  return { kind, item: { reference: shop.fresh(), orderId, iccid } };
}

export function parametersOf({ bench }: Workshop, kind: Purchase, more: INodeParameters = {}): INodeParameters {
  return { ...bench.stand.operations[kind], ...more };
}

/** By the provider's own books. */
export async function timesBought({ bench: { stand } }: Workshop, { kind, item }: Deal): Promise<number> {
  await stand.settled();
  return kind === 'refund' ? stand.refundsFor(item) : stand.purchasesFor(item.reference);
}

/** All purchases and refunds that there are. */
export async function everythingBought({ bench: { stand, sandbox } }: Workshop): Promise<number> {
  await stand.settled();
  return sandbox.books().ledger.length;
}

export function endingOf({ json }: INodeExecutionData): Ending {
  if (json['error'] === undefined) return { bought: json as Json };
  const { kind = 'none' } = (json['details'] ?? {}) as { kind?: string };
  return { error: String(json['error']), kind };
}

/** How one sale ends, with On Error at Continue. */
export async function ending(
  shop: Workshop,
  deal: Deal,
  more: INodeParameters = {},
  options: RunOptions = {},
): Promise<Ending> {
  const parameters = parametersOf(shop, deal.kind, more);
  const outputs = await shop.run(parameters, { items: [deal.item], onError: 'continueRegularOutput', ...options });
  expect(outputs).toHaveLength(1);
  return endingOf(outputs[0] as INodeExecutionData);
}

/** @throws when what the node says and what the provider's books say cannot both be true */
export async function expectTrue(shop: Workshop, deal: Deal, end: Ending): Promise<void> {
  const times = await timesBought(shop, deal);
  if ('bought' in end) expect({ ...end, times }).toMatchObject({ times: 1 });
  else if (end.kind === 'outcomeUnknown') expect(times).toBeLessThanOrEqual(1);
  else expect({ ...end, times, knownKind: NOT_BOUGHT.includes(end.kind) }).toMatchObject({ times: 0, knownKind: true });
}

/** The name under which a person lets it be sent again. */
export function nameOf({ kind, item }: Deal): string {
  return kind === 'refund' ? (item.orderId ?? '') : item.reference;
}
