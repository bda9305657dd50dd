/** Placing an order: the rules that both versions share (sections 1.6, 1.9). */
import { orRefuse, refuseIf, type SandboxRequest, violation } from '../core/http';
import { activeOn, bookLine } from './life';
import type { ConnectWorld, Order } from './state';

const MOST_ACTIVE = 15;

export interface Placing extends Pick<Order, 'kind' | 'simType' | 'email' | 'deviceId' | 'eid' | 'iccid'> {
  productId: string;
  activationDate: string | null;
}

/** Checks everything, then takes the order. */
export function place(world: ConnectWorld, request: SandboxRequest, { productId, ...placing }: Placing): Order {
  const { state, settings, now } = world;
  const product = orRefuse(
    state.products.find(({ id }) => id === productId),
    'productNotFound',
    'Product not found',
  );
  if (!product.simTypes.includes(placing.simType)) throw invalid('The product is not for this kind of SIM.');
  checkSim(world, placing);
  const noneLeft = placing.kind === 'ACTIVATION' && settings.esimsLeft === 0;
  refuseIf(noneLeft, 'limitOfEsims', 'Daily or monthly eSIM resource limit exceeded');
  const fulfillingAt = now + settings.acceptedMs;
  const order: Order = {
    ...placing,
    id: world.random.uuid(),
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
  world.ledger.purchase({ ...bookLine(order), call: 'placeOrder' });
  request.noteEffect(`purchase ${order.id} for ${order.deviceId ?? 'no reference'}`);
  return order;
}

function checkSim(world: ConnectWorld, { kind, simType, iccid }: Omit<Placing, 'productId'>): void {
  if (iccid === null) return;
  const sim = orRefuse(world.state.sims.get(iccid), 'notFound', `Resource with identifier ${iccid} was not found`);
  if (sim.simType !== simType) throw invalid('This SIM is of the other kind.');
  if (kind !== 'TOPUP') return;
  if (sim.status === 'Unavailable') throw invalid('A top-up was sent for an eSIM that is Unavailable.');
  refuseIf(activeOn(world, iccid).length >= MOST_ACTIVE, 'tooManyActive', 'Too many active subscriptions');
}

/** What the documentation does not allow in a request. */
export function invalid(message: string) {
  return violation('invalidParams', message);
}
