/** Invoices and credit notes, which only projects with Billing have (facts/providers/gigs.md, section 16). */
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Session } from '../provider';
import * as api from './api';
import { all, listing, pageFrom } from './lists';
import { idOf } from './wire';
import type { WireCreditNote, WireInvoice, WireSubscription, WireSubscriptionAddon } from './wire';

/** Without Billing there is nothing of this; which of them Gigs answers then is not known. */
const NO_BILLING = [403, 404, 422, 501];

/**
 * The invoice that has to be paid before a subscription or an add-on starts; it exists as soon as the purchase is
 * answered. Null where there is none to be seen: `initiated` may also mean that a user's consent is awaited.
 */
export async function firstInvoiceId(
  session: Session,
  bought: WireSubscription | WireSubscriptionAddon,
): Promise<string | null> {
  const id = text(bought.id);
  if (id === null) return null;
  const filters = 'addon' in bought ? { subscriptionAddon: id } : { subscription: id, reason: 'subscriptionCreation' };
  const answered = await attempt(async () => pageFrom(await api.readPage(session, 'invoices', filters)));
  if (answered.ok) return idOf(answered.value.items[0]);
  if (!NO_BILLING.includes(answered.error.status ?? 0)) {
    session.log(`the invoice of ${id} could not be read: ${answered.error.message}`);
  }
  return null;
}

/** What an invoice is written for. */
export interface Invoiced {
  kind: 'subscription' | 'subscriptionAddon';
  id: string;
}

/** @throws ProviderError `refused` when the project has no Billing */
export async function invoicesOf(session: Session, bought: Invoiced): Promise<WireInvoice[]> {
  const read = async (): Promise<WireInvoice[]> =>
    await all(listing(session, 'invoices', { [bought.kind]: bought.id }));
  const answered = await attempt(read);
  if (answered.ok) return answered.value;
  throw NO_BILLING.includes(answered.error.status ?? 0) ? noBilling(answered.error) : answered.error;
}

/** @throws ProviderError `notFound`, `refused` when the project has no Billing */
export async function readInvoice(session: Session, id: string): Promise<WireInvoice> {
  const answered = await attempt(async () => (await api.readOne(session, 'invoices', id)) as WireInvoice);
  if (answered.ok) return answered.value;
  const { status } = answered.error;
  throw status === 403 || status === 501 ? noBilling(answered.error) : answered.error;
}

/** The credit notes of an invoice that still count, newest first. */
export async function issuedNotes(session: Session, invoice: string): Promise<WireCreditNote[]> {
  return await all(listing(session, 'creditNotes', { invoice, status: 'issued' }));
}

export function noBilling({ message, status }: ProviderError): ProviderError {
  return new ProviderError('refused', `Gigs can refund by its API only in projects with Billing. ${message}`, {
    description:
      'If Gigs collects the payments (Gigs Payments), refund in the Gigs dashboard or ask its support. To stop the subscription, use Order > Cancel.',
    status,
  });
}
