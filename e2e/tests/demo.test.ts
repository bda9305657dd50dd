import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from '../harness/command';
import { ROOT } from '../harness';
import { textsInQr } from './support/qrImage';

it('the demo ends with status 0, tells what happened, and leaves a QR code that a phone reads', async () => {
  const output = await runOrThrow(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'e2e/demo/demo.ts', '--once'], {
    cwd: ROOT,
  });

  for (const row of ['Order', 'QR code', 'Run again', 'Read back', 'Top-up', 'Usage', 'Refund', 'Webhook']) {
    expect(output).toMatch(new RegExp(`^  ${row} +\\S`, 'm'));
  }
  expect(output).not.toContain('LPA:1$');
  const [first, second] = textsInQr(readFileSync(join(ROOT, 'demo-output', 'esim-SHOP-1001.png')));
  expect(first).toMatch(/^LPA:1\$/);
  expect(second).toBe(first);
});
