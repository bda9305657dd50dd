import type {
  IHookFunctions,
  INodeType,
  INodeTypeDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { providers } from '../../providers';
import { subtitle } from '../../trigger/eventNames';
import { checkExists, create, remove } from '../../trigger/lifecycle';
import { triggerCredentials, triggerProperties } from '../../trigger/properties';
import { receive } from '../../trigger/receive';

export class EsimTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'eSIM Trigger',
    name: 'esimTrigger',
    icon: { light: 'file:../../icons/esim.svg', dark: 'file:../../icons/esim.dark.svg' },
    group: ['trigger'],
    // receiving the body untouched depends on it being 1 (properties.ts)
    version: 1,
    subtitle: subtitle(providers),
    description: 'Starts the workflow when an eSIM is installed, runs low on data, changes country and more',
    eventTriggerDescription: 'Waiting for the provider to call the test URL',
    activationMessage: 'The workflow now starts with every event that the provider sends to the production URL.',
    defaults: { name: 'eSIM Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: triggerCredentials(providers),
    // HEAD before POST: some providers probe the URL while POST is being registered. GET after it: when that has to be
    // tried again, n8n drops the routes that came before.
    webhooks: [
      { name: 'setup', httpMethod: 'HEAD', responseMode: 'onReceived', path: 'webhook', ndvHideUrl: true },
      // with no responseData of its own, the answer is what `receive` gives
      { name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'webhook' },
      { name: 'setup', httpMethod: 'GET', responseMode: 'onReceived', path: 'webhook', ndvHideUrl: true },
    ],
    properties: triggerProperties(providers),
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await checkExists.call(this, providers);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await create.call(this, providers);
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await remove.call(this, providers);
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive.call(this, providers);
  }
}
