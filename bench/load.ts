/**
 * What n8n needs to load this package, held against nodes of its own: each set is required in a fresh process that has
 * loaded n8n-workflow already, as n8n has. `npx tsx bench/load.ts` shows it alone; it needs `npm run build` and n8n.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { say } from '../e2e/harness';
import type { Ratio } from './speed';

const ROOT = join(__dirname, '..');
const N8N_MODULES = join(ROOT, 'e2e', 'node_modules');
const BASE = join(N8N_MODULES, 'n8n-nodes-base', 'dist');
const ROUNDS = 7;

/** The parts of a flow that a person would build without this package. */
const BY_HAND = [
  'nodes/HttpRequest/HttpRequest.node.js',
  'nodes/Code/Code.node.js',
  'nodes/Webhook/Webhook.node.js',
  'nodes/If/If.node.js',
  'credentials/HttpBasicAuth.credentials.js',
].map((file) => join(BASE, file));

/** Nodes of one provider that n8n brings itself. */
const ONE_PROVIDER = [
  'nodes/Shopify/Shopify.node.js',
  'nodes/Shopify/ShopifyTrigger.node.js',
  'credentials/ShopifyApi.credentials.js',
].map((file) => join(BASE, file));

function ours(): string[] {
  const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    n8n: { nodes: string[]; credentials: string[] };
  };
  return [...n8n.nodes, ...n8n.credentials].map((file) => join(ROOT, file));
}

const SCRIPT = `
  const { createRequire } = require('node:module');
  const n8n = createRequire(process.argv[1]);
  n8n('n8n-workflow');
  const files = process.argv.slice(2);
  const before = process.memoryUsage().heapUsed, start = process.hrtime.bigint();
  for (const file of files) for (const made of Object.values(require(file))) if (typeof made === 'function') new made();
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  console.log(JSON.stringify({ ms, bytes: process.memoryUsage().heapUsed - before }));
`;

interface Load {
  ms: number;
  bytes: number;
}

function load(files: string[]): Load {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const env = { ...process.env, NODE_PATH: N8N_MODULES };
    const from = join(N8N_MODULES, 'n8n', 'package.json');
    const printed = execFileSync(process.execPath, ['-e', SCRIPT, from, ...files], { env, encoding: 'utf8' });
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Load;
  });
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return { ms: middle(rounds.map(({ ms }) => ms)), bytes: middle(rounds.map(({ bytes }) => bytes)) };
}

/** Times and memory of loading, ours divided by the other's. */
export function loadRatios(): Ratio[] {
  const own = load(ours());
  return [
    ['HTTP Request, Code, Webhook and If', BY_HAND],
    ['Shopify and Shopify Trigger', ONE_PROVIDER],
  ].flatMap(([against, files]) => {
    const other = load(files as string[]);
    return [
      { what: 'loading the package', against: against as string, ratio: own.ms / other.ms },
      { what: 'memory of the loaded package', against: against as string, ratio: own.bytes / other.bytes },
    ];
  });
}

if (require.main === module) for (const ratio of loadRatios()) say(JSON.stringify(ratio));
