/**
 * `npm run bench`: measures this package against what a person would build with n8n's own nodes, on a real n8n, and writes
 * `bench/results.md`. `npm run bench -- --orders=500 --seed=x`.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dentCredential, ensureInstalled, N8nServer, n8nVersion, packPackage, say } from '../e2e/harness';
import { startDentSandbox } from '../sandbox';
import { compare, type Outcome } from './duplicates';
import { loadRatios } from './load';
import { speed, type Ratio } from './speed';
import type { Setting } from './flows';

const RESULTS = join(__dirname, 'results.md');

function option(name: string, fallback: string): string {
  return process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
}

function table(head: string[], rows: Array<Array<string | number>>): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function page(outcomes: Outcome[], ratios: Ratio[], seed: string): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: __dirname, encoding: 'utf8' }).trim();
  const [first] = outcomes;
  return `# Measured

\`npm run bench\` on n8n ${n8nVersion()}, commit ${commit}, seed \`${seed}\`. Every flow buys the same ${first?.orders} orders from the same local DENT Giga
Store, with Retry On Fail (5 tries) and the same random faults (about every third request: cut connections, 5xx before and after the
purchase, hanging, broken and empty answers, 429, expired tokens). What a flow does not report as bought is run again by hand, three times under
faults and once in calm.

<!-- duplicates:begin -->

${table(
  [
    `the same ${first?.orders} orders, the same faults`,
    'eSIMs bought too much',
    'orders bought more than once',
    'bought and not reported, after the first run',
    'in the end',
    'left open for a person',
  ],
  outcomes.map((one) => [
    one.flow,
    one.boughtTooMuch,
    `${one.ordersBoughtTwice} of ${one.orders}`,
    one.unreportedAtFirst,
    one.boughtNeverReported,
    one.open + one.reportedNotBought,
  ]),
)}

<!-- duplicates:end -->

"Left open": nothing was bought and nothing was reported as bought. The eSIM node says *Outcome unknown* for each of them, and a
person sends it again with *Checked References*.

## Time

Median of three, ours divided by the other; below 1 ours is faster. Safety costs time: before every purchase the provider's books are read and a note
is made in n8n's database that has to last a quarter of a second. "300 ms away": every request takes that much longer, as over the internet.
The books of this stand-in are empty at the start; DENT Giga Store's list of sales has no pages, so the look takes longer the more has been
sold. n8n's own Webhook node is the only trigger for which n8n need not start its engine for expressions at each delivery.

${table(
  ['what', 'against', 'takes'],
  ratios.map(({ what, against, ratio }) => [what, against, `${ratio.toFixed(1)} times as long`]),
)}
`;
}

async function main(): Promise<void> {
  const seed = option('seed', 'bench-1');
  const orders = Number(option('orders', '200'));
  await ensureInstalled();
  const sandbox = await startDentSandbox({ credit: '1000000.00' });
  const server = await N8nServer.start({ pack: await packPackage() });
  try {
    const basic = { user: sandbox.clientId, password: sandbox.clientSecret };
    const setting: Setting = {
      baseUrl: sandbox.url,
      packageId: sandbox.inventory()[0]?.id ?? '',
      esimCredential: await dentCredential(server, sandbox),
      basicCredential: await server.client.createCredential('httpBasicAuth', basic),
    };
    const measured = process.argv.includes('--no-speed')
      ? []
      : await speed({ client: server.client, sandbox, setting });
    const ratios = [...measured, ...loadRatios()];
    for (const ratio of ratios) say(JSON.stringify(ratio));
    const outcomes = await compare(server.client, sandbox, setting, { seed, orders, log: say });
    writeFileSync(RESULTS, page(outcomes, ratios, seed));
    say(`Written: ${RESULTS}`);
  } finally {
    await server.dispose();
    await sandbox.stop();
  }
}

void main();
