/**
 * Which order a client reference became, for the purchases that this process has sent itself. 1GLOBAL shows the
 * reference of an order only once it is fulfilled (providers/1global-connect.md, section 1.5): until then this is the
 * only way to recognise it when the same execution runs again. After a restart the provider's books must do.
 */
import { BoundedMap } from '../boundedMap';
import type { Session } from '../provider';
import type { ConnectApi, OrderRequest } from './api';

export interface Purchase {
  kind: OrderRequest['kind'];
  reference: string;
  packageId: string;
  /** Email address of a new eSIM's customer, or ICCID: whose purchase it is. */
  owner: string;
}

export interface Remembered extends Purchase {
  orderId: string;
}

/** About a megabyte. */
const MOST = 5_000;

const byReference = new BoundedMap<Remembered>(MOST);
const referenceOf = new BoundedMap<string>(MOST);

export function remember(session: Session, api: ConnectApi, purchase: Purchase, orderId: string): void {
  const key = keyOf(session, api, purchase);
  byReference.set(key, { ...purchase, orderId });
  referenceOf.set(orderKeyOf(session, orderId), key);
}

export function recall(session: Session, api: ConnectApi, purchase: Purchase): Remembered | undefined {
  return byReference.get(keyOf(session, api, purchase));
}

/** Whether an order is known to be another purchase than this one. */
export function isAnother(session: Session, api: ConnectApi, purchase: Purchase, orderId: string | null): boolean {
  const key = orderId === null ? undefined : referenceOf.get(orderKeyOf(session, orderId));
  return key !== undefined && key !== keyOf(session, api, purchase);
}

function keyOf({ settings }: Session, { version }: ConnectApi, { kind, reference }: Purchase): string {
  return JSON.stringify([settings.baseUrl, settings.clientId, version, kind, reference]);
}

function orderKeyOf({ settings }: Session, orderId: string): string {
  return JSON.stringify([settings.baseUrl, settings.clientId, orderId]);
}
