/** `npm run sandbox [-- --port N] [-- --seed TEXT]`: starts the stand-in and stays up until Ctrl-C. */
import { parseArgs } from 'node:util';

import { startDentSandbox } from './index';

const USUAL_PORT = 4010;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, seed: { type: 'string' }, credit: { type: 'string' } },
  });
  // A new seed each time: a real provider would not give out the same ICCIDs again either.
  const seed = values.seed ?? String(Date.now());
  const port = Number(values.port ?? USUAL_PORT);
  const sandbox = await startDentSandbox({ port, seed, credit: values.credit });
  process.stdout.write(`
DENT Giga Store sandbox (a local stand-in: nothing here costs money)

  Control page    ${sandbox.url}/
  API base URL    ${sandbox.url}
  Client ID       ${sandbox.clientId}
  Client Secret   ${sandbox.clientSecret}
  Control API     ${sandbox.controlUrl}/state, /books, /journal, /faults, /webhooks
  Seed            ${seed}

Press Ctrl-C to stop.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
