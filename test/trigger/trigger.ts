/** Runs the trigger through n8n-core's own WebhookContext and HookContext; only n8n's database and server are left out. */
import 'reflect-metadata';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { EventEmitter } from 'node:events';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IHookFunctions,
  INodeParameters,
  INodeType,
  IWebhookData,
  IWebhookResponseData,
  IWorkflowExecuteAdditionalData,
  WorkflowActivateMode,
  WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeConnectionTypes, Workflow } from 'n8n-workflow';

import { checkExists, create, remove } from '../../trigger/lifecycle';
import { triggerCredentials, triggerProperties } from '../../trigger/properties';
import { receive } from '../../trigger/receive';
import type { Provider } from '../../providers/provider';
import { MemoryCredentialsHelper } from '../support/credentialsHelper';

const lines: LogLine[] = [];

/** n8n's logger, written down. */
function recorder(): Logger {
  const at = (level: string) => (text: string, about?: object) => void lines.push({ level, text, about: { ...about } });
  const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return Object.assign(logger, { scoped: () => logger }) as unknown as Logger;
}
Container.set(Logger, recorder());

export type LogLine = { level: string; text: string; about: Record<string, unknown> };

export interface Setup {
  trigger: INodeType;
  parameters?: INodeParameters;
  credentials?: Record<string, { type: ICredentialType; data: ICredentialDataDecryptedObject }>;
  mode?: WorkflowExecuteMode;
  /** The workflow that the trigger stands in. */
  workflowId?: string;
  /** n8n's static data: give the same object to several calls to let them see what the others stored. */
  staticData?: Record<string, Record<string, unknown>>;
}

/** The trigger as `EsimTrigger.node.ts` makes it, for any list of providers. */
export function triggerFor(providers: readonly Provider[]): INodeType {
  return {
    description: {
      displayName: 'eSIM Trigger',
      name: 'esimTrigger',
      group: ['trigger'],
      version: 1,
      description: '',
      defaults: { name: 'eSIM Trigger' },
      inputs: [],
      outputs: [NodeConnectionTypes.Main],
      webhooks: [{ name: 'default', httpMethod: 'POST', path: 'webhook' }],
      credentials: triggerCredentials(providers),
      properties: triggerProperties(providers),
    },
    webhookMethods: {
      default: {
        async checkExists() {
          return await checkExists.call(this, providers);
        },
        async create() {
          return await create.call(this, providers);
        },
        async delete() {
          return await remove.call(this, providers);
        },
      },
    },
    async webhook() {
      return await receive.call(this, providers);
    },
  };
}

export interface Call {
  body?: string | Buffer;
  headers?: Record<string, string>;
  webhookName?: 'default' | 'setup';
  /** What n8n's body reader throws, instead of giving the body. */
  brokenBody?: Error;
  /** What n8n answers where the trigger leaves the answer to it: 500 when it could not make an execution. */
  n8nAnswers?: number;
  /** The sender goes away before there is an answer. */
  hangsUp?: boolean;
}

export interface Reply {
  /** What the trigger answered by itself; null when it left that to n8n. */
  status: number | null;
  body: unknown;
  headers: Record<string, string>;
  returned: IWebhookResponseData;
  items: unknown[];
  log: LogLine[];
}

export async function call(setup: Setup, request: Call = {}): Promise<Reply> {
  const { workflow, additionalData, node } = prepare(setup);
  const reply: Omit<Reply, 'returned' | 'items' | 'log'> = { status: null, body: undefined, headers: {} };
  const ending = new EventEmitter();
  const response = {
    statusCode: 200,
    once: ending.once.bind(ending),
    status(code: number) {
      reply.status = code;
      return response;
    },
    setHeader(name: string, value: string) {
      reply.headers[name] = value;
    },
    json(body: unknown) {
      reply.body = body;
    },
  };
  const req = {
    headers: request.headers ?? {},
    body: {},
    rawBody: undefined as Buffer | undefined,
    async readRawBody() {
      if (request.brokenBody) throw request.brokenBody;
      req.rawBody = Buffer.from(request.body ?? '');
    },
  };
  Object.assign(additionalData, { httpRequest: req, httpResponse: response });
  const webhookData = webhookDataOf(setup, request.webhookName ?? 'default', node.name);
  const context = new WebhookContext(workflow, node, additionalData, setup.mode ?? 'webhook', webhookData, [], null);
  lines.length = 0;
  const returned = (await setup.trigger.webhook?.call(context)) as IWebhookResponseData;
  response.statusCode = reply.status ?? request.n8nAnswers ?? 200;
  if (!request.hangsUp) ending.emit('finish');
  ending.emit('close');
  return { ...reply, returned, items: (returned.workflowData?.[0] ?? []).map(({ json }) => json), log: [...lines] };
}

export async function hook(
  setup: Setup,
  method: 'checkExists' | 'create' | 'delete',
  activation: WorkflowActivateMode = 'activate',
): Promise<{ result: boolean; log: LogLine[] }> {
  const { workflow, additionalData, node } = prepare(setup);
  const webhookData = webhookDataOf(setup, 'default', node.name);
  const context = new HookContext(workflow, node, additionalData, setup.mode ?? 'trigger', activation, webhookData);
  lines.length = 0;
  const run = setup.trigger.webhookMethods?.default?.[method];
  const result = (await run?.call(context as IHookFunctions)) ?? false;
  return { result, log: [...lines] };
}

function prepare(setup: Setup) {
  const credentials = setup.credentials ?? {};
  const workflow = new Workflow({
    id: setup.workflowId ?? 'workflow-1',
    name: 'Test',
    nodes: [
      {
        id: 'node-1',
        name: 'eSIM Trigger',
        type: 'n8n-nodes-esim.esimTrigger',
        typeVersion: 1,
        position: [0, 0],
        webhookId: 'a1b2c3',
        parameters: setup.parameters ?? {},
        credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: '1', name: type }])),
      },
    ],
    connections: {},
    active: true,
    nodeTypes: {
      getByName: () => setup.trigger,
      getByNameAndVersion: () => setup.trigger,
      getKnownTypes: () => ({}),
    },
  });
  // Workflow copies the data it is given; this is the object that its contexts read and write
  workflow.staticData = (setup.staticData ?? {}) as typeof workflow.staticData;
  const node = workflow.getNode('eSIM Trigger');
  if (!node) throw new Error('unreachable');
  const additionalData = {
    credentialsHelper: new MemoryCredentialsHelper(credentials),
    webhookBaseUrl: 'https://n8n.test/webhook',
    webhookTestBaseUrl: 'https://n8n.test/webhook-test',
    variables: {},
  } as unknown as IWorkflowExecuteAdditionalData;
  return { workflow, additionalData, node };
}

function webhookDataOf(setup: Setup, name: 'default' | 'setup', node: string): IWebhookData {
  return {
    httpMethod: name === 'setup' ? 'GET' : 'POST',
    node,
    path: 'a1b2c3/webhook',
    webhookDescription: { name, httpMethod: 'POST', path: 'webhook' },
    workflowId: 'workflow-1',
    workflowExecuteAdditionalData: {} as IWorkflowExecuteAdditionalData,
    isTest: setup.mode === 'manual',
  };
}
