import type { Page } from 'playwright-core';

/** Waits until a workflow is drawn, and gives the names of its nodes. */
export async function nodesOnCanvas(page: Page): Promise<string[]> {
  const nodes = page.locator('[data-test-id="canvas-node"]');
  await nodes.first().waitFor();
  return (await nodes.evaluateAll((all) => all.map((node) => node.getAttribute('data-node-name')))).flatMap(
    (name) => name ?? [],
  );
}

/** Opens the panel with the parameters of a node. */
export async function openNode(page: Page, name: string): Promise<void> {
  await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
  await page.locator('[data-test-id="node-parameters"], [data-test-id="parameter-input"]').first().waitFor();
}

/** Opens the searchable list of a Resource Locator and gives what it offers. */
export async function listOf(page: Page, parameter: string): Promise<string[]> {
  await page.locator(`[data-test-id="resource-locator-${parameter}"] [data-test-id="rlc-input"]`).click();
  const items = page.locator('[data-test-id="rlc-item"]');
  await items.first().waitFor();
  return (await items.allInnerTexts()).map((text) => text.trim());
}
