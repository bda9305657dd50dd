/** Carries a purchase out through `purchase/buyOnce.ts`. */
import type { PurchaseOperation, Result } from '../../providers/provider';
import { buyOnce } from '../../purchase/buyOnce';
import { ledgerOf } from '../../purchase/ledger';
import type { BuyOnceOptions } from '../../purchase/states';
import type { Turn } from '../operation';

/** How a purchase is named. */
export interface Naming {
  /** As in `PreparedPurchase.key`: "order/shop-1". */
  key: string;
  /** In messages: "eSIM order". */
  what: string;
  /** In messages: `client reference "shop-1"`. */
  named: string;
  /** What is bought, for whom: the same name for something else is refused. */
  content: ReadonlyArray<string | null>;
}

export async function buy<Input, Output extends { orderId: string; alreadyExisted: boolean }>(
  turn: Turn,
  operation: PurchaseOperation<Input, Output>,
  input: Input,
  { key, what, named, content }: Naming,
): Promise<Result<Output>> {
  const options: BuyOnceOptions = {
    ledger: ledgerOf(turn.context),
    scope: turn.provider.id,
    account: await accountOf(turn),
    content: content.map((part) => part ?? '').join('/'),
    named,
    referenceOfThisRun: isOfThisRun(turn.context.getNode().parameters.clientReference),
    run: turn.context.getExecutionId(),
    sendAgainIfUnconfirmed: turn.option('sendAgainIfUnconfirmed', false),
    sleep: async (milliseconds) => await (await turn.session()).sleep(milliseconds),
  };
  const wanted = {
    key,
    what,
    whereToCheck: `what ${turn.provider.name} shows you of your purchases`,
    alone: operation.alone?.(input) ?? null,
    prepare: async () => await operation.prepare(await turn.session(), input),
  };
  return await buyOnce(wanted, options);
}

/** One account at the provider: the credential, and where it leads. */
async function accountOf(turn: Turn): Promise<string> {
  const { settings } = await turn.session();
  const credential = turn.context.getNode().credentials?.[turn.provider.credential]?.id;
  return `${credential ?? ''} ${String(settings.baseUrl ?? '')}`;
}

/** Whether a reference, as it stands in the field, is made of the number of the execution. */
function isOfThisRun(clientReference: unknown): boolean {
  return typeof clientReference === 'string' && /\$execution\b/.test(clientReference);
}

export function namedByReference(kind: 'order' | 'topUp', clientReference: string): Omit<Naming, 'content'> {
  const what = kind === 'order' ? 'eSIM order' : 'top-up';
  return { key: `${kind}/${clientReference}`, what, named: `client reference "${clientReference}"` };
}
