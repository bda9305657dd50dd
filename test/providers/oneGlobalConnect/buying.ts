/** Buying at the stand-in through `buyOnce`, as the node does it, with notes in memory and a clock that makes time pass. */
import { randomUUID } from 'node:crypto';

import type { Order } from '../../../esim/model';
import { readValues, type Values } from '../../../input';
import { oneGlobalConnect } from '../../../providers/oneGlobalConnect';
import type { CreateOrderInput, PurchaseOperation, Session, TopUpInput } from '../../../providers/provider';
import { buyOnce } from '../../../purchase/buyOnce';
import type { Clock } from '../../../purchase/clock';
import type { IfOpen } from '../../../purchase/decide';
import { Ledger } from '../../../purchase/ledger';
import { Patience } from '../../../purchase/patience';
import { Run } from '../../../purchase/run';
import type { Store } from '../../../purchase/store';
import { THREE_GB, WORLD_50_MB } from './support';

export const WAITING_MS = 30 * 60_000;

const { order, esim, fields } = oneGlobalConnect;

const PERSON = { country: 'GB', firstName: 'John', lastName: 'Doe', countryOfResidence: 'US' };

/** What a person filled in, by the fields that the operation declares. */
export function filledIn(operation: string, raw: Record<string, unknown>): Values {
  return readValues(fields[operation] ?? [], (name) => raw[name]);
}

export function newEsim(
  clientReference: string,
  { raw = {}, ...more }: Partial<CreateOrderInput> & { raw?: Record<string, unknown> } = {},
): CreateOrderInput {
  return {
    packageId: THREE_GB,
    clientReference,
    customerEmail: 'john@doe.com',
    customerId: null,
    fields: filledIn('order.create', { ...PERSON, ...raw }),
    ...more,
  };
}

export function topUpOf(iccid: string, clientReference: string, more: Partial<TopUpInput> = {}): TopUpInput {
  const filled = filledIn('esim.topUp', { country: 'GB' });
  return { packageId: WORLD_50_MB, clientReference, iccid, customerId: null, fields: filled, ...more };
}

/** n8n's row of notes of one node. */
export function rowOfNotes(): Store & { entries: Set<string> } {
  const entries = new Set<string>();
  const present = (asked: readonly string[]) => new Set(asked.filter((entry) => entries.has(entry)));
  return {
    entries,
    name: randomUUID(),
    isShared: true,
    async add(added) {
      const before = present(added);
      for (const entry of added) entries.add(entry);
      return await Promise.resolve({ before, tookMs: 0, isSecondTry: false });
    },
    async remove(gone) {
      for (const entry of gone) entries.delete(entry);
      await Promise.resolve();
    },
    ask: async (asked) => await Promise.resolve(present(asked)),
  };
}

export interface Buyer {
  session: Session;
  clock: Clock;
  row: Store;
  ifOpen?: IfOpen;
  /** Another one for each purchase: as if another process had sent what was sent before. */
  account?: string;
}

export async function buy(buyer: Buyer, input: CreateOrderInput): Promise<Order> {
  const content = `${input.packageId}/${input.customerEmail}`;
  return await buyIt(buyer, order.create!, input, { kind: 'order', content });
}

export async function topUp(buyer: Buyer, input: TopUpInput): Promise<Order> {
  return await buyIt(buyer, esim.topUp!, input, { kind: 'topUp', content: `${input.packageId}/${input.iccid}` });
}

async function buyIt<Input extends { clientReference: string }>(
  { session, clock, row, ifOpen = 'stop', account = randomUUID() }: Buyer,
  operation: PurchaseOperation<Input, Order>,
  input: Input,
  { kind, content }: { kind: string; content: string },
): Promise<Order> {
  const place = { execution: randomUUID(), node: 'node-1', run: 0, item: 0 };
  const { clientReference } = input;
  const wanted = {
    attempt: { key: `${kind}/${clientReference}`, content },
    what: kind,
    named: `Client Reference "${clientReference}"`,
    whereToCheck: '1GLOBAL',
    alone: null,
    repeatsAreHarmless: false,
    showsWithinMs: operation.showsWithinMs,
    prepare: async () => await operation.prepare(session, input),
  };
  const bought = await buyOnce(wanted, {
    ledger: new Ledger(row, place.execution, clock),
    clock,
    patience: new Patience(place, 120_000, clock),
    run: new Run(false),
    sender: { account, node: 'node-1' },
    ifOpen,
    waitingMs: WAITING_MS,
  });
  return bought.value;
}

/** As a restart of n8n: this process remembers nothing of what it has bought. */
export function afterRestart<T extends { session: Session }>(buyer: T): T {
  const { session } = buyer;
  const settings = { ...session.settings, clientId: `restarted-${randomUUID()}` };
  return { ...buyer, session: { ...session, settings } };
}
