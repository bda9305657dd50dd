import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { formatActivationCode, parseActivationCode } from '../../esim/activationCode';
import { androidInstallUrl, iosInstallUrl } from '../../esim/installLinks';
import { ProviderError } from '../../http/errors';
import { renderQrCode, type QrCodeOptions } from '../../qr/renderQrCode';
import { esimLookup, options } from '../shared/fields';
import { esimLookupOf } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import { itemOf, type Operation, type Turn } from '../operation';

const IMAGE_OPTIONS: INodeProperties[] = [
  {
    displayName: 'Dark Color',
    name: 'dark',
    type: 'color',
    default: '#000000',
    description: 'Color of the dark squares. Phones read dark on light best.',
  },
  {
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
  },
  {
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    default: '',
    placeholder: 'e.g. esim-{{ $json.orderId }}.png',
    description: 'Name of the image file. By default esim- with the ICCID, or esim-qr-code.',
  },
  {
    displayName: 'Light Color',
    name: 'light',
    type: 'color',
    default: '#ffffff',
    description: 'Color of the background',
  },
  {
    displayName: 'Percent-Encode Install Links',
    name: 'encodeInstallLinks',
    type: 'boolean',
    default: false,
    description:
      'Whether to write the activation code percent-encoded in the install links. Only needed where a mail or chat program breaks the plain links.',
  },
  {
    displayName: 'Quiet Zone',
    name: 'quietZone',
    type: 'number',
    typeOptions: { minValue: 0, maxValue: 20 },
    default: 4,
    description: 'Width of the empty border in squares. Phones want 4.',
  },
  {
    displayName: 'Size',
    name: 'size',
    type: 'number',
    typeOptions: { minValue: 64, maxValue: 4096 },
    default: 480,
    description: 'Width and height of the image in pixels',
  },
];

export const generateQrCode: Operation = {
  resource: 'esim',
  value: 'generateQrCode',
  name: 'Generate QR Code',
  action: 'Generate QR code',
  description: 'Draw the QR code that installs an eSIM, as an image file for an email or a web page',
  fields: (providers) => [
    {
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
    },
    {
      displayName: 'Activation Code',
      name: 'activationCode',
      type: 'string',
      required: true,
      default: '={{ $json.esim?.activationCode ?? $json.activationCode }}',
      placeholder: 'e.g. LPA:1$smdp.example.com$ABC-123',
      description: 'The text that begins with LPA:1$. What Create Order and Get eSIM return fits as it is.',
      displayOptions: { show: { activationCodeSource: ['activationCode'] } },
    },
    ...esimLookup(providers, (provider) => provider.esimLookups).map((field) => ({
      ...field,
      displayOptions: { show: { ...field.displayOptions?.show, activationCodeSource: ['esim'] } },
    })),
    {
      displayName: 'Image Format',
      name: 'format',
      type: 'options',
      default: 'png',
      options: [
        { name: 'PNG', value: 'png', description: 'Right for emails and chats' },
        { name: 'SVG', value: 'svg', description: 'Right for web pages and print' },
      ],
    },
    {
      displayName: 'Put Output File in Field',
      name: 'binaryPropertyName',
      type: 'string',
      required: true,
      default: 'data',
      hint: 'The name of the output binary field to put the file in',
    },
    options('reading', IMAGE_OPTIONS),
  ],
  async execute(turn) {
    if (turn.parameter('activationCodeSource', 'activationCode') === 'activationCode') {
      const code = turn.optional('activationCode');
      if (code === null) throw nothingToDraw();
      return [await draw(turn, code, null)];
    }
    const read = turn.provider.esim.get ?? notOffered(turn, generateQrCode);
    const lookup = esimLookupOf(turn);
    const items: INodeExecutionData[] = [];
    for (const { value } of await read(await turn.session(), lookup)) {
      if (value.activationCode === null) throw withoutCode(value.iccid);
      items.push(await draw(turn, value.activationCode, value.iccid));
    }
    return items;
  },
};

function nothingToDraw(): ProviderError {
  return new ProviderError('badInput', 'Activation Code is empty', {
    description:
      'This item brings no eSIM. Where the order before it came without one, choose Source: eSIM at the Provider, and find it by ICCID or customer. Otherwise check the expression in Activation Code.',
  });
}

/** A name without an ending gets the one of the format: mail programs go by it. */
function fileNameOf(turn: Turn, iccid: string | null, extension: string): string {
  const chosen = turn.option('fileName', '').trim();
  if (chosen === '') return `esim-${iccid ?? 'qr-code'}.${extension}`;
  return /\.[A-Za-z0-9]{1,5}$/.test(chosen) ? chosen : `${chosen}.${extension}`;
}

function withoutCode(iccid: string | null): ProviderError {
  return new ProviderError('notFound', `The eSIM ${iccid ?? ''} has no activation code to draw`.replace('  ', ' '), {
    description:
      'The order may not be ready yet, or this is a physical SIM. Get the eSIM again later, or ask the provider.',
  });
}

async function draw(turn: Turn, text: string, iccid: string | null): Promise<INodeExecutionData> {
  const code = parseActivationCode(text);
  const activationCode = formatActivationCode(code);
  const format = turn.parameter<QrCodeOptions['format']>('format', 'png');
  const image = renderQrCode(activationCode, {
    format,
    size: turn.option('size', 480),
    quietZone: turn.option('quietZone', 4),
    errorCorrection: turn.option<QrCodeOptions['errorCorrection']>('errorCorrection', 'M'),
    dark: turn.option('dark', '#000000'),
    light: turn.option('light', '#ffffff'),
  });
  const fileName = fileNameOf(turn, iccid, image.extension);
  const encode = turn.option('encodeInstallLinks', false);
  const item = itemOf({
    iccid,
    activationCode,
    smdpAddress: code.smdpAddress,
    matchingId: code.matchingId,
    confirmationCodeRequired: code.confirmationCodeRequired,
    iosInstallUrl: iosInstallUrl(activationCode, { encode }),
    androidInstallUrl: androidInstallUrl(activationCode, { encode }),
    fileName,
    size: image.size,
    warnings: image.warnings,
  });
  const binary = await turn.context.helpers.prepareBinaryData(image.data, fileName, image.mimeType);
  return { ...item, binary: { [turn.parameter('binaryPropertyName', 'data')]: binary } };
}
