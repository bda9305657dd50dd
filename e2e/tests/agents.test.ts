/** The node as a tool of an AI agent, and of an MCP server. */
import { attach, chain, dentNode, manualTrigger, PACKAGE_NAME, picked, setFields, type NodeSpec } from '../harness';
import { openMcpSession } from './support/mcpClient';
import { startModel, type Model } from './support/model';
import { newOrder, startDentWorld, WORLDWIDE_50_MB, type DentWorld } from './support/world';

const TOOL = 'Buy eSIM';
const CALLED = 'Buy_eSIM';
const SWITCHED_OFF: Array<[how: string, value: unknown]> = [
  ['off', false],
  ['left to the model', "={{ $fromAI('allow', 'whether it is allowed', 'boolean') }}"],
  ['an expression', '={{ true }}'],
];
const UNTOLD =
  /An agent may not use \\?"Create order\\?" here.*Do not try again|Allow Changes by the Agent came as .*neither yes nor no/;
const DO_NOT = /^.*Outcome unknown: .*Do not buy it again, under this reference or another: tell the person/;

describe('the node as a tool on a real n8n', () => {
  let world: DentWorld;
  let model: Model;
  let openAi: { id: string; name: string };
  let paths = 0;

  beforeAll(async () => {
    world = await startDentWorld();
    model = await startModel();
    const account = { apiKey: 'stand-in', url: model.url, header: false };
    openAi = await world.server.client.createCredential('openAiApi', account);
  });

  afterAll(async () => {
    await world?.stop();
    await model?.stop();
  });

  const bought = (reference: string): number => world.sandbox.purchasesFor(reference);

  /** Package and reference come from the model. */
  function tool(allowChangesByAgent: unknown): NodeSpec {
    const parameters = newOrder({
      toolDescription: 'Buys an eSIM',
      packageId: { __rl: true, mode: 'id', value: "={{ $fromAI('package', 'the ID of the package', 'string') }}" },
      customerEmail: 'agent@example.com',
      clientReference: "={{ $fromAI('reference', 'the name of the sale', 'string') }}",
      allowChangesByAgent,
    });
    return dentNode(TOOL, world.credential, parameters, { type: `${PACKAGE_NAME}.esimTool` });
  }

  const purchase = (reference: string, more: object = {}) => ({
    name: CALLED,
    arguments: { reference, package: WORLDWIDE_50_MB, allow: true, allowChangesByAgent: true, ...more },
  });

  describe.each([3.1, 2])('of AI Agent %s', (typeVersion) => {
    /** What the agent's model hears from the tool in the turns that it takes. */
    async function run(allowed: unknown, ...turns: Array<Array<ReturnType<typeof purchase>>>): Promise<string[]> {
      const agent = {
        name: 'Agent',
        type: '@n8n/n8n-nodes-langchain.agent',
        typeVersion,
        parameters: { promptType: 'define', text: 'Buy one.', options: {} },
      };
      const chat = {
        name: 'Model',
        type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
        typeVersion: 1.2,
        parameters: { model: picked('stand-in'), options: {}, responsesApiEnabled: false },
        credentials: { openAiApi: openAi },
      };
      const workflow = chain('Agent', [manualTrigger, setFields('Chat', { allow: true }), agent]);
      attach(workflow, 'Agent', 'ai_languageModel', chat);
      attach(workflow, 'Agent', 'ai_tool', tool(allowed));
      model.plan(turns);
      const { client } = world.server;
      await client.runWorkflow(await client.createWorkflow(workflow));
      return model.heard();
    }

    it.each(SWITCHED_OFF)('buys nothing while the switch is %s, and is told so', async (how, allowed) => {
      const reference = `off-${typeVersion}-${how}`;
      const [heard] = await run(allowed, [purchase(reference)]);
      expect(heard).toMatch(UNTOLD);
      expect(world.sandbox.journal({ route: 'register' }).filter((one) => one.reference === reference)).toEqual([]);
    });

    it('buys when the switch is on; the same content under another reference is refused and names the first', async () => {
      const [first, second] = [`first-${typeVersion}`, `second-${typeVersion}`];
      const [order, refusal] = await run(true, [purchase(first)], [purchase(second)]);
      expect(JSON.parse(order ?? '')).toEqual([expect.objectContaining({ clientReference: first })]);
      expect(refusal).toContain(first);
      expect(refusal).toMatch(/is the same as one that was asked for before.*it became order .*Do not buy again/);
      expect([bought(first), bought(second)]).toEqual([1, 0]);
    });

    it('buys one of two that are asked for in one turn', async () => {
      const pair = [`left-${typeVersion}`, `right-${typeVersion}`];
      const heard = await run(
        true,
        pair.map((reference) => purchase(reference)),
      );
      expect(heard.filter((text) => text.includes('is the same as one that was asked for before'))).toHaveLength(1);
      expect(pair.map(bought).sort()).toEqual([0, 1]);
    });

    it('is told not to buy again after an outcome that nobody knows, and kept from it', async () => {
      const [lost, retried] = [`lost-${typeVersion}`, `retried-${typeVersion}`];
      world.sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'register' });
      const [unknown, refusal] = await run(true, [purchase(lost)], [purchase(retried)]);
      expect(unknown).toMatch(DO_NOT);
      expect(refusal).toContain(lost);
      expect(refusal).toMatch(/its outcome is not known yet/);
      expect([bought(lost), bought(retried)]).toEqual([0, 0]);
    });
  });

  describe('of an MCP server', () => {
    /** The address of a new server that has the tool. */
    async function serve(allowed: unknown): Promise<string> {
      const path = `mcp-${++paths}`;
      const trigger: NodeSpec = {
        name: 'MCP',
        type: '@n8n/n8n-nodes-langchain.mcpTrigger',
        typeVersion: 2,
        webhookId: path,
        parameters: { path },
      };
      const workflow = chain(path, [trigger]);
      attach(workflow, 'MCP', 'ai_tool', tool(allowed));
      const { client } = world.server;
      await client.publish(await client.createWorkflow(workflow));
      return `${world.server.url}/mcp/${path}`;
    }

    async function call(url: string, { arguments: args }: ReturnType<typeof purchase>): Promise<string> {
      return await (await openMcpSession(url)).call(CALLED, args);
    }

    it.each(SWITCHED_OFF)('buys nothing while the switch is %s, and says so', async (how, allowed) => {
      expect(await call(await serve(allowed), purchase(`mcp off ${how}`))).toMatch(UNTOLD);
      expect(bought(`mcp off ${how}`)).toBe(0);
    });

    it('two sessions with a reference each get an eSIM each, and a third with a used one for something else is refused', async () => {
      const url = await serve(true);
      const { id: europe } = world.sandbox.inventory().find(({ name }) => name === 'eSIM Europe 3 GB')!;
      const orders = await Promise.all(['mcp-1', 'mcp-2'].map(async (name) => await call(url, purchase(name))));
      const iccids = orders.flatMap((text) =>
        (JSON.parse(text) as Array<{ esim: { iccid: string } }>).map(({ esim }) => esim.iccid),
      );
      expect(new Set(iccids).size).toBe(2);
      expect(await call(url, purchase('mcp-1', { package: europe }))).toMatch(/Client Reference \\"mcp-1\\" is taken/);
      expect(['mcp-1', 'mcp-2'].map(bought)).toEqual([1, 1]);
    });

    it('says not to buy again after an outcome that nobody knows', async () => {
      world.sandbox.faults.next({ fault: 'cutBeforeCommit', route: 'register' });
      expect(await call(await serve(true), purchase('mcp-lost'))).toMatch(DO_NOT);
    });
  });
});
