import { Execution, isFinished, type BinaryReference, type RawExecution } from './execution';
import { N8nPublishing } from './n8nPublishing';
import { until } from './waiting';

const RUN_TIMEOUT_MS = 120_000;

/** What a person does in the editor, for tests: credentials, workflows, publishing; and here: running, reading results. */
export class N8nClient extends N8nPublishing {
  /**
   * Runs a workflow by hand, from its trigger, and waits for the end.
   *
   * @param trigger the node to start from; by default the first node that is a trigger
   */
  async runWorkflow(id: string, { trigger, timeoutMs = RUN_TIMEOUT_MS }: RunOptions = {}): Promise<Execution> {
    const executionId = await this.startWorkflow(id, trigger);
    return await this.waitForExecution(executionId, timeoutMs);
  }

  /** As {@link runWorkflow}, without waiting: gives the id of the execution. */
  async startWorkflow(id: string, trigger?: string): Promise<string> {
    const name = trigger ?? (await this.firstTrigger(id));
    const body = { triggerToStartFrom: { name } };
    const answer = await this.http.rest<{ executionId?: string }>('POST', `/workflows/${id}/run`, body);
    if (!answer.executionId) throw new Error(`Workflow ${id} did not start: ${JSON.stringify(answer)}`);
    return answer.executionId;
  }

  private async firstTrigger(id: string): Promise<string> {
    const { nodes } = await this.getWorkflow(id);
    const found = nodes.find((node) => !node.disabled && /trigger$/i.test(node.type));
    if (!found) throw new Error(`Workflow ${id} has no trigger node`);
    return found.name;
  }

  async waitForExecution(executionId: string, timeoutMs = RUN_TIMEOUT_MS): Promise<Execution> {
    const raw = await until(
      `execution ${executionId} to finish`,
      async () => {
        const execution = await this.http.api<RawExecution>('GET', `/executions/${executionId}?includeData=true`);
        return isFinished(execution) ? execution : null;
      },
      { timeoutMs },
    );
    return new Execution(raw);
  }

  /** *Executions → Retry*: a new execution that begins at the node that failed, with what that one was given. */
  async retryExecution(executionId: string): Promise<Execution> {
    const { id } = await this.http.api<{ id: string }>('POST', `/executions/${executionId}/retry`, {});
    return await this.waitForExecution(id);
  }

  /** *Stop*: n8n answers before the node that runs has heard of it. */
  async stopExecution(executionId: string): Promise<void> {
    await this.http.rest('POST', `/executions/${executionId}/stop`);
  }

  /** All finished executions of a workflow, the oldest first. */
  async executions(workflowId: string): Promise<Execution[]> {
    const query = `workflowId=${workflowId}&includeData=true&limit=250`;
    const { data } = await this.http.api<{ data: RawExecution[] }>('GET', `/executions?${query}`);
    const finished = data.filter(isFinished).sort((a, b) => Number(a.id) - Number(b.id));
    return finished.map((raw) => new Execution(raw));
  }

  /** Waits until a workflow has at least that many finished executions, and gives them all. */
  async waitForExecutions(workflowId: string, count: number, timeoutMs = 30_000): Promise<Execution[]> {
    return await until(
      `${count} executions of workflow ${workflowId}`,
      async () => {
        const found = await this.executions(workflowId);
        return found.length >= count ? found : null;
      },
      { timeoutMs },
    );
  }

  /** The content of a file that an execution left on an item. */
  async download(file: BinaryReference): Promise<Buffer> {
    if (!file.id) return Buffer.from(file.data, 'base64');
    const path = `/rest/binary-data?id=${encodeURIComponent(file.id)}&action=download`;
    const answer = await this.http.send<ArrayBuffer>('GET', path, undefined, { responseType: 'arraybuffer' });
    return Buffer.from(answer.data);
  }
}

export interface RunOptions {
  trigger?: string;
  timeoutMs?: number;
}
