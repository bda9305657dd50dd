/** Local stand-ins of the providers, for tests and the demo. Never published. */
export {
  type DentBooks,
  type DentSandbox,
  type DentSandboxOptions,
  type DentSettings,
  startDentSandbox,
} from './dentGigaStore/index';
export {
  type ConnectBooks,
  type ConnectSandbox,
  type ConnectSandboxOptions,
  type ConnectSettings,
  startConnectSandbox,
} from './oneGlobalConnect/index';
export {
  type GigsBooks,
  type GigsSandbox,
  type GigsSandboxOptions,
  type GigsSettings,
  startGigsSandbox,
} from './gigs/index';
export { type Fault, FAULT_NAMES, type FaultMix, type FaultName, type QueuedFault } from './core/faultCatalogue';
export { type JournalEntry } from './core/journal';
export { type Delivery } from './core/webhooks';
