import { thirdPartyLicences } from '../../scripts/build/licences';
import { remove, writePackage } from './temporaryPackage';

const BUNDLED = ['node_modules/one/index.js', 'node_modules/one/node_modules/@two/three/lib/a.js'];

const FILES = {
  'node_modules/one/package.json': { name: 'one', version: '1.2.3', license: 'MIT' },
  'node_modules/one/LICENSE': 'Text of one',
  'node_modules/one/node_modules/@two/three/package.json': { name: '@two/three', version: '4.5.6', license: 'ISC' },
  'node_modules/one/node_modules/@two/three/licence.md': 'Text of three',
  'node_modules/one/node_modules/@two/three/NOTICE': 'Notice of three',
};

function licences(files: Record<string, unknown>): string {
  const folder = writePackage({ ...FILES, ...files });
  try {
    return thirdPartyLicences(folder, BUNDLED);
  } finally {
    remove(folder);
  }
}

test('every bundled package has its version, licence and texts, also the one that only another one needs', () => {
  const text = licences({});
  expect(text).toContain('one 1.2.3 (MIT)');
  expect(text).toContain('Text of one');
  expect(text).toContain('@two/three 4.5.6 (ISC)');
  expect(text).toContain('Text of three');
  expect(text).toContain('Notice of three');
});

test('a package without a licence text fails the build and says where to add one', () => {
  const files = { 'node_modules/one/package.json': { name: 'one', version: '1.2.3', license: 'MIT' } };
  const folder = writePackage(files);
  expect(() => thirdPartyLicences(folder, ['node_modules/one/index.js'])).toThrow(
    /one ships no licence text; add it as LICENSES.one\.txt/,
  );
  remove(folder);
});

test('a licence text that we add is used when the package ships none', () => {
  const folder = writePackage({
    'node_modules/@a/b/package.json': { name: '@a/b', version: '1.0.0', license: 'MIT' },
    'LICENSES/a__b.txt': 'Text from the repository',
  });
  expect(thirdPartyLicences(folder, ['node_modules/@a/b/index.js'])).toContain('Text from the repository');
  remove(folder);
});

test.each(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN LICENSE.md', undefined])(
  'the licence %s fails the build',
  (license) => {
    const files = { 'node_modules/one/package.json': { name: 'one', version: '1.2.3', license } };
    expect(() => licences(files)).toThrow('which is not on the list of accepted ones');
  },
);

test.each(['(MIT OR GPL-3.0)', 'MIT AND ISC', 'Apache-2.0', { type: 'BSD-3-Clause' }])(
  'the licence %j passes',
  (license) => {
    const files = { 'node_modules/one/package.json': { name: 'one', version: '1.2.3', license } };
    expect(licences(files)).toContain('one 1.2.3');
  },
);
