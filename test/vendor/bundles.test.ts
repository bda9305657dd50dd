import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';

import { bundleVendor } from '../../scripts/build/bundleVendor';
import * as png from '../../vendor/png';
import * as qrcode from '../../vendor/qrcode';
import type * as webhooks from '../../vendor/standardWebhooks';

const ROOT = join(__dirname, '../..');
const NAMES = ['png', 'qrcode', 'standardWebhooks'];
const CODE = 'LPA:1$rsp.truphone.com$QR-G-5C-1LS-1W1Z9P7';

/** Runs a bundle where there is nothing but JavaScript itself and what it is explicitly given. */
function runAlone<T>(folder: string, name: string): T {
  const module = { exports: {} };
  const given = { module, TextEncoder, TextDecoder };
  runInNewContext(readFileSync(join(folder, `${name}.js`), 'utf8'), given);
  return module.exports as T;
}

describe('the bundles of third-party code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'esim-vendor-'));

  beforeAll(async () => {
    await bundleVendor(ROOT, relative(ROOT, folder));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test("pass n8n's scanner", () => {
    const program = `
      import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';
      console.log(JSON.stringify(await analyzePackage(${JSON.stringify(folder)}, ['*.js'])));`;
    const arguments_ = ['--input-type=module', '--eval', program];
    const report = execFileSync(process.execPath, arguments_, { cwd: ROOT, encoding: 'utf8' });
    expect(JSON.parse(report)).toEqual({ passed: true });
  });

  test('stay small', () => {
    const bytes = NAMES.map((name) => statSync(join(folder, `${name}.js`)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(130_000);
  });

  test('need no module, no process and no timer: the QR encoder', () => {
    const bundled = runAlone<typeof qrcode>(folder, 'qrcode').create(CODE, { errorCorrectionLevel: 'Q' });
    const direct = qrcode.create(CODE, { errorCorrectionLevel: 'Q' });
    expect(Buffer.from(bundled.modules.data)).toEqual(Buffer.from(direct.modules.data));
  });

  test('need no module, no process and no timer: the PNG encoder', () => {
    const palette = [
      [255, 255, 255],
      [0, 0, 0],
    ];
    const image = { width: 16, height: 2, data: Uint8Array.of(1, 2, 3, 4), channels: 1, depth: 1, palette } as const;
    const bundled = runAlone<typeof png>(folder, 'png').encode({ ...image });
    expect(Buffer.from(bundled)).toEqual(Buffer.from(png.encode({ ...image })));
  });

  test('need no module, no process and no timer: the webhook signatures', () => {
    const { Webhook } = runAlone<typeof webhooks>(folder, 'standardWebhooks');
    const signed = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').sign(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      new Date(1614265330 * 1000),
      '{"test": 2432232314}',
    );
    expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});
