import type { NodeType } from './descriptions';
import type { Workflow, WorkflowNode } from './workflow';

export interface WebhookRoute {
  /** What follows `/webhook/` in the address. */
  path: string;
  /** Absent when the node's description computes it from more than one parameter. */
  method?: string;
}

/** A value as a node describes it: plain, or `={{$parameter["path"]}}`; other expressions are left aside. */
function resolve(described: string, node: WorkflowNode): string | undefined {
  if (!described.startsWith('=')) return described;
  const parameter = /^=\{\{\s*\$parameter(?:\["(\w+)"\]|\.(\w+))\s*\}\}$/.exec(described);
  const value = parameter && node.parameters[parameter[1] ?? parameter[2] ?? ''];
  return typeof value === 'string' ? value : undefined;
}

/** The addresses under which the workflow's triggers listen. */
export function webhookRoutes(workflow: Pick<Workflow, 'nodes'>, types: NodeType[]): WebhookRoute[] {
  const enabled = workflow.nodes.filter((node) => !node.disabled);
  return enabled.flatMap((node) => {
    const webhooks = types.find((type) => type.name === node.type)?.webhooks ?? [];
    return webhooks.flatMap((webhook) => {
      if (webhook.restartWebhook) return [];
      const end = resolve(webhook.path, node);
      if (end === undefined) return [];
      const path = webhook.isFullPath ? end : [node.webhookId, end].filter(Boolean).join('/');
      return [{ path, method: resolve(webhook.httpMethod, node) }];
    });
  });
}
