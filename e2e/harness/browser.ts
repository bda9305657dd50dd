import type { Browser, Page } from 'playwright-core';
import { aptInstall, canAptInstall, findOnPath } from './command';
import { BROWSER_ID, OWNER } from './n8nHttp';
import { ROOT } from './paths';
import { step } from './progress';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium must reach nothing but the n8n under test. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type FoundBrowser = { program: string; reason?: undefined } | { program: null; reason: string };

function installed(): string | undefined {
  return process.env.CHROMIUM || NAMES.map(findOnPath).find(Boolean);
}

/**
 * Finds Chromium: the program named by the variable CHROMIUM, else one on the PATH, else Debian's package, which is
 * installed when this process may do so. A person is told.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const program = installed();
  if (program) return { program };
  if (!canAptInstall()) {
    const reason = 'Chromium is not installed (sudo apt-get install chromium, or name one in the variable CHROMIUM)';
    return { program: null, reason };
  }
  try {
    await step('Installing Chromium (apt-get install chromium)', async () => await aptInstall(['chromium'], ROOT));
  } catch (error) {
    return { program: null, reason: `Chromium could not be installed: ${(error as Error).message}` };
  }
  const found = installed();
  return found ? { program: found } : { program: null, reason: 'apt-get installed no program named chromium' };
}

/** Starts a browser without a window. To be closed by the caller. */
export async function launchBrowser(program: string): Promise<Browser> {
  // Only now: this file is also loaded by what installs the module.
  const { chromium } = await import('playwright-core');
  return await chromium.launch({ executablePath: program, args: FLAGS, headless: true });
}

/** A page of the editor, signed in as the owner. The session holds for this page's context only. */
export async function openEditor(browser: Browser, n8nUrl: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: n8nUrl });
  const page = await context.newPage();
  const keepBrowserId = `localStorage.setItem('n8n-browserId', ${JSON.stringify(BROWSER_ID)})`;
  await page.addInitScript(keepBrowserId);
  await page.goto('/signin');
  await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
  await page.locator('input[name="password"]').fill(OWNER.password);
  await page.locator('button:has-text("Sign in")').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
  return page;
}
