/**
 * Settings: where a provider's behaviour is not known, its stand-in takes the mildest one and lets a test choose another.
 * They are declared once, as a table of what holds unless somebody chooses: a plain value, or a choice of several.
 */
import type { SendingRules } from './webhooks';

/** One of these values; the first holds unless another is chosen. */
export class Choice<T> {
  constructor(readonly values: readonly T[]) {}
}

export function choice<const T extends readonly [string | number, ...Array<string | number>]>(
  ...values: T
): Choice<T[number]> {
  return new Choice<T[number]>(values);
}

/** How webhooks are sent, where the provider's own way is not known: once, with ten seconds for the answer. */
export function sending(change: Partial<SendingRules> = {}): SendingRules {
  return { delayMs: 0, timeoutMs: 10_000, copies: 1, attempts: 1, pauseMs: 0, ...change };
}

/** What every stand-in can be told. */
export interface CommonSettings {
  webhooks: SendingRules;
}

/** The settings of a table of declarations. */
export type SettingsOf<D> = { -readonly [Name in keyof D]: D[Name] extends Choice<infer T> ? T : D[Name] };
export type Declaration<S> = { readonly [Name in keyof S]: S[Name] | Choice<S[Name]> };

export function usualSettings<S>(declaration: Declaration<S>): S {
  const usual = ([name, value]: [string, unknown]) => [name, value instanceof Choice ? value.values[0] : value];
  return Object.fromEntries(Object.entries(declaration).map(usual)) as S;
}

/** Settings as they were with some replaced; of `webhooks` each part by itself. Throws for what does not exist. */
export function changeSettings<S extends CommonSettings>(declaration: Declaration<S>, now: S, change: Partial<S>): S {
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(declaration, name)) throw new Error(`no such setting: ${name}`);
    const declared: unknown = declaration[name as keyof S];
    const fits = declared instanceof Choice ? declared.values.includes(value) : typeof value === typeof declared;
    if (!fits || value === null) throw new Error(`not a value of the setting ${name}: ${JSON.stringify(value)}`);
  }
  return { ...now, ...change, webhooks: { ...now.webhooks, ...change.webhooks } };
}
