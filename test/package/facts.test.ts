import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ROOT } from './temporaryPackage';

const NOT_OURS = ['node_modules', 'dist', 'coverage', 'demo-output'];
const CODE = /\.(?:ts|mts|js|mjs|cjs)$/;

/** Folders of a provider, in `providers/`, `sandbox/` and `test/providers/`, where a bare "section 7" means its file. */
const FILE_OF_PROVIDER: Readonly<Record<string, string>> = {
  airalo: 'facts/providers/airalo.md',
  dentGigaStore: 'facts/providers/dent-giga-store.md',
  esimAccess: 'facts/providers/esim-access.md',
  esimGo: 'facts/providers/esim-go.md',
  gigs: 'facts/providers/gigs.md',
  oneGlobalConnect: 'facts/providers/1global-connect.md',
};

const MARKDOWN = /(?<![\w./*-])[\w./-]+\.md\b/g;
const NUMBERS = String.raw`\d+(?:\.\d+)*(?:(?:,? and |,? to |, )\d+(?:\.\d+)*)*`;
const SECTIONS = new RegExp(String.raw`(?:(facts/[\w/-]+\.md)\W* )?\b[Ss]ections? (${NUMBERS})(?:, point (\d+))?`, 'g');
const NUMBER_WITHOUT_WORD = /facts\/[\w/-]+\.md\W* \d/;
/** Sections of a standard are not ours: `SGP.22, section 4.1`. */
const OF_A_STANDARD = /(?:SGP\.\d+|RFC \d+|ISO [\d-]+),? $/;

interface Section {
  /** The entries of its own numbered list. */
  points: Set<string>;
}

const read = new Map<string, Map<string, Section>>();

function sectionsOf(file: string): Map<string, Section> {
  const known = read.get(file);
  if (known) return known;
  const sections = new Map<string, Section>();
  let current: Section | undefined;
  for (const line of readFileSync(join(ROOT, file), 'utf8').split('\n')) {
    const [heading, number] = /^#+ (?:(\d+(?:\.\d+)*)\b)?/.exec(line) ?? [];
    if (heading) current = { points: new Set() };
    if (current && number) sections.set(number, current);
    const point = /^(\d+)\. /.exec(line)?.[1];
    if (point) current?.points.add(point);
  }
  read.set(file, sections);
  return sections;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.name.startsWith('.') || NOT_OURS.includes(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Block comments, and line comments that follow each other, each as one line without its stars and slashes. */
function commentsOf(code: string): string[] {
  const found = code.match(/\/\*[\s\S]*?\*\/|(?:(?<![:'"`\w])\/\/.*\n\s*)+/g) ?? [];
  return found.map((comment) => comment.replace(/^\s*(?:\/\*+|\*\/|\*|\/\/)/gm, ' ').replace(/[\s`]+/g, ' '));
}

const textsOf = (path: string, content: string): string[] =>
  CODE.test(path) ? commentsOf(content) : [content.replace(/[\s`]+/g, ' ')];

/** Names of `.md` files that are neither in the repository's root nor beside the file. */
function missingFiles(path: string, text: string): string[] {
  const names = text.replace(/https?:\/\/\S+/g, '').match(MARKDOWN) ?? [];
  return names.filter((name) => !existsSync(join(ROOT, name)) && !existsSync(join(ROOT, dirname(path), name)));
}

function problemsInText(path: string, text: string): string[] {
  const problems = missingFiles(path, text).map((name) => `there is no ${name}`);
  if (NUMBER_WITHOUT_WORD.test(text)) problems.push(`a number without the word section: ${text}`);
  const provider = /^(?:providers|sandbox|test\/providers)\/(\w+)\//.exec(path)?.[1];
  for (const { 1: named, 2: numbers = '', 3: point, index } of text.matchAll(SECTIONS)) {
    if (OF_A_STANDARD.test(text.slice(0, index))) continue;
    const file = named ?? FILE_OF_PROVIDER[provider ?? ''];
    if (!file) problems.push(`a section without a file: ${numbers}`);
    if (!file || !existsSync(join(ROOT, file))) continue;
    for (const number of numbers.split(/[^\d.]+/)) {
      const section = sectionsOf(file).get(number);
      if (!section) problems.push(`${file} has no section ${number}`);
      else if (point && !section.points.has(point)) problems.push(`${file}, section ${number}, has no point ${point}`);
    }
  }
  return problems;
}

const problemsIn = (path: string, content: string): string[] =>
  textsOf(path, content).flatMap((text) => problemsInText(path, text).map((problem) => `${path}: ${problem}`));

/** All but this one, whose examples are wrong. */
const files = filesBelow('').filter(
  (path) => (CODE.test(path) || /^docs\/.+\.md$/.test(path)) && path !== 'test/package/facts.test.ts',
);
const contents = files.map((path) => ({ path, content: readFileSync(join(ROOT, path), 'utf8') }));

test('every reference to the facts leads to a file and a section that are there', () => {
  expect(contents.flatMap(({ path, content }) => problemsIn(path, content))).toEqual([]);
});

test('the references are seen, in every folder that has them', () => {
  const referring = contents.filter(({ path, content }) =>
    textsOf(path, content).some((text) => text.search(SECTIONS) >= 0 || text.includes('facts/')),
  );
  const folders = new Set(referring.map(({ path }) => path.split('/')[0]));
  expect([...folders]).toEqual(
    expect.arrayContaining(['credentials', 'esim', 'providers', 'sandbox', 'test', 'trigger']),
  );
  expect(referring.length).toBeGreaterThan(100);
});

test('every file of facts has numbered sections, and every provider that has a folder a file', () => {
  const facts = filesBelow('facts').filter((path) => path !== 'facts/README.md');
  expect(facts.filter((path) => sectionsOf(path).size < 5)).toEqual([]);
  const folders = readdirSync(join(ROOT, 'providers'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const houses = folders.map(({ name }) => name).filter((name) => !['kit', 'contract'].includes(name));
  expect(houses.filter((name) => !facts.includes(FILE_OF_PROVIDER[name] ?? ''))).toEqual([]);
});

test.each([
  ['purchase/a.ts', '/** As n8n does it (facts/n8n.md, section 6.7). */'],
  ['purchase/a.ts', '// first line of it (facts/n8n.md,\n// sections 6.4 and 6.6)\n'],
  ['providers/gigs/a.ts', '/** Sections 10 to 13, and 18.2. */'],
  ['providers/gigs/a.ts', '/** A number of n8n (`facts/n8n.md`, section 6.7), then one of Gigs (section 16). */'],
  ['esim/a.ts', '/** SGP.22, section 4.1; an ICCID as a number (facts/esim-field.md, section 0, point 2). */'],
  ['purchase/a.ts', "const text = 'section 99';"],
])('right in %s: %j', (path, code) => {
  expect(problemsIn(path, code)).toEqual([]);
});

test.each([
  ['purchase/a.ts', '/** (shared/n8n.md, section 6.7) */', 'there is no shared/n8n.md'],
  ['providers/gigs/a.ts', '/** (providers/gigs.md) */', 'there is no providers/gigs.md'],
  ['purchase/a.ts', '/** (facts/n8n.md, section 6.99) */', 'facts/n8n.md has no section 6.99'],
  ['purchase/a.ts', '/** (facts/n8n.md, sections 6.7,\n * 6.98) */', 'facts/n8n.md has no section 6.98'],
  ['esim/a.ts', '/** (facts/esim-field.md, section 0, point 99) */', 'section 0, has no point 99'],
  ['purchase/a.ts', '/** (facts/n8n.md, 6.7) */', 'a number without the word section'],
  ['purchase/a.ts', '// section 5, point 3\n', 'a section without a file: 5'],
  ['sandbox/gigs/a.ts', '/** Section 99. */', 'facts/providers/gigs.md has no section 99'],
  ['docs/a.md', 'See (`facts/n8n.md`, section 99).', 'facts/n8n.md has no section 99'],
])('wrong in %s: %j', (path, code, problem) => {
  expect(problemsIn(path, code)).toContainEqual(expect.stringContaining(problem));
});
