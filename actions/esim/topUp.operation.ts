import { buy, namedByReference } from '../shared/purchase';
import { esimLookupOf, required } from '../shared/lookups';
import { waitForOrder } from '../shared/wait';
import { clientReference, esimLookup, options, packagePicker, simplify, waitFields } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import type { Operation } from '../operation';

export const topUp: Operation = {
  resource: 'esim',
  value: 'topUp',
  name: 'Top Up',
  action: 'Top up eSIM',
  description: 'Buy another package for an eSIM that exists. Never buys twice for one client reference.',
  fields: (providers) => [
    packagePicker('searchTopUpPackages', 'What to add to the eSIM'),
    ...esimLookup(providers, (provider) => provider.esimLookups.filter((by) => by !== 'esimId')),
    clientReference(),
    ...waitFields(providers),
    simplify(),
    options('purchase'),
  ],
  async execute(turn) {
    const operation = turn.provider.esim.topUp ?? notOffered(turn, topUp);
    const reference = required(turn, 'clientReference', 'Client Reference');
    const lookup = esimLookupOf(turn);
    const input = {
      packageId: required(turn, 'packageId', 'Package'),
      clientReference: reference,
      iccid: lookup.by === 'iccid' ? lookup.iccid : null,
      customerId: lookup.by === 'customerId' ? lookup.customerId : null,
      fields: turn.providerFields(),
    };
    const content = [input.packageId, input.iccid, input.customerId];
    const order = await buy(turn, operation, input, { ...namedByReference('topUp', reference), content });
    return [turn.output(await waitForOrder(turn, order))];
  },
};
