/** Invoices and credit notes (section 16). */
import { type Calls, inHeader } from '../../core/call';
import { type Body, fields, listOf, need, text, whole } from '../../core/checks';
import { json, orRefuse, refuseIf, type SandboxRequest } from '../../core/http';
import { needBilling, payInvoice } from '../billing';
import { eventOf } from '../events';
import { type CreditNote, type GigsWorld, type Invoice, newCreditNote } from '../state';
import { totalOf, wireCreditNote, wireInvoice } from '../wireBilling';
import { idWith } from './checks';
import { ANY_ID, found, listing, named, newestFirst, reading, some } from './reading';

const TAX = fields({ invoiceTax: need(idWith('itx')), amount: need(whole) });
const LINE = fields({ invoiceLineItem: need(idWith('lin')), amount: need(whole), taxes: listOf(TAX) });
const FEE = fields({ type: need(text), amount: need(whole) });
const REASONS = ['Creation', 'Renewal', 'Change', 'Restore'].map((what) => `subscription${what}`);

interface Line {
  invoiceLineItem: string;
  amount: number;
  taxes?: Array<{ invoiceTax: string; amount: number }>;
}

export function billingCalls(world: GigsWorld): Calls {
  const calls = Object.entries(allCalls(world)).map(([name, call]) => {
    const run: typeof call.run = (request, body) => {
      needBilling(world);
      return call.run(request, body);
    };
    return [name, { ...call, run }];
  });
  return Object.fromEntries(calls) as Calls;
}

function allCalls(world: GigsWorld): Calls {
  const { invoices, creditNotes } = world.state;
  return {
    invoices: listing('GET /invoices', () => newestFirst(invoices), wireInvoice, {
      user: [ANY_ID],
      subscription: [ANY_ID, ({ subscription }) => subscription],
      subscriptionAddon: [ANY_ID, ({ addon }) => addon],
      subscriptionChange: [ANY_ID],
      status: [some('draft', 'finalized', 'paid', 'voided'), ({ status }) => status],
      reason: [some(...REASONS, 'other'), ({ reason }) => reason],
    }),
    invoice: reading('GET /invoices/:invoice', invoices, 'invoice', wireInvoice),
    payInvoice: {
      at: 'POST /invoices/:invoice/pay',
      run: (request) => {
        const invoice = found(invoices, request.params['invoice'], 'invoice');
        void world.tell(payInvoice(world, invoice));
        request.noteEffect(`invoice ${invoice.id} paid`);
        return json(wireInvoice(invoice));
      },
    },
    creditNotes: listing('GET /creditNotes', () => newestFirst(creditNotes), wireCreditNote, {
      invoice: [ANY_ID, ({ invoice }) => invoice],
      status: [some('issued', 'voided'), ({ status }) => status],
    }),
    createCreditNote: {
      at: 'POST /creditNotes',
      body: { invoice: need(idWith('inv')), lineItems: listOf(LINE), fees: listOf(FEE) },
      reference: inHeader('idempotency-key'),
      run: (request, body) => {
        const invoice = named(invoices, body['invoice'], 'invoice');
        refuseIf(invoice.status !== 'paid', 'invalid', `The invoice is ${invoice.status}.`);
        return json(wireCreditNote(issue(world, request, invoice, body)), 201);
      },
    },
    creditNote: reading('GET /creditNotes/:creditNote', creditNotes, 'credit note', wireCreditNote),
  };
}

function issue(world: GigsWorld, request: SandboxRequest, invoice: Invoice, body: Body): CreditNote {
  const { creditNotes } = world.state;
  const before = [...creditNotes.values()].filter((one) => one.invoice === invoice.id && one.status === 'issued');
  const left = totalOf(invoice) - before.reduce((sum, { total }) => sum + total.amount, 0);
  const isPartial = body['lineItems'] !== undefined || body['fees'] !== undefined;
  const amount = isPartial ? sumOf(invoice, (body['lineItems'] as Line[] | undefined) ?? []) : left;
  refuseIf(amount <= 0 || amount > left, 'invalid', 'The credit notes would exceed the invoice.');
  const note = newCreditNote(world.random, world.now, invoice.id, { amount, currency: invoice.currency });
  creditNotes.set(note.id, note);
  const booking = { reference: null, orderId: invoice.subscription, customerId: null, amount: '0.00' };
  world.ledger.refund({ call: 'createCreditNote', ...booking });
  request.noteEffect(`credit note ${note.id}`);
  void world.tell([eventOf(world, 'creditNote.created', wireCreditNote(note))]);
  return note;
}

function sumOf(invoice: Invoice, lines: Line[]): number {
  let sum = 0;
  for (const { invoiceLineItem, amount, taxes = [] } of lines) {
    const known = invoice.lines.find(({ id }) => id === invoiceLineItem);
    const { total, tax } = orRefuse(known, 'invalid', 'No such line item on the invoice.');
    refuseIf(amount > total - (tax?.amount ?? 0), 'invalid', 'More than the line item.');
    const foreign = taxes.some(({ invoiceTax }) => invoiceTax !== tax?.id);
    refuseIf(foreign, 'invalid', 'No such tax on the line item.');
    sum += taxes.reduce((all, one) => all + one.amount, amount);
  }
  return sum;
}
