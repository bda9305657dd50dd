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

/**
 * Account at DENT Giga Store: client id and secret give a token that lasts a day (facts/providers/dent-giga-store.md,
 * section 2).
 */
export class DentGigaStoreApi implements ICredentialType {
  name = 'dentGigaStoreApi';

  displayName = 'DENT Giga Store API';

  icon: Icon = { light: 'file:../icons/dentGigaStore.svg', dark: 'file:../icons/dentGigaStore.dark.svg' };

  documentationUrl = 'https://docs.giga.store/api/api-authentification';

  properties: INodeProperties[] = [
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: 'https://api.giga.store',
      required: true,
      description: 'Address of the API. Change it only to talk to a test server.',
    },
    {
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: '',
      required: true,
      description:
        'From the section API of the portal at dent.giga.store. Use the login that also manages your inventory.',
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
      displayName: 'Refund Path',
      name: 'refundPath',
      type: 'options',
      options: [
        {
          name: 'Without /gigastore',
          value: 'withoutPrefix',
          description: 'As printed in the documentation',
        },
        {
          name: 'With /gigastore',
          value: 'withPrefix',
          description: 'Like all other addresses of this API',
        },
      ],
      default: 'withoutPrefix',
      description:
        'The documentation prints the address for refunds without the /gigastore that all others have. Change it if refunds are answered with "not found".',
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
   * @throws ProviderError `credential` when DENT Giga Store refuses the client id or secret
   */
  async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
    const { baseUrl, clientId, clientSecret, accessToken } = readWholeCredential<
      'baseUrl' | 'clientId' | 'clientSecret' | 'accessToken'
    >(new DentGigaStoreApi().properties, credentials);
    const pair = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const stored = await sharedToken({
      identity: ['dentGigaStore', baseUrl, clientId, clientSecret],
      stale: accessToken,
      request: async (workedBefore) =>
        await signIn(this, {
          provider: 'DENT Giga Store',
          secrets: [clientSecret, pair],
          workedBefore,
          request: {
            method: 'POST',
            url: `${baseUrl}/reseller/authenticate`,
            headers: { Authorization: `Basic ${pair}`, Accept: 'application/json' },
          },
          readToken: tokenFrom,
        }),
    });
    return { ...stored };
  }

  authenticate: IAuthenticate = async (credentials, request) => {
    const { accessToken } = credentials;
    const headers = { Authorization: `Bearer ${String(accessToken)}` };
    return { ...asInRun(request, this.properties, credentials), headers: { ...request.headers, ...headers } };
  };

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.baseUrl}}', url: '/gigastore/products/inventory' },
  };
}

/**
 * The unit of `expiresIn` is not stated; its sample, 86400, is a day in seconds (facts/providers/dent-giga-store.md,
 * section 2).
 */
function tokenFrom(json: unknown): { token: string; expiresInSeconds: number | null } | null {
  const { accessToken, expiresIn } = record(json);
  const token = text(accessToken);
  const seconds = whole(expiresIn);
  return token === null ? null : { token, expiresInSeconds: seconds !== null && seconds > 0 ? seconds : null };
}
