import { ensureInstalled } from '../harness';
import { findBrowserForAll } from './support/knownBrowser';
import { packForAll } from './support/packed';

/** Once before all test files. */
export default async function globalSetup(): Promise<void> {
  await ensureInstalled();
  await packForAll();
  await findBrowserForAll();
}
