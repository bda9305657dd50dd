/** What becomes of a delivery: which events start the workflow, and what the sender is told. Knows no n8n. */
import type { EsimEvent, EventType } from '../esim/model';
import type {
  Confirmation,
  Delivery,
  MessageName,
  Reading,
  Result,
  Session,
  Verdict,
  WebhookSource,
} from '../providers/provider';
import { confirmAll, LIMITS, safeWords } from './confirm';
import { ALL_EVENTS } from './eventNames';
import type { Standing } from './messages';
import type { TriggerSettings } from './settings';

export type Settings = Pick<TriggerSettings, 'events' | 'confirm' | 'ifNotConfirmed'>;

export interface Arrival {
  delivery: Delivery;
  source: WebhookSource;
  settings: Settings;
  /** The credential's fields, for `authenticate`. */
  secrets: Readonly<Record<string, unknown>>;
  connect: () => Promise<Session>;
  /** Whether a signed message was here before. */
  meet: (name: MessageName) => Standing;
}

/**
 * - 200: taken; the events that start the workflow, perhaps none
 * - 400: the body cannot be a delivery of this provider
 * - 401: nobody vouches for it, or somebody plays it again
 * - 503: it could not be checked; the sender should try again
 */
export interface Answer {
  status: 200 | 400 | 401 | 503;
  events: Array<Result<EsimEvent>>;
  /** Why something does not start, for the log; null when everything does. */
  reason: string | null;
  /** The types that the reason is about. */
  eventTypes: EventType[];
  /** The sender tries again what has been taken: worth a line in the log, unlike an event that nobody chose. */
  isRetry?: true;
}

/** Never throws: an error here would be answered with 500 and leave a failed execution behind. */
export async function deliver(arrival: Arrival, limits = LIMITS): Promise<Answer> {
  const { delivery, source, settings, secrets } = arrival;
  const verdict = judge(source, delivery, secrets);
  if (!verdict.trusted) return nothing(401, verdict.reason);
  const known = verdict.name && answerKnown(arrival.meet(verdict.name));
  if (known) return known;
  const reading = read(source, delivery);
  if (!reading.readable) return nothing(400, reading.reason);
  const wanted = reading.events.filter(({ value }) => isChosen(value.type, settings.events));
  if (wanted.length === 0) return nothing(200, 'not among the chosen events', reading.events);
  if (!settings.confirm || !source.confirm) return start(wanted.map((event) => mark(event, verdict.proven || null)));

  const confirmations = await confirmAll(
    wanted.map(({ value }) => value),
    arrival.connect,
    source.confirm,
    limits,
  );
  if (!confirmations.asked) {
    return nothing(503, `the provider could not be asked to confirm: ${confirmations.reason}`, wanted);
  }
  return weigh(wanted, confirmations.answers, verdict.proven, settings);
}

/** What a message is told that was here before; null for a new one. */
function answerKnown(standing: Standing): Answer | null {
  switch (standing) {
    case 'new':
      return null;
    case 'beforeMemory':
      return nothing(503, 'it was signed before this n8n began: a sender signs it anew, a recorded message stays out');
    case 'replayed':
      return nothing(401, 'this very delivery was accepted before: it is a replay');
    case 'underWay':
      return nothing(503, 'an earlier attempt to deliver the same message is still being answered');
    case 'acknowledged':
      return { ...nothing(200, 'the same message was accepted before: the sender tries again'), isRetry: true };
  }
}

function judge(source: WebhookSource, delivery: Delivery, secrets: Arrival['secrets']): Verdict {
  if (!source.authenticate) return { trusted: true, proven: false };
  try {
    return source.authenticate(delivery, secrets);
  } catch (error) {
    return { trusted: false, reason: `checking where it comes from was ${safeWords(error)}` };
  }
}

function read(source: WebhookSource, delivery: Delivery): Reading {
  try {
    return source.read(delivery);
  } catch (error) {
    return { readable: false, reason: `reading it was ${safeWords(error)}` };
  }
}

export function isChosen(type: EventType, chosen: readonly string[]): boolean {
  return chosen.length === 0 || chosen.includes(ALL_EVENTS) || chosen.includes(type);
}

/** One made-up event in a delivery does not hold back the others. */
function weigh(
  events: ReadonlyArray<Result<EsimEvent>>,
  answers: readonly Confirmation[],
  proven: boolean,
  settings: Settings,
): Answer {
  const taken: Array<Result<EsimEvent>> = [];
  const refused: Array<Result<EsimEvent>> = [];
  const explanations = new Set<string>();
  for (const [index, event] of events.entries()) {
    const answer = answers[index];
    if (answer?.outcome === 'confirmed') {
      taken.push(mark(event, true, answer.changes));
    } else if (answer?.outcome === 'differs' && (proven || settings.ifNotConfirmed === 'deliver')) {
      taken.push(mark(event, proven, answer.changes));
    } else {
      refused.push(event);
      explanations.add(answer && 'explanation' in answer ? answer.explanation : 'the provider did not answer');
    }
  }
  if (refused.length === 0) return start(taken);
  const reason = `the provider does not confirm it: ${[...explanations].slice(0, 3).join('; ')}`;
  return { ...nothing(taken.length > 0 ? 200 : 401, reason, refused), events: taken };
}

/** What asking back adds may not change which event it is: it was chosen, and is deduplicated, as what it is. */
function mark(
  { value, raw }: Result<EsimEvent>,
  confirmed: boolean | null,
  changes: Partial<EsimEvent> = {},
): Result<EsimEvent> {
  const { eventId, type, provider } = value;
  return { value: { ...value, ...changes, eventId, type, provider, confirmed }, raw };
}

function start(events: Array<Result<EsimEvent>>): Answer {
  return { status: 200, events, reason: null, eventTypes: [] };
}

function nothing(status: Answer['status'], reason: string, about: ReadonlyArray<Result<EsimEvent>> = []): Answer {
  return { status, events: [], reason, eventTypes: [...new Set(about.map(({ value }) => value.type))] };
}
