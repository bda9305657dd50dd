/** A signed-in `Session` for a provider's code, without n8n: plain axios, the package's own rules for answers. */
import axios from 'axios';

import { parseJson } from '../../esim/json';
import type { Answer, Exchange, HttpClient, Request, Takes } from '../../http/client';
import { describeAnswer } from '../../http/describe';
import { describeNoAnswer } from '../../http/noAnswer';
import { makeSharing } from '../../http/sharing';
import type { Session } from '../../providers/provider';

export interface AxiosSessionOptions {
  baseUrl: string;
  /** For error messages. */
  provider: string;
  /** Called for every request: its sign-in headers. */
  headers: () => Promise<Record<string, string>>;
  settings?: Record<string, unknown>;
  timeoutMs?: number;
}

export interface TestSession extends Session {
  /** What the provider's code wrote to the log. */
  lines: string[];
}

export function axiosSession(options: AxiosSessionOptions): TestSession {
  const describe = (answer: Answer) => describeAnswer(answer, options.provider, []);
  const exchange = async (request: Request): Promise<Exchange> => {
    try {
      const response = await axios.request<string>({
        method: request.method,
        url: `${options.baseUrl}${request.path}`,
        params: request.query,
        headers: {
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...request.headers,
          ...(await options.headers()),
        },
        data: request.body === undefined ? undefined : JSON.stringify(request.body),
        responseType: 'text',
        transformResponse: (text: string) => text,
        validateStatus: () => true,
        maxRedirects: 0,
        timeout: options.timeoutMs ?? 5_000,
      });
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
      );
      const text = response.data ?? '';
      return { answered: true, status: response.status, headers, text, json: parseJson(text) };
    } catch (failure) {
      return describeNoAnswer(failure, options.provider, [], describe);
    }
  };
  return sessionOf(clientOf(exchange, describe), options.settings);
}

/** Reads once: retries are the real client's business and have their own tests. */
export function clientOf(
  exchange: (request: Request) => Promise<Exchange>,
  describe: (answer: Answer) => ReturnType<HttpClient['describe']>,
): HttpClient {
  const answerOrThrow = async (request: Request, takes: Takes = () => false): Promise<Answer> => {
    const ending = await exchange(request);
    if (!ending.answered) throw ending.error;
    if ((ending.status < 200 || ending.status >= 300) && !takes(ending)) throw describe(ending);
    return ending;
  };
  return {
    describe,
    readAnswer: answerOrThrow,
    change: async (request) => await answerOrThrow(request),
    spend: exchange,
    async read(request) {
      const answer = await answerOrThrow(request);
      if (answer.json === undefined) throw describe(answer);
      return answer.json;
    },
  };
}

export function sessionOf(http: HttpClient, settings: Record<string, unknown> = {}): TestSession {
  const lines: string[] = [];
  return {
    ...makeSharing(),
    http,
    settings,
    lines,
    log: (message) => void lines.push(message),
    sleep: async () => await Promise.resolve(),
  };
}
