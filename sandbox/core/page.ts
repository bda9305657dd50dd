/** Serves the control page: what all providers share, and the provider's own script with its tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ControlRoute } from './http';

/** @param folder absolute path of the folder with the provider's `page.mjs` */
export function pageRoutes(folder: string): ControlRoute[] {
  const shared = join(__dirname, 'page');
  return [
    file('/', join(shared, 'page.html'), 'text/html'),
    file('/_sandbox/page/provider.mjs', join(folder, 'page.mjs'), 'text/javascript'),
    file('/_sandbox/page/shell.mjs', join(shared, 'shell.mjs'), 'text/javascript'),
    file('/_sandbox/page/shell.css', join(shared, 'shell.css'), 'text/css'),
  ];
}

/** Read anew each time, so that the page can be changed while the sandbox runs. */
function file(pattern: string, path: string, type: string): ControlRoute {
  const contentType = `${type}; charset=utf-8`;
  return {
    method: 'GET',
    pattern,
    handle: () => ({ status: 200, contentType, headers: { 'cache-control': 'no-store' }, body: readFileSync(path) }),
  };
}
