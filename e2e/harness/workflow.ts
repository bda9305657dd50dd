import { readFileSync } from 'node:fs';

/** A node as n8n stores and exports it. */
export interface WorkflowNode {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: Record<string, unknown>;
  credentials?: Record<string, { id: string; name: string }>;
  webhookId?: string;
  disabled?: boolean;
  retryOnFail?: boolean;
  maxTries?: number;
  waitBetweenTries?: number;
  onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

type Outputs = Array<Array<{ node: string; type: string; index: number }> | null>;

/** What hangs below an AI agent or an MCP Server Trigger. */
export type PartType = 'ai_languageModel' | 'ai_tool';

/** A workflow as n8n exports it: what a file in `examples/` holds. */
export interface Workflow {
  name: string;
  nodes: WorkflowNode[];
  connections: Record<string, { main: Outputs } & Partial<Record<PartType, Outputs>>>;
  settings?: Record<string, unknown>;
}

export type NodeSpec = Partial<WorkflowNode> & Pick<WorkflowNode, 'name' | 'type'>;

/** Nodes connected one after the other, each by its first output, laid out from left to right. */
export function chain(name: string, specs: NodeSpec[]): Workflow {
  const nodes = specs.map((spec, index) => placed(spec, [index, 0], index));
  const connections: Workflow['connections'] = {};
  nodes.slice(0, -1).forEach((node, index) => connect({ connections }, node.name, nodes[index + 1]!.name));
  return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

function placed(spec: NodeSpec, [column, row]: [number, number], number: number): WorkflowNode {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    typeVersion: 1,
    position: [column * 220, row * 220],
    parameters: {},
    ...spec,
  };
}

/** Hangs a part below a node: a tool or a model. */
export function attach(workflow: Workflow, to: string, type: PartType, spec: NodeSpec): void {
  const number = workflow.nodes.length;
  workflow.nodes.push(placed(spec, [number, 1], number));
  workflow.connections[spec.name] = { main: [], [type]: [[{ node: to, type, index: 0 }]] };
}

/** Connects output number `output` of one node with the input of another. */
export function connect(workflow: Pick<Workflow, 'connections'>, from: string, to: string, output = 0): void {
  const outputs = (workflow.connections[from] ??= { main: [] }).main;
  while (outputs.length <= output) outputs.push([]);
  (outputs[output] ??= []).push({ node: to, type: 'main', index: 0 });
}

/** The node that starts every manual run in the tests. */
export const manualTrigger: NodeSpec = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** An "Edit Fields" node in JSON mode: gives every item these fields. */
export function setFields(name: string, fields: object): NodeSpec {
  return {
    name,
    type: 'n8n-nodes-base.set',
    typeVersion: 3.4,
    parameters: { mode: 'raw', jsonOutput: JSON.stringify(fields), options: {} },
  };
}

/** A Code node (JavaScript, once for all items). */
export function code(name: string, jsCode: string): NodeSpec {
  return { name, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

/** Reads an exported workflow, as *Import from File* in the editor does. */
export function readWorkflow(file: string): Workflow {
  return JSON.parse(readFileSync(file, 'utf8')) as Workflow;
}

/** The same workflow with changes to some of its nodes, as a person would make them in the editor. */
export function edit(workflow: Workflow, changes: Record<string, Partial<WorkflowNode>>): Workflow {
  for (const name of Object.keys(changes)) {
    if (!workflow.nodes.some((node) => node.name === name)) throw new Error(`No node "${name}" in ${workflow.name}`);
  }
  const nodes = workflow.nodes.map((node) => {
    const change = changes[node.name] ?? {};
    return { ...node, ...change, parameters: { ...node.parameters, ...change.parameters } };
  });
  return { ...workflow, nodes };
}
