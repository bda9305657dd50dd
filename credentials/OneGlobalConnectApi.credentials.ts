import { randomUUID } from 'crypto';
import type {
  IAuthenticate,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  Icon,
  INodeProperties,
} from 'n8n-workflow';

import { record, text, whole } from '../esim/read';
import { signIn } from '../http/signIn';
import { sharedToken } from '../http/token';
import { asInRun, readWholeCredential } from '../input';

/** How long a token lives when its answer does not say (facts/providers/1global-connect.md, section 1.2). */
const USUAL_LIFE_SECONDS = 300;

/**
 * Account at 1GLOBAL Connect: client id and secret give a token that lasts five minutes
 * (facts/providers/1global-connect.md, section 1.2).
 */
export class OneGlobalConnectApi implements ICredentialType {
  name = 'oneGlobalConnectApi';

  displayName = '1GLOBAL Connect API';

  icon: Icon = { light: 'file:../icons/oneGlobalConnect.svg', dark: 'file:../icons/oneGlobalConnect.dark.svg' };

  documentationUrl = 'https://docs.connect.1global.com/docs/platform/authentication/';

  properties: INodeProperties[] = [
    {
      displayName: 'API Version',
      name: 'apiVersion',
      type: 'options',
      options: [
        { name: 'Version 2', value: 'v2' },
        { name: 'Version 1', value: 'v1', description: 'The older one, without physical SIMs' },
      ],
      default: 'v2',
      description: 'The version that your contract with 1GLOBAL names',
    },
    {
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: '',
      required: true,
      description: 'From 1GLOBAL, together with the secret',
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: 'https://services.truphone.com/connect-api',
      required: true,
      description: 'Address of the API, without the version. The default is production.',
      hint: 'Pre-production, with test SIMs: https://services.truphone.com/connect-api-preprod',
    },
    {
      displayName: 'Token URL',
      name: 'tokenUrl',
      type: 'string',
      typeOptions: { password: false },
      default: 'https://services.truphone.com/auth/realms/tru-staff/protocol/openid-connect/token',
      required: true,
      description: 'Where the sign-in takes place. The default is for production and pre-production.',
    },
    {
      displayName: 'Order Path',
      name: 'v1OrderPath',
      type: 'options',
      options: [
        { name: '/v1/order', value: 'singular', description: 'As in the guides' },
        { name: '/v1/orders', value: 'plural', description: 'As in the OpenAPI file' },
      ],
      default: 'singular',
      displayOptions: { show: { apiVersion: ['v1'] } },
      description: 'The documentation has two addresses for orders. Change it if orders are answered with "not found".',
    },
    {
      displayName: 'Webhook User',
      name: 'webhookUser',
      type: 'string',
      default: '',
      description:
        'For the eSIM Trigger, if you have arranged HTTP Basic authentication with the support of 1GLOBAL. Otherwise leave empty.',
    },
    {
      displayName: 'Webhook Password',
      name: 'webhookPassword',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'Once it is filled in, the eSIM Trigger refuses deliveries without it',
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
    {
      displayName: 'Token Expires At',
      name: 'tokenExpiresAt',
      type: 'hidden',
      typeOptions: { password: true },
      default: '',
    },
  ];

  /**
   * @throws ProviderError `credential` when 1GLOBAL refuses the client id or secret
   */
  async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
    const { tokenUrl, clientId, clientSecret, accessToken } = readWholeCredential<
      'tokenUrl' | 'clientId' | 'clientSecret' | 'accessToken'
    >(new OneGlobalConnectApi().properties, credentials);
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    const stored = await sharedToken({
      identity: ['oneGlobalConnect', tokenUrl, clientId, clientSecret],
      stale: accessToken,
      request: async (workedBefore) =>
        await signIn(this, {
          provider: '1GLOBAL Connect',
          secrets: [clientSecret],
          workedBefore,
          request: {
            method: 'POST',
            url: tokenUrl,
            headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
            body: new URLSearchParams(form).toString(),
          },
          readToken: tokenFrom,
        }),
    });
    return { ...stored };
  }

  /**
   * The headers of every example (facts/providers/1global-connect.md, section 1.4). A purchase brings a correlation id
   * of its own.
   */
  authenticate: IAuthenticate = async (credentials, request) => ({
    ...asInRun(request, this.properties, credentials),
    headers: {
      'X-Correlation-ID': randomUUID(),
      'Cache-Control': 'no-cache',
      'Content-Type': 'application/json',
      ...request.headers,
      Authorization: `Bearer ${String(credentials.accessToken)}`,
    },
  });

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl}}', url: '/{apiVersion}/products' },
  };
}

/** Names as in Keycloak; the documentation shows only `access_token`. A refresh token is not needed. */
function tokenFrom(json: unknown): { token: string; expiresInSeconds: number } | null {
  const { access_token, expires_in } = record(json);
  const token = text(access_token);
  const seconds = whole(expires_in);
  return token === null
    ? null
    : { token, expiresInSeconds: seconds !== null && seconds > 0 ? seconds : USUAL_LIFE_SECONDS };
}
