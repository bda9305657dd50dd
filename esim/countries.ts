/** Countries by their ISO 3166-1 alpha-2 codes. */
import { list, text } from './read';

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** "Greece" for GR; the code itself where no name is known. */
export function countryName(code: string): string {
  return isCountryCode(code) ? (names.of(code) ?? code) : code;
}

/** Whether there is such a country (or territory): XX and ZZ are two letters and none. */
export function isCountry(code: string): boolean {
  return isCountryCode(code) && code !== 'ZZ' && countryName(code) !== code;
}

export function isCountryCode(code: string | null): code is string {
  return code !== null && /^[A-Z]{2}$/.test(code);
}

/** Upper case codes, each once, in the order of the alphabet. What is no code is left out. */
export function countriesFrom(codes: unknown): string[] {
  const read = list(codes).map((code) => text(code)?.toUpperCase() ?? null);
  return [...new Set(read.filter(isCountryCode))].sort();
}
