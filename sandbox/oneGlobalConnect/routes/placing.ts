/** Placing an order: the rules that both versions share (sections 1.6, 1.9). */
import { type Reply, Refusal, type SandboxRequest } from '../../core/http';
import { violation } from '../checks';
import { activeOn, bookLine, MOST_ACTIVE } from '../life';
import type { Order } from '../state';
import type { ConnectWorld } from '../world';

export interface Placing {
  kind: Order['kind'];
  simType: Order['simType'];
  productId: string;
  email: string | null;
  deviceId: string | null;
  eid: string | null;
  iccid: string | null;
  activationDate: string | null;
}

/** Checks everything, then takes the order. @param call the journal's name for it */
export function place(world: ConnectWorld, request: SandboxRequest, call: string, placing: Placing): Order {
  const { state, settings, clock } = world;
  const now = clock.now();
  const product = state.products.find(({ id }) => id === placing.productId);
  if (!product) throw new Refusal('productNotFound', 'Product not found');
  if (!product.simTypes.includes(placing.simType))
    throw violation('invalidParams', 'The product is not for this kind of SIM.');
  checkSim(world, placing);
  if (placing.kind === 'ACTIVATION' && settings.esimsLeft === 0) {
    throw new Refusal('limitOfEsims', 'Daily or monthly eSIM resource limit exceeded');
  }
  const fulfillingAt = now + settings.acceptedMs;
  const order: Order = {
    ...placing,
    id: state.random.uuid(),
    createdAt: now,
    fulfillingAt,
    endsAt: fulfillingAt + settings.fulfillingMs,
    fails: settings.nextOrdersFail > 0,
    product,
    subscriptionId: null,
    activationDate: placing.activationDate === null ? null : Date.parse(placing.activationDate),
    settled: false,
  };
  if (order.fails) settings.nextOrdersFail -= 1;
  if (placing.kind === 'ACTIVATION' && settings.esimsLeft > 0) settings.esimsLeft -= 1;
  state.orders.set(order.id, order);
  world.ledger.purchase({ ...bookLine(world, order, product), call });
  request.noteEffect(`purchase ${order.id} for ${order.deviceId ?? 'no reference'}`);
  return order;
}

function checkSim(world: ConnectWorld, { kind, simType, iccid }: Placing): void {
  if (iccid === null) return;
  const sim = world.state.sims.get(iccid);
  if (!sim) throw new Refusal('notFound', `Resource with identifier ${iccid} was not found`);
  if (sim.simType !== simType) throw violation('invalidParams', 'This SIM is of the other kind.');
  if (kind !== 'TOPUP') return;
  if (sim.status === 'Unavailable')
    throw violation('invalidParams', 'A top-up was sent for an eSIM that is Unavailable.');
  if (activeOn(world, iccid).length >= MOST_ACTIVE) throw new Refusal('tooManyActive', 'Too many active subscriptions');
}

/** The client reference of an order's body, wherever this version has it. */
export function referenceIn(body: unknown, ...path: string[]): string | null {
  let value = body;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : null;
}

export type { Reply };
