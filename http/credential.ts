/** The credential of a node, as its requests need it. */
import { createHash } from 'crypto';
import type {
  IExecuteFunctions,
  IHookFunctions,
  ILoadOptionsFunctions,
  INodeProperties,
  IWebhookFunctions,
} from 'n8n-workflow';

import { type CredentialValues, readWholeCredential } from '../input';

export type N8nContext = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions;

/** What `connect` needs to know of a provider. */
export interface Destination {
  name: string;
  credential: string;
  secrets: readonly string[];
  /** @param settings the credential's fields that are not secret */
  requestsPerSecond?(settings: Readonly<Record<string, unknown>>): number;
}

export class NodeCredential {
  readonly type: string;
  /** The provider's name, for messages. */
  readonly provider: string;
  /** Its token is fetched by signing in, and fetched again when it is refused. Known once it was read. */
  isRenewed = false;
  /** To be hidden, should the provider repeat them. */
  secrets: readonly string[] = [];
  /** Everything that decides whether it is accepted, unlike the token, which changes. */
  identity: readonly unknown[] = [];

  constructor(
    private readonly context: N8nContext,
    private readonly destination: Destination,
  ) {
    this.type = destination.credential;
    this.provider = destination.name;
  }

  /**
   * Reads it anew, for every request: a token may have been renewed since, and a person may have corrected a field.
   * @throws ProviderError `credential` when a field is empty or does not fit
   */
  async read(): Promise<CredentialValues<'baseUrl'>> {
    const data = await this.context.getCredentials(this.type);
    const properties: INodeProperties[] = this.context.getCredentialsProperties(this.type);
    const values = readWholeCredential<'baseUrl'>(properties, data);
    this.isRenewed = properties.some(({ typeOptions }) => typeOptions?.expirable);
    this.secrets = this.destination.secrets.map((name) => String(values[name] ?? ''));
    const typed = properties.filter(({ type }) => type !== 'hidden');
    this.identity = [this.type, ...typed.map(({ name }) => values[name])];
    return values;
  }

  /** Names the account, without giving a secret away. Known once it was read. */
  get account(): string {
    return createHash('sha256').update(JSON.stringify(this.identity)).digest('hex');
  }

  /** What the provider takes from an account; undefined where it sets no limit. */
  requestsPerSecond(values: CredentialValues): number | undefined {
    return this.destination.requestsPerSecond?.(values);
  }
}
