import { ProviderError } from '../../../http/errors';
import { allOf, firstOf, type ListSource, rowsOf, onlyOf } from '../../../providers/kit/lists';

const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => ({ id: from + index }));

/** A list by page number, ten rows a page, of which a page behind the last is empty. */
function listOf(pages: Array<object[] | ProviderError>, more: Partial<ListSource<number, unknown>> = {}) {
  const asked: number[] = [];
  const source: ListSource<number, unknown> = {
    provider: 'Example',
    name: 'things',
    first: 0,
    async load(page) {
      asked.push(page);
      const answer = pages[page] ?? [];
      return await (answer instanceof ProviderError ? Promise.reject(answer) : Promise.resolve(answer));
    },
    read: (answer, page) => ({ rows: answer as object[], next: (answer as object[]).length < 10 ? null : page + 1 }),
    idOf: (row) => String((row as { id: number }).id),
    ...more,
  };
  return { asked, read: async (most = Infinity) => await firstOf(rowsOf(source), most) };
}

it('gives every row once, to the end', async () => {
  const { read } = listOf([rows(1, 10), rows(9, 18), rows(19, 20)]);
  await expect(read()).resolves.toEqual({ rows: rows(1, 20), complete: true });
});

it('reads only as far as somebody asks', async () => {
  const { asked, read } = listOf([rows(1, 10), rows(11, 20), rows(21, 30)]);
  await expect(read(15)).resolves.toEqual({ rows: rows(1, 15), complete: false });
  expect(asked).toEqual([0, 1]);
});

it('says of a list that ends where it was asked to stop that it is complete', async () => {
  await expect(listOf([rows(1, 3)]).read(3)).resolves.toEqual({ rows: rows(1, 3), complete: true });
});

const repeating = [rows(1, 10), rows(1, 10)];
const gone = [rows(1, 10), new ProviderError('notFound', 'no such page', { status: 404 })];

it.each([
  ['rows that come again', repeating],
  ['a page behind the last one that is refused', gone],
])('ends at %s, certainly or not as the provider is known for', async (_, pages) => {
  const more = { behindTheLast: [404] };
  await expect(listOf(pages, more).read()).resolves.toEqual({ rows: rows(1, 10), complete: true });
  await expect(listOf(pages, { ...more, endIsCertain: () => false }).read()).resolves.toEqual({
    rows: rows(1, 10),
    complete: false,
  });
});

it('fails where a page fails, and where the first one is refused', async () => {
  await expect(listOf(gone).read()).rejects.toMatchObject({ kind: 'notFound' });
  await expect(listOf(gone.slice(1), { behindTheLast: [404] }).read()).rejects.toMatchObject({ kind: 'notFound' });
});

it('takes an answer without a list for none', async () => {
  const source = { read: () => ({ rows: null, next: null }) };
  await expect(listOf([rows(1, 1)], source).read()).rejects.toMatchObject({
    kind: 'unreachable',
    message: 'Example answered without a list of things',
  });
});

it('gives up on a list that never ends', async () => {
  let id = 0;
  const endless = listOf([], {
    load: async () => await Promise.resolve([{ id: id++ }]),
    read: (answer, page) => ({ rows: answer as object[], next: page + 1 }),
  });
  await expect(endless.read()).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('5000 pages'),
  });
});

it('collects all of a list', async () => {
  async function* three() {
    yield* await Promise.resolve([1, 2, 3]);
  }
  await expect(allOf(three())).resolves.toEqual([1, 2, 3]);
});

it.each([
  [[], null],
  [[1], 1],
  [[1, 2], null],
])('of %p, the only one is %p', (all, only) => {
  expect(onlyOf(all)).toBe(only);
});
