/** Runs the chosen operation for every item: in bounded parallel, results in input order. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import { inParallel } from '../http/inParallel';
import type { Provider } from '../providers/provider';
import { toNodeError } from './errors';
import { findOperation } from './index';
import { notOffered } from './shared/notOffered';
import { makeTurns } from './turn';

export async function route(this: IExecuteFunctions, providers: readonly Provider[]): Promise<INodeExecutionData[]> {
  const count = this.getInputData().length;
  if (count === 0) return [];
  const resource = this.getNodeParameter('resource', 0) as string;
  const operation = this.getNodeParameter('operation', 0) as string;
  const turnFor = makeTurns(this, providers);
  const keepGoing = this.continueOnFail();

  const settled = await inParallel(count, {
    atOnce: Math.max(1, Math.floor(Number(this.getNodeParameter('options.itemsInParallel', 0, 5))) || 1),
    // the rest is not started: an order that was not sent cannot go wrong
    stopAfterFailure: !keepGoing,
    run: async (item) => {
      const turn = turnFor(item);
      const chosen = findOperation(resource, operation) ?? notOffered(turn, { action: `${operation} ${resource}` });
      return await chosen.execute(turn);
    },
  });

  const outputs: INodeExecutionData[] = [];
  for (const [item, result] of settled.entries()) {
    if (result === undefined) continue;
    if ('value' in result) {
      outputs.push(...result.value.map((output) => ({ ...output, pairedItem: { item } })));
    } else if (keepGoing) {
      outputs.push(errorItem(this, result.error, item));
    } else {
      throw toNodeError(result.error, this.getNode(), item);
    }
  }
  return outputs;
}

/**
 * n8n sends an item to the error output while its JSON holds nothing but error, message and details, and adds the fields
 * of the item that went in. With an error object beside the JSON it would cut all of that down to the message.
 */
function errorItem(context: IExecuteFunctions, cause: unknown, item: number): INodeExecutionData {
  const error = toNodeError(cause, context.getNode(), item);
  const json: IDataObject = { error: error.message };
  if (error.description) json.message = error.description;
  if (cause instanceof ProviderError) {
    json.details = { kind: cause.kind, ...(cause.status === undefined ? {} : { httpCode: cause.status }) };
  }
  return { json, pairedItem: { item } };
}
