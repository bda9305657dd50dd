/**
 * `npm run sandbox [-- --provider NAME] [-- --port N] [-- --seed TEXT]`: starts the stand-ins, each on a port of its own,
 * and stays up until Ctrl-C.
 */
import { parseArgs } from 'node:util';

import { startConnectSandbox, startDentSandbox, startGigsSandbox } from './index';

const USUAL_PORT = 4010;

interface Start {
  port: number;
  seed: string;
  credit?: string;
}

/** A running stand-in, and what is entered in its credential. */
interface Running {
  title: string;
  url: string;
  entries: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const STAND_INS: Readonly<Record<string, (start: Start) => Promise<Running>>> = {
  dentGigaStore: async (start) => {
    const { url, clientId, clientSecret, stop } = await startDentSandbox(start);
    const entries = { 'API base URL': url, 'Client ID': clientId, 'Client Secret': clientSecret };
    return { title: 'DENT Giga Store', url, entries, stop };
  },
  oneGlobalConnect: async (start) => {
    const { url, baseUrl, tokenUrl, clientId, clientSecret, stop } = await startConnectSandbox(start);
    const entries = {
      'Base URL': baseUrl,
      'Token URL': tokenUrl,
      'Client ID': clientId,
      'Client Secret': clientSecret,
    };
    return { title: '1GLOBAL Connect, API v1 and v2', url, entries, stop };
  },
  gigs: async (start) => {
    const { url, projectId, apiToken, webhookSecret, stop } = await startGigsSandbox(start);
    const entries = {
      'Base URL': url,
      'Project ID': projectId,
      'API Token': apiToken,
      'Signing Secret': webhookSecret,
    };
    return { title: 'Gigs', url, entries, stop };
  },
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      provider: { type: 'string' },
      port: { type: 'string' },
      seed: { type: 'string' },
      credit: { type: 'string' },
    },
  });
  // A new seed each time: a real provider would not give out the same ICCIDs again either.
  const seed = values.seed ?? String(Date.now());
  const first = Number(values.port ?? USUAL_PORT);
  const running = await Promise.all(
    chosen(values.provider).map((start, index) =>
      start({ port: first === 0 ? 0 : first + index, seed, credit: values.credit }),
    ),
  );
  process.stdout.write(`
Local stand-ins: nothing here costs money. Seed ${seed}
${running.map(describe).join('')}
Press Ctrl-C to stop.
`);
  const stop = () => void Promise.all(running.map((one) => one.stop()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

function chosen(name: string | undefined): Array<(start: Start) => Promise<Running>> {
  if (name === undefined) return Object.values(STAND_INS);
  const start = STAND_INS[name];
  if (start) return [start];
  throw new Error(`There is no stand-in "${name}". There are: ${Object.keys(STAND_INS).join(', ')}.`);
}

function describe({ title, url, entries }: Running): string {
  const lines = Object.entries({ 'Control page': `${url}/`, ...entries, 'Control API': `${url}/_sandbox/` });
  return `\n${title}\n\n${lines.map(([name, value]) => `  ${name.padEnd(15)} ${value}\n`).join('')}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
