import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call of a tool, as a language model asks for it. */
export interface ToolCall {
  name: string;
  arguments: object;
}

/** Stands in for a language model with OpenAI's API, on this machine: it says what it was told to say. */
export interface Model {
  url: string;
  /** The calls of each turn; behind the last the model says that it is done. */
  plan(turns: ToolCall[][]): void;
  /** What the tools have told it since then, in the order in which it called them. */
  heard(): string[];
  /** The tools as n8n described them to it. */
  tools(): Array<{ name: string; parameters: { properties: Record<string, unknown> } }>;
  stop(): Promise<void>;
}

interface ChatRequest {
  messages: Array<{ role: string; content: string }>;
  tools?: Array<{ function: ReturnType<Model['tools']>[number] }>;
}

export async function startModel(): Promise<Model> {
  let planned: ToolCall[][] = [];
  let requests: ChatRequest[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const calls = planned[requests.length] ?? [];
      requests.push(JSON.parse(text) as ChatRequest);
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(answer(calls, requests.length)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    plan(turns) {
      planned = turns;
      requests = [];
    },
    heard: () => (requests.at(-1)?.messages ?? []).flatMap(({ role, content }) => (role === 'tool' ? [content] : [])),
    tools: () => (requests.at(-1)?.tools ?? []).map(({ function: tool }) => tool),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(calls: ToolCall[], turn: number): object {
  const toolCalls = calls.map((call, index) => ({
    id: `call_${turn}_${index}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  const message =
    toolCalls.length > 0
      ? { role: 'assistant', content: null, tool_calls: toolCalls }
      : { role: 'assistant', content: 'done' };
  return {
    id: `turn-${turn}`,
    object: 'chat.completion',
    created: 1,
    model: 'stand-in',
    choices: [{ index: 0, message, finish_reason: toolCalls.length > 0 ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}
