import type { INodeParameters } from 'n8n-workflow';
import jsQR from 'jsqr';
import { convertIndexedToRgb, decode } from 'fast-png';

import { esimNodeWith, exampleCredentials, exampleProvider } from '../support/exampleProvider';
import { contextFor, runNode } from '../support/n8n';

const QR: INodeParameters = { provider: 'example', resource: 'esim', operation: 'generateQrCode' };
const CODE = 'LPA:1$smdp.example.com$ABC-123';

async function run(parameters: INodeParameters, item: Record<string, unknown> = {}, credentials = true) {
  const node = esimNodeWith([exampleProvider().provider]);
  const used = { node, parameters, items: [item], ...(credentials ? { credentials: exampleCredentials() } : {}) };
  return { output: await runNode(used), helpers: contextFor(used).helpers };
}

function textIn(item: Awaited<ReturnType<typeof run>>['output'][number]): string | undefined {
  const image = decode(Buffer.from(item.binary?.data?.data ?? '', 'base64'));
  const { width, height } = image;
  const rgb = convertIndexedToRgb(image);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  return jsQR(rgba, width, height)?.data;
}

describe('Generate QR Code', () => {
  it('draws the activation code of the order before it, with nothing filled in and no credential', async () => {
    const { output } = await run(QR, { esim: { activationCode: CODE } }, false);
    expect(output[0]?.binary?.data).toMatchObject({ mimeType: 'image/png', fileName: 'esim-qr-code.png' });
    expect(textIn(output[0]!)).toBe(CODE);
  });

  it('draws the activation code of an eSIM item as well', async () => {
    const { output } = await run(QR, { activationCode: CODE }, false);
    expect(textIn(output[0]!)).toBe(CODE);
  });

  it('gives the code, its parts and both install links as JSON', async () => {
    const { output } = await run({ ...QR, activationCode: '1$smdp.example.com$ABC-123' }, {}, false);
    expect(output[0]?.json).toMatchObject({
      activationCode: CODE,
      smdpAddress: 'smdp.example.com',
      matchingId: 'ABC-123',
      iosInstallUrl: `https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=${CODE}`,
      androidInstallUrl: `https://esimsetup.android.com/esim_qrcode_provisioning?carddata=${CODE}`,
      size: 480,
    });
  });

  it('draws every eSIM of a customer, named after its ICCID', async () => {
    const { output } = await run({
      ...QR,
      activationCodeSource: 'esim',
      esimLookup: 'customerId',
      customerId: { __rl: true, mode: 'id', value: 'c-1' },
    });
    expect(output.map(({ binary }) => binary?.data?.fileName)).toEqual([
      'esim-8997212330099184896.png',
      'esim-8997212330099184904.png',
    ]);
    expect(textIn(output[1]!)).toBe('LPA:1$smdp.example.com$CODE-8997212330099184904');
  });

  it('puts an SVG of the wanted size under the wanted name into the wanted field', async () => {
    const { output } = await run(
      {
        ...QR,
        activationCode: CODE,
        format: 'svg',
        binaryPropertyName: 'qr',
        options: { size: 333, fileName: 'my esim' },
      },
      {},
      false,
    );
    expect(output[0]?.binary?.qr).toMatchObject({ mimeType: 'image/svg+xml', fileName: 'my esim.svg' });
    expect(Buffer.from(output[0]?.binary?.qr?.data ?? '', 'base64').toString()).toMatch(/^<svg[^>]*width="333"/);
  });

  it.each([
    ['is missing', undefined, 'Activation Code is empty'],
    ['cannot be one', 'https://example.com/hello', /^Activation Code cannot be used/],
    ['has a forbidden host', 'LPA:1$not a host$X', /^Activation Code cannot be used/],
  ])('refuses when the activation code %s, without repeating it', async (_name, activationCode, message) => {
    const failing = run(QR, { activationCode }, false);
    await expect(failing).rejects.toMatchObject({ message: expect.stringMatching(message) as string });
    if (activationCode)
      await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining(activationCode) as string });
  });

  it('explains an impossible option', async () => {
    await expect(run({ ...QR, activationCode: CODE, options: { size: 5 } }, {}, false)).rejects.toMatchObject({
      message: expect.stringContaining('between 64 and 4096') as string,
    });
  });
});
