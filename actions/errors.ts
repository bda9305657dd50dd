/** Turns what went wrong below into n8n's own errors, at the edge. */
import type { Failure, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ActivationCodeError } from '../esim/activationCode';
import { ProviderError } from '../http/errors';
import { QrCodeOptionError } from '../qr/renderQrCode';

function failureOf(error: ProviderError): Failure | undefined {
  switch (error.kind) {
    case 'rateLimited':
      return {
        cause: 'rate-limited',
        ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      };
    case 'unreachable':
      return { cause: 'temporarily-unavailable' };
    case 'outOfCredit':
      return { cause: 'quota-exhausted' };
    case 'credential':
      return { cause: 'credential-invalid' };
    case 'badInput':
    case 'notFound':
    case 'refused':
      return { cause: 'configuration-invalid' };
    case 'notSent':
    case 'outcomeUnknown':
      return undefined;
  }
}

type NodeError = NodeApiError | NodeOperationError;

/** @param itemIndex the item that went wrong, when one did */
export function toNodeError(error: unknown, node: INode, itemIndex?: number): NodeError {
  const told = nodeErrorOf(error, node, itemIndex);
  // n8n puts words of its own in the place of a message that has one of its codes in it, "eexist" in "preexisting" too
  told.message = notStopped(error instanceof ProviderError ? error.message : told.message);
  return told;
}

/**
 * n8n takes an execution for stopped by a person when its error has the word "canceled" (n8n-core: workflow-execute,
 * processSuccessExecution), and does not record one with "cancelled" at all (n8n: workflow-runner, processError). Here
 * it is orders and subscriptions that were.
 */
function notStopped(message: string): string {
  return message.replace(/cancell?ed/g, 'called off');
}

function nodeErrorOf(error: unknown, node: INode, itemIndex?: number): NodeError {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) {
    if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
    return error;
  }
  if (error instanceof ActivationCodeError) {
    return new NodeOperationError(node, `Activation Code cannot be used: ${error.message}`, {
      itemIndex,
      description:
        'An activation code looks like LPA:1$smdp.example.com$ABC-123. Copy it whole, or take it from Create Order or Get eSIM.',
    });
  }
  if (error instanceof QrCodeOptionError) {
    return new NodeOperationError(node, error.message, { itemIndex, description: 'Change it under Options.' });
  }
  if (error instanceof ProviderError) return fromProviderError(error, node, itemIndex);
  return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
}

function fromProviderError(error: ProviderError, node: INode, itemIndex?: number): NodeError {
  const { message, description } = error;
  const failure = failureOf(error);
  if (error.kind === 'badInput') return new NodeOperationError(node, message, { description, itemIndex, failure });
  // a plain object: n8n would hand an error it knows back as it is, without our words (facts/n8n.md, section 6.7)
  const plain: JsonObject = { message, description: description ?? null };
  return new NodeApiError(node, plain, {
    message,
    description,
    itemIndex,
    failure,
    ...(error.status === undefined ? {} : { httpCode: String(error.status) }),
  });
}
