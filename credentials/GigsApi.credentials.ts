import type { IAuthenticate, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { asInRun, readCredential } from '../input';

/** A project at Gigs, its API key and the secret of its webhooks (facts/providers/gigs.md, sections 1, 2 and 18). */
export class GigsApi implements ICredentialType {
  name = 'gigsApi';

  displayName = 'Gigs API';

  icon: Icon = { light: 'file:../icons/gigs.svg', dark: 'file:../icons/gigs.dark.svg' };

  documentationUrl = 'https://developers.gigs.com/api/authentication';

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: 'https://api.gigs.com',
      required: true,
      description: 'Address of the API. Change it only to talk to a test server.',
    },
    {
      displayName: 'Project ID',
      name: 'projectId',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. my-project',
      description: 'The project in which eSIMs are sold. A test project has an ID and a token of its own.',
    },
    {
      displayName: 'API Token',
      name: 'apiToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'From the section Developers of the Gigs dashboard. Gigs shows it only once.',
    },
    {
      displayName: 'Webhook Signing Secret',
      name: 'webhookSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Only for the eSIM Trigger, which refuses every event without it. Begins with whsec_. While a secret is being replaced, enter the old and the new one, separated by a comma.',
    },
    {
      displayName: 'Send Idempotency Key',
      name: 'sendIdempotencyKey',
      type: 'boolean',
      default: true,
      description:
        'Whether purchases carry an Idempotency-Key, so that Gigs itself does not carry one out twice. Switch it off if Gigs refuses the header in your project.',
    },
    {
      displayName: 'End Subscription With',
      name: 'endSubscriptionWith',
      type: 'options',
      options: [
        { name: 'DELETE (Older Versions of the API)', value: 'delete' },
        { name: 'POST …/end', value: 'post' },
      ],
      default: 'post',
      description:
        'The sources differ in how a subscription is ended at once. Change it if ending one is answered with "not found".',
    },
  ];

  authenticate: IAuthenticate = async (credentials, request) => {
    const { apiToken } = readCredential<'apiToken'>(this.properties, credentials);
    const headers = { Authorization: `Bearer ${apiToken}` };
    return { ...asInRun(request, this.properties, credentials), headers: { ...request.headers, ...headers } };
  };

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl}}', url: '/projects/{projectId}/plans', qs: { limit: 1 } },
  };
}
