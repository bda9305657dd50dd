/** What n8n tells the editor about nodes and credentials, as far as the harness and the tests look at it. */

interface WebhookDescription {
  name: string;
  httpMethod: string;
  path: string;
  isFullPath?: boolean | string;
  /** For nodes that wait in the middle of an execution: no address of its own. */
  restartWebhook?: boolean;
}

type IconUrl = string | { light: string; dark: string };

/** A credential's description, as far as the tests look at it. */
export interface CredentialType {
  name: string;
  displayName: string;
  iconUrl?: IconUrl;
}

/** The part of a node's description that the harness and its tests look at. */
export interface NodeType {
  name: string;
  displayName: string;
  group: string[];
  version: number | number[];
  webhooks?: WebhookDescription[];
  properties: Array<{ name: string; displayName: string; type: string }>;
  credentials?: Array<{ name: string }>;
  /** Below n8n's address; one per theme, or one for both. */
  iconUrl?: IconUrl;
}
