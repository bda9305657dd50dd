/** What is remembered: by this process for as long as it runs, or by an execution. Nothing of it outlasts a restart. */
import type { Session } from '../provider';

/** No more than so much; the oldest go first. */
export class BoundedMap<Value> extends Map<string, Value> {
  /** @param most entries */
  constructor(private readonly most: number) {
    super();
  }

  override set(key: string, value: Value): this {
    // a Map keeps its order: what is set anew is the youngest
    this.delete(key);
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > this.most && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

/** About a megabyte of ids. */
const MOST = 5_000;

export interface Memory<Value> {
  get(session: Session, ...name: string[]): Value | undefined;
  set(session: Session, name: string | readonly string[], value: Value): void;
}

/**
 * What this process knows of its accounts at a provider: which order a purchase became, which eSIM came with an order.
 * @param accountOf what in the credential tells accounts apart: base URL, project or client id
 */
export function memoryOfProcess<Value>(accountOf: (session: Session) => readonly unknown[]): Memory<Value> {
  const values = new BoundedMap<Value>(MOST);
  const keyOf = (session: Session, name: readonly string[]): string => JSON.stringify([...accountOf(session), ...name]);
  return {
    get: (session, ...name) => values.get(keyOf(session, name)),
    set: (session, name, value) => void values.set(keyOf(session, typeof name === 'string' ? [name] : name), value),
  };
}

/** What an execution has read already and need not read again: made when it is asked for first. */
export function memoryOfExecution<Value extends object>(
  make: (session: Session) => Value,
): (session: Session) => Value {
  const values = new WeakMap<Session, Value>();
  return (session) => {
    const value = values.get(session) ?? make(session);
    values.set(session, value);
    return value;
  };
}

/**
 * What is read once in an execution, by name. A failure is not remembered: the next one asks again.
 * @param newForMs it is read again when it was asked for so long ago, in milliseconds
 */
export function onceInExecution<Value>(
  load: (session: Session, name: string) => Promise<Value>,
  newForMs = Infinity,
): (session: Session, name?: string) => Promise<Value> {
  const loaded = memoryOfExecution(() => new Map<string, { askedAt: number; reading: Promise<Value> }>());
  return async (session, name = '') => {
    const known = loaded(session);
    const last = known.get(name);
    const isNew = last !== undefined && Date.now() - last.askedAt < newForMs;
    const mine = isNew ? last : { askedAt: Date.now(), reading: load(session, name) };
    known.set(name, mine);
    return await mine.reading.catch(async (error: unknown) => {
      if (known.get(name) === mine) known.delete(name);
      return await Promise.reject(error);
    });
  };
}
