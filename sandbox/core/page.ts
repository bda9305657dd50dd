/** Serves the control page: one HTML file of the provider, with the style and the script that all providers share. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ControlRoute } from './http';

/** @param htmlFile absolute path of the provider's page */
export function pageRoutes(htmlFile: string): ControlRoute[] {
  const shared = (name: string): string => join(__dirname, 'page', name);
  return [
    file('/', htmlFile, 'text/html; charset=utf-8'),
    file('/_sandbox/page/shell.css', shared('shell.css'), 'text/css; charset=utf-8'),
    file('/_sandbox/page/shell.js', shared('shell.js'), 'text/javascript; charset=utf-8'),
  ];
}

/** Read anew each time, so that the page can be changed while the sandbox runs. */
function file(pattern: string, path: string, contentType: string): ControlRoute {
  return {
    method: 'GET',
    pattern,
    handle: () => ({ status: 200, contentType, headers: { 'cache-control': 'no-store' }, body: readFileSync(path) }),
  };
}
