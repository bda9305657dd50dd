import type { CredentialType, NodeType } from './descriptions';
import { N8nHttp } from './n8nHttp';
import type { Workflow } from './workflow';

export interface CredentialReference {
  id: string;
  name: string;
}

/** What a person does in the editor before anything runs: credentials and drafts of workflows. */
export class N8nWorkflows {
  readonly http: N8nHttp;

  constructor(baseUrl: string) {
    this.http = new N8nHttp(baseUrl);
  }

  /** The descriptions of all nodes that the editor offers. */
  async nodeTypes(): Promise<NodeType[]> {
    return (await this.http.send<NodeType[]>('GET', '/types/nodes.json')).data;
  }

  /** The descriptions of all credential types. */
  async credentialTypes(): Promise<CredentialType[]> {
    return (await this.http.send<CredentialType[]>('GET', '/types/credentials.json')).data;
  }

  async createCredential(type: string, data: Record<string, unknown>, name = type): Promise<CredentialReference> {
    const { id } = await this.http.api<{ id: string }>('POST', '/credentials', { name, type, data });
    return { id, name };
  }

  /** Presses *Test* on a saved credential, as the editor does: with the data that it was shown (secrets blanked). */
  async testCredential(id: string): Promise<{ status: 'OK' | 'Error'; message: string }> {
    const credentials = await this.http.rest<object>('GET', `/credentials/${id}?includeData=true`);
    return await this.http.rest('POST', '/credentials/test', { credentials });
  }

  /** Saves a new workflow and gives its id. Fields of an exported file that n8n sets itself are left out. */
  async createWorkflow({ name, nodes, connections, settings = {} }: Workflow): Promise<string> {
    return (await this.http.api<{ id: string }>('POST', '/workflows', { name, nodes, connections, settings })).id;
  }

  /** Saves a new version of the draft. A published workflow goes on with the version that was published. */
  async updateWorkflow(id: string, { name, nodes, connections, settings = {} }: Workflow): Promise<void> {
    await this.http.api('PUT', `/workflows/${id}`, { name, nodes, connections, settings });
  }

  async getWorkflow(id: string): Promise<Workflow & { active: boolean }> {
    return await this.http.api('GET', `/workflows/${id}`);
  }
}
