import { Agent } from 'node:http';

import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';

/** Sessions of the editor are bound to this header: the same one in every request, and in a browser that logs in. */
export const BROWSER_ID = 'n8n-nodes-esim-e2e';

export const OWNER = {
  email: 'owner@example.com',
  firstName: 'Demo',
  lastName: 'Owner',
  password: 'Esim-demo-2026',
} as const;

/** An answer of n8n that is not a success. */
export class N8nAnswer extends Error {
  constructor(
    request: string,
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`${request} answered ${status}: ${JSON.stringify(body)?.slice(0, 2_000)}`);
  }
}

/** Requests to one n8n: the editor's REST API (by session cookie) and the public API (by key). */
export class N8nHttp {
  private readonly http: AxiosInstance;
  private cookie = '';
  private apiKey = '';

  constructor(readonly baseUrl: string) {
    // on a busy machine a connection that is kept may be closed at the moment in which it is used again
    const httpAgent = new Agent({ keepAlive: false });
    this.http = axios.create({
      baseURL: baseUrl,
      validateStatus: () => true,
      timeout: 60_000,
      proxy: false,
      httpAgent,
    });
  }

  /** The request of the editor: `/rest/...`; gives what is inside `data`. */
  async rest<T>(method: string, path: string, data?: unknown, config: AxiosRequestConfig = {}): Promise<T> {
    const answer = await this.send<{ data: T }>(method, `/rest${path}`, data, config);
    return answer.data.data;
  }

  /** The request of an integration: `/api/v1/...`. */
  async api<T>(method: string, path: string, data?: unknown): Promise<T> {
    const headers = { 'X-N8N-API-KEY': this.apiKey };
    return (await this.send<T>(method, `/api/v1${path}`, data, { headers })).data;
  }

  /** Any address below n8n's own, with the session of the editor. */
  async send<T>(
    method: string,
    url: string,
    data?: unknown,
    config: AxiosRequestConfig = {},
  ): Promise<AxiosResponse<T>> {
    const headers = { 'browser-id': BROWSER_ID, Cookie: this.cookie, ...config.headers };
    const answer = await this.http.request<T>({ ...config, method, url, data, headers });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw new N8nAnswer(`${method} ${url}`, answer.status, answer.data);
  }

  /** Makes the owner's account on a new n8n, signs in and makes an API key. */
  async setUpOwner(): Promise<void> {
    const answer = await this.send('POST', '/rest/owner/setup', OWNER);
    this.keepCookie(answer);
    const scopes = await this.rest<string[]>('GET', '/api-keys/scopes');
    const key = await this.rest<{ rawApiKey: string }>('POST', '/api-keys', { label: 'e2e', scopes, expiresAt: null });
    this.apiKey = key.rawApiKey;
  }

  /** Signs in again as the owner. */
  async logIn(): Promise<void> {
    const { email, password } = OWNER;
    this.keepCookie(await this.send('POST', '/rest/login', { emailOrLdapLoginId: email, password }));
  }

  private keepCookie(answer: AxiosResponse): void {
    const cookies = answer.headers['set-cookie'] ?? [];
    this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  }
}
