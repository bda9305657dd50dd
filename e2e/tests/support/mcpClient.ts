import axios from 'axios';

/** One session of an MCP client with a server that n8n publishes (Streamable HTTP). */
export interface McpSession {
  tools(): Promise<Array<{ name: string; inputSchema: { properties: Record<string, unknown> } }>>;
  /** The text that a tool answers with. */
  call(name: string, args: object): Promise<string>;
}

export async function openMcpSession(url: string): Promise<McpSession> {
  let session: string | undefined;
  let id = 0;

  async function post(message: object): Promise<unknown> {
    const answer = await axios.post<string>(url, message, {
      responseType: 'text',
      transformResponse: (text: string) => text,
      proxy: false,
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...(session ? { 'Mcp-Session-Id': session } : {}),
      },
    });
    session = String(answer.headers['mcp-session-id'] ?? session ?? '');
    const data =
      answer.data
        .split('\n')
        .find((line) => line.startsWith('data: '))
        ?.slice('data: '.length) ?? answer.data;
    return data.trim() === '' ? null : JSON.parse(data);
  }

  async function ask<T>(method: string, params: object): Promise<T> {
    const reply = (await post({ jsonrpc: '2.0', id: ++id, method, params })) as { result?: T } | null;
    if (reply?.result === undefined) throw new Error(`${method} was answered with ${JSON.stringify(reply)}`);
    return reply.result;
  }

  const clientInfo = { name: 'e2e', version: '1' };
  await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo });
  await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
  return {
    tools: async () => (await ask<{ tools: Awaited<ReturnType<McpSession['tools']>> }>('tools/list', {})).tools,
    async call(name, args) {
      const { content } = await ask<{ content: Array<{ text: string }> }>('tools/call', { name, arguments: args });
      return content.map(({ text }) => text).join('\n');
    },
  };
}
