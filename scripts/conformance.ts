/**
 * Writes docs/conformance.md from what the stands of the conformance suite declare: part of `npm run readme`.
 * A test (test/conformance/declared.test.ts) fails when it is out of date.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { OF_ORDERS, OF_PURCHASES, OF_REFERENCES, OF_TOP_UPS, PLAIN_CASES } from '../test/conformance/kit/cases';
import type { Stand } from '../test/conformance/kit/stand';
import { stands } from '../test/conformance/stands';
import { table } from './table';

export const CONFORMANCE = join(__dirname, '..', 'docs', 'conformance.md');

const INTRODUCTION = `# One suite for every provider

[\`test/conformance/\`](../test/conformance) puts every provider through the same cases: in n8n's own contexts, against its stand-in
([\`sandbox/\`](../sandbox)), whose books are held against what the items said after each case. A case that does not hold at a provider, and a
field that stays empty in what is read back, is declared there with its reason. What is not declared fails, and so does a declaration that is not
true any more. This page is made from those declarations (\`npm run readme\`).

\`\`\`sh
npx jest test/conformance
\`\`\`

Beside the cases below: each operation gives every field of the model in its form; each webhook of the stand-in becomes an event, is
confirmed and keeps its id; each field that a provider declares refuses what does not fit, by its name, before anybody is asked; and no secret, activation
code or install link stands in any error or log.`;

function list(title: string, cases: readonly string[]): string {
  return [`**${title}**`, '', ...cases.map((name) => `- ${name}`)].join('\n');
}

/** A section in a reason is told with the file that it is in. */
function withFile(because: string, { facts }: Stand): string {
  return because.replace(/\((sections? )/, `(${facts}, $1`);
}

/** The same reason of several providers stands once. */
function rows(of: (stand: Stand) => Array<[what: string, because: string]>): string[][] {
  const found = stands.flatMap((stand) =>
    of(stand).map(([what, because]) => ({ what, because: withFile(because, stand), name: stand.name })),
  );
  const keys = [...new Set(found.map(({ what, because }) => JSON.stringify([what, because])))];
  return keys.map((key) => {
    const same = found.filter(({ what, because }) => JSON.stringify([what, because]) === key);
    return [same[0]?.what ?? '', same.map(({ name }) => name).join(', '), same[0]?.because ?? ''];
  });
}

/** docs/conformance.md as it should be. */
export function conformancePage(): string {
  const exceptions = rows(({ cannot }) => Object.entries(cannot));
  const empty = rows(({ notGiven }) =>
    notGiven.map((one) => [`${one.in}: ${one.fields.map((field) => `\`${field}\``).join(', ')}`, one.because]),
  );
  const untold = rows(({ notTold }) => Object.entries(notTold).map(([type, because]) => [`\`${type}\``, because]));
  return (
    [
      INTRODUCTION,
      '## Cases that do not hold everywhere',
      table(['case', 'provider', 'reason'], exceptions),
      '## Fields that stay empty',
      `An interface (\`Order\`, \`Esim\`…) means every result that has one.`,
      table(['where: fields', 'provider', 'reason'], empty),
      '## Events that the stand-in never tells',
      table(['event', 'provider', 'reason'], untold),
      '## All cases',
      list('of every order, top-up and refund', OF_PURCHASES),
      list('of orders and top-ups, which have a client reference', OF_REFERENCES),
      list('of orders', OF_ORDERS),
      list('of top-ups', OF_TOP_UPS),
      list('of everything else', PLAIN_CASES),
    ].join('\n\n') + '\n'
  );
}

export function writeConformance(): void {
  writeFileSync(CONFORMANCE, conformancePage());
}
