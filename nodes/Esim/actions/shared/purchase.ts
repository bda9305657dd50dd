/** Carries a purchase out through `purchase/buyOnce.ts`. */
import type { PurchaseOperation, Result } from '../../../../providers/provider';
import { buyOnce } from '../../../../purchase/buyOnce';
import { ledgerOf } from '../../../../purchase/ledger';
import type { Turn } from '../operation';

export async function buy<Input, Output extends { alreadyExisted: boolean }>(
  turn: Turn,
  operation: PurchaseOperation<Input, Output>,
  input: Input,
  clientReference: string,
): Promise<Result<Output>> {
  const session = await turn.session();
  const purchase = await operation.prepare(session, input);
  return await buyOnce(purchase, {
    ledger: ledgerOf(turn.context),
    scope: turn.provider.id,
    clientReference,
    sendAgainIfUnconfirmed: turn.option('sendAgainIfUnconfirmed', false),
    sleep: session.sleep,
  });
}
