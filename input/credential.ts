/** The fields of a credential: read once, in the same way when it is saved (and tested) and when a workflow runs. */
import type { ICredentialDataDecryptedObject, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';

import { withoutLinkMarks } from '../esim/pastedCode';
import { ProviderError } from '../http/errors';
import { url } from './addresses';
import { choice } from './choices';
import { makeField, type Field } from './field';
import { textOf } from './given';
import { decimal, yesNo } from './numbers';

/** By name; text that is not filled in is empty. What n8n keeps beside the declared fields stays as it is. */
export type CredentialValues<Text extends string = never> = Readonly<Record<Text, string> & Record<string, unknown>>;

/**
 * @typeParam Text names of fields that are text
 * @param properties those of the credential type
 * @param data as n8n gives it: expressions are worked out, everything else is as it was typed
 * @throws ProviderError `credential` naming the first field that does not fit
 */
export function readCredential<Text extends string = never>(
  properties: readonly INodeProperties[],
  data: ICredentialDataDecryptedObject,
): CredentialValues<Text> {
  const read = properties.map((property) => [property.name, valueOf(property, data[property.name])] as const);
  return { ...data, ...Object.fromEntries(read) } as CredentialValues<Text>;
}

/**
 * The same for signing in and sending, for which every required field is needed.
 * @throws ProviderError `credential` for one that is empty, too
 */
export function readWholeCredential<Text extends string = never>(
  properties: readonly INodeProperties[],
  data: ICredentialDataDecryptedObject,
): CredentialValues<Text> {
  const values = readCredential<Text>(properties, data);
  const empty = properties.find(({ name, required }) => required && values[name] === '');
  if (!empty) return values;
  throw new ProviderError('credential', `${empty.displayName} is empty in the credential`, {
    description: `Open the credential and fill in ${empty.displayName}.`,
  });
}

function valueOf(property: INodeProperties, raw: unknown): unknown {
  const outcome = attempt(() => fieldOf(property).read(raw));
  if (!('refusal' in outcome)) return outcome.value ?? '';
  const { message, description = '' } = outcome.refusal;
  throw new ProviderError('credential', `${message} (in the credential)`, {
    description: `Open the credential and correct ${property.displayName}. ${description}`.trim(),
  });
}

function attempt(read: () => unknown): { value: unknown } | { refusal: ProviderError } {
  try {
    return { value: read() };
  } catch (error) {
    return { refusal: error instanceof ProviderError ? error : new ProviderError('credential', String(error)) };
  }
}

/** Credential types have no other kinds of fields, and an address is told by its name. */
function fieldOf(property: INodeProperties): Field<unknown> {
  const { name, type, typeOptions } = property;
  if (type === 'boolean') return yesNo(property);
  if (type === 'options') return choice(property);
  if (type === 'number') return decimal(property);
  if (/(?:^|[a-z])url$/i.test(name)) return address(property);
  const mode = typeOptions?.password === true ? 'secret' : 'reference';
  return makeField(property, (raw, words) => textOf(raw, words, mode));
}

/** A web address to which paths are added: its scheme in small letters, no slash at its end. */
function address(property: INodeProperties): Field<string> {
  const { read } = url(property);
  return makeField(property, (raw, words) => {
    const given = read(typeof raw === 'string' ? withoutLinkMarks(raw) : raw);
    const plain = given?.replace(/^https?:/i, (scheme) => scheme.toLowerCase()).replace(/\/+$/, '');
    if (plain === undefined || !/[?#]/.test(plain)) return plain ?? null;
    throw words.refuse(`${words.came(plain)}, and has something behind its path`, 'Leave out what begins with ? or #.');
  });
}

/** A part of a test's address that is a field: `{projectId}`. */
const FIELD = /\{(\w+)\}/g;

/**
 * The request of a credential's `test`, sent where a run would send it. n8n fills its expressions in with what was
 * typed; here they get what a run reads. Requests of a run come back as they are.
 * @throws ProviderError `credential`: the test shows its message
 */
export function asInRun(
  request: IHttpRequestOptions,
  properties: readonly INodeProperties[],
  data: ICredentialDataDecryptedObject,
): IHttpRequestOptions {
  if (request.baseURL === undefined) return request;
  const values = readWholeCredential<'baseUrl'>(properties, data);
  const url = request.url.replace(FIELD, (_, name: string) => encodeURIComponent(String(values[name] ?? '')));
  return { ...request, baseURL: values.baseUrl, url };
}
