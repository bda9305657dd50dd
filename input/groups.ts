/** Fields that hold other fields: n8n's collections. */
import type { INodeProperties } from 'n8n-workflow';

import type { Money } from '../esim/model';
import { moneyFrom } from '../esim/money';
import { currencyOf } from './codes';
import { InputError, makeField, tried, type Field, type Words } from './field';
import { isMissing, isRecord, unfit } from './given';
import { amountOf } from './numbers';
import { readValues, Values, type Group } from './values';

/** A property whose options are made from fields. */
export type Holder = Omit<INodeProperties, 'options'>;

/** n8n's collection. A field that was not added has its default. */
export function collection(property: Holder, fields: ReadonlyArray<Field<unknown>>): Group {
  const options = propertiesOf(fields).sort((a, b) => a.displayName.localeCompare(b.displayName));
  const read = (raw: unknown, words: Words): Values => {
    const isNothing = isMissing(raw) || (Array.isArray(raw) && raw.length === 0);
    if (!isNothing && !isRecord(raw)) throw unfit(raw, words);
    return readValues(fields, (name) => (isNothing ? undefined : own(raw, name)));
  };
  return { ...makeField({ ...property, options }, read), fields };
}

/** The same field without its default, for a collection in which "not added" means something else: no filter. */
export function withoutDefault<T>(field: Field<T>): Field<T> {
  return { ...field, read: (raw, shown) => (isMissing(raw) ? null : field.read(raw, shown)) };
}

/** n8n's fixedCollection with one row. `null` when nobody filled in any of it. A row alone is taken as well. */
export function details(property: Holder, groupName: string, fields: ReadonlyArray<Field<unknown>>): Field<Values> {
  return makeField(withGroup(property, groupName, fields), (raw, words) => {
    const row = isRecord(raw) && Object.hasOwn(raw, groupName) ? raw[groupName] : raw;
    if (isMissing(row) || (isRecord(row) && Object.keys(row).length === 0)) return null;
    const values = rowOf(row, fields, words);
    return values.isEmpty ? null : values;
  });
}

/** n8n's fixedCollection with several rows. A list of rows is taken as well, and so is a single row. */
export function rows(property: Holder, groupName: string, fields: ReadonlyArray<Field<unknown>>): Field<Values[]> {
  const many = { ...property, typeOptions: { ...property.typeOptions, multipleValues: true } };
  return makeField(withGroup(many, groupName, fields), (raw, words) => {
    const given = isRecord(raw) && Object.hasOwn(raw, groupName) ? raw[groupName] : raw;
    if (isMissing(given)) return null;
    if (isRecord(given) && Object.keys(given).length === 0) return [];
    const list: unknown[] = Array.isArray(given) ? given : [given];
    return list.map((row, index) => numbered(words, index, () => rowOf(row, fields, words)));
  });
}

/** n8n's fixedCollection `{ price: { amount, currency } }`, or an amount of money as our own answers show it. */
export function money(property: INodeProperties): Field<Money> {
  return makeField(property, (raw, words) => {
    const outer = isRecord(raw) && Object.hasOwn(raw, 'price') ? raw.price : raw;
    if (isMissing(outer) || (isRecord(outer) && Object.keys(outer).length === 0)) return null;
    const inner = own(outer, 'amount');
    // the whole object under Amount, since it is what "retailPrice" gives
    return isRecord(inner) ? sameCurrency(outer, inner, words) : moneyOf(outer, words);
  });
}

function sameCurrency(outer: unknown, inner: unknown, words: Words): Money | null {
  const [value, currency] = [moneyOf(inner, words), currencyOf(own(outer, 'currency'), words)];
  if (value === null) return moneyOf({ amount: null, currency }, words);
  if (currency === null || currency === value.currency) return value;
  throw words.refuse(
    `is in ${value.currency}, and its currency says ${currency}`,
    'Choose the currency that the amount is in.',
  );
}

function moneyOf(given: unknown, words: Words): Money | null {
  if (!isRecord(given) || !Object.hasOwn(given, 'amount')) throw unfit(given, words);
  const [amount, currency] = [amountOf(given.amount, words), currencyOf(given.currency, words)];
  if (amount === null && currency === null) return null;
  // the price was added, and its expression gives nothing: whoever wants a guard must not lose it unseen
  if (amount === null) throw words.refuse('has no amount', 'Fill in the amount, or take the price out again.');
  if (currency === null) throw words.refuse('has no currency', 'Write its three letters, such as USD.');
  return moneyFrom(amount, currency);
}

function rowOf(row: unknown, fields: ReadonlyArray<Field<unknown>>, words: Words): Values {
  const isRow = isRecord(row) && fields.some(({ name }) => Object.hasOwn(row, name));
  if (isRow) return readValues(fields, (name) => own(row, name));
  if (!isRecord(row)) throw unfit(row, words);
  const labels = fields.map(({ property }) => property.displayName).join(', ');
  throw words.refuse(`is an object with none of its fields (${labels})`, 'Fill them in one by one.');
}

/** @throws InputError with the number of the row in front */
function numbered<T>({ label }: Words, index: number, read: () => T): T {
  const row = tried(read);
  if ('value' in row) return row.value;
  if (!(row.error instanceof InputError)) throw row.error;
  throw new InputError(`${label}, row ${index + 1}: ${row.error.message}`, row.error.description);
}

function withGroup(property: Holder, name: string, fields: ReadonlyArray<Field<unknown>>): INodeProperties {
  return { ...property, options: [{ displayName: property.displayName, name, values: propertiesOf(fields) }] };
}

function propertiesOf(fields: ReadonlyArray<Field<unknown>>): INodeProperties[] {
  return fields.map(({ property }) => property);
}

function own(holder: unknown, name: string): unknown {
  return isRecord(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
}
