/** Operations that change one eSIM and give it back as it is then. */
import type { Operation } from '../operation';
import { esimLookupFields, esimLookupOf } from './esimLookup';
import { simplify } from './fields';
import { notOffered } from './notOffered';
import { options } from './options';

export function changeOfEsim(value: 'revoke' | 'suspend' | 'unsuspend', name: string, description: string): Operation {
  const operation: Operation = {
    resource: 'esim',
    value,
    name,
    action: `${name} eSIM`,
    description,
    changes: true,
    fields: (providers) => [...esimLookupFields(providers), simplify, options('reading')],
    read(turn) {
      const change = turn.provider.esim[value] ?? notOffered(turn, operation);
      const lookup = esimLookupOf(turn.values);
      return { carryOut: async () => turn.output(await change(await turn.session(), lookup)) };
    },
  };
  return operation;
}
