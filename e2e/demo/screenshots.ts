import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { startDentSandbox } from '../../sandbox';
import {
  dentCredential,
  ensureInstalled,
  eventExample,
  findBrowser,
  launchBrowser,
  N8nServer,
  openEditor,
  ORDER_NODES,
  orderExample,
  packPackage,
  ROOT,
  say,
} from '../harness';

/** Takes the pictures of the README in the real editor. They are kept outside `dist`, so they are never published. */

const PICTURES = join(ROOT, '.github', 'images');
const SETTLE_MS = 1_500;

async function take(page: Page, name: string): Promise<void> {
  const path = join(PICTURES, `${name}.png`);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path });
  say(relative(ROOT, path));
}

async function openWorkflow(page: Page, id: string): Promise<void> {
  await page.goto(`/workflow/${id}`);
  await page.locator('[data-test-id="canvas-node"]').first().waitFor();
}

async function takeAll(page: Page, server: N8nServer, orderId: string, eventsId: string): Promise<void> {
  await openWorkflow(page, orderId);
  await page.locator('[data-test-id="execute-workflow-button"]').click();
  await server.client.waitForExecutions(orderId, 1);
  await take(page, 'order-esim-qr');
  await page.locator(`[data-test-id="canvas-node"][data-node-name="${ORDER_NODES.order}"]`).dblclick();
  await take(page, 'create-order');
  await openWorkflow(page, eventsId);
  await take(page, 'webhook-branch-by-event');
}

async function main(): Promise<void> {
  await ensureInstalled();
  const found = await findBrowser();
  if (!found.program) throw new Error(found.reason);
  mkdirSync(PICTURES, { recursive: true });
  const sandbox = await startDentSandbox();
  const server = await N8nServer.start({ pack: await packPackage() });
  const browser = await launchBrowser(found.program);
  try {
    const credential = await dentCredential(server, sandbox);
    const [chosen] = sandbox.inventory();
    const order = orderExample(credential, chosen!.id, chosen!.name);
    const orderId = await server.client.createWorkflow(order);
    const eventsId = await server.client.createWorkflow(eventExample(credential));
    await takeAll(await openEditor(browser, server.url), server, orderId, eventsId);
  } finally {
    await browser.close();
    await server.dispose();
    await sandbox.stop();
  }
}

main().catch((error: Error) => {
  say(error.message);
  process.exitCode = 1;
});
