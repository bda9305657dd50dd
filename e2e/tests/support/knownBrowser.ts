import { findBrowser, say } from '../../harness';

const VARIABLE = 'ESIM_E2E_BROWSER';

/** Finds Chromium, or installs it, once for all test files. */
export async function findBrowserForAll(): Promise<void> {
  const { program, reason } = await findBrowser();
  process.env[VARIABLE] = program ?? '';
  if (!program) say(`The tests of the editor are skipped: ${reason}`);
}

/** The browser that was found for this run; empty when there is none. */
export function knownBrowser(): string {
  return process.env[VARIABLE] ?? '';
}
