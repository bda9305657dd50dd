/** The one list of providers. Adding one: a folder here, a credential, a line in this list, and its sandbox. */
import { dentGigaStore } from './dentGigaStore';
import { esimAccess } from './esimAccess';
import { gigs } from './gigs';
import { oneGlobalConnect } from './oneGlobalConnect';
import type { Provider } from './provider';

export const providers: readonly Provider[] = [dentGigaStore, oneGlobalConnect, gigs, esimAccess];

export function providerById(id: string): Provider | undefined {
  return providers.find((provider) => provider.id === id);
}
