import type { INodeParameters, INodeType } from 'n8n-workflow';

import { Esim } from '../../nodes/Esim/Esim.node';
import { EsimTrigger } from '../../nodes/EsimTrigger/EsimTrigger.node';
import { partsFor } from '../support/n8n';

/** As the editor evaluates it. */
function subtitleOf(node: INodeType, parameters: INodeParameters): unknown {
  const { workflow, node: placed } = partsFor({ node, parameters, credentials: {} });
  return workflow.expression.getSimpleParameterValue(placed, node.description.subtitle, 'internal', {});
}

test.each([
  ['DENT Giga Store: Create order', { provider: 'dentGigaStore', resource: 'order', operation: 'create' }],
  ['1GLOBAL Connect: Top up eSIM', { provider: 'oneGlobalConnect', resource: 'esim', operation: 'topUp' }],
  [
    'Gigs: Generate QR code',
    { provider: 'gigs', resource: 'esim', operation: 'generateQrCode', activationCodeSource: 'esim' },
  ],
  ['Generate QR code', { provider: 'gigs', resource: 'esim', operation: 'generateQrCode' }],
])('the canvas says "%s"', (subtitle, parameters) => {
  expect(subtitleOf(new Esim(), parameters)).toBe(subtitle);
});

test.each([
  ['Gigs: all events', { provider: 'gigs', events: ['*'] }],
  [
    'DENT Giga Store: eSIM Installed, Balance Low',
    { provider: 'dentGigaStore', events: ['esim.installed', 'balance.low'] },
  ],
])('below the trigger it says "%s"', (subtitle, parameters) => {
  expect(subtitleOf(new EsimTrigger(), parameters)).toBe(subtitle);
});
