/** Carries a purchase out through `purchase/buyOnce.ts`. */
import type { PurchaseOperation, Result } from '../../../../providers/provider';
import { buyOnce } from '../../../../purchase/buyOnce';
import { ledgerOf } from '../../../../purchase/ledger';
import type { Turn } from '../operation';

/** How a purchase is named. */
export interface Naming {
  /** In messages: `client reference "shop-1"`. */
  named: string;
  /** What is bought, for whom: the same name for something else is refused. */
  content: ReadonlyArray<string | null>;
}

export async function buy<Input, Output extends { alreadyExisted: boolean }>(
  turn: Turn,
  operation: PurchaseOperation<Input, Output>,
  input: Input,
  { named, content }: Naming,
): Promise<Result<Output>> {
  const session = await turn.session();
  const purchase = await operation.prepare(session, input);
  return await buyOnce(purchase, {
    ledger: ledgerOf(turn.context),
    scope: turn.provider.id,
    content: content.map((part) => part ?? '').join('/'),
    named,
    referenceOfThisRun: isOfThisRun(turn.context.getNode().parameters.clientReference),
    run: turn.context.getExecutionId(),
    sendAgainIfUnconfirmed: turn.option('sendAgainIfUnconfirmed', false),
    sleep: session.sleep,
  });
}

/** Whether a reference, as it stands in the field, is made of the number of the execution. */
function isOfThisRun(clientReference: unknown): boolean {
  return typeof clientReference === 'string' && /\$execution\b/.test(clientReference);
}

export function namedByReference(clientReference: string): string {
  return `client reference "${clientReference}"`;
}
