import type { Operation } from '../operation';
import { simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

export const getBalance: Operation = {
  resource: 'account',
  value: 'getBalance',
  name: 'Get Balance',
  action: 'Get account balance',
  description: 'See what is left of your credit at the provider, to warn before orders fail',
  changes: false,
  fields: () => [simplify, options('reading')],
  read(turn) {
    const read = turn.provider.account?.getBalance ?? notOffered(turn, getBalance);
    return { carryOut: async () => turn.output(await read(await turn.session())) };
  },
};
