/** The names of all cases. A stand declares by them what its provider cannot do; docs/conformance.md lists them. */

export const OF_PURCHASES = [
  'the same again gives the same back, and buys nothing',
  'another workflow gets the same back, and buys nothing',
  'after a restart of n8n, another workflow finds it in the books alone',
  'Retry On Fail, the same execution again: gives the same back, and buys nothing',
  'whatever is lost on the way, the item agrees with the books, and running again buys nothing more',
  'a lost answer is found again by the reference',
  'lost before it arrived: outcome unknown, and it stays unsent',
  'Checked References: sent again once, ever',
  'too many requests: waited for, and bought once',
  'a documented refusal: refused, and can be bought afterwards',
  'books that cannot be read: nothing is sent',
  'slow books: bought once',
  'a token that dies in the middle is renewed',
  'a refused credential stops the rest of the run',
  'a wrong credential: nothing is sent, and the message begins with that',
  'n8n’s Stop before the first: nothing is sent',
  'n8n’s Stop in the middle: the one under way is heard to its end, no other is sent',
  'many at once: each once, in the order of the input',
] as const;

export const OF_REFERENCES = [
  'another package under the reference: taken',
  'after a restart of n8n, another package under the reference: taken',
  'two items with one reference: refused with On Error: Stop, and nothing is bought',
  'two items with one reference: both refused with On Error: Continue, the others go on',
  'Send Again When Certain: not before the waiting time, once after it',
] as const;

export const OF_ORDERS = [
  'another customer under the reference: taken',
  'after a restart of n8n, another customer under the reference: taken',
] as const;
export const OF_TOP_UPS = [
  'another eSIM under the reference: taken',
  'after a restart of n8n, another eSIM under the reference: taken',
] as const;

type OfPurchase = (typeof OF_PURCHASES)[number];
type OfReference = (typeof OF_REFERENCES)[number];

export type CaseName =
  | `order.create: ${OfPurchase | OfReference | (typeof OF_ORDERS)[number]}`
  | `esim.topUp: ${OfPurchase | OfReference | (typeof OF_TOP_UPS)[number]}`
  | `order.refund: ${OfPurchase}`
  | PlainCase;

export const PLAIN_CASES = [
  'lists: orders really page, each once, and a limit reads no further',
  'lists: an error on a later page is an error, not the end',
  'lists: a list of orders that never ends is stopped',
  'lists: packages come each once, and a limit is kept',
  'lists: an empty list is no error',
  'pickers: packages: one label for all providers',
  'pickers: packages: a search finds exactly what the label shows, and country names',
  'pickers: packages: pages give each package once, with an end',
  'pickers: top-ups: only what fits the eSIM that is named',
  'pickers: customers: a search finds exactly what the label shows',
  'unknown: a package, an order or an eSIM that is not there is not found, by its name',
  'errors: too much traffic, no answer, a page in HTML: the message begins with the cause',
  'events: an empty list is no event: 400',
] as const;
type PlainCase = (typeof PLAIN_CASES)[number];
