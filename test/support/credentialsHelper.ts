/** n8n's CredentialsHelper without its database: decrypted values in memory, the same renewal rules as n8n 2.41. */
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INode,
} from 'n8n-workflow';
import { ICredentialsHelper } from 'n8n-workflow';

export interface StoredCredential {
  type: ICredentialType;
  data: ICredentialDataDecryptedObject;
}

export class MemoryCredentialsHelper extends ICredentialsHelper {
  constructor(private readonly stored: Record<string, StoredCredential>) {
    super();
  }

  getParentTypes(): string[] {
    return [];
  }

  isCredentialUsableByNode(): boolean {
    return true;
  }

  async getDecrypted(
    ...[, , type]: Parameters<ICredentialsHelper['getDecrypted']>
  ): Promise<ICredentialDataDecryptedObject> {
    return { ...this.one(type).data };
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    request: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const { authenticate } = this.one(typeName).type;
    if (typeof authenticate === 'function') return await authenticate(credentials, request);
    const headers = Object.fromEntries(
      Object.entries(authenticate?.properties.headers ?? {}).map(([name, value]) => [
        name,
        // the one expression form that the credentials use: ={{ $credentials.x }} inside text
        String(value)
          .replace(/^=/, '')
          .replace(/\{\{\s*\$credentials\.(\w+)\s*\}\}/g, (_, field: string) => String(credentials[field])),
      ]),
    );
    return { ...request, headers: { ...request.headers, ...headers } };
  }

  async preAuthentication(
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
    _node: INode,
    credentialsExpired: boolean,
  ): Promise<ICredentialDataDecryptedObject | undefined> {
    const { type, data } = this.one(typeName);
    const expirable = type.properties.find(
      ({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable,
    );
    if (!expirable || !type.preAuthentication) return undefined;
    if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
    const output = (await type.preAuthentication.call(helpers, credentials)) as ICredentialDataDecryptedObject;
    if (output[expirable.name] === undefined) return undefined;
    Object.assign(data, output);
    return Object.assign(credentials, output);
  }

  async runPreAuthentication(): Promise<undefined> {
    return undefined;
  }

  async getCredentials(): Promise<never> {
    throw new Error('Not needed by these tests');
  }

  async updateCredentials(): Promise<void> {}

  async updateCredentialsOauthTokenData(): Promise<void> {}

  getCredentialsProperties(type: string) {
    return this.one(type).type.properties;
  }

  private one(type: string): StoredCredential {
    const found = this.stored[type];
    if (!found) throw new Error(`No credential of type ${type} in this test`);
    return found;
  }
}
