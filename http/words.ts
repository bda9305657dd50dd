/**
 * A provider's own words in an answer that is an error: what it says, and what it objects to. Where they stand is in
 * facts/providers/gigs.md, section 4; facts/providers/1global-connect.md, sections 1.6 and 4; facts/providers/airalo.md,
 * section 5; facts/providers/esim-access.md, section 4; facts/providers/esim-go.md, section 4; and RFC 9457.
 */
import { list, record, text } from '../esim/read';
import type { Answer } from './client';

export interface ProviderWords {
  /** In one line, of any length; not yet without secrets. */
  words: string;
  /** It names at least one thing that it objects to, and a person can correct. */
  namesObjections: boolean;
}

/** What a provider objects to: where (a property, a path), and why. */
interface Objection {
  place: string | null;
  reason: string | null;
}

const MOST_OBJECTIONS = 8;

/** @returns null where it says nothing: no body, a web page, half an answer */
export function providerWords(answer: Answer): ProviderWords | null {
  const said = saidIn(answer.json) ?? wordsFromText(answer);
  const objections = answer.status >= 400 ? objectionsIn(answer.json).filter(({ place }) => place !== null) : [];
  if (objections.length === 0) return said === null ? null : { words: said, namesObjections: false };
  const named = inWords(objections);
  return { words: said === null ? named : `${withoutStop(said)}: ${named}`, namesObjections: true };
}

// ------------------------------------------------------------------------------------------- what is said

/** The names under which providers explain themselves, the most telling first. */
const EXPLANATIONS = [
  'message',
  'detail',
  'title',
  'reason',
  'errorMsg',
  'errorMessage',
  'error_description',
  'error',
  'messages',
  'errors',
  'hint',
] as const;

function saidIn(json: unknown): string | null {
  if (typeof json === 'string') return text(json);
  const body = record(json);
  const [title, detail] = [text(body.title), text(body.detail)];
  if (title !== null && detail !== null && !detail.includes(title)) return `${title}: ${detail}`;
  const [message, hint] = [text(body.message), text(body.hint)];
  if (message !== null && hint !== null) return `${message.replace(/\.$/, '')}. ${hint}`;
  for (const name of EXPLANATIONS) {
    const words = saidBy(body[name]);
    if (words !== null) return words;
  }
  // Airalo
  return text(record(body.meta).message);
}

function saidBy(value: unknown): string | null {
  if (Array.isArray(value)) {
    // what names its place stands among the objections
    const placeless = value.filter((entry) => objectionOf(entry).place === null);
    return placeless.flatMap((entry) => saidBy(entry) ?? []).join('; ') || null;
  }
  return typeof value === 'object' && value !== null ? saidIn(value) : text(value);
}

/** Half an answer is data, not an explanation: a spoilt order would put its activation code into an error. */
function wordsFromText(answer: Answer): string | null {
  const looksLikeData = (answer.status >= 200 && answer.status < 300) || /^\s*[{["]/.test(answer.text);
  if (answer.json !== undefined || looksLikeData || isPage(answer)) return null;
  return text(answer.text.replace(/\s+/g, ' '));
}

/** A web page: the word of a gateway, or of another site, not of the provider's API. */
export function isPage({ text: body, headers }: Answer): boolean {
  return /^\s*</.test(body) || /html/i.test(headers['content-type'] ?? '');
}

// --------------------------------------------------------------------------------------- what is objected

/** Lists of objections, and objects whose keys are the fields objected to. */
function objectionsIn(json: unknown): Objection[] {
  const body = record(json);
  const lists = [body.details, body.errors, body['invalid-params'], body.violations];
  const byField = [
    body.errors,
    body.details,
    // Airalo: only beside the words that say what it is, else it is what was asked for
    text(record(body.meta).message) === null ? undefined : body.data,
  ];
  return [...lists.flatMap((entries) => list(entries).map(objectionOf)), ...byField.flatMap(objectionsByField)];
}

const PLACES = ['property', 'field', 'name', 'parameter', 'pointer', 'json_path', 'path', 'propertyPath'] as const;
const REASONS = ['reason', 'message', 'detail', 'description', 'title', 'code'] as const;

function objectionOf(entry: unknown): Objection {
  const fields = record(entry);
  const [place, reason] = [firstText(fields, PLACES), firstText(fields, REASONS)];
  const suggestion = text(fields.suggestion);
  const suggested = suggestion === null ? '' : `, it suggests ${suggestion}`;
  return { place: place && plainPlace(place), reason: reason && `${withoutStop(reason)}${suggested}` };
}

function objectionsByField(fields: unknown): Objection[] {
  return Object.entries(record(fields)).flatMap(([place, reasons]) => {
    const words = [reasons].flat().flatMap((reason) => text(reason) ?? text(record(reason).message) ?? []);
    return words.length === 0 ? [] : [{ place, reason: words.map(withoutStop).join(', ') }];
  });
}

function firstText(fields: Record<string, unknown>, names: readonly string[]): string | null {
  return names.map((name) => text(fields[name])).find((word) => word !== null) ?? null;
}

/** `#/customer/email`, `$.customer.email` -> `customer.email` */
function plainPlace(place: string): string {
  const plain = place.replace(/^#?\/|^\$\./, '').replace(/\//g, '.');
  return plain === '' ? place : plain;
}

function inWords(objections: readonly Objection[]): string {
  const shown = objections
    .slice(0, MOST_OBJECTIONS)
    .map(({ place, reason }) => (reason === null ? `${place}` : `${place} (${reason})`));
  const more = objections.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function withoutStop(words: string): string {
  return words.replace(/[\s.:]+$/, '');
}
