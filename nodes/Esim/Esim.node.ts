import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { providers } from '../../providers';
import { esimCredentials, esimProperties, subtitle } from '../../actions/properties';
import { listSearch } from '../../actions/listSearch';
import { route } from '../../actions/router';

export class Esim implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'eSIM',
    name: 'esim',
    icon: { light: 'file:../../icons/esim.svg', dark: 'file:../../icons/esim.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: subtitle(providers),
    description: 'Order, deliver, top up, refund and follow eSIMs at any of several providers',
    defaults: { name: 'eSIM' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: esimCredentials(providers),
    properties: esimProperties(providers),
  };

  methods = { listSearch: listSearch(providers) };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return [await route.call(this, providers)];
  }
}
