import type { INodeExecutionData } from 'n8n-workflow';

import { formatActivationCode, parseActivationCode } from '../../esim/activationCode';
import { androidInstallUrl, iosInstallUrl } from '../../esim/installLinks';
import { ProviderError } from '../../http/errors';
import {
  activationCode as activationCodeField,
  choice,
  colour,
  fileName as fileNameField,
  text,
  whole,
  withImageEnding,
  yesNo,
} from '../../input';
import { renderQrCode, type QrCodeOptions } from '../../qr/renderQrCode';
import { esimLookupFields, esimLookupOf } from '../shared/esimLookup';
import { shownWhen } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { itemOf, type Operation, type Turn } from '../operation';

const dark = colour({
  displayName: 'Dark Color',
  name: 'dark',
  type: 'color',
  default: '#000000',
  description: 'Color of the dark squares. Phones read dark on light best.',
});

const errorCorrection = choice<QrCodeOptions['errorCorrection']>({
  displayName: 'Error Correction',
  name: 'errorCorrection',
  type: 'options',
  default: 'M',
  description: 'How much of the image may be damaged and still be read. More makes the squares smaller.',
  options: [
    { name: 'High (30%)', value: 'H' },
    { name: 'Low (7%)', value: 'L' },
    { name: 'Medium (15%), Right for Screens', value: 'M' },
    { name: 'Quartile (25%), Right for Print', value: 'Q' },
  ],
});

const fileName = fileNameField({
  displayName: 'File Name',
  name: 'fileName',
  type: 'string',
  default: '',
  placeholder: 'e.g. esim-{{ $json.orderId }}.png',
  description: 'Name of the image file. By default esim- with the ICCID, or esim-qr-code.',
});

const light = colour({
  displayName: 'Light Color',
  name: 'light',
  type: 'color',
  default: '#ffffff',
  description: 'Color of the background',
});

const encodeInstallLinks = yesNo({
  displayName: 'Percent-Encode Install Links',
  name: 'encodeInstallLinks',
  type: 'boolean',
  default: false,
  description:
    'Whether to write the activation code percent-encoded in the install links. Only needed where a mail or chat program breaks the plain links.',
});

const quietZone = whole({
  displayName: 'Quiet Zone',
  name: 'quietZone',
  type: 'number',
  typeOptions: { minValue: 0, maxValue: 20 },
  default: 4,
  description: 'Width of the empty border in squares. Phones want 4.',
});

const size = whole({
  displayName: 'Size',
  name: 'size',
  type: 'number',
  typeOptions: { minValue: 64, maxValue: 4096 },
  default: 480,
  description: 'Width and height of the image in pixels',
});

const IMAGE_OPTIONS = [dark, errorCorrection, fileName, light, encodeInstallLinks, quietZone, size];

const source = choice<'activationCode' | 'esim'>({
  displayName: 'Source',
  name: 'activationCodeSource',
  type: 'options',
  noDataExpression: true,
  default: 'activationCode',
  options: [
    {
      name: 'Activation Code',
      value: 'activationCode',
      description: 'From the code itself: needs no provider and no credential',
    },
    { name: 'eSIM at the Provider', value: 'esim', description: 'Read the eSIM first, then draw its code' },
  ],
});

const activationCode = activationCodeField({
  displayName: 'Activation Code',
  name: 'activationCode',
  type: 'string',
  required: true,
  default: '={{ $json.esim?.activationCode ?? $json.activationCode }}',
  placeholder: 'e.g. LPA:1$smdp.example.com$ABC-123',
  description: 'The text that begins with LPA:1$. What Create Order and Get eSIM return fits as it is.',
  displayOptions: { show: { activationCodeSource: ['activationCode'] } },
});

const format = choice<QrCodeOptions['format']>({
  displayName: 'Image Format',
  name: 'format',
  type: 'options',
  default: 'png',
  options: [
    { name: 'PNG', value: 'png', description: 'Right for emails and chats' },
    { name: 'SVG', value: 'svg', description: 'Right for web pages and print' },
  ],
});

const binaryPropertyName = text({
  displayName: 'Put Output File in Field',
  name: 'binaryPropertyName',
  type: 'string',
  required: true,
  default: 'data',
  hint: 'The name of the output binary field to put the file in',
});

export const generateQrCode: Operation = {
  resource: 'esim',
  value: 'generateQrCode',
  name: 'Generate QR Code',
  action: 'Generate QR code',
  description: 'Draw the QR code that installs an eSIM, as an image file for an email or a web page',
  changes: false,
  fields: (providers) => [
    source,
    activationCode,
    ...esimLookupFields(providers).map((field) => shownWhen(field, { activationCodeSource: ['esim'] })),
    format,
    binaryPropertyName,
    options('reading', IMAGE_OPTIONS),
  ],
  read(turn) {
    const { values } = turn;
    if (values.need(source) === 'activationCode') {
      const code = values.get(activationCode);
      if (code === null) throw nothingToDraw();
      return { carryOut: async () => [await draw(turn, code, null)] };
    }
    const read = turn.provider.esim.get ?? notOffered(turn, generateQrCode);
    const lookup = esimLookupOf(values);
    return {
      async carryOut() {
        const items: INodeExecutionData[] = [];
        for (const { value } of await read(await turn.session(), lookup)) {
          if (value.activationCode === null) throw withoutCode(value.iccid);
          items.push(await draw(turn, value.activationCode, value.iccid));
        }
        return items;
      },
    };
  },
};

function nothingToDraw(): ProviderError {
  return new ProviderError('badInput', 'Activation Code is empty', {
    description:
      'This item brings no eSIM. Where the order before it came without one, choose Source: eSIM at the Provider, and find it by ICCID or customer. Otherwise check the expression in Activation Code.',
  });
}

/** Only an image's own ending counts as one: n8n and mail programs go by it. */
function fileNameOf({ values }: Turn, iccid: string | null, extension: 'png' | 'svg'): string {
  const chosen = values.get(fileName);
  return withImageEnding(chosen ?? `esim-${iccid ?? 'qr-code'}`, extension);
}

function withoutCode(iccid: string | null): ProviderError {
  return new ProviderError('notFound', `The eSIM ${iccid ?? ''} has no activation code to draw`.replace('  ', ' '), {
    description:
      'The order may not be ready yet, or this is a physical SIM. Get the eSIM again later, or ask the provider.',
  });
}

async function draw(turn: Turn, written: string, iccid: string | null): Promise<INodeExecutionData> {
  const { values } = turn;
  const code = parseActivationCode(written);
  const canonical = formatActivationCode(code);
  const image = renderQrCode(canonical, {
    format: values.need(format),
    size: values.need(size),
    quietZone: values.need(quietZone),
    errorCorrection: values.need(errorCorrection),
    dark: values.need(dark),
    light: values.need(light),
  });
  const name = fileNameOf(turn, iccid, image.extension);
  const encode = values.need(encodeInstallLinks);
  const item = itemOf({
    iccid,
    activationCode: canonical,
    smdpAddress: code.smdpAddress,
    matchingId: code.matchingId,
    confirmationCodeRequired: code.confirmationCodeRequired,
    iosInstallUrl: iosInstallUrl(canonical, { encode }),
    androidInstallUrl: androidInstallUrl(canonical, { encode }),
    fileName: name,
    size: image.size,
    warnings: image.warnings,
  });
  const binary = await turn.context.helpers.prepareBinaryData(image.data, name, image.mimeType);
  return { ...item, binary: { [values.need(binaryPropertyName)]: binary } };
}
