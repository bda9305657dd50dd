import type { INodeParameters } from 'n8n-workflow';

import type { OperationName, Run } from './campaign';
import type { ChaosItem } from './stands';

/** What a person, or a nightly run, sets for purchases whose outcome is open. */
export function optionsFor(again: Run['again'], items: ChaosItem[], operation: OperationName): INodeParameters {
  if (again === 'certain' && operation !== 'refund') return { ifUnconfirmed: 'sendAgain' };
  if (again !== 'checked') return {};
  return { checkedReferences: items.map((item) => nameOf(item, operation)).join('\n') };
}

/** What the operation calls the purchase. */
function nameOf({ reference, orderId }: ChaosItem, operation: OperationName): string {
  return operation === 'refund' ? (orderId ?? '') : reference;
}
