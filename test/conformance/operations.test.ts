/** Every operation that a provider offers gives the model: every field, in its form, and what the provider knows in it. */
import { OPERATIONS, operationsOf } from '../../providers/capabilities';
import { exercises } from './kit/exercises';
import { undeclared } from './kit/given';
import { faultsIn } from './kit/model';
import { opened } from './kit/opened';
import { type Json, providerOf } from './kit/shop';
import { byId } from './kit/stand';
import { stands } from './stands';

jest.mock('n8n-workflow', () => jest.requireActual<typeof import('./kit/quickWaits')>('./kit/quickWaits').quickWaits());

test('every operation that there is has an exercise', () => {
  expect(Object.keys(exercises).sort()).toEqual([...OPERATIONS].sort());
});

describe.each(stands)('$name', (stand) => {
  const shop = opened(stand);
  const offered = operationsOf(providerOf(stand));

  /** Carries an operation out on something fresh. */
  const exercised = async (operation: string, more: object = {}) => {
    const exercise = exercises[operation]!;
    const bought = await (exercise.prepare?.(shop()) ?? shop().order('one'));
    const parameters = { ...(await exercise.parameters(bought, shop())), ...more };
    return { bought, parameters, outputs: await shop().run(operation, parameters) };
  };

  describe.each(offered.filter((operation) => exercises[operation]?.shape))('%s', (operation) => {
    const shape = exercises[operation]!.shape!;

    it('gives every field of the model in its form, and says which item it belongs to', async () => {
      const { outputs } = await exercised(operation);
      expect(outputs.length).toBeGreaterThan(0);
      for (const { json, pairedItem } of outputs) {
        expect(faultsIn(json, shape)).toEqual([]);
        expect(json.provider).toBe(stand.provider);
        expect(pairedItem).toEqual({ item: 0 });
      }
    });

    it('adds the provider’s own answer under raw with Simplify off, and nothing else', async () => {
      const { outputs } = await exercised(operation, { simplify: false });
      expect(outputs.length).toBeGreaterThan(0);
      for (const { json } of outputs) {
        expect(faultsIn(json, shape, ['raw'])).toEqual([]);
        expect(json).toHaveProperty('raw');
      }
    });
  });

  describe.each(offered.filter((operation) => exercises[operation]?.changes === false))('%s', (operation) => {
    it('gives each item its own, in the order of the input', async () => {
      const { parameters, outputs } = await exercised(operation);
      const [resource, value] = operation.split('.');
      const twice = await shop().run(operation, parameters, { items: [{ resource }, { value }] });
      expect(twice.map(({ pairedItem }) => pairedItem)).toEqual(
        [0, 1].flatMap((item) => outputs.map(() => ({ item }))),
      );
    });
  });

  it('gives what it knows: fields that stay empty are declared with their reason, and only those', async () => {
    const bought = await shop().order('new');
    await shop().one('esim.topUp', shop().topUpFor('more', bought));
    for (const { cause, ends } of shop().opened.happenings) {
      if (ends) break;
      await cause(bought, shop());
    }
    const results = new Map<string, Json[]>();
    // the purchases are made again: they are read back
    const read = ['order.create', 'esim.topUp', ...Object.keys(exercises).filter((one) => !exercises[one]?.changes)];
    for (const operation of read.filter((one) => exercises[one]?.shape && offered.includes(one))) {
      const outputs = await shop().run(operation, await exercises[operation]!.parameters(bought, shop()));
      results.set(
        operation,
        outputs.map(({ json }) => json as Json),
      );
    }
    expect(undeclared(results, stand)).toEqual({ undeclared: [], noGapAnyMore: [] });
  });

  it('reads an order back as it was bought, by its id and by its reference', async () => {
    const bought = await shop().order('one', { customerEmail: 'anna@example.com' });
    const byReference = { clientReference: shop().named('one'), customerEmail: 'anna@example.com' };
    const { orderId } = bought;
    const lookups = { orderId: { orderId }, clientReference: byReference };
    for (const orderLookup of providerOf(stand).orderLookups) {
      const found = await shop().one('order.get', { orderLookup, ...lookups[orderLookup] });
      expect(found).toMatchObject({
        orderId,
        clientReference: bought.clientReference,
        esim: { iccid: bought.esim.iccid },
      });
    }
  });

  it('reads an eSIM by each name that it offers', async () => {
    const { esim, customerId } = await shop().order('one');
    const names = {
      iccid: { iccid: esim.iccid },
      esimId: { esimId: esim.esimId },
      customerId: { customerId: byId(customerId ?? '') },
    };
    for (const esimLookup of providerOf(stand).esimLookups) {
      for (const operation of ['esim.get', 'esim.getUsage']) {
        const found = await shop().one(operation, { esimLookup, ...(names[esimLookup] as object) });
        expect(found.iccid).toBe(esim.iccid);
      }
    }
  });

  it('draws the code that installs the eSIM', async () => {
    const { bought, outputs } = await exercised('esim.generateQrCode');
    expect(outputs).toMatchObject([
      {
        json: { iccid: bought.esim.iccid, activationCode: bought.esim.activationCode },
        binary: { data: { mimeType: 'image/png' } },
      },
    ]);
  });
});
