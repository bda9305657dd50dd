/** The one list of stand-ins that the chaos runs go through. */
import { dentGigaStore } from './dentGigaStore';
import { gigs } from './gigs';
import { oneGlobalConnectV1, oneGlobalConnectV2 } from './oneGlobalConnect';
import type { StandKind } from './stand';

export type { ChaosItem, Stand, StandKind } from './stand';

export const standKinds: readonly StandKind[] = [dentGigaStore, oneGlobalConnectV1, oneGlobalConnectV2, gigs];
