import type { EsimLookup, Provider } from '../../providers/provider';
import type { Operation } from '../operation';
import { esimLookupFields, esimLookupOf, waysToFind } from '../shared/esimLookup';
import { simplify, topUpPackageId } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';
import { buy, checking } from '../shared/purchase';
import { clientReference, referenceNotice, referenceOf } from '../shared/reference';
import { saleByReference } from '../shared/sale';
import { waitForOrder, waitOptions } from '../shared/wait';

function waysToTopUp(provider: Provider): ReadonlyArray<EsimLookup['by']> {
  return provider.esim.topUp?.ways ?? waysToFind(provider).filter((by) => by !== 'esimId');
}

export const topUp: Operation = {
  resource: 'esim',
  value: 'topUp',
  name: 'Top Up',
  action: 'Top up eSIM',
  description: 'Buy another package for an eSIM that exists. Never buys twice for one client reference.',
  changes: true,
  fields: (providers) => [
    topUpPackageId,
    ...esimLookupFields(providers, waysToTopUp),
    referenceNotice,
    clientReference,
    simplify,
    options('purchase', waitOptions(providers)),
  ],
  read(turn) {
    const { provider, values } = turn;
    const operation = provider.esim.topUp ?? notOffered(turn, topUp);
    const lookup = esimLookupOf(values);
    const input = {
      packageId: values.need(topUpPackageId),
      clientReference: referenceOf(turn),
      iccid: lookup.by === 'iccid' ? lookup.iccid : null,
      customerId: lookup.by === 'customerId' ? lookup.customerId : null,
      esimId: lookup.by === 'esimId' ? lookup.esimId : null,
      fields: values,
    };
    const whose = [input.iccid, input.customerId, input.esimId];
    const content = [input.packageId, ...whose, ...(operation.alsoAsks?.(input) ?? [])];
    const sale = saleByReference(provider.id, 'topUp', input.clientReference, content);
    return {
      sale,
      check: checking(operation, input),
      carryOut: async () => turn.output(await waitForOrder(turn, await buy(turn, operation, input, sale))),
    };
  },
};
