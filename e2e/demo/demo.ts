import { startDentSandbox, type DentSandbox } from '../../sandbox';
import { ensureInstalled, N8nServer, n8nVersion, OWNER, packPackage, portOrFree, step } from '../harness';
import { play } from './story';
import { Table } from './table';
import { terminalQr } from './terminalQr';

/**
 * The demo: a local stand-in of DENT Giga Store, a real n8n with the packed package, and the example workflows.
 * Stays up until Ctrl-C; with `--once` it ends by itself, with status 0 when everything went as it should.
 */

const N8N_PORT = 5678;
const SANDBOX_PORT = 4010;

function write(text: string): void {
  process.stdout.write(text);
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
    // Keeps this process alive: a promise alone does not.
    setInterval(() => {}, 2 ** 30);
  });
}

async function showAndTell(server: N8nServer, sandbox: DentSandbox): Promise<boolean> {
  const table = new Table(write);
  write('\n');
  try {
    const activationCode = await play({ server, sandbox, table });
    if (process.stdout.isTTY) {
      write(
        `\n${terminalQr(activationCode)}\n  The QR code of the order. Phones read it, but find no such eSIM: it is the sandbox's.\n`,
      );
    }
    return table.ok;
  } catch (error) {
    write(`\n  ${(error as Error).message}\n`);
    return false;
  }
}

function tellHowToGoOn(server: N8nServer, sandbox: DentSandbox): void {
  write(`
  Editor         ${server.url}
  Log in with    ${OWNER.email}
  Password       ${OWNER.password}
  Control page   ${sandbox.url}  (install eSIMs, use data, travel: n8n hears of it)

  Ctrl-C ends n8n and the sandbox, and removes what they stored.
`);
}

async function main(once: boolean): Promise<boolean> {
  write('\nn8n-nodes-esim: a demo without any real provider. Nothing is bought, nothing leaves this machine.\n\n');
  await ensureInstalled();
  const pack = await packPackage();
  const sandbox = await startDentSandbox({ port: once ? 0 : await portOrFree(SANDBOX_PORT), seed: Date.now() });
  const server = await step(`Starting n8n ${n8nVersion()} with n8n-nodes-esim ${pack.version}`, async () => {
    return await N8nServer.start({ pack, port: once ? undefined : await portOrFree(N8N_PORT) });
  });
  try {
    const ok = await showAndTell(server, sandbox);
    write(ok ? '\n  Everything went as it should.\n' : '\n  Something went wrong: see above.\n');
    if (!once) {
      tellHowToGoOn(server, sandbox);
      await interrupted();
      write('\n  Stopping\n');
    }
    return ok;
  } finally {
    await server.dispose();
    await sandbox.stop();
  }
}

main(process.argv.includes('--once')).then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: Error) => {
    write(`\n  ${error.message}\n`);
    process.exit(1);
  },
);
