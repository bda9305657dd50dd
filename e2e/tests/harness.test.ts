import axios from 'axios';
import { chain, code, manualTrigger, N8nServer, setFields, type Workflow } from '../harness';

/** The harness itself, with n8n's own nodes only: what the other tests rely on. */

const echo: Workflow = chain('Echo', [
  {
    name: 'Webhook',
    type: 'n8n-nodes-base.webhook',
    typeVersion: 2,
    webhookId: 'c0ffee00-0000-4000-8000-000000000001',
    parameters: { httpMethod: 'POST', path: 'echo', responseMode: 'onReceived', options: {} },
  },
  setFields('Marked', { marked: true }),
]);

describe('one n8n', () => {
  let server: N8nServer;

  beforeAll(async () => {
    server = await N8nServer.start();
  });

  afterAll(async () => {
    await server?.dispose();
  });

  it('runs a workflow by hand and gives the outputs of each node', async () => {
    const id = await server.client.createWorkflow(chain('Fields', [manualTrigger, setFields('Edit', { answer: 42 })]));
    const execution = await server.client.runWorkflow(id);

    expect(execution.status).toBe('success');
    expect(execution.nodes).toEqual(['Start', 'Edit']);
    expect(execution.only('Edit')).toEqual({ answer: 42 });
  });

  it('gives the error that stopped a workflow', async () => {
    const failing = chain('Failing', [manualTrigger, code('Break', "throw new Error('broken on purpose')")]);
    const execution = await server.client.runWorkflow(await server.client.createWorkflow(failing));

    expect(execution.status).toBe('error');
    expect(execution.error?.message).toContain('broken on purpose');
  });

  it('reads the content of a file back', async () => {
    const content = 'a small file';
    const file = {
      name: 'To file',
      type: 'n8n-nodes-base.convertToFile',
      typeVersion: 1.1,
      parameters: { operation: 'toText', sourceProperty: 'text', options: { fileName: 'note.txt' } },
    };
    const id = await server.client.createWorkflow(
      chain('File', [manualTrigger, setFields('Text', { text: content }), file]),
    );
    const [item] = (await server.client.runWorkflow(id)).items('To file');

    expect(item?.binary?.data).toMatchObject({ fileName: 'note.txt', mimeType: 'text/plain' });
    expect((await server.client.download(item!.binary!.data!)).toString()).toBe(content);
  });

  it('publishes a webhook, takes calls on it, and unpublishes it', async () => {
    const id = await server.client.createWorkflow(echo);
    const [url] = await server.client.publish(id);

    expect(url).toBe(`${server.url}/webhook/echo`);
    expect((await axios.post(url!, { hello: 'n8n' })).status).toBe(200);
    const [execution] = await server.client.waitForExecutions(id, 1);
    expect(execution?.only('Webhook')).toMatchObject({ body: { hello: 'n8n' } });
    expect(execution?.only('Marked')).toEqual({ marked: true });

    await server.client.unpublish(id);
    expect(await server.client.webhookExists(url!)).toBe(false);
  });

  it('loses nothing that was saved when n8n is killed and started again', async () => {
    const id = await server.client.createWorkflow(chain('Kept', [manualTrigger, setFields('Edit', { kept: true })]));
    await server.kill();
    await expect(axios.get(server.url)).rejects.toThrow('ECONNREFUSED');

    await server.restart();
    expect((await server.client.runWorkflow(id)).only('Edit')).toEqual({ kept: true });
  });
});

it('runs two servers side by side that know nothing of each other', async () => {
  const [one, two] = await Promise.all([N8nServer.start(), N8nServer.start()]);
  try {
    const id = await one.client.createWorkflow(chain('Only here', [manualTrigger]));
    expect((await one.client.getWorkflow(id)).name).toBe('Only here');
    await expect(two.client.getWorkflow(id)).rejects.toMatchObject({ status: 404 });
  } finally {
    await Promise.all([one.dispose(), two.dispose()]);
  }
});
