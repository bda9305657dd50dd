import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { providers } from '../../providers';
import { operationsOf } from '../../providers/capabilities';
import { capabilityTable, renewed } from '../../scripts/readme';

const root = join(__dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('docs/conformance.md shows what the providers’ descriptions declare (npm run readme renews it)', () => {
  const conformance = readFileSync(join(root, 'docs', 'conformance.md'), 'utf8');
  expect(conformance).toBe(renewed(conformance));
});

describe('README.md', () => {
  it('shows what the providers really offer (npm run readme renews it)', () => {
    expect(readme).toBe(renewed(readme));
  });

  it('has a row for every operation that some provider offers', () => {
    const offered = new Set(providers.flatMap(operationsOf));
    expect(capabilityTable().split('\n')).toHaveLength(offered.size + 2);
  });

  it('links only to files that exist', () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target ?? '');
    const local = targets.filter((target) => !/^https?:/.test(target));
    expect(local.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});
