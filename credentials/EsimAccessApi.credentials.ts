import { createHmac, randomUUID } from 'crypto';
import type { IAuthenticate, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { asInRun, readCredential } from '../input';

/** An account at eSIM Access, or at a brand that speaks the same (facts/providers/esim-access.md, sections 1 to 3). */
export class EsimAccessApi implements ICredentialType {
  name = 'esimAccessApi';

  displayName = 'eSIM Access API';

  icon: Icon = { light: 'file:../icons/esimAccess.svg', dark: 'file:../icons/esimAccess.dark.svg' };

  documentationUrl = 'https://docs.esimaccess.com/';

  properties: INodeProperties[] = [
    {
      displayName: 'Access Code',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description:
        'From the section Developer of the eSIM Access console. Whoever has it can spend your balance: treat it like a password.',
    },
    {
      displayName: 'Secret Key',
      name: 'secretKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'From the same section. Once it is filled in, every request is signed with it. The access code alone is enough.',
    },
    {
      displayName: 'Requests per Second',
      name: 'requestsPerSecond',
      type: 'number',
      typeOptions: { minValue: 0.05, numberPrecision: 2 },
      default: 8,
      description:
        'How many requests this n8n sends in a second at most. eSIM Access takes 8 from an account: with several workers or processes, divide it by their number.',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: 'https://api.esimaccess.com',
      required: true,
      description: 'Address of the API. Change it only for a brand that uses the same API, or for a test server.',
    },
  ];

  /**
   * The signature is over the very bytes that are sent, so the body is written out here (facts/providers/esim-access.md,
   * section 2).
   */
  authenticate: IAuthenticate = async (credentials, request) => {
    const { apiKey: accessCode, secretKey } = readCredential<'apiKey' | 'secretKey'>(this.properties, credentials);
    const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? {});
    return {
      ...asInRun(request, this.properties, credentials),
      body,
      headers: {
        ...request.headers,
        'Content-Type': 'application/json',
        'RT-AccessCode': accessCode,
        ...(secretKey === '' ? {} : signed(accessCode, secretKey, body)),
      },
    };
  };

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.baseUrl}}',
      url: '/api/v1/open/balance/query',
      method: 'POST',
      body: {},
    },
    // refusals come as a success of HTTP (facts/providers/esim-access.md, section 4)
    rules: [
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'errorCode',
          value: '101003',
          message: 'eSIM Access did not accept the signature: check Secret Key, or leave it empty',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'errorCode',
          value: '101001',
          message: 'The clock of the n8n server is wrong: set it (NTP)',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'errorCode',
          value: '101002',
          message: 'The address of this n8n server is on the block list of eSIM Access',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'success',
          value: false,
          message: 'eSIM Access did not accept the credential: check Access Code and Base URL',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'success',
          value: 'false',
          message: 'eSIM Access did not accept the credential: check Access Code and Base URL',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'success',
          value: undefined,
          message: 'The answer is not one of eSIM Access: check Base URL',
        },
      },
    ],
  };
}

/**
 * The headers of a signature (facts/providers/esim-access.md, section 2).
 * @param now in milliseconds since 1970, as text
 */
export function signed(
  accessCode: string,
  secretKey: string,
  body: string,
  now: string = String(Date.now()),
  requestId: string = randomUUID(),
): Record<string, string> {
  const signature = createHmac('sha256', secretKey).update(`${now}${requestId}${accessCode}${body}`).digest('hex');
  return { 'RT-Timestamp': now, 'RT-RequestID': requestId, 'RT-Signature': signature };
}
