/**
 * Runs the eSIM node for one provider through the real n8n-core, against its stand-in, and keeps account of what the items
 * said: after each case it is held against the stand-in's own books.
 */
import { randomUUID } from 'node:crypto';
import { LoadOptionsContext } from 'n8n-core';
import type { INodeExecutionData, INodeListSearchItems, INodeParameters } from 'n8n-workflow';

import { listSearch } from '../../../actions/listSearch';
import { providers } from '../../../providers';
import type { Provider } from '../../../providers/provider';
import { esimNodeWith } from '../../support/exampleProvider';
import { type NodeRun, partsFor, runNode } from '../../support/n8n';
import { QuickClock } from '../../support/quickClock';
import { type Ending, endingOf, type Failure } from './ending';
import { type Bought, byId, type Opened, type Purchase, type Stand } from './stand';
import { noteShown, noteThrown, noteSaid, secretsSaid } from './watch';

export type Json = Record<string, unknown>;
export type Options = Partial<
  Pick<NodeRun, 'items' | 'onError' | 'executionId' | 'workflowId' | 'abortSignal' | 'runIndex'>
>;

export const GO_ON = { onError: 'continueErrorOutput' } as const;

export function providerOf({ provider: wanted }: Stand): Provider {
  const provider = providers.find(({ id }) => id === wanted);
  if (!provider) throw new Error(`no provider ${wanted}`);
  return provider;
}

export class Shop {
  readonly clock = new QuickClock();
  readonly provider;
  private readonly node;
  private workflowId = randomUUID();
  private account;
  /** Order ids that items gave as bought by them. */
  private readonly said = new Set<string>();
  /** References of which the case itself says that they were bought twice. */
  readonly knownTwice = new Set<string>();
  /** Items that ended without anybody knowing. */
  private open = 0;

  constructor(
    readonly stand: Stand,
    readonly opened: Opened,
  ) {
    this.provider = providerOf(stand);
    this.node = esimNodeWith([this.provider], this.clock);
    this.account = opened.account();
  }

  /** Runs an operation as n8n does. @throws what the node throws */
  async run(operation: string, parameters: INodeParameters = {}, options: Options = {}): Promise<INodeExecutionData[]> {
    const [resource = '', value = ''] = operation.split('.');
    const attempt = runNode({
      node: this.node,
      nodeId: operation,
      parameters: { provider: this.provider.id, resource, operation: value, ...this.filled(operation, parameters) },
      credentials: { [this.provider.credential]: { type: new this.stand.credential(), data: this.account } },
      workflowId: this.workflowId,
      ...options,
    });
    const outputs = await attempt.catch((error: unknown) => {
      noteThrown(error);
      if (/^Outcome unknown/.test((error as Error).message)) this.open++;
      throw error;
    });
    for (const { json } of outputs) this.note(operation, json as Json);
    return outputs;
  }

  /** The JSON of the only item. */
  async one(operation: string, parameters: INodeParameters = {}, options: Options = {}): Promise<Json> {
    const outputs = await this.run(operation, parameters, options);
    expect(outputs).toHaveLength(1);
    return outputs[0]?.json as Json;
  }

  /** What became of the only item, with On Error: Continue. */
  async ending(operation: string, parameters: INodeParameters = {}, options: Options = {}): Promise<Ending> {
    return endingOf(await this.one(operation, parameters, { ...GO_ON, ...options }));
  }

  /** What became of each item, with On Error: Continue. */
  async endings(operation: string, parameters: INodeParameters, options: Options): Promise<Ending[]> {
    return (await this.run(operation, parameters, { ...GO_ON, ...options })).map(({ json }) => endingOf(json as Json));
  }

  /** The error that it ends with. */
  async failure(operation: string, parameters: INodeParameters = {}, options: Options = {}): Promise<Failure & Error> {
    const error = await this.run(operation, parameters, options).then(
      () => null,
      (thrown: unknown) => thrown as Failure & Error,
    );
    if (!error) throw new Error(`${operation} went through`);
    return error;
  }

  /** A reference of this case: what the process remembers of purchases outlasts the stand-in's books. */
  named(name: string): string {
    return `${name}-${this.workflowId.slice(0, 8)}`;
  }

