/** How things are named, found and listed, and what a provider can do with each kind of thing. */
import type { Balance, Device, Esim, Order, Package, Refund, Usage } from '../../esim/model';
import type { PurchaseOperation, CreateOrderInput, TopUpInput, RefundInput } from './purchasing';
import type { ProviderFields, Result, Session } from './session';

/** How a person names a thing. */
export interface Lookup {
  by: string;
}

/** Finds a thing in each of the ways that it lists; made by `kit/lookups.ts`. @throws ProviderError `notFound` */
export interface Finder<By extends Lookup, T> {
  (session: Session, lookup: By): Promise<T>;
  readonly ways: ReadonlyArray<By['by']>;
}

/** How a person names an eSIM. Exactly one is set. */
export type EsimLookup =
  | { by: 'iccid'; iccid: string }
  | { by: 'customerId'; customerId: string }
  | { by: 'esimId'; esimId: string };

/** How a person names an order. Exactly one is set. */
export type OrderLookup =
  | { by: 'orderId'; orderId: string }
  | { by: 'clientReference'; clientReference: string; customerEmail: string | null };

/** A list that is read page by page, only as far as somebody asks. */
export type Listing<T> = AsyncIterable<Result<T>>;

export interface PackageMethods {
  get(session: Session, packageId: string, fields: ProviderFields): Promise<Result<Package>>;
  getMany(session: Session, fields: ProviderFields): Listing<Package>;
  /** What Create Order can buy; the list in the editor is made of it (`kit/pickers.ts`). */
  forOrder(session: Session): Listing<Package>;
  /**
   * What Top Up can buy; absent: the same.
   * @param named the eSIM that is named in the node: only what fits it; null while none is: all
   */
  forTopUp?(session: Session, named: EsimLookup | null): Listing<Package>;
}

export interface OrderMethods {
  create?: PurchaseOperation<CreateOrderInput, Order>;
  get?: Finder<OrderLookup, Result<Order>>;
  getMany?(session: Session, fields: ProviderFields): Listing<Order>;
  refund?: PurchaseOperation<RefundInput, Refund>;
  activate?(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>>;
  /** Stop at the end of the paid period. */
  cancel?(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>>;
  /** Undo `cancel` while the period still runs. */
  resume?(session: Session, orderId: string, fields: ProviderFields): Promise<Result<Order>>;
}

export interface WatchedNotification {
  iccid: string;
  type: string;
  url: string;
}

export interface EsimMethods {
  /** Several eSIMs when the lookup names a customer with several. Throws `notFound` for none. */
  get?: Finder<EsimLookup, Array<Result<Esim>>>;
  getUsage?: Finder<EsimLookup, Result<Usage>>;
  /** `ways`: how the eSIM can be named; absent: all in which it is found but by the provider's own id. */
  topUp?: PurchaseOperation<TopUpInput, Order> & { ways?: ReadonlyArray<EsimLookup['by']> };
  /** Pauses its data, and undoes that. */
  suspend?(session: Session, lookup: EsimLookup): Promise<Result<Esim>>;
  unsuspend?(session: Session, lookup: EsimLookup): Promise<Result<Esim>>;
  /** Ends it and its package for good, without money back. */
  revoke?(session: Session, lookup: EsimLookup): Promise<Result<Esim>>;
  watch?(session: Session, iccid: string, url: string, fields: ProviderFields): Promise<Result<WatchedNotification[]>>;
  unwatch?(session: Session, iccid: string, fields: ProviderFields): Promise<Result<WatchedNotification[]>>;
  getWatched?(session: Session, iccid: string): Promise<Result<WatchedNotification[]>>;
}

export interface AccountMethods {
  /** What is left of the reseller's credit. */
  getBalance?(session: Session): Promise<Result<Balance>>;
}

export interface DeviceMethods {
  /** Phones that can take an eSIM. */
  getMany?(session: Session): Listing<Device>;
}
