/** What an AI agent, or a client of an MCP server, may do with the node as its tool. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import { asWritten, yesNo } from '../input';
import type { Use } from '../purchase/uses';
import type { Operation, Turn } from './operation';
import { checkedReferences } from './shared/options';
import type { Sale } from './shared/sale';

/** Only shown where the node is a tool, and never filled in by a model. */
export const allowChanges = yesNo({
  displayName: 'Allow Changes by the Agent',
  name: 'allowChangesByAgent',
  type: 'boolean',
  noDataExpression: true,
  default: false,
  description:
    'Whether the agent may carry out this operation by itself: it spends money, gives it back, or changes something for a customer. Off: it is told to leave that to a person.',
  displayOptions: { show: { '@tool': [true] } },
});

/** n8n makes a tool of a node under a type of its own, which ends so (facts/n8n.md, section 8). */
export function isAgentsTool(context: IExecuteFunctions): boolean {
  return context.getNode().type.endsWith('Tool');
}

/** @throws ProviderError `badInput` for what an agent may not do by itself */
export function refuseAgent({ context, place, values }: Turn, operation: Operation): void {
  if (!operation.changes || !isAgentsTool(context)) return;
  // as it stands in the node: n8n would let a model answer for an expression (facts/n8n.md, section 8)
  if (asWritten(context, place.item)(allowChanges.name) !== true) {
    throw new ProviderError('badInput', `An agent may not use "${operation.action}" here`, {
      description:
        'Do not try again. Tell the person that "Allow Changes by the Agent" is off in this tool, and that they can do it themselves or switch it on.',
    });
  }
  if ((values.get(checkedReferences) ?? []).length > 0) {
    throw new ProviderError('badInput', 'Checked References cannot be used by an agent', {
      description: 'Only a person can have looked a purchase up. Run the workflow by hand with that option.',
    });
  }
}

/** The same content under another name in one execution: a model that tries again after an answer it did not like. */
export function sameSaleTwice({ what, named }: Sale, first: Use & { named: string }): ProviderError {
  const became = first.orderId ? `it became order ${first.orderId}` : 'its outcome is not known yet';
  return new ProviderError(
    'badInput',
    `This ${what} (${named}) is the same as one that was asked for before, under the ${first.named}: ${became}`,
    {
      description:
        'Do not buy again under another reference: one sale keeps one Client Reference. If the person really wants a second one, they have to start anew.',
    },
  );
}

/** A model is shown one text and nothing else (facts/n8n.md, section 8): what to do has to stand in it. */
export function inOneMessage(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { kind, message, description, status, retryAfterMs } = error;
  const todo = [kind === 'outcomeUnknown' ? LEAVE_IT : null, description].filter(Boolean);
  return new ProviderError(kind, [message, ...todo].join('. '), { status, retryAfterMs });
}

const LEAVE_IT = 'Do not buy it again, under this reference or another: tell the person';
