/** What a provider tells through its webhook, and how that is registered. */
import type { EsimEvent, EventType } from '../../esim/model';
import type { ProviderError } from '../../http/errors';
import type { Field } from '../../input';
import type { ProviderFields, Result, Session } from './session';

/** A delivery as it arrived. Header names are lower case. */
export interface Delivery {
  headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as sent, before any parsing. */
  rawBody: Buffer;
}

/** What names a signed message: `message` over all attempts to deliver it, `attempt` only this one. */
export interface MessageName {
  message: string;
  attempt: string;
}

/**
 * Whether a delivery may be trusted. The reason goes to the log and is answered with 401. With a name, the same message
 * is not accepted twice.
 */
export type Verdict = { trusted: true; proven: boolean; name?: MessageName } | { trusted: false; reason: string };

/** A delivery's events, or why its body cannot be one (answered with 400). */
export type Reading = { readable: true; events: Array<Result<EsimEvent>> } | { readable: false; reason: string };

/** What the provider says when an event is read back. */
export type Confirmation =
  | { outcome: 'confirmed'; changes?: Partial<EsimEvent> }
  /** The thing exists, the provider shows something else at the moment. */
  | { outcome: 'differs'; explanation: string; changes?: Partial<EsimEvent> }
  /** The provider does not know this eSIM or customer: somebody made the event up. */
  | { outcome: 'unknown'; explanation: string }
  /** The provider could not be asked: the sender should try again later. */
  | { outcome: 'notAsked'; error: ProviderError };

export interface WebhookSource {
  /** The normalised types that this provider can send, offered under Events. */
  events: readonly EventType[];
  /** Where the URL is entered, shown in the editor. */
  setupNotice: string;
  /** Fields of the trigger that only this provider has. */
  fields?: ReadonlyArray<Field<unknown>>;
  /** `authenticate` names each message that it trusts: one that was taken is not taken again. */
  namesMessages?: boolean;
  /** Checks signature or password. Absent: the provider signs nothing. */
  authenticate?(delivery: Delivery, secrets: Readonly<Record<string, unknown>>): Verdict;
  read(delivery: Delivery): Reading;
  /** Reads the subject of the event back from the provider. */
  confirm?(session: Session, event: EsimEvent): Promise<Confirmation>;
  /** Registers the URL at the provider; absent where a person pastes it into a portal. */
  register?(session: Session, url: string, fields: ProviderFields): Promise<void>;
  /** Removes exactly what `register` made; copes with nothing being there. */
  unregister?(session: Session, url: string, fields: ProviderFields): Promise<void>;
  /** Whether the URL is registered exactly as `register` would do it. */
  isRegistered?(session: Session, url: string, fields: ProviderFields): Promise<boolean>;
}
