/** Invoices and credit notes (section 16). */
import { json, Refusal, type SandboxRequest } from '../../core/http';
import { needBilling, payInvoice } from '../billing';
import { ANY_ID, type Call, chosen, found, named, newestFirst, page, PAGED, some } from '../call';
import { fieldsOf, idWith, listOf, minorUnits, text } from '../checks';
import { eventOf } from '../events';
import type { CreditNote, Invoice } from '../state';
import { tell } from '../tell';
import { totalOf, wireCreditNote, wireInvoice } from '../wire';
import type { GigsWorld } from '../world';

const TAX = fieldsOf({
  invoiceTax: { check: idWith('itx'), required: true },
  amount: { check: minorUnits, required: true },
});
const LINE = fieldsOf({
  invoiceLineItem: { check: idWith('lin'), required: true },
  amount: { check: minorUnits, required: true },
  taxes: { check: listOf(TAX) },
});
const FEE = fieldsOf({ type: { check: text, required: true }, amount: { check: minorUnits, required: true } });

interface Line {
  invoiceLineItem: string;
  amount: number;
  taxes?: Array<{ invoiceTax: string; amount: number }>;
}

export function billingCalls(world: GigsWorld): Call[] {
  return [...invoiceCalls(world), ...creditNoteCalls(world)].map((call) => ({
    ...call,
    run: (request, body) => {
      needBilling(world);
      return call.run(request, body);
    },
  }));
}

function invoiceCalls(world: GigsWorld): Call[] {
  const { state } = world;
  return [
    {
      name: 'invoices',
      method: 'GET',
      path: '/invoices',
      query: {
        ...PAGED,
        user: ANY_ID,
        subscription: ANY_ID,
        subscriptionAddon: ANY_ID,
        subscriptionChange: ANY_ID,
        status: some(['draft', 'finalized', 'paid', 'voided']),
        reason: some([
          'subscriptionCreation',
          'subscriptionRenewal',
          'subscriptionChange',
          'subscriptionRestore',
          'other',
        ]),
      },
      run: (request) => {
        const { query } = request;
        const [statuses, reasons] = [chosen(request, 'status'), chosen(request, 'reason')];
        const shown = newestFirst(state.invoices.values()).filter(
          (one) =>
            (query.get('subscription') ?? one.subscription) === one.subscription &&
            (query.get('subscriptionAddon') ?? one.addon) === one.addon &&
            (statuses === null || statuses.includes(one.status)) &&
            (reasons === null || reasons.includes(one.reason)),
        );
        return page(request, shown.map(wireInvoice));
      },
    },
    {
      name: 'invoice',
      method: 'GET',
      path: '/invoices/:invoice',
      run: ({ params }) => json(wireInvoice(found(state.invoices, params['invoice'], 'invoice'))),
    },
    {
      name: 'payInvoice',
      method: 'POST',
      path: '/invoices/:invoice/pay',
      run: (request) => {
        const invoice = found(state.invoices, request.params['invoice'], 'invoice');
        tell(world, payInvoice(world, invoice));
        request.noteEffect(`invoice ${invoice.id} paid`);
        return json(wireInvoice(invoice));
      },
    },
  ];
}

function creditNoteCalls(world: GigsWorld): Call[] {
  const { state } = world;
  return [
    {
      name: 'creditNotes',
      method: 'GET',
      path: '/creditNotes',
      query: { ...PAGED, invoice: ANY_ID, status: some(['issued', 'voided']) },
      run: (request) => {
        const [invoice, statuses] = [request.query.get('invoice'), chosen(request, 'status')];
        const shown = newestFirst(state.creditNotes.values()).filter(
          (one) => (invoice ?? one.invoice) === one.invoice && (statuses === null || statuses.includes(one.status)),
        );
        return page(request, shown.map(wireCreditNote));
      },
    },
    {
      name: 'createCreditNote',
      method: 'POST',
      path: '/creditNotes',
      body: {
        invoice: { check: idWith('inv'), required: true },
        lineItems: { check: listOf(LINE) },
        fees: { check: listOf(FEE) },
      },
      reference: ({ headers }) => (headers['idempotency-key'] as string | undefined) ?? null,
      run: (request, body) => {
        const invoice = named(state.invoices, body['invoice'], 'invoice');
        if (invoice.status !== 'paid') throw new Refusal('invalid', `The invoice is ${invoice.status}.`);
        const note = issue(world, request, invoice, body);
        return json(wireCreditNote(note), 201);
      },
    },
    {
      name: 'creditNote',
      method: 'GET',
      path: '/creditNotes/:creditNote',
      run: ({ params }) => json(wireCreditNote(found(state.creditNotes, params['creditNote'], 'credit note'))),
    },
  ];
}

function issue(world: GigsWorld, request: SandboxRequest, invoice: Invoice, body: Record<string, unknown>): CreditNote {
  const { state } = world;
  const before = [...state.creditNotes.values()].filter((one) => one.invoice === invoice.id && one.status === 'issued');
  const left = totalOf(invoice) - before.reduce((sum, { total }) => sum + total.amount, 0);
  const isPartial = body['lineItems'] !== undefined || body['fees'] !== undefined;
  const amount = isPartial ? sumOf(invoice, (body['lineItems'] as Line[] | undefined) ?? []) : left;
  if (amount <= 0 || amount > left) throw new Refusal('invalid', 'The credit notes would exceed the invoice.');
  const note: CreditNote = {
    id: state.newId('crn'),
    invoice: invoice.id,
    status: 'issued',
    total: { amount, currency: invoice.currency },
    createdAt: world.clock.now(),
  };
  state.creditNotes.set(note.id, note);
  world.ledger.refund({
    at: new Date(world.clock.now()).toISOString(),
    call: 'createCreditNote',
    reference: null,
    orderId: invoice.subscription,
    customerId: null,
    amount: '0.00',
  });
  request.noteEffect(`credit note ${note.id}`);
  tell(world, [eventOf(world, 'creditNote.created', wireCreditNote(note))]);
  return note;
}

function sumOf(invoice: Invoice, lines: Line[]): number {
  let sum = 0;
  for (const { invoiceLineItem, amount, taxes = [] } of lines) {
    const line = invoice.lines.find(({ id }) => id === invoiceLineItem);
    if (!line) throw new Refusal('invalid', 'No such line item on the invoice.');
    if (amount > line.total - (line.tax?.amount ?? 0)) throw new Refusal('invalid', 'More than the line item.');
    sum += amount;
    for (const tax of taxes) {
      if (tax.invoiceTax !== line.tax?.id) throw new Refusal('invalid', 'No such tax on the line item.');
      sum += tax.amount;
    }
  }
  return sum;
}
