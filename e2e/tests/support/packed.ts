import { packPackage, type PackedPackage } from '../../harness';

const VARIABLE = 'ESIM_E2E_PACK';

/** Packs once for all test files, which run in processes of their own and inherit the environment. */
export async function packForAll(): Promise<void> {
  process.env[VARIABLE] = JSON.stringify(await packPackage());
}

/** The package that was packed for this run. */
export function packed(): PackedPackage {
  const text = process.env[VARIABLE];
  if (!text) throw new Error('The package was not packed: run the tests with e2e/jest.config.js');
  return JSON.parse(text) as PackedPackage;
}
