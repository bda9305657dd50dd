/** The one list of what the suite goes through: every provider, in each of its versions. */
import { dentGigaStore } from './dentGigaStore';
import { gigs } from './gigs';
import { oneGlobalConnectV1, oneGlobalConnectV2 } from './oneGlobalConnect';
import type { Subject } from './subject';

export const subjects: readonly Subject[] = [dentGigaStore, oneGlobalConnectV1, oneGlobalConnectV2, gigs];
