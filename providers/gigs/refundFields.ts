/** Beside `fields.ts`: those of a refund, which has rows; `creditNotes.ts` and `refunds.ts` read them. */
import { amount, choice, type Field, id, notice, rows, text } from '../../input';
import { additionalFields, line } from '../kit/fields';

const refundNotice = notice({
  displayName:
    'Gigs refunds by a credit note, in projects with Billing. It corrects the books: return the money to the customer the way it was paid.',
  name: 'refundNotice',
  type: 'notice',
  default: '',
});

export const refundScope = choice<'full' | 'amount' | 'lineItems'>({
  displayName: 'Refund',
  name: 'refundScope',
  type: 'options',
  default: 'full',
  options: [
    { name: 'All That Is Left', value: 'full' },
    { name: 'An Amount', value: 'amount', description: 'Spread over the lines of an invoice without taxes' },
    { name: 'By Line Item', value: 'lineItems', description: 'So much of each line, tax and fee' },
  ],
});

export const refundAmount = amount({
  ...line(
    'Amount',
    'amount',
    'In the currency of the invoice. Only for invoices without taxes; otherwise refund by line item.',
    'e.g. 4.99',
  ),
  required: true,
  displayOptions: { show: { refundScope: ['amount'] } },
});

/** Of a row: of a line item, or of a fee. */
export const rowAmount = amount(line('Amount', 'amount', 'How much of it goes back, without tax', 'e.g. 4.99'));
export const lineItemId = id(line('Line Item ID', 'lineItemId', '', 'e.g. lin_0SNlur'));
export const taxAmount = amount(line('Tax Amount', 'taxAmount', '', 'e.g. 0.40'));
export const taxId = id(
  line('Tax ID', 'taxId', 'The tax of this line of which a part goes back as well', 'e.g. itx_0SNlur'),
);
export const feeType = text(line('Type', 'type', 'As it stands on the invoice'));

export const lineItems = rows(
  {
    displayName: 'Line Items',
    name: 'lineItems',
    type: 'fixedCollection',
    default: {},
    placeholder: 'Add line item',
    displayOptions: { show: { refundScope: ['lineItems'] } },
  },
  'row',
  [rowAmount, lineItemId, taxAmount, taxId],
);
export const fees = rows(
  {
    displayName: 'Fees',
    name: 'fees',
    type: 'fixedCollection',
    default: {},
    placeholder: 'Add fee',
    displayOptions: { show: { refundScope: ['lineItems'] } },
  },
  'row',
  [rowAmount, feeType],
);

export const endSubscription = choice<'no' | 'now' | 'periodEnd'>({
  displayName: 'End the Subscription',
  name: 'endSubscription',
  type: 'options',
  default: 'no',
  description: 'What becomes of the subscription after the refund',
  options: [
    { name: 'At the End of the Period', value: 'periodEnd' },
    { name: 'No', value: 'no', description: 'It goes on' },
    { name: 'Now, for Good', value: 'now', description: 'The eSIM stops working at once' },
  ],
});

export const invoiceId = id(
  line(
    'Invoice ID',
    'invoiceId',
    'Which invoice of this order to refund. Only needed where several were paid.',
    'e.g. inv_0SNlurA049MEWV',
  ),
);
export const refundReference = id(
  line(
    'Refund Reference',
    'refundReference',
    'Your own name for this refund. Only needed to give back the same amount of an invoice again.',
  ),
);

export const refundFields: ReadonlyArray<Field<unknown>> = [
  refundNotice,
  refundScope,
  refundAmount,
  lineItems,
  fees,
  endSubscription,
  additionalFields([invoiceId, refundReference]),
];
