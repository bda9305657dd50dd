/** Fields of a refund; `refund.ts` and `creditNoteBody.ts` read them. */
import { amount, choice, collection, type Field, id, notice, rows, text } from '../../input';

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
  displayName: 'Amount',
  name: 'amount',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. 4.99',
  description: 'In the currency of the invoice. Only for invoices without taxes; otherwise refund by line item.',
  displayOptions: { show: { refundScope: ['amount'] } },
});

/** Of a row: of a line item, or of a fee. */
export const rowAmount = amount({
  displayName: 'Amount',
  name: 'amount',
  type: 'string',
  default: '',
  placeholder: 'e.g. 4.99',
  description: 'How much of it goes back, without tax',
});
export const lineItemId = id({
  displayName: 'Line Item ID',
  name: 'lineItemId',
  type: 'string',
  default: '',
  placeholder: 'e.g. lin_0SNlur',
});
export const taxAmount = amount({
  displayName: 'Tax Amount',
  name: 'taxAmount',
  type: 'string',
  default: '',
  placeholder: 'e.g. 0.40',
});
export const taxId = id({
  displayName: 'Tax ID',
  name: 'taxId',
  type: 'string',
  default: '',
  placeholder: 'e.g. itx_0SNlur',
  description: 'The tax of this line of which a part goes back as well',
});
export const feeType = text({
  displayName: 'Type',
  name: 'type',
  type: 'string',
  default: '',
  description: 'As it stands on the invoice',
});

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

export const invoiceId = id({
  displayName: 'Invoice ID',
  name: 'invoiceId',
  type: 'string',
  default: '',
  placeholder: 'e.g. inv_0SNlurA049MEWV',
  description: 'Which invoice of this order to refund. Only needed where several were paid.',
});
export const refundReference = id({
  displayName: 'Refund Reference',
  name: 'refundReference',
  type: 'string',
  default: '',
  description: 'Your own name for this refund. Only needed to give back the same amount of an invoice again.',
});

export const refundFields: ReadonlyArray<Field<unknown>> = [
  refundNotice,
  refundScope,
  refundAmount,
  lineItems,
  fees,
  endSubscription,
  collection(
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add field',
      default: {},
    },
    [invoiceId, refundReference],
  ),
];
