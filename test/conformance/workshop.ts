/** Runs the eSIM node at one provider's stand-in, and keeps everything that it said. */
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';

import { operationsOf } from '../../providers/capabilities';
import { loggedLines } from '../chaos/log';
import { credentialType } from '../support/credentialTypes';
import { esimNodeWith } from '../support/exampleProvider';
import { runNode } from '../support/n8n';
import type { Bench, Bought, Json, Subject } from './subject';

const lines = loggedLines();

export interface RunOptions {
  items?: Json[];
  onError?: OnError;
  workflowId?: string;
}

export type Failure = Error & { description?: string };

/** One provider's bench for the cases of one file: start it once, close it at the end. */
export class Workshop {
  private count = 0;
  private readonly workflowId = randomUUID();
  private readonly said: string[] = [];
  private readonly codes = new Set<string>();

  private constructor(
    readonly subject: Subject,
    readonly bench: Bench,
  ) {
    lines.length = 0;
  }

  static async open(subject: Subject): Promise<Workshop> {
    return new Workshop(subject, await subject.start());
  }

  get credentials() {
    const { type, data } = this.bench.stand.credential;
    return { [type]: { type: credentialType(type), data: { ...data, accessToken: '', tokenExpiresAt: '' } } };
  }

  offers(operation: string): boolean {
    return operationsOf(this.subject.provider).includes(operation);
  }

  /** A reference that nothing was bought under. */
  fresh(): string {
    return `conf-${++this.count}`;
  }

  /** What the node gives. What it throws is kept for the watcher before it goes on. */
  async run(parameters: INodeParameters, options: RunOptions = {}): Promise<INodeExecutionData[]> {
    const { provider } = this.subject;
    try {
      const outputs = await runNode({
        node: esimNodeWith([provider], this.bench.clock),
        parameters: { provider: provider.id, ...parameters },
        credentials: this.credentials,
        workflowId: this.workflowId,
        ...options,
      });
      for (const { json } of outputs) this.keep(json);
      return outputs;
    } catch (error) {
      this.said.push(inspect(error, { depth: 8 }));
      throw error;
    }
  }

  /** The JSON of the only item. */
  async one(parameters: INodeParameters, item: Json = {}): Promise<Json> {
    const outputs = await this.run(parameters, { items: [item] });
    expect(outputs).toHaveLength(1);
    return outputs[0]?.json as Json;
  }

  /** Why it fails. */
  async failure(parameters: INodeParameters, options: RunOptions = {}): Promise<Failure> {
    return await this.run(parameters, options).then(
      () => Promise.reject(new Error('It should have failed')),
      (error: Failure) => error,
    );
  }

  /** A new order, and what can be said of it. */
  async buy(more: INodeParameters = {}, reference = this.fresh()): Promise<Bought> {
    const taken = await this.one({ ...this.bench.stand.operations.order, ...more }, { reference });
    const order = await this.completed(taken);
    const esim = order['esim'] as Json | null;
    return { reference, orderId: order['orderId'] as string, iccid: esim?.['iccid'] as string, order };
  }

  private async completed(order: Json): Promise<Json> {
    if (!this.bench.complete) return order;
    await this.bench.complete(order);
    return await this.one({ resource: 'order', operation: 'get', orderId: order['orderId'] as string });
  }

  /** Something was said elsewhere: in a trigger's answer. */
  keepSaid(text: string): void {
    this.said.push(text);
  }

  /**
   * Ends the bench, once everything that was said and all books were looked at.
   * @param expected what may be wrong with requests, where cases send odd things on purpose
   */
  async close(expected?: RegExp): Promise<void> {
    const { stand, sandbox } = this.bench;
    sandbox.faults.clear();
    await stand.settled();
    const wrongs = stand.wrongs().filter((wrong) => expected?.test(wrong) !== true);
    await stand.stop();
    expect(wrongs).toEqual([]);
    expect(this.leaks()).toEqual([]);
  }

  private keep(json: object): void {
    if ('error' in json) this.said.push(JSON.stringify(json));
    for (const code of codesIn(json)) this.codes.add(code);
  }

  /** Secrets, activation codes and install links in what was logged or thrown. */
  private leaks(): string[] {
    const texts = [...this.said, ...lines];
    const secrets = [...this.bench.stand.secrets, ...this.codes];
    return texts.flatMap((text) => {
      const found = secrets.find((secret) => (typeof secret === 'string' ? text.includes(secret) : secret.test(text)));
      return found === undefined ? [] : [`${String(found)} in: ${text.slice(0, 2_000)}`];
    });
  }
}

const SECRET_FIELDS = ['activationCode', 'matchingId', 'iosInstallUrl', 'androidInstallUrl'];

function codesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    SECRET_FIELDS.includes(name) && typeof inner === 'string' && inner !== '' ? [inner] : codesIn(inner),
  );
}
