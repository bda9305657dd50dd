/** Providers' words -> ours. */
import type { SimType, Validity } from '../../esim/model';
import { list, text, whole } from '../../esim/read';

/**
 * A table of a provider's words, capital letters aside.
 * @param otherwise for a word that is not in it, and for none
 */
export function wordsOf<T>(table: Readonly<Record<string, T>>, otherwise: T): (word: unknown) => T {
  const meanings = new Map(Object.entries(table).map(([word, meaning]) => [word.toLowerCase(), meaning]));
  return (word) => meanings.get(text(word)?.toLowerCase() ?? '') ?? otherwise;
}

/** `30`, `DAYS` -> 30 `day`. Null for no time at all. */
export function validityFrom(amount: unknown, unit: unknown): Validity | null {
  const value = whole(amount);
  const word = text(unit)?.toLowerCase().replace(/s$/, '');
  return value === null || value <= 0 || !word ? null : { value, unit: word };
}

/** `eSIM`, `ESIM`, `pSIM`: one of them, or a list. */
export function simTypesFrom(value: unknown): SimType[] {
  const words = (Array.isArray(value) ? list(value) : [value]).map((word) => text(word)?.toUpperCase());
  return [
    ...(words.includes('ESIM') ? ['eSim' as const] : []),
    ...(words.includes('PSIM') ? ['physicalSim' as const] : []),
  ];
}
