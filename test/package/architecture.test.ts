import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import ts from 'typescript';

import { isAllowedModule } from '../../scripts/build/allowedModules';

const ROOT = join(__dirname, '..', '..');

/** Who may import whom. Every folder may also import itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  esim: [],
  vendor: [],
  qr: ['esim', 'vendor'],
  webhooks: ['esim', 'vendor'],
  http: ['input', 'esim'],
  // of http only what an error is, since what cannot be read is one
  input: ['http', 'esim'],
  providers: ['input', 'http', 'esim', 'webhooks'],
  purchase: ['providers', 'http', 'esim'],
  credentials: ['input', 'http', 'esim'],
  actions: ['purchase', 'providers', 'input', 'http', 'esim', 'qr'],
  trigger: ['providers', 'input', 'http', 'esim', 'webhooks'],
  nodes: ['actions', 'trigger', 'providers'],
};

interface Import {
  /** `nodes/Esim/Esim.node.ts` */
  from: string;
  /** As written. */
  specifier: string;
  /** The file of ours that it means, undefined for a module. */
  to: string | undefined;
}

const imports = Object.keys(MAY_IMPORT).flatMap(filesIn).flatMap(importsOf);

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file).split(sep).join('/'));
}

function importsOf(from: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, from), 'utf8'));
  return importedFiles.map(({ fileName: specifier }) => ({
    from,
    specifier,
    to: specifier.startsWith('.') ? resolve(from, specifier) : undefined,
  }));
}

function resolve(from: string, specifier: string): string {
  const path = normalize(join(dirname(from), specifier))
    .split(sep)
    .join('/');
  return (
    [path, `${path}.ts`, `${path}/index.ts`].find((file) => /\.\w+$/.test(file) && existsSync(join(ROOT, file))) ?? path
  );
}

const folderOf = (file: string) => file.split('/')[0] ?? '';

/** `dentGigaStore` for a file in `providers/dentGigaStore/`, undefined for what all providers share. */
const providerOf = (file: string) => /^providers\/(?!kit\/|contract\/)([^/]+)\//.exec(file)?.[1];

const described = (found: Import[]) => found.map(({ from, specifier }) => `${from} imports ${specifier}`);

/** The first circle found, as the files in it, or an empty list. */
function findCircle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

function graphOf(list: Import[]): Map<string, string[]> {
  const graph = new Map<string, string[]>();
  for (const { from, to } of list) if (to) graph.set(from, [...(graph.get(from) ?? []), to]);
  return graph;
}

test('the imports of every shipped folder are seen', () => {
  expect([...new Set(imports.map(({ from }) => folderOf(from)))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

const arrows = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({ folder, allowed: [folder, ...allowed] }));

test.each(arrows)('of our own folders, $folder imports only $allowed', ({ folder, allowed }) => {
  const wrong = imports.filter(({ from, to }) => folderOf(from) === folder && to && !allowed.includes(folderOf(to)));
  expect(described(wrong)).toEqual([]);
});

test('a relative import means a file that exists', () => {
  expect(described(imports.filter(({ to }) => to && !existsSync(join(ROOT, to))))).toEqual([]);
});

test('esim imports no module at all', () => {
  expect(described(imports.filter(({ from, to }) => folderOf(from) === 'esim' && !to))).toEqual([]);
});

test('only vendor imports third-party code that is not in every n8n', () => {
  const wrong = imports.filter(
    ({ from, specifier, to }) => folderOf(from) !== 'vendor' && !to && !isAllowedModule(specifier),
  );
  expect(described(wrong)).toEqual([]);
});

test('a provider imports no other provider, nor the list of them', () => {
  const wrong = imports.filter(({ from, to }) => {
    const provider = providerOf(from);
    if (!provider || !to) return false;
    return to === 'providers/index.ts' || (providerOf(to) !== undefined && providerOf(to) !== provider);
  });
  expect(described(wrong)).toEqual([]);
});

test('only providers/index.ts reaches into the folder of a provider', () => {
  const wrong = imports.filter(
    ({ from, to }) => from !== 'providers/index.ts' && !providerOf(from) && to && providerOf(to) !== undefined,
  );
  expect(described(wrong)).toEqual([]);
});

test('no file imports itself through others', () => {
  expect(findCircle(graphOf(imports))).toEqual([]);
});

test('a circle would be found', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['d', ['b']],
  ]);
  expect(findCircle(graph)).toEqual(['b', 'd', 'b']);
});

describe('the sandbox', () => {
  const found = filesIn('sandbox').flatMap(importsOf);
  const files = found.filter(({ from }) => /^sandbox\/[^/]+\//.test(from));
  /** `sandbox/core`, `sandbox/gigs`. */
  const roomOf = (file: string) => file.split('/').slice(0, 2).join('/');

  test('its kit imports no stand-in, and nothing else of ours', () => {
    const kit = files.filter(({ from }) => roomOf(from) === 'sandbox/core');
    expect(kit.length).toBeGreaterThan(0);
    expect(described(kit.filter(({ to }) => to && roomOf(to) !== 'sandbox/core'))).toEqual([]);
  });

  test('a stand-in imports only the kit and what the field has in common', () => {
    const wrong = files.filter(({ from, to }) => {
      if (!to || roomOf(from) === 'sandbox/core') return false;
      return ![roomOf(from), 'sandbox/core'].includes(roomOf(to)) && folderOf(to) !== 'esim';
    });
    expect(described(wrong)).toEqual([]);
  });

  test('none of its files imports itself through others', () => {
    expect(findCircle(graphOf(found))).toEqual([]);
  });

  test('no file is longer than two screens', () => {
    const lines = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
    expect(filesIn('sandbox').filter((file) => lines(file) > 200)).toEqual([]);
  });
});

test('only input asks n8n for a parameter', () => {
  const asking = Object.keys(MAY_IMPORT)
    .filter((folder) => folder !== 'input')
    .flatMap(filesIn)
    .filter((file) => /\bget(?:Current)?NodeParameters?\b/.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(asking).toEqual([]);
});

/** The same in every house: whoever knows one provider finds everything in another. */
const ROOMS = [
  'api',
  'esims',
  'fields',
  'index',
  'mapping',
  'orders',
  'packages',
  'refunds',
  'topUps',
  'usage',
  'webhook',
  'wire',
];

const houses = [...new Set(filesIn('providers').map(providerOf))].filter((name) => name !== undefined);

test.each(houses)('%s has the rooms that every provider has, and says why it has another', (house) => {
  const beside = filesIn(`providers/${house}`).filter((file) => {
    const room = /([^/]+)\.ts$/.exec(file)?.[1] ?? '';
    return (
      !ROOMS.includes(room) && !/^\/\*\*\s(?:\*\s)?\s*(?:\* )?Beside /.test(readFileSync(join(ROOT, file), 'utf8'))
    );
  });
  expect(beside).toEqual([]);
});

test('a file of what a provider is fits on a few screens', () => {
  const long = filesIn('providers').filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 230);
  expect(long).toEqual([]);
});
