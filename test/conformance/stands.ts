/** The one list of providers in the conformance suite. Adding one: a file beside this one, and a line here. */
import { dentGigaStore } from './dentGigaStore';
import { gigs } from './gigs';
import type { Stand } from './kit/stand';
import { oneGlobalConnectV1, oneGlobalConnectV2 } from './oneGlobalConnect';

export const stands: readonly Stand[] = [dentGigaStore, oneGlobalConnectV1, oneGlobalConnectV2, gigs];
