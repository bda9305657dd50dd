/** Local stand-ins of the providers, for tests and the demo. Never published. */
export { type DentSandbox, type DentSandboxOptions, startDentSandbox } from './dentGigaStore/index';
export { type DentBooks } from './dentGigaStore/books';
export { type DentSettings } from './dentGigaStore/settings';
export { type ConnectSandbox, type ConnectSandboxOptions, startConnectSandbox } from './oneGlobalConnect/index';
export { type ConnectBooks } from './oneGlobalConnect/books';
export { type ConnectSettings } from './oneGlobalConnect/settings';
export { type GigsSandbox, type GigsSandboxOptions, startGigsSandbox } from './gigs/index';
export { type GigsBooks } from './gigs/books';
export { type GigsSettings } from './gigs/settings';
export { type Fault, FAULT_NAMES, type FaultMix, type FaultName, type QueuedFault } from './core/faultCatalogue';
export { type JournalEntry } from './core/journal';
export { type Delivery } from './core/webhooks';
