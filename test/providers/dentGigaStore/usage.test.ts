import { usageFrom } from '../../../providers/dentGigaStore/usage';
import customers from '../../fixtures/dentGigaStore/customers.json';
import topUp from '../../fixtures/dentGigaStore/top-up.json';

const NOW = new Date('2024-05-01T00:00:00Z');
const MB = 1024 ** 2;
const mb = (sizeValue: number) => ({ sizeValue, sizeUnit: 'MB' });

const running = (left: number, expiresAt = '2024-06-01T00:00:00Z') => ({
  uid: `running ${left}`,
  balance: {
    activatedAt: '2024-04-30T00:00:00Z',
    expiresAt,
    activationMode: 'NOW',
    name: 'One',
    size: mb(100),
    availableBalance: mb(left),
  },
});
const waiting = (activatedAt: unknown, expiresAt = '2024-07-29T00:00:00Z') => ({
  uid: 'waiting',
  balance: { ...running(100).balance, activatedAt, expiresAt, activationMode: 'FIRST_USE' },
});
const usageOf = (...activatedItems: unknown[]) => usageFrom({ customer: { uid: 'c' }, activatedItems }, null, NOW);

test('the sums count only packages that can be used now', () => {
  const usage = usageOf(running(40), running(10), running(0, '2024-04-30T23:59:59Z'), waiting(null));
  expect(usage).toMatchObject({
    totalBytes: 200 * MB,
    remainingBytes: 50 * MB,
    usedBytes: 150 * MB,
    expiresAt: '2024-06-01T00:00:00.000Z',
  });
  expect(usage.packages.map(({ status }) => status)).toEqual(['active', 'active', 'expired', 'waiting']);
});

test.each([[null], [''], [undefined]])('a package that waits (activatedAt %p) has no end yet', (activatedAt) => {
  const [found] = usageOf(waiting(activatedAt)).packages;
  expect(found).toMatchObject({ status: 'waiting', activatedAt: null, expiresAt: null, remainingBytes: 100 * MB });
});

test('a package that was bought to start at once is running though its start is not shown', () => {
  const balance = { ...running(10).balance, activatedAt: null };
  expect(usageOf({ uid: 'i', balance }).packages[0]?.status).toBe('active');
});

test('a package past the latest date of its start is not guessed at, nor is the sum', () => {
  const usage = usageOf(running(40), waiting(null, '2024-04-01T00:00:00Z'));
  expect(usage.packages[1]?.status).toBe('unknown');
  expect(usage).toMatchObject({ totalBytes: null, remainingBytes: null, usedBytes: null });
});

test('an empty package that still runs is depleted and stays in the sum', () => {
  const usage = usageOf(running(0));
  expect(usage.packages[0]?.status).toBe('depleted');
  expect(usage).toMatchObject({ totalBytes: 100 * MB, remainingBytes: 0, usedBytes: 100 * MB });
});

test('what remains is rounded by the provider and never shown as more than the whole', () => {
  const usage = usageFrom({ activatedItems: [topUp.activatedItem] }, null, NOW);
  expect(usage.packages[0]).toMatchObject({ totalBytes: 50 * MB, remainingBytes: 50 * MB, usedBytes: 0 });
});

test('a package without an end keeps the whole without an end', () => {
  const endless = { uid: 'e', balance: { ...running(5).balance, expiresAt: null } };
  expect(usageOf(running(5), endless)).toMatchObject({ expiresAt: null, remainingBytes: 10 * MB });
});

test('the short form of the documentation gives times, and the provider’s total only where it must fit', () => {
  const [sample] = customers;
  const expired = usageFrom(sample!, null, new Date('2024-06-01T00:00:00Z'));
  expect(expired).toMatchObject({ remainingBytes: 0, totalBytes: 0, iccid: '891234567891234567890' });
  const during = usageFrom({ ...sample, activatedItems: [sample!.activatedItems[1]] }, null, NOW);
  expect(during).toMatchObject({ remainingBytes: 2 * 1024 * MB, totalBytes: null, usedBytes: null });
});

test('a customer without packages has none left, an answer that shows no packages says nothing', () => {
  expect(usageOf()).toMatchObject({ totalBytes: 0, remainingBytes: 0, usedBytes: 0, packages: [] });
  expect(usageFrom({ customer: { uid: 'c' } }, null, NOW)).toMatchObject({ totalBytes: null, remainingBytes: null });
});

test('a customer with several eSIMs is not pinned to one of them', () => {
  const relatedEsims = [{ iccid: '89361123300836129514' }, { iccid: '89361123300836129515' }];
  expect(usageFrom({ activatedItems: [], relatedEsims }, null, NOW).iccid).toBeNull();
  expect(usageFrom({ activatedItems: [], relatedEsims }, '89361123300836129515', NOW).iccid).toBe(
    '89361123300836129515',
  );
});
