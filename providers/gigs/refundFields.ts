/** Fields of a refund; `refund.ts` and `creditNoteBody.ts` read them. */
import type { INodeProperties } from 'n8n-workflow';

const amount: INodeProperties = {
  displayName: 'Amount',
  name: 'amount',
  type: 'string',
  default: '',
  placeholder: 'e.g. 4.99',
  description: 'In the currency of the invoice. Only for invoices without taxes; otherwise refund by line item.',
};

const lineItems: INodeProperties = {
  displayName: 'Line Items',
  name: 'lineItems',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true },
  default: {},
  placeholder: 'Add line item',
  displayOptions: { show: { refundScope: ['lineItems'] } },
  options: [
    {
      displayName: 'Line Item',
      name: 'row',
      values: [
        { ...amount, description: 'How much of this line goes back, without tax' },
        {
          displayName: 'Line Item ID',
          name: 'lineItemId',
          type: 'string',
          default: '',
          placeholder: 'e.g. lin_0SNlur',
        },
        { displayName: 'Tax Amount', name: 'taxAmount', type: 'string', default: '', placeholder: 'e.g. 0.40' },
        {
          displayName: 'Tax ID',
          name: 'taxId',
          type: 'string',
          default: '',
          placeholder: 'e.g. itx_0SNlur',
          description: 'The tax of this line of which a part goes back as well',
        },
      ],
    },
  ],
};

const fees: INodeProperties = {
  displayName: 'Fees',
  name: 'fees',
  type: 'fixedCollection',
  typeOptions: { multipleValues: true },
  default: {},
  placeholder: 'Add fee',
  displayOptions: { show: { refundScope: ['lineItems'] } },
  options: [
    {
      displayName: 'Fee',
      name: 'row',
      values: [
        { ...amount, description: 'How much of this fee goes back' },
        { displayName: 'Type', name: 'type', type: 'string', default: '', description: 'As it stands on the invoice' },
      ],
    },
  ],
};

export const refundFields: INodeProperties[] = [
  {
    displayName:
      'Gigs refunds by a credit note, in projects with Billing. It corrects the books: return the money to the customer the way it was paid.',
    name: 'refundNotice',
    type: 'notice',
    default: '',
  },
  {
    displayName: 'Refund',
    name: 'refundScope',
    type: 'options',
    default: 'full',
    options: [
      { name: 'All That Is Left', value: 'full' },
      { name: 'An Amount', value: 'amount', description: 'Spread over the lines of an invoice without taxes' },
      { name: 'By Line Item', value: 'lineItems', description: 'So much of each line, tax and fee' },
    ],
  },
  { ...amount, required: true, displayOptions: { show: { refundScope: ['amount'] } } },
  lineItems,
  fees,
  {
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
  },
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add field',
    default: {},
    options: [
      {
        displayName: 'Invoice ID',
        name: 'invoiceId',
        type: 'string',
        default: '',
        placeholder: 'e.g. inv_0SNlurA049MEWV',
        description: 'Which invoice to refund. Only needed where several were paid.',
      },
      {
        displayName: 'Refund Reference',
        name: 'refundReference',
        type: 'string',
        default: '',
        description: 'Your own name for this refund. Only needed to give back the same amount of an invoice again.',
      },
    ],
  },
];
