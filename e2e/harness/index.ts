/** The harness: a real n8n with the packed package, for the tests, the demo and the measurements. */
export { findBrowser, launchBrowser, openEditor } from './browser';
export * from './dent';
export * from './oneGlobalConnect';
export type { CredentialType, NodeType } from './descriptions';
export { Execution, type BinaryReference, type Item } from './execution';
export { ensureInstalled, n8nVersion } from './install';
export { N8nClient } from './n8nClient';
export type { CredentialReference } from './n8nWorkflows';
export { N8nAnswer, OWNER } from './n8nHttp';
export { N8nProcess } from './n8nProcess';
export { N8nServer, type StartOptions } from './n8nServer';
export { installInto, packPackage, type PackedPackage } from './pack';
export { PACKAGE_NAME, ROOT, WORK } from './paths';
export { say, step } from './progress';
export { findServices, startServices, type FoundServices, type Services } from './services';
export { freePort, portOrFree, removeFolder, throwawayFolder } from './throwaway';
export { pause, until } from './waiting';
export * from './workflow';
