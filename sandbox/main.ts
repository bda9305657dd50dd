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

/** A running stand-in. */
interface Running {
  title: string;
  url: string;
  controlUrl: string;
  stop(): Promise<void>;
}

/** @param entries what is entered in the credential: the field's label and where it is found */
function standIn<S extends Running>(
  start: (options: Start) => Promise<S>,
  entries: Readonly<Record<string, keyof S>>,
): (options: Start) => Promise<{ running: Running; lines: Array<[string, string]> }> {
  return async (options) => {
    const running = await start(options);
    const shown = Object.entries(entries).map(([label, name]): [string, string] => [label, String(running[name])]);
    return {
      running,
      lines: [['Control page', `${running.url}/`], ...shown, ['Control API', `${running.controlUrl}/`]],
    };
  };
}

const OAUTH = { 'Client ID': 'clientId', 'Client Secret': 'clientSecret' } as const;
const STAND_INS = {
  dentGigaStore: standIn(startDentSandbox, { 'API base URL': 'url', ...OAUTH }),
  oneGlobalConnect: standIn(startConnectSandbox, { 'Base URL': 'baseUrl', 'Token URL': 'tokenUrl', ...OAUTH }),
  gigs: standIn(startGigsSandbox, {
    'Base URL': 'url',
    'Project ID': 'projectId',
    'API Token': 'apiToken',
    'Signing Secret': 'webhookSecret',
  }),
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
  const started = await Promise.all(
    chosen(values.provider).map((start, index) =>
      start({ port: first === 0 ? 0 : first + index, seed, credit: values.credit }),
    ),
  );
  process.stdout.write(`
Local stand-ins: nothing here costs money. Seed ${seed}
${started.map(({ running, lines }) => `\n${running.title}\n\n${lines.map(line).join('')}`).join('')}
Press Ctrl-C to stop.
`);
  const stop = () => void Promise.all(started.map(({ running }) => running.stop()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

function chosen(name: string | undefined): Array<(typeof STAND_INS)[keyof typeof STAND_INS]> {
  if (name === undefined) return Object.values(STAND_INS);
  const start = Object.entries(STAND_INS).find(([known]) => known === name)?.[1];
  if (start) return [start];
  throw new Error(`There is no stand-in "${name}". There are: ${Object.keys(STAND_INS).join(', ')}.`);
}

function line([label, value]: [string, string]): string {
  return `  ${label.padEnd(15)} ${value}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