  async order(reference: string, more: INodeParameters = {}): Promise<Bought & Json> {
    return (await this.one('order.create', { ...this.orderFor(reference), ...more })) as Bought & Json;
  }

  orderFor(reference: string): INodeParameters {
    return {
      packageId: byId(this.stand.packages.order),
      customerEmail: 'anna@example.com',
      clientReference: this.named(reference),
    };
  }

  topUpFor(reference: string, { esim: { iccid } }: Bought): INodeParameters {
    return {
      packageId: byId(this.stand.packages.topUp),
      esimLookup: 'iccid',
      iccid,
      clientReference: this.named(reference),
    };
  }

  /**
   * All pages of a searchable list, as the editor shows it.
   * @param named fields of the node that the list may go by
   */
  async pick(method: string, filter: string, named: INodeParameters = {}): Promise<INodeListSearchItems[]> {
    const parameters = { provider: this.provider.id, resource: 'esim', operation: 'topUp', ...named };
    const credentials = { [this.provider.credential]: { type: new this.stand.credential(), data: this.account } };
    const { workflow, node, additionalData } = partsFor({ node: this.node, parameters, credentials });
    const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.packageId');
    const choices: INodeListSearchItems[] = [];
    for (let page: string | undefined, pages = 0; pages === 0 || page; pages++) {
      if (pages > 100) throw new Error(`${method} never ends`);
      const found = await listSearch([this.provider])[method]?.call(context, filter, page);
      choices.push(...(found?.results ?? []));
      page = found?.paginationToken as string | undefined;
    }
    return choices;
  }

  /** What the provider's books hold of a kind of purchase. */
  madeOf(operation: Purchase): number {
    const { sandbox, refundsMade } = this.opened;
    const { ledger } = sandbox.books();
    if (operation === 'order.refund') return refundsMade?.() ?? ledger.filter(({ kind }) => kind === 'refund').length;
    return ledger.filter(({ kind }) => kind === 'purchase').length;
  }

  /** A token that was not used yet, or another account. */
  signInWith(account: INodeParameters): void {
    this.account = { ...this.opened.account(), ...account } as typeof this.account;
  }

  /** As a restart of n8n: with the account written in another way, this process remembers nothing that it has sent. */
  restart(): void {
    this.signInWith({ baseUrl: String(this.opened.account().baseUrl).replace('127.0.0.1', 'localhost') });
  }

  /** Why what the items said and what the stand-in's books say cannot both be right; empty when they can. */
  async wrongs(): Promise<string[]> {
    const { sandbox, secrets } = this.opened;
    await sandbox.settled();
    const { ledger, boughtTwice, violations } = sandbox.books();
    const bought = ledger.filter(({ kind }) => kind === 'purchase').map(({ orderId }) => orderId);
    const made = [...this.said].filter((id) => !bought.includes(id));
    const unsaid = bought.filter((id) => !this.said.has(id));
    return [
      ...boughtTwice.filter((one) => !this.knownTwice.has(one)).map((reference) => `bought twice: ${reference}`),
      ...violations.map((violation) => `undocumented: ${JSON.stringify(violation)}`),
      ...made.map((id) => `said to be bought, and not in the books: ${id}`),
      ...(unsaid.length > this.open ? [`bought, and no item says so: ${unsaid.join(', ')}`] : []),
      ...secretsSaid(secrets).map((secret) => `said a secret: ${secret}`),
    ];
  }

  /** Everything as at the beginning, in another workflow, and with ids and references that nobody has used. */
  startAnew(): void {
    this.workflowId = randomUUID();
    this.opened.restore();
    this.opened.sandbox.reset(this.workflowId);
    this.opened.sandbox.faults.clear();
    this.account = this.opened.account();
    this.said.clear();
    this.knownTwice.clear();
    this.open = 0;
  }

  private filled(operation: string, given: INodeParameters): INodeParameters {
    return { ...this.stand.fill[operation], ...given };
  }

  private note(operation: string, json: Json): void {
    if (json.error !== undefined) {
      noteSaid(json);
      if ((json.details as Json | undefined)?.kind === 'outcomeUnknown') this.open++;
      return;
    }
    noteShown(json);
    if (operation === 'order.create' || operation === 'esim.topUp') this.said.add(String(json.orderId));
  }
}
