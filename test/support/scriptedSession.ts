/** A `Session` whose provider answers from a script: for decision tables, where every kind of answer is the point. */
import { parseJson } from '../../esim/json';
import type { Answer, Exchange, Request } from '../../http/client';
import { describeAnswer } from '../../http/describe';
import { ProviderError } from '../../http/errors';
import { clientOf, sessionOf } from './axiosSession';
import type { TestSession } from './axiosSession';

/** An answer: status and body (an object is sent as JSON), or no answer at all. */
export type Scripted =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { noAnswer: 'no' | 'maybe' };

/** By "METHOD /path" (without a query): one answer for always, a list to be used up, or a function of the request. */
export type Script = Readonly<Record<string, Scripted | Scripted[] | ((request: Request) => Scripted)>>;

export interface ScriptedSession extends TestSession {
  requests: Request[];
}

/** What the script does not know is answered with 404. @param provider its name, for messages */
export function scriptedSession(
  script: Script,
  settings: Record<string, unknown> = {},
  provider = 'DENT Giga Store',
): ScriptedSession {
  const requests: Request[] = [];
  const left = new Map(
    Object.entries(script).map(([name, answers]) => [name, Array.isArray(answers) ? [...answers] : answers]),
  );
  const exchange = async (request: Request): Promise<Exchange> => {
    requests.push(request);
    const scripted = left.get(`${request.method} ${request.path}`);
    const next =
      typeof scripted === 'function' ? scripted(request) : Array.isArray(scripted) ? scripted.shift() : scripted;
    return await Promise.resolve(exchangeOf(next ?? { status: 404 }));
  };
  const describe = (answer: Answer) => describeAnswer(answer, provider, []);
  return { ...sessionOf(clientOf(exchange, describe), settings), requests };
}

function exchangeOf(scripted: Scripted): Exchange {
  if ('noAnswer' in scripted) {
    return {
      answered: false,
      sent: scripted.noAnswer,
      error: new ProviderError('unreachable', 'the connection was cut'),
    };
  }
  const { status, body, headers = {} } = scripted;
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return { answered: true, status, headers, text, json: parseJson(text) };
}
