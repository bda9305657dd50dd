/**
 * Which order each purchase of this process became. 1GLOBAL shows the reference of an order only once it is completed
 * (facts/providers/1global-connect.md, section 1.5): until then nothing else tells whose an order under way is. After a
 * restart, and for orders of other processes, the provider's books must do.
 */
import { BoundedMap } from '../kit/memory';
import type { Session } from '../provider';
import type { ConnectApi, OrderRequest } from './api';

export interface Purchase {
  kind: OrderRequest['kind'];
  reference: string;
  packageId: string;
  /** Email address of a new eSIM's customer, or ICCID: whose purchase it is. */
  owner: string;
}

/** About a megabyte. */
const MOST = 5_000;

const orders = new BoundedMap<Purchase & { orderId: string }>(MOST);
const names = new BoundedMap<string>(MOST);

export function remember(session: Session, api: ConnectApi, purchase: Purchase, orderId: string): void {
  const name = nameOf(session, api, purchase);
  orders.set(name, { ...purchase, orderId });
  names.set(orderNameOf(session, orderId), name);
}

export function recall(
  session: Session,
  api: ConnectApi,
  purchase: Purchase,
): (Purchase & { orderId: string }) | undefined {
  return orders.get(nameOf(session, api, purchase));
}

/** Whether an order is known to be another purchase than this one. */
export function isAnother(session: Session, api: ConnectApi, purchase: Purchase, orderId: string | null): boolean {
  const name = orderId === null ? undefined : names.get(orderNameOf(session, orderId));
  return name !== undefined && name !== nameOf(session, api, purchase);
}

function nameOf({ settings }: Session, { version }: ConnectApi, { kind, reference }: Purchase): string {
  return JSON.stringify([settings.baseUrl, settings.clientId, version, kind, reference]);
}

function orderNameOf({ settings }: Session, orderId: string): string {
  return JSON.stringify([settings.baseUrl, settings.clientId, orderId]);
}
