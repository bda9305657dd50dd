/** A credential in n8n-core's hands: tested as saving it does (n8n's credentials-tester.service), and used by a run. */
import 'reflect-metadata';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import type { ICredentialDataDecryptedObject, ICredentialType, INodeType } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { connect } from '../../http/connect';
import { bareNode } from './bareNode';
import { contextFor, partsFor } from './n8n';

type Data = Record<string, unknown>;

/** The fields as the editor fills them, with these instead. */
export function withDefaults({ properties }: ICredentialType, data: Data): ICredentialDataDecryptedObject {
  const defaults = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
  return { ...defaults, ...data } as ICredentialDataDecryptedObject;
}

function nodeWith({ name }: ICredentialType): INodeType {
  const node = bareNode();
  return { ...node, description: { ...node.description, credentials: [{ name, required: true }] } };
}

/** What a run of a node with this credential is given; `data` receives renewed tokens, as n8n's database does. */
export async function sessionWith(type: ICredentialType, data: ICredentialDataDecryptedObject, provider = 'Example') {
  const context = contextFor({ node: nodeWith(type), parameters: {}, credentials: { [type.name]: { type, data } } });
  const secrets = type.properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
  return await connect(context, { name: provider, credential: type.name, secrets }, { readTries: 1 });
}

/** The rules of the test, in their order, on the answer to a request that went well. */
function problemIn(answer: Data, { test }: ICredentialType): string | null {
  for (const rule of test?.rules ?? []) {
    if (rule.type !== 'responseSuccessBody') continue;
    const { key, value, message } = rule.properties;
    if (answer[key] === value) return message;
  }
  return null;
}

/** What n8n shows after saving: null when the connection is successful, else its message. */
export async function problemWhenSaved(type: ICredentialType, typed: Data): Promise<string | null> {
  const data = withDefaults(type, typed);
  const node = nodeWith(type);
  const request = type.test?.request;
  if (!request) throw new Error('The credential has no test');
  const description = {
    ...node.description,
    properties: [{ displayName: 'Temp', name: 'temp', type: 'string' as const, default: '', routing: { request } }],
  };
  const parts = partsFor({ node: { description }, parameters: {}, credentials: { [type.name]: { type, data } } });
  const run = createRunExecutionData({});
  const input = { main: [[{ json: {} }]] };
  const executeData = { node: parts.node, data: {}, source: null };
  const context = new ExecuteContext(
    parts.workflow,
    parts.node,
    parts.additionalData,
    'internal',
    run,
    0,
    [],
    input,
    executeData,
    [],
  );
  const decrypted = { id: '1', name: type.name, type: type.name, data };
  try {
    const outputs = await new RoutingNode(context, { description }, decrypted).runNode();
    return problemIn(outputs?.[0]?.[0]?.json ?? {}, type);
  } catch (error) {
    return (error as Error).message;
  }
}
