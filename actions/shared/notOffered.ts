import { ProviderError } from '../../http/errors';
import type { Operation, Turn } from '../operation';

/** The editor offers only what a provider can do; an imported or hand-made workflow may still ask for more. */
export function notOffered(turn: Pick<Turn, 'provider'>, operation: Pick<Operation, 'action'>): never {
  throw new ProviderError('badInput', `${turn.provider.name} does not offer "${operation.action}"`, {
    description: 'Choose another operation, or another provider.',
  });
}
