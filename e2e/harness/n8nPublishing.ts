import { N8nWorkflows } from './n8nWorkflows';
import { until } from './waiting';
import { webhookRoutes } from './webhookRoutes';

interface PublicationStatus {
  status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
  triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

const SETTLE_TIMEOUT_MS = 120_000;

/** Putting workflows into service and out of it. */
export class N8nPublishing extends N8nWorkflows {
  /**
   * Publishes a workflow and waits until that is really done and its webhooks answer: the request itself returns
   * earlier (facts/n8n.md, section 5.3).
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
      { timeoutMs: SETTLE_TIMEOUT_MS },
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
}
