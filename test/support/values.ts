/** What a person filled into a provider's own fields, read as the node reads it. */
import { readValues, type Values } from '../../input';
import type { Provider } from '../../providers/provider';

/** @param operation "order.create" */
export function valuesOf(provider: Provider, operation: string, raw: Readonly<Record<string, unknown>> = {}): Values {
  return readValues(provider.fields[operation] ?? [], (name) => raw[name]);
}
