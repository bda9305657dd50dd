/** Searching in words that a person sees. */

/** Every word of the search begins a word of what is shown: 5 is not 15, nor 3.05. */
export function isFoundBy(search: string, shown: string): boolean {
  const words = ` ${searchable(shown)}`;
  return searchable(search)
    .split(' ')
    .every((word) => words.includes(` ${word}`));
}

/** Without accents, capital letters, and what stands between words; a size is one word ("10gb"). */
export function searchable(words: string): string {
  return words
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/[\s()/·,—–-]+/g, ' ')
    .replace(/([0-9]) (?=[kmgt]?b(?: |$))/g, '$1')
    .trim();
}
