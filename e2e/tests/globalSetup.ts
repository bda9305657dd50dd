import { ensureInstalled } from '../harness';

/** Once before all test files. */
export default async function globalSetup(): Promise<void> {
  await ensureInstalled();
}
