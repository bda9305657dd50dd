/** Sales that are ready to be made: orders, top-ups of eSIMs that were bought before, refunds of orders. */
import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import type { Ending } from './ending';
import { GO_ON, type Json, type Options, type Shop } from './shop';
import { byId, type Bought, type Purchase } from './stand';

export class Sales {
  /** One item a sale: what the parameters take from it. */
  readonly items: Json[] = [];
  private before = 0;

  private constructor(
    readonly shop: Shop,
    readonly operation: Purchase,
    readonly bought: readonly Bought[],
  ) {}

  /** @param count how many sales; each has an order, an eSIM and a customer of its own */
  static async of(shop: Shop, operation: Purchase, count = 1): Promise<Sales> {
    const bought: Bought[] = [];
    if (operation === 'order.refund') shop.opened.allowRefunds?.();
    for (let index = 0; index < count && operation !== 'order.create'; index++) {
      const order = await shop.order(`before-${index}`, { customerEmail: `before-${index}@example.com` });
      if (operation === 'order.refund') await shop.opened.beforeRefund?.(order);
      bought.push(order);
    }
    const sales = new Sales(shop, operation, bought);
    for (let index = 0; index < count; index++) sales.items.push(sales.itemOf(index));
    sales.before = shop.madeOf(operation);
    return sales;
  }

  /** The parameters, taken from the item. */
  get parameters(): INodeParameters {
    if (this.operation === 'order.refund') return { orderId: '={{ $json.orderId }}' };
    const buying = { packageId: byId('={{ $json.packageId }}'), clientReference: '={{ $json.reference }}' };
    if (this.operation === 'order.create') return { ...buying, customerEmail: '={{ $json.email }}' };
    return { ...buying, esimLookup: 'iccid', iccid: '={{ $json.iccid }}' };
  }

  /** What Checked References calls the first sale. */
  get name(): string {
    return String(this.operation === 'order.refund' ? this.items[0]?.orderId : this.items[0]?.reference);
  }

  /** How many have been made of these sales, by the provider's books. */
  async made(): Promise<number> {
    await this.shop.opened.sandbox.settled();
    return this.shop.madeOf(this.operation) - this.before;
  }

  /** Makes the first sale, with On Error: Continue, in an execution of its own. */
  async one(parameters: INodeParameters = {}, item: Json = {}, options: Options = {}): Promise<Ending> {
    const items = [{ ...this.items[0], ...item }];
    return await this.shop.ending(this.operation, { ...this.parameters, ...parameters }, { items, ...options });
  }

  /** Makes the first sale, which has to go through. */
  async sold(parameters: INodeParameters = {}, options: Options = {}): Promise<Json> {
    const { json, error } = await this.one(parameters, {}, options);
    if (!json) throw new Error(`${this.operation} failed: ${JSON.stringify(error)}`);
    return json;
  }

  /** Makes all sales, with On Error: Continue. */
  async all(parameters: INodeParameters = {}, options: Options = {}): Promise<Ending[]> {
    const given = { items: this.items, ...GO_ON, ...options };
    return await this.shop.endings(this.operation, { ...this.parameters, ...parameters }, given);
  }

  /** Makes the first sale again in another workflow. */
  async elsewhere(): Promise<Ending> {
    return await this.one({}, {}, { workflowId: randomUUID() });
  }

  private itemOf(index: number): Json {
    const { order, topUp } = this.shop.stand.packages;
    const bought = this.bought[index];
    return {
      reference: this.shop.named(`sale-${index}`),
      packageId: this.operation === 'esim.topUp' ? topUp : order,
      email: `sale-${index}@example.com`,
      iccid: bought?.esim?.iccid ?? null,
      orderId: bought?.orderId ?? null,
    };
  }
}
