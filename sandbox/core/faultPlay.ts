/** Carries out at the socket what the fault engine decided. */
import type { ServerResponse } from 'node:http';

import type { Damage, Fault, FaultPlan } from './faultCatalogue';
import type { Answering, Reply } from './http';

/** How the exchange ended, for the journal. */
export interface Ending {
  ending: 'answered' | 'cut' | 'hung' | 'clientGone';
  status: number | null;
}

export interface Stage {
  /** Runs the provider's code. Called at most once. */
  commit(): Answering;
  expireTokens(): void;
  /** Waits; ends early when the sandbox stops. */
  pause(milliseconds: number): Promise<void>;
  /** The same, and ends early when the client gives up. */
  waitForClient(milliseconds: number): Promise<void>;
  response: ServerResponse;
}

/** Answers the request, with the fault if there is one. */
export async function play(plan: FaultPlan | null, stage: Stage): Promise<Ending> {
  if (plan && plan.delayBeforeMs > 0) await stage.pause(plan.delayBeforeMs);
  const fault = plan?.fault ?? null;
  if (fault?.kind === 'tokenExpired') stage.expireTokens();
  if (fault && 'when' in fault && fault.when === 'beforeCommit') return withoutTheTruth(fault, stage);
  const reply = await stage.commit();
  if (plan && plan.delayAfterMs > 0) await stage.pause(plan.delayAfterMs);
  if (fault && 'when' in fault) return withoutTheTruth(fault, stage);
  if (fault?.kind === 'damage') return damaged(fault.how, reply, stage.response);
  return send(reply, stage.response);
}

async function withoutTheTruth(fault: Extract<Fault, { when: unknown }>, stage: Stage): Promise<Ending> {
  switch (fault.kind) {
    case 'answer': {
      const { status, contentType, body, retryAfter } = fault;
      return send(
        { status, contentType, body, headers: retryAfter ? { 'retry-after': retryAfter } : {} },
        stage.response,
      );
    }
    case 'hang':
      await stage.waitForClient(fault.ms);
      stage.response.destroy();
      return { ending: 'hung', status: null };
    case 'cut':
      stage.response.destroy();
      return { ending: 'cut', status: null };
  }
}

function damaged(how: Damage, reply: Reply, response: ServerResponse): Ending {
  const whole = Buffer.from(reply.body);
  const half = whole.subarray(0, Math.ceil(whole.length / 2));
  switch (how) {
    case 'empty':
      return send({ ...reply, body: '' }, response);
    case 'malformed':
      // As if a proxy had written its complaint into the middle of the body.
      return send({ ...reply, body: Buffer.concat([half, Buffer.from('<!-- upstream -->'), half]) }, response);
    case 'truncated':
      return send({ ...reply, body: half }, response);
    case 'brokenGzip':
      return send({ ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } }, response);
    case 'cutMidBody':
      if (response.closed) return { ending: 'clientGone', status: null };
      response.writeHead(reply.status, headersOf(reply, whole.length + 1));
      response.write(half, () => response.destroy());
      return { ending: 'cut', status: reply.status };
  }
}

/** Answers plainly. */
export function send(reply: Reply, response: ServerResponse): Ending {
  if (response.closed) return { ending: 'clientGone', status: null };
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, headersOf(reply, body.length));
  response.end(body);
  return { ending: 'answered', status: reply.status };
}

function headersOf(reply: Reply, length: number): Record<string, string> {
  return {
    ...reply.headers,
    ...(reply.contentType === undefined ? {} : { 'content-type': reply.contentType }),
    'content-length': String(length),
  };
}
