/** Carries a purchase out through `purchase/buyOnce.ts`. */
import type { PurchaseOperation, Result, Session } from '../../providers/provider';
import { buyOnce } from '../../purchase/buyOnce';
import type { IfOpen } from '../../purchase/decide';
import { ledgerFor } from '../../purchase/ledger';
import { Patience } from '../../purchase/patience';
import type { Turn } from '../operation';
import { checkedReferences, ifUnconfirmed, requestTimeout, waitingMinutes } from './options';
import type { Sale } from './sale';
import { waitingBoundMs } from './wait';

/** A purchase waits this many times longer than a read: giving up early leaves its outcome unknown. */
export const PATIENCE_WITH_PURCHASES = 3;

/** What the provider can say of the input without being asked. */
export function checking<Input>(
  operation: PurchaseOperation<Input, unknown>,
  input: Input,
): (session: Session) => void {
  return (session) => operation.check?.(session, input);
}

export async function buy<Input, Output extends { orderId: string; alreadyExisted: boolean }>(
  turn: Turn,
  operation: PurchaseOperation<Input, Output>,
  input: Input,
  sale: Sale,
): Promise<Result<Output>> {
  const { context, place, provider, clock, run } = turn;
  const session = await turn.session();
  const signal = context.getExecutionCancelSignal();
  const wanted = {
    ...sale,
    whereToCheck: `what ${provider.name} shows you of your purchases`,
    alone: operation.alone?.(input) ?? null,
    showsWithinMs: operation.showsWithinMs,
    repeatsAreHarmless: operation.repeatsAreHarmless ?? false,
    prepare: async () => await operation.prepare(session, input),
  };
  return await buyOnce(wanted, {
    ledger: ledgerFor(context, place, clock),
    clock,
    patience: new Patience(place, waitingBoundMs(turn), clock, signal),
    run,
    sender: { account: accountOf(turn, session), node: `${context.getWorkflow().id} ${context.getNode().id}` },
    ifOpen: ifOpenOf(turn, sale),
    waitingMs: waitingMsOf(turn, operation.showsWithinMs),
  });
}

/** One account at the provider: the credential, and where it leads. */
function accountOf({ context, provider }: Turn, { settings }: Session): string {
  const credential = context.getNode().credentials?.[provider.credential]?.id;
  return `${credential ?? ''} ${String(settings.baseUrl ?? '')}`;
}

function ifOpenOf({ values }: Turn, { name }: Sale): IfOpen {
  if (values.get(checkedReferences)?.includes(name)) return 'sendBecauseChecked';
  return values.get(ifUnconfirmed) === 'sendAgain' ? 'sendWhenCertain' : 'stop';
}

/**
 * How old a note has to be before anybody else sends. A sender uses his note for a third of that time, then his request
 * may take its time, and show as late as the provider says.
 */
function waitingMsOf({ values }: Turn, showsWithinMs: number): number {
  const longestMs = values.need(requestTimeout) * 1_000 * PATIENCE_WITH_PURCHASES + showsWithinMs;
  return Math.max((values.get(waitingMinutes) ?? 30) * 60_000, longestMs * 1.5);
}
