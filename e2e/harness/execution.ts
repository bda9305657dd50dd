/** A file on an item: where n8n keeps it, and what it says about it. */
export interface BinaryReference {
  /** `<mode>:<path>`; absent when the content is inside `data` (in-memory mode). */
  id?: string;
  data: string;
  mimeType: string;
  fileName?: string;
  fileExtension?: string;
  fileSize?: string;
}

export interface Item<T = Record<string, unknown>> {
  json: T;
  binary?: Record<string, BinaryReference>;
  pairedItem?: unknown;
  error?: unknown;
}

export type ExecutionStatus = 'new' | 'running' | 'waiting' | 'success' | 'error' | 'canceled' | 'crashed' | 'unknown';

interface NodeRun {
  executionStatus?: string;
  error?: ExecutionError;
  data?: { main?: Array<Item[] | null> };
}

export interface ExecutionError {
  message: string;
  description?: string | null;
  httpCode?: string | null;
  node?: { name: string };
  context?: Record<string, unknown>;
}

/** As `GET /api/v1/executions/{id}?includeData=true` answers. */
export interface RawExecution {
  id: string;
  workflowId: string;
  status: ExecutionStatus;
  mode: string;
  data?: { resultData?: { runData?: Record<string, NodeRun[]>; error?: ExecutionError } };
}

/** A finished execution, with questions that a test asks about it. */
export class Execution {
  constructor(readonly raw: RawExecution) {}

  get id(): string {
    return this.raw.id;
  }

  get status(): ExecutionStatus {
    return this.raw.status;
  }

  /** The error that stopped the workflow, if one did. */
  get error(): ExecutionError | undefined {
    return this.raw.data?.resultData?.error;
  }

  /** The names of the nodes that ran. */
  get nodes(): string[] {
    return Object.keys(this.raw.data?.resultData?.runData ?? {});
  }

  /** What the last run of a node put on one of its outputs (0 is the first). Empty when it did not run. */
  items<T = Record<string, unknown>>(node: string, output = 0): Array<Item<T>> {
    return (this.lastRun(node)?.data?.main?.[output] ?? []) as Array<Item<T>>;
  }

  /** The JSON of {@link items}. */
  json<T = Record<string, unknown>>(node: string, output = 0): T[] {
    return this.items<T>(node, output).map((item) => item.json);
  }

  /** The JSON of the one item that the node gave; an error when it gave none or several. */
  only<T = Record<string, unknown>>(node: string, output = 0): T {
    const all = this.json<T>(node, output);
    if (all.length !== 1) {
      throw new Error(`"${node}" gave ${all.length} items, not one. ${this.error?.message ?? ''}`.trim());
    }
    return all[0] as T;
  }

  private lastRun(node: string): NodeRun | undefined {
    return this.raw.data?.resultData?.runData?.[node]?.at(-1);
  }
}

const UNFINISHED: ReadonlySet<ExecutionStatus> = new Set(['new', 'running', 'waiting', 'unknown']);

export function isFinished(execution: RawExecution): boolean {
  return !UNFINISHED.has(execution.status);
}
