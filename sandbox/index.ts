/** Local stand-ins of the providers, for tests and the demo. Never published. */
export { type DentSandbox, type DentSandboxOptions, startDentSandbox } from './dentGigaStore/index';
export { type DentBooks } from './dentGigaStore/books';
export { type DentSettings } from './dentGigaStore/settings';
export { type Fault, FAULT_NAMES, type FaultMix, type FaultName, type QueuedFault } from './core/faultCatalogue';
export { type JournalEntry } from './core/journal';
export { type Delivery } from './core/webhooks';
