/** Which fields of the model a provider's results leave empty, held against what its stand declares. */
import { exercises } from './exercises';
import { emptyIn, fieldsOf } from './model';
import type { Json } from './shop';
import type { Stand } from './stand';

/** `Order.price` is declared once for all operations that show an order, `Esim.eid` also for the eSIM inside it. */
function namesOf(operation: string, field: string): string[] {
  const { shape } = exercises[operation]!;
  const esim = field.startsWith('esim.') ? [`Esim.${field.slice('esim.'.length)}`] : [];
  return [nameOf(operation, field), nameOf(String(shape), field), ...esim];
}

function nameOf(where: string, field: string): string {
  return where.includes('.') ? `${where}: ${field}` : `${where}.${field}`;
}

/** Empty in all of the results. */
function emptyInAll(results: readonly Json[]): string[] {
  const [first = [], ...others] = results.map((json) => emptyIn(json));
  return first.filter((field) =>
    others.every((fields) => fields.some((one) => field === one || field.startsWith(`${one}.`))),
  );
}

/** @param results of each operation that gives the model */
export function undeclared(
  results: ReadonlyMap<string, Json[]>,
  stand: Stand,
): { undeclared: string[]; noGapAnyMore: string[] } {
  const declared = stand.notGiven.flatMap(({ in: where, fields }) => fields.map((field) => nameOf(where, field)));
  const met = new Set<string>();
  const missing: string[] = [];
  const filled = new Set<string>();
  for (const [operation, jsons] of results) {
    const empty = emptyInAll(jsons);
    for (const field of empty) {
      const names = namesOf(operation, field).filter((name) => declared.includes(name));
      if (names.length === 0) missing.push(`${operation}: ${field}`);
      for (const name of names) met.add(name);
    }
    const there = fieldsOf(jsons).filter((field) => !empty.includes(field));
    for (const field of there) for (const name of namesOf(operation, field)) filled.add(name);
  }
  const stale = declared.filter((name) => !met.has(name) || filled.has(name));
  return { undeclared: missing, noGapAnyMore: stale };
}
