import type { Browser, Page } from 'playwright-core';
import { EVENT_NODES, eventExample, launchBrowser, openEditor, ORDER_NODES, orderExample } from '../harness';
import { listOf, nodesOnCanvas, openNode } from './support/editor';
import { knownBrowser } from './support/knownBrowser';
import { startDentWorld, WORLDWIDE_50_MB, type DentWorld } from './support/world';

const program = knownBrowser();
const describeInBrowser = program ? describe : describe.skip;

/** What an operator sees in the real editor. Where no browser can be had, this is skipped and counted as such. */
describeInBrowser('the editor', () => {
  let world: DentWorld;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    world = await startDentWorld();
    browser = await launchBrowser(program);
    page = await openEditor(browser, world.server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  it('draws the order example and offers the packages of the account in a searchable list', async () => {
    const id = await world.server.client.createWorkflow(orderExample(world.credential, WORLDWIDE_50_MB));
    await page.goto(`/workflow/${id}`);
    expect(await nodesOnCanvas(page)).toEqual(expect.arrayContaining(Object.values(ORDER_NODES)));

    await openNode(page, ORDER_NODES.order);
    const offered = (await listOf(page, 'packageId')).join('\n');
    for (const { name } of world.sandbox.inventory()) expect(offered).toContain(name);
  });

  it('draws the event example', async () => {
    const id = await world.server.client.createWorkflow(eventExample(world.credential));
    await page.goto(`/workflow/${id}`);
    expect(await nodesOnCanvas(page)).toEqual(expect.arrayContaining(Object.values(EVENT_NODES)));
  });
});
