/**
 * Whether an order that carries the reference is the one that was asked for: the same for every provider, and for orders
 * and top-ups alike.
 */
import { sameMoney } from '../esim/money';
import type { PackageTraits, Traits } from '../providers/provider';

export type Likeness =
  | { is: 'same' }
  /** `what` in words that follow "order X has it, for …". */
  | { is: 'another'; what: string }
  /** Something is named on one side only, or on neither. */
  | { is: 'notComparable' };

const SAME: Likeness = { is: 'same' };
const NOT_COMPARABLE: Likeness = { is: 'notComparable' };

/** Each thing that was asked for must be the same. One that differs is enough for "another". */
export function compare(asked: Traits, found: Traits): Likeness {
  const likenesses = [
    asked.package && comparePackages(asked.package, found.package),
    asked.customer && compareCustomers(asked.customer, found.customer),
    asked.iccid !== undefined && compareWords('the eSIM', asked.iccid, found.iccid),
  ].filter((likeness) => likeness !== false && likeness !== undefined);
  return likenesses.find(({ is }) => is === 'another') ?? likenesses.find(({ is }) => is === 'notComparable') ?? SAME;
}

/** By ids, else by what tells packages apart. */
function comparePackages(asked: PackageTraits, found: PackageTraits | undefined): Likeness {
  if (!found) return NOT_COMPARABLE;
  if (asked.id !== null && found.id !== null) return compareWords('the package', asked.id, found.id);
  const named = `the package ${found.name ?? found.id ?? ''}`.trim();
  const another: Likeness = { is: 'another', what: named };
  if (differ(asked.name, found.name)) return another;
  if (differ(asked.dataBytes, found.dataBytes) || differ(asked.days, found.days)) return another;
  if (asked.price && !found.price) return NOT_COMPARABLE;
  if (asked.price && found.price && !sameMoney(asked.price, found.price)) return another;
  return isKnown(asked.name) && isKnown(found.name) ? SAME : NOT_COMPARABLE;
}

function compareCustomers(asked: NonNullable<Traits['customer']>, found: Traits['customer']): Likeness {
  if (!found) return NOT_COMPARABLE;
  if (asked.id !== null && found.id !== null) return compareWords('the customer', asked.id, found.id);
  const [left, right] = [asked.email?.toLowerCase(), found.email?.toLowerCase()];
  if (!left || !right) return NOT_COMPARABLE;
  // addresses stand in nobody's error
  return left === right ? SAME : { is: 'another', what: 'a customer with another email address' };
}

function compareWords(what: string, asked: string | null, found: string | null | undefined): Likeness {
  if (asked === null || !found) return NOT_COMPARABLE;
  return asked === found ? SAME : { is: 'another', what: `${what} ${found}` };
}

function differ(asked: string | number | null | undefined, found: string | number | null | undefined): boolean {
  return isKnown(asked) && isKnown(found) && asked !== found;
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined;
}
