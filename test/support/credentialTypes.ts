/** The credential types as they are shipped, by their names: a provider names its own. */
import type { ICredentialType } from 'n8n-workflow';

import { DentGigaStoreApi } from '../../credentials/DentGigaStoreApi.credentials';
import { GigsApi } from '../../credentials/GigsApi.credentials';
import { OneGlobalConnectApi } from '../../credentials/OneGlobalConnectApi.credentials';

const CREDENTIALS: ReadonlyArray<new () => ICredentialType> = [DentGigaStoreApi, GigsApi, OneGlobalConnectApi];

/** @throws Error for a name that none has */
export function credentialType(name: string): ICredentialType {
  const found = CREDENTIALS.map((Credential) => new Credential()).find((one) => one.name === name);
  if (!found) throw new Error(`The tests do not know the credential ${name}`);
  return found;
}
