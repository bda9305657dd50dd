/** Opens a stand for the tests of a `describe`, and holds what was said against its books after each of them. */
import { Shop } from './shop';
import type { Stand } from './stand';

/** @returns gives the shop, inside a test */
export function opened(stand: Stand): () => Shop {
  let shop: Shop | null = null;
  beforeAll(async () => {
    shop = new Shop(stand, await stand.open());
  });
  beforeEach(() => shop?.startAnew());
  afterEach(async () => {
    expect(await shop?.wrongs()).toEqual([]);
  });
  afterAll(async () => {
    await shop?.opened.sandbox.settled();
    await shop?.opened.sandbox.stop();
  });
  return () => shop as Shop;
}
