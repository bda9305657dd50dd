import type { QrCodeImage } from '../../../qr/renderQrCode';
import { decodedTwice, pixelsOf } from '../../../test/qr/pixels';

/** Where a PNG keeps its width (the IHDR chunk). */
const PNG_WIDTH_AT = 16;

/** What two independent decoders read from the picture of a QR code, as a phone would. */
export function textsInQr(png: Buffer): string[] {
  const image = { data: png, mimeType: 'image/png', size: png.readUInt32BE(PNG_WIDTH_AT) } as QrCodeImage;
  const { jsqr, qr } = decodedTwice(pixelsOf(image));
  return [jsqr ?? 'nothing', qr];
}
