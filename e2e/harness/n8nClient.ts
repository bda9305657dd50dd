import type { CredentialType, NodeType } from './descriptions';
import { Execution, isFinished, type BinaryReference, type RawExecution } from './execution';
import { N8nHttp } from './n8nHttp';
import { until } from './waiting';
import { webhookRoutes } from './webhookRoutes';
import type { Workflow } from './workflow';

export interface CredentialReference {
  id: string;
  name: string;
}

interface PublicationStatus {
  status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
  triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

const RUN_TIMEOUT_MS = 120_000;

/** What a person does in the editor, for tests: credentials, workflows, publishing, running, reading results. */
export class N8nClient {
  readonly http: N8nHttp;

  constructor(baseUrl: string) {
    this.http = new N8nHttp(baseUrl);
  }

  /** The descriptions of all nodes that the editor offers. */
  async nodeTypes(): Promise<NodeType[]> {
    return (await this.http.send<NodeType[]>('GET', '/types/nodes.json')).data;
  }

  /** The descriptions of all credential types. */
  async credentialTypes(): Promise<CredentialType[]> {
    return (await this.http.send<CredentialType[]>('GET', '/types/credentials.json')).data;
  }

  async createCredential(type: string, data: Record<string, unknown>, name = type): Promise<CredentialReference> {
    const { id } = await this.http.api<{ id: string }>('POST', '/credentials', { name, type, data });
    return { id, name };
  }

  /** Presses *Test* on a saved credential, as the editor does: with the data that it was shown (secrets blanked). */
  async testCredential(id: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
    const credentials = await this.http.rest<object>('GET', `/credentials/${id}?includeData=true`);
    return await this.http.rest('POST', '/credentials/test', { credentials });
  }

  /** Saves a new workflow and gives its id. Fields of an exported file that n8n sets itself are left out. */
  async createWorkflow({ name, nodes, connections, settings = {} }: Workflow): Promise<string> {
    return (await this.http.api<{ id: string }>('POST', '/workflows', { name, nodes, connections, settings })).id;
  }

  /** Saves a new version of the draft. A published workflow goes on with the version that was published. */
  async updateWorkflow(id: string, { name, nodes, connections, settings = {} }: Workflow): Promise<void> {
    await this.http.api('PUT', `/workflows/${id}`, { name, nodes, connections, settings });
  }

  async getWorkflow(id: string): Promise<Workflow & { active: boolean }> {
    return await this.http.api('GET', `/workflows/${id}`);
  }

  /**
   * Publishes a workflow and waits until that is really done and its webhooks answer: the request itself returns
   * earlier (n8n.md, 5.3).
   *
   * @returns the addresses of the workflow's webhooks
   * @throws Error with n8n's words when a trigger could not be registered
   */
  async publish(id: string): Promise<string[]> {
    await this.http.api('POST', `/workflows/${id}/publish`, {});
    const { status, triggers } = await this.settledPublication(id);
    if (status !== 'published') {
      const reasons = triggers.flatMap((trigger) => trigger.errorMessage ?? []);
      throw new Error(`Publication of workflow ${id} ended as "${status}": ${reasons.join('; ')}`);
    }
    const routes = await this.webhookRoutes(id);
    for (const { url, method } of routes) {
      await until(`${method ?? 'any method'} ${url} to exist`, async () => await this.webhookExists(url, method));
    }
    return [...new Set(routes.map(({ url }) => url))];
  }

  /** Takes a workflow out of service and waits until its webhooks are gone. */
  async unpublish(id: string): Promise<void> {
    const routes = await this.webhookRoutes(id);
    await this.http.api('POST', `/workflows/${id}/unpublish`, {});
    await this.settledPublication(id);
    for (const { url } of routes) await until(`${url} to go away`, async () => !(await this.webhookExists(url)));
  }

  private async webhookRoutes(id: string): Promise<Array<{ url: string; method?: string }>> {
    const routes = webhookRoutes(await this.getWorkflow(id), await this.nodeTypes());
    return routes.map(({ path, method }) => ({ url: `${this.http.baseUrl}/webhook/${path}`, method }));
  }

  async publicationStatus(id: string): Promise<PublicationStatus> {
    return await this.http.rest('GET', `/workflows/${id}/publication-status`);
  }

  private async settledPublication(id: string): Promise<PublicationStatus> {
    return await until(
      `the publication of workflow ${id} to settle`,
      async () => {
        const answer = await this.publicationStatus(id);
        return answer.status === 'in_progress' ? null : answer;
      },
      { timeoutMs: RUN_TIMEOUT_MS },
    );
  }

  /**
   * Whether a webhook is registered under that address, for one method or for any. Asked with an OPTIONS request, which
   * starts no execution.
   */
  async webhookExists(url: string, method?: string): Promise<boolean> {
    const answer = await this.http.send('OPTIONS', url, undefined, { headers: { Origin: this.http.baseUrl } });
    const listed = String(answer.headers['access-control-allow-methods'] ?? '').split(', ');
    const methods = listed.filter((name) => name && name !== 'OPTIONS');
    return method ? methods.includes(method) : methods.length > 0;
  }

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
