/**
 * Runs our nodes through the real n8n-core: its ExecuteContext, parameter resolution, request helpers and binary
 * helpers. Only n8n's database is replaced (credentials and deduplication store live in memory).
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { DataDeduplicationService, ExecuteContext } from 'n8n-core';
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IExecuteData,
  IExecuteFunctions,
  INode,
  INodeExecutionData,
  INodeParameters,
  INodeType,
  INodeTypes,
  IRunExecutionData,
  IWorkflowExecuteAdditionalData,
  OnError,
} from 'n8n-workflow';
import { NodeHelpers, Workflow, createRunExecutionData } from 'n8n-workflow';

import { MemoryCredentialsHelper, type StoredCredential } from './credentialsHelper';
import { ProcessedData } from './processedData';

export const processedData = new ProcessedData();
const ready = DataDeduplicationService.init(processedData);

export interface NodeRun {
  node: INodeType;
  parameters: INodeParameters;
  items?: Array<Record<string, unknown>>;
  credentials?: Record<string, { type: ICredentialType; data: ICredentialDataDecryptedObject }>;
  onError?: OnError;
  executionId?: string;
  workflowId?: string;
  nodeId?: string;
  /** Counts how often the node has run in its execution. */
  runIndex?: number;
  /** As n8n makes a tool of a node for agents. */
  asTool?: boolean;
  /** n8n's Stop, or the workflow's time-out. */
  abortSignal?: AbortSignal;
}

function typesOf(nodeType: INodeType): INodeTypes {
  return {
    getByName: () => nodeType,
    getByNameAndVersion: () => nodeType,
    getKnownTypes: () => ({}),
  };
}

function additionalDataFor(run: NodeRun, used: INode): IWorkflowExecuteAdditionalData {
  return {
    credentialsHelper: new MemoryCredentialsHelper((run.credentials ?? {}) as Record<string, StoredCredential>),
    executionId: run.executionId ?? randomUUID(),
    currentNodeParameters: used.parameters,
    variables: {},
    restApiUrl: 'http://localhost/restApiUrl',
    instanceBaseUrl: 'http://localhost/instanceBaseUrl',
    formWaitingBaseUrl: 'http://localhost/formWaitingBaseUrl',
    webhookBaseUrl: 'http://localhost/webhook',
    webhookWaitingBaseUrl: 'http://localhost/webhookWaitingBaseUrl',
    webhookTestBaseUrl: 'http://localhost/webhookTestBaseUrl',
    setExecutionStatus: () => undefined,
    sendDataToUI: () => undefined,
    logAiEvent: () => undefined,
  } as unknown as IWorkflowExecuteAdditionalData;
}

/** n8n gives the tool that it makes of a node a name of its own; conditions of fields go by it. */
function asTool(node: INodeType): INodeType {
  const description = { ...node.description, name: `${node.description.name}Tool` };
  return Object.assign(Object.create(node) as INodeType, { description });
}

/** What n8n-core's contexts are made of. */
export function partsFor(run: NodeRun) {
  const nodeTypes = typesOf(run.asTool ? asTool(run.node) : run.node);
  const node: INode = {
    id: run.nodeId ?? 'node-1',
    name: 'eSIM',
    type: `n8n-nodes-esim.${run.node.description.name}${run.asTool ? 'Tool' : ''}`,
    typeVersion: 1,
    position: [0, 0],
    parameters: run.parameters,
    credentials: Object.fromEntries(Object.keys(run.credentials ?? {}).map((type) => [type, { id: '1', name: type }])),
    ...(run.onError ? { onError: run.onError } : {}),
  };
  const workflow = new Workflow({
    id: run.workflowId ?? 'workflow-1',
    name: 'Test',
    nodes: [node],
    connections: {},
    active: false,
    nodeTypes,
  });
  const used = workflow.getNode('eSIM') ?? node;
  const additionalData = additionalDataFor(run, used);
  return { workflow, node: used, additionalData };
}

export function contextFor(run: NodeRun): IExecuteFunctions {
  const { workflow, node: used, additionalData } = partsFor(run);
  const items: INodeExecutionData[] = (run.items ?? [{}]).map((json) => ({ json: json as INodeExecutionData['json'] }));
  const inputData = { main: [items] };
  const executeData: IExecuteData = { node: used, data: inputData, source: null };
  const runExecutionData: IRunExecutionData = createRunExecutionData({});
  return new ExecuteContext(
    workflow,
    used,
    additionalData,
    'trigger',
    runExecutionData,
    run.runIndex ?? 0,
    items,
    inputData,
    executeData,
    [],
    run.abortSignal,
  );
}

/** Parameters that the editor would show a complaint about. */
export function issuesOf(run: NodeRun): string[] {
  const node = contextFor(run).getNode();
  const issues = NodeHelpers.getNodeParametersIssues(run.node.description.properties, node, run.node.description);
  return Object.values(issues?.parameters ?? {}).flat();
}

/** What the node's first output gives. */
export async function runNode(run: NodeRun): Promise<INodeExecutionData[]> {
  await ready;
  const outputs = await run.node.execute?.call(contextFor(run));
  return (Array.isArray(outputs) ? outputs[0] : undefined) ?? [];
}
