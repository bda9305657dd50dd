/**
 * Runs the chosen operation for every item: all are read and checked first, then carried out in bounded parallel, with
 * results in input order.
 */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { ProviderError } from '../http/errors';
import { inParallel, type Settled } from '../http/inParallel';
import { ofItem, readValues } from '../input';
import type { Provider } from '../providers/provider';
import { type Clock, REAL_CLOCK } from '../purchase/clock';
import { Run } from '../purchase/run';
import { inOneMessage, isAgentsTool, refuseAgent } from './agent';
import { toNodeError } from './errors';
import { findOperation } from './index';
import type { Job } from './operation';
import { operationField, providerField, resourceField } from './properties';
import { notOffered } from './shared/notOffered';
import { itemsInParallel } from './shared/options';
import { type ReadJob, Sales } from './sales';
import { providerNamed, type Shared, sharedBy, turnOf } from './turn';

/** Reading so many items in a row keeps n8n from doing anything else for a moment. */
const READ_AT_ONCE = 50;

export async function route(
  this: IExecuteFunctions,
  providers: readonly Provider[],
  clock: Clock = REAL_CLOCK,
): Promise<INodeExecutionData[]> {
  const count = this.getInputData().length;
  if (count === 0) return [];
  // a model is shown an item with an error; of what is thrown it may see nothing (facts/n8n.md, section 8)
  const keepGoing = this.continueOnFail() || isAgentsTool(this);
  const run = new Run(!keepGoing, this.getExecutionCancelSignal());
  const shared = begin(this, providers, run, clock);

  const sales = new Sales(shared);
  const jobs = await sales.toldApart(await readAll(shared, count));
  run.buys = jobs.some((job) => 'value' in job && job.value.sale !== undefined);
  const unread = jobs.findIndex((job) => 'error' in job);
  if (unread >= 0 && !keepGoing) throw failure(this, run, (jobs[unread] as { error: unknown }).error, unread);

  const settled = await inParallel(count, {
    atOnce: parallelIn(shared),
    // a purchase hears from its run whether it may still be sent; whoever only reads has nothing to lose by going on
    stopAfterFailure: !keepGoing && !run.buys,
    run: async (item) => await sales.carryOut(jobs[item] as ReadJob, item),
  });

  if (run.lastWords !== null) this.logger.warn(`eSIM: the execution was stopped. ${run.lastWords}`);
  const failed = firstFailure(settled);
  if (failed && !keepGoing) throw failure(this, run, failed.error, failed.item);
  return settled.flatMap((result, item) => {
    if (result === undefined) return [];
    if ('error' in result) return [errorItem(this, result.error, item)];
    return result.value.map((output) => ({ ...output, pairedItem: { item } }));
  });
}

function begin(context: IExecuteFunctions, providers: readonly Provider[], run: Run, clock: Clock): Shared {
  const chosen = settle(() => {
    const chosenProvider = providerField(providers);
    const values = readValues([chosenProvider, resourceField, operationField], ofItem(context, 0));
    const provider = providerNamed(values.get(chosenProvider), providers);
    const [resource, value] = [values.need(resourceField), values.need(operationField)];
    const operation = findOperation(resource, value) ?? notOffered({ provider }, { action: `${value} ${resource}` });
    return sharedBy(context, provider, operation, run, clock);
  });
  if ('value' in chosen) return chosen.value;
  throw toNodeError(chosen.error, context.getNode());
}

async function readAll(shared: Shared, count: number): Promise<ReadJob[]> {
  const jobs: ReadJob[] = [];
  for (let item = 0; item < count; item++) {
    if (item > 0 && item % READ_AT_ONCE === 0) await sleep(0);
    const read = settle(() => {
      const turn = turnOf(shared, item);
      refuseAgent(turn, shared.operation);
      return shared.operation.read(turn);
    });
    jobs.push('value' in read ? await checked(shared, read.value) : read);
  }
  return jobs;
}

/** What the provider itself can say of it without being asked. */
async function checked(shared: Shared, job: Job): Promise<ReadJob> {
  if (!job.check) return { value: job };
  const session = await shared.session();
  return settle(() => {
    job.check?.(session);
    return job;
  });
}

function parallelIn({ context, fields }: Shared): number {
  const options = fields.filter(({ name }) => name === 'options');
  return readValues(options, ofItem(context, 0)).need(itemsInParallel);
}

/** An item that was not sent only says that another one has failed. */
function firstFailure(
  settled: ReadonlyArray<Settled<INodeExecutionData[]> | undefined>,
): { error: unknown; item: number } | undefined {
  const failures = settled.flatMap((result, item) =>
    result && 'error' in result ? [{ error: result.error, item }] : [],
  );
  const isNotSent = (error: unknown): boolean => error instanceof ProviderError && error.kind === 'notSent';
  return failures.find(({ error }) => !isNotSent(error)) ?? failures[0];
}

function failure(context: IExecuteFunctions, run: Run, error: unknown, item: number): Error {
  const told = error instanceof ProviderError && run.buys ? run.told(error) : error;
  return toNodeError(told, context.getNode(), item);
}

function settle<T>(act: () => T): Settled<T> {
  try {
    return { value: act() };
  } catch (error) {
    return { error };
  }
}

/**
 * n8n sends an item to the error output while its JSON holds nothing but error, message and details, and adds the fields
 * of the item that went in. With an error object beside the JSON it would cut all of that down to the message.
 */
function errorItem(context: IExecuteFunctions, failed: unknown, item: number): INodeExecutionData {
  const cause = isAgentsTool(context) ? inOneMessage(failed) : failed;
  const error = toNodeError(cause, context.getNode(), item);
  const json: IDataObject = { error: error.message };
  if (error.description) json.message = error.description;
  if (cause instanceof ProviderError) {
    json.details = { kind: cause.kind, ...(cause.status === undefined ? {} : { httpCode: cause.status }) };
  }
  return { json, pairedItem: { item } };
}
