/** The fields of the model, read off `esim/model.ts` itself, and whether a result has them all in the agreed form. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

import { EVENT_TYPES, ESIM_STATES, ORDER_STATUSES } from '../../../esim/model';

interface Member {
  name: string;
  optional: boolean;
  type: ts.TypeNode;
}

const SOURCE = ts.createSourceFile(
  'model.ts',
  readFileSync(join(__dirname, '..', '..', '..', 'esim', 'model.ts'), 'utf8'),
  ts.ScriptTarget.ES2022,
);
const shapes = new Map<string, Member[]>();
const aliases = new Map<string, ts.TypeNode>();
for (const statement of SOURCE.statements) {
  if (ts.isInterfaceDeclaration(statement)) shapes.set(statement.name.text, statement.members.map(memberOf));
  if (ts.isTypeAliasDeclaration(statement)) aliases.set(statement.name.text, statement.type);
}

/** Aliases that are made of a list of words. */
const WORDS: Record<string, readonly string[]> = {
  EventType: EVENT_TYPES,
  EsimState: ESIM_STATES,
  OrderStatus: ORDER_STATUSES,
};

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

function memberOf(member: ts.TypeElement): Member {
  if (!ts.isPropertySignature(member) || !member.type) throw new Error('the model has only properties');
  return { name: member.name.getText(SOURCE), optional: member.questionToken !== undefined, type: member.type };
}

/**
 * What is wrong with a result of the model, in words; empty when nothing is.
 * @param shape name of an interface in `esim/model.ts`
 * @param more fields that may be there beside those of the model
 */
export function faultsIn(value: unknown, shape: string, more: readonly string[] = [], path = shape): string[] {
  const members = shapes.get(shape);
  if (!members) throw new Error(`the model has no ${shape}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const record = value as Record<string, unknown>;
  const known = [...members.map(({ name }) => name), ...more];
  const strange = Object.keys(record).filter((name) => !known.includes(name));
  return [
    ...strange.map((name) => `${path}.${name} is not in the model`),
    ...members.flatMap(({ name, optional, type }) => {
      const at = `${path}.${name}`;
      if (record[name] === undefined) return optional && !(name in record) ? [] : [`${at} is missing`];
      return [...fits(record[name], type, at), ...oddities(name, record[name], shape, at)];
    }),
  ];
}

/** The fields that are null, or empty lists, by their paths ("esim.imsi"). */
export function emptyIn(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    if (name === 'raw' || name === 'warnings') return [];
    if (field === null || (Array.isArray(field) && field.length === 0)) return [`${path}${name}`];
    if (Array.isArray(field) && typeof field[0] === 'object') return emptyIn(field[0] as object, `${path}${name}.`);
    return typeof field === 'object' ? emptyIn(field as object, `${path}${name}.`) : [];
  });
}

/** The fields that are there, empty or not, by their paths. */
export function fieldsOf(values: readonly object[], path = ''): string[] {
  const all = values.flatMap((value) =>
    Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
      const inner = (Array.isArray(field) ? field : [field]).filter((one) => typeof one === 'object' && one !== null);
      return [`${path}${name}`, ...fieldsOf(inner as object[], `${path}${name}.`)];
    }),
  );
  return [...new Set(all)];
}

function fits(value: unknown, type: ts.TypeNode, path: string): string[] {
  if (ts.isUnionTypeNode(type)) {
    const found = type.types.map((one) => fits(value, one, path));
    return found.some((faults) => faults.length === 0) ? [] : (found[0] ?? []);
  }
  if (ts.isArrayTypeNode(type)) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((entry, index) => fits(entry, type.elementType, `${path}[${index}]`));
  }
  if (ts.isTypeLiteralNode(type)) {
    const inner = type.members.map(memberOf);
    const record = (value ?? {}) as Record<string, unknown>;
    return inner.flatMap(({ name, type: its }) => fits(record[name], its, `${path}.${name}`));
  }
  if (ts.isLiteralTypeNode(type)) {
    const wanted = type.literal.kind === ts.SyntaxKind.NullKeyword ? null : (type.literal as ts.StringLiteral).text;
    return value === wanted ? [] : [`${path} is ${JSON.stringify(value)}`];
  }
  if (ts.isTypeReferenceNode(type)) return named(value, type.typeName.getText(SOURCE), path);
  const word = { [ts.SyntaxKind.StringKeyword]: 'string', [ts.SyntaxKind.NumberKeyword]: 'number' }[
    type.kind as number
  ];
  return typeof value === (word ?? 'boolean') ? [] : [`${path} is ${JSON.stringify(value)}`];
}

function named(value: unknown, name: string, path: string): string[] {
  if (shapes.has(name)) return faultsIn(value, name, [], path);
  const words = WORDS[name];
  if (words) return words.includes(String(value)) ? [] : [`${path} is ${JSON.stringify(value)}`];
  const alias = aliases.get(name);
  if (!alias) throw new Error(`the model has no ${name}`);
  return fits(value, alias, path);
}

/** What the types do not say: times, amounts, codes of currencies and countries, whole numbers. */
function oddities(name: string, value: unknown, shape: string, path: string): string[] {
  const wrong = [`${path} is ${JSON.stringify(value)}`];
  if (/At$/.test(name) && typeof value === 'string') return ISO_UTC.test(value) ? [] : wrong;
  if (shape === 'Money' && name === 'amount') return DECIMAL.test(String(value)) ? [] : wrong;
  if (shape === 'Money' && name === 'currency') return /^[A-Z]{3}$/.test(String(value)) ? [] : wrong;
  if (name === 'countries') return (value as string[]).every((code) => /^[A-Z]{2}$/.test(code)) ? [] : wrong;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [] : wrong;
  if (name === 'activationCode' && value !== null) return /^LPA:1\$[^$\s]+\$/.test(String(value)) ? [] : wrong;
  return value === '' ? wrong : [];
}
