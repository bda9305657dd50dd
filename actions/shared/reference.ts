/** Client Reference: the name of a sale, which only the person knows. */
import { notice, reference, refuseIncomplete } from '../../input';
import type { Turn } from '../operation';

/** What belongs into the field, where a person reads it before typing. */
export const referenceNotice = notice({
  displayName:
    'Client Reference is the name of this sale: your shop’s order ID, with the line number where an order has several eSIMs. The same reference is never bought twice, and gives the same eSIM again. Several shops on one account: put the shop’s name in front. To try it out, any word will do.',
  name: 'referenceNotice',
  type: 'notice',
  default: '',
});

export const clientReference = reference({
  displayName: 'Client Reference',
  name: 'clientReference',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'e.g. {{ $json.orderId }}',
  description: 'Your own name for this sale, such as the order ID of your shop',
});

/** @throws InputError when it is empty, or made of something that is missing or rounded */
export function referenceOf({ context, place, values }: Turn): string {
  refuseIncomplete(context, place.item, clientReference);
  return values.need(clientReference);
}
