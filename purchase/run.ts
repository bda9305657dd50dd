/** One run of a node: what it has bought, and whether it may still send anything (facts of stopping: facts/n8n.md, section 8). */
import { ProviderError, type ProviderErrorKind } from '../http/errors';
import { describedAs } from '../providers/kit/errors';

/** Nothing that comes after them can go better. */
const STOPPING: readonly ProviderErrorKind[] = ['credential', 'outOfCredit'];

const MOST_NAMED = 20;

export class Run {
  private readonly bought: string[] = [];
  private open = 0;
  private reason: string | null = null;
  /** Something was to be bought in this run. */
  buys = false;

  /**
   * @param stopsAtFailure n8n's *On Error: Stop Workflow*
   * @param signal n8n was told to stop, or the workflow's time-out has passed
   */
  constructor(
    private readonly stopsAtFailure: boolean,
    private readonly signal?: AbortSignal,
  ) {}

  /** Why nothing more may be sent; null while it may. */
  mayNotSend(): ProviderError | null {
    return this.wasStopped() ?? (this.reason === null ? null : notSent(this.reason));
  }

  /** n8n's *Stop*: nothing more may be asked either. */
  wasStopped(): ProviderError | null {
    return this.signal?.aborted ? notSent('n8n was told to stop this execution') : null;
  }

  noteBought(orderId: string): void {
    this.bought.push(orderId);
  }

  /**
   * Hears how an item failed.
   * @param wasOpenBefore its outcome was unknown before this run: that holds back nobody else
   */
  noteFailed(error: unknown, wasOpenBefore: boolean): void {
    const kind = error instanceof ProviderError ? error.kind : null;
    if (kind === 'notSent' || (kind === 'outcomeUnknown' && wasOpenBefore)) return;
    if (kind === 'outcomeUnknown') this.open++;
    if (!this.stopsAtFailure && (kind === null || !STOPPING.includes(kind))) return;
    this.reason ??= `an item before it stopped this run (${error instanceof Error ? error.message : 'it broke off'})`;
  }

  /** The same error, with what this run has bought besides, for whoever sees nothing but the error. */
  told(error: ProviderError): ProviderError {
    return describedAs(error, [error.description, this.inWords(error.kind)].filter(Boolean).join(' '));
  }

  /** Once n8n was told to stop, it throws away whatever the node still gives: only its log can say what was bought. */
  get lastWords(): string | null {
    return this.signal?.aborted && this.buys ? this.inWords('notSent') : null;
  }

  private inWords(kind: ProviderErrorKind): string {
    const { bought, open } = this;
    if (bought.length === 0) {
      return open > 0 || kind === 'outcomeUnknown' ? '' : 'Nothing was bought in this run.';
    }
    const named = bought.slice(0, MOST_NAMED).join(', ');
    const more = bought.length > MOST_NAMED ? ` and ${bought.length - MOST_NAMED} more` : '';
    const orders = bought.length === 1 ? 'one purchase' : `${bought.length} purchases`;
    return `This run made ${orders}: order ID ${named}${more}. Running again with the same references gives them back.`;
  }
}

function notSent(reason: string): ProviderError {
  return new ProviderError('notSent', `Not sent: ${reason}`, {
    description: 'Run again with the same references: what was bought is found, the rest is bought then.',
  });
}
