/** The one list of stand-ins that the chaos runs go through. */
import { dentGigaStore } from './dentGigaStore';
import type { StandKind } from './stand';

export type { ChaosItem, Stand, StandKind } from './stand';

export const standKinds: readonly StandKind[] = [dentGigaStore];
