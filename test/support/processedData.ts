/**
 * n8n's deduplication store without its database: the same algorithm on one row per (workflow, node), read whole and
 * written back whole, without a lock (n8n 2.41 DeduplicationHelper). `writeDelayMs` widens the gap between the two.
 */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  DeduplicationItemTypes,
  DeduplicationScope,
  ICheckProcessedContextData,
  ICheckProcessedOptions,
  IDataDeduplicator,
  IDeduplicationOutput,
} from 'n8n-workflow';

const hash = (value: DeduplicationItemTypes): string => createHash('md5').update(value.toString()).digest('base64');

export class ProcessedData implements IDataDeduplicator {
  readonly rows = new Map<string, string[]>();
  writeDelayMs = 0;
  /** Makes the next calls fail, as an unreachable database would. */
  failures = 0;

  async checkProcessedAndRecord(
    items: DeduplicationItemTypes[],
    scope: DeduplicationScope,
    context: ICheckProcessedContextData,
    options: ICheckProcessedOptions,
  ): Promise<IDeduplicationOutput> {
    const { name, entries } = await this.readRow(scope, context);
    const result: IDeduplicationOutput = { new: [], processed: [] };
    for (const item of items) {
      if (entries.includes(hash(item))) result.processed.push(item);
      else {
        entries.push(hash(item));
        result.new.push(item);
      }
    }
    if (options.maxEntries) entries.splice(0, entries.length - options.maxEntries);
    await this.writeRow(name, entries);
    return result;
  }

  async removeProcessed(
    items: DeduplicationItemTypes[],
    scope: DeduplicationScope,
    context: ICheckProcessedContextData,
  ): Promise<void> {
    const { name, entries } = await this.readRow(scope, context);
    const gone = items.map(hash);
    await this.writeRow(
      name,
      entries.filter((entry) => !gone.includes(entry)),
    );
  }

  async clearAllProcessedItems(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<void> {
    this.rows.delete(this.nameOf(scope, context));
  }

  async getProcessedDataCount(scope: DeduplicationScope, context: ICheckProcessedContextData): Promise<number> {
    return (this.rows.get(this.nameOf(scope, context)) ?? []).length;
  }

  private nameOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
    return `${workflow.id} ${scope === 'node' ? node?.id : ''}`;
  }

  private async readRow(scope: DeduplicationScope, context: ICheckProcessedContextData) {
    if (this.failures > 0) {
      this.failures--;
      throw new Error('database is locked');
    }
    const name = this.nameOf(scope, context);
    return { name, entries: [...(this.rows.get(name) ?? [])] };
  }

  private async writeRow(name: string, entries: string[]): Promise<void> {
    if (this.writeDelayMs > 0) await wait(this.writeDelayMs);
    this.rows.set(name, entries);
  }
}
