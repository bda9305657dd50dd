/** Which route a request is for, and the request's whole body. */
import type { IncomingMessage } from 'node:http';

import { type ControlRoute, matchPath, type SandboxRequest } from './http';

const LARGEST_BODY = 1024 * 1024;

export interface Found<T> {
  route: T;
  request: SandboxRequest;
}

/** The first route that fits, with the parts of its path. */
export function find<T extends ControlRoute>(routes: T[], request: SandboxRequest): Found<T> | null {
  for (const route of routes) {
    const params = route.method === request.method ? matchPath(route.pattern, request.path) : null;
    if (params) return { route, request: { ...request, params } };
  }
  return null;
}

/** The whole body; null when the client went away or sent too much. */
export async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LARGEST_BODY) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}
