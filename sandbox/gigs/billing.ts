/** Invoices of projects with Billing (section 16). */
import { Refusal, refuseIf } from '../core/http';
import type { OutgoingEvent } from '../core/webhooks';
import { eventOf } from './events';
import { activateAddon, startActivation } from './life';
import { type AttachedAddon, type GigsWorld, type Invoice, newId, newInvoice, type Subscription } from './state';
import { wireInvoice } from './wireBilling';

/** What the made-up tax of an address in the US is, in percent. */
const TAX_PERCENT = 8;

/** What a project without Billing answers is unknown: the setting decides. */
export function needBilling({ settings }: GigsWorld): void {
  if (settings.billing) return;
  const rules = { 403: 'permissionDenied', 404: 'unknownPath', 422: 'invalid', 501: 'notImplemented' };
  throw new Refusal(rules[settings.withoutBilling], 'Billing is not enabled for this project.');
}

/** The invoice that has to be paid before the subscription or the add-on starts; it is there at once. */
export function invoiceFor(world: GigsWorld, one: Subscription, addon: AttachedAddon | null): OutgoingEvent[] {
  const { state, random } = world;
  const { amount, currency } = (addon?.addon ?? one.plan).price;
  const taxed = state.addresses.get(one.address ?? '')?.country === 'US';
  const tax = taxed ? { id: newId(random, 'itx'), amount: Math.round((amount * TAX_PERCENT) / 100) } : null;
  const invoice = newInvoice(random, world.now, one.id, addon?.id ?? null, currency);
  invoice.lines.push({ id: newId(random, 'lin'), total: amount + (tax?.amount ?? 0), tax });
  state.invoices.set(invoice.id, invoice);
  return [eventOf(world, 'invoice.created', wireInvoice(invoice))];
}

/** The reseller has collected the money: what waited for it starts. */
export function payInvoice(world: GigsWorld, invoice: Invoice): OutgoingEvent[] {
  refuseIf(invoice.status !== 'finalized', 'invalid', `The invoice is ${invoice.status}.`);
  invoice.status = 'paid';
  invoice.paidAt = world.now;
  const addon = world.state.attached.get(invoice.addon ?? '');
  if (addon) {
    addon.status = 'pending';
    if (addon.addon.activationTrigger === 'creation') activateAddon(world, addon);
    return [];
  }
  const subscription = world.state.subscriptions.get(invoice.subscription);
  return subscription?.status === 'initiated' ? startActivation(world, subscription) : [];
}
