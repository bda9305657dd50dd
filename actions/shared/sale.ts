/** What a purchase is called: by the person's reference, or by the order that is given back. */
import type { Attempt } from '../../purchase/notes';

export interface Sale {
  attempt: Attempt;
  /** In messages: "eSIM order". */
  what: string;
  /** In messages: `Client Reference "shop-1"`. */
  named: string;
  /** As it stands in the field, and in Checked References. */
  name: string;
  /** Two items of an execution under one name would be two customers with one eSIM. */
  isOneItem: boolean;
}

type Kind = 'order' | 'topUp';

const WHAT: Record<Kind, string> = { order: 'eSIM order', topUp: 'top-up' };

/** @param content what is bought, for whom: the same reference for something else is refused */
export function saleByReference(
  provider: string,
  kind: Kind,
  clientReference: string,
  content: ReadonlyArray<string | null>,
): Sale {
  return {
    attempt: { key: `${provider}/${kind}/${clientReference}`, content: contentOf(content) },
    what: WHAT[kind],
    named: `Client Reference "${clientReference}"`,
    name: clientReference,
    isOneItem: true,
  };
}

/** An order is given back once, however often it is asked for; so much of it where only a part is meant. */
export function saleOfRefund(provider: string, orderId: string, part: ReadonlyArray<string | null>): Sale {
  return {
    attempt: { key: [provider, 'refund', orderId, ...part.filter((one) => one !== null)].join('/'), content: '' },
    what: 'refund',
    named: `Order ID "${orderId}"`,
    name: orderId,
    isOneItem: false,
  };
}

function contentOf(parts: ReadonlyArray<string | null>): string {
  return parts.map((part) => part ?? '').join('/');
}
