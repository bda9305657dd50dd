/** E8 register (section 7.1), E9 top-up and E10 top-up-with-profile (section 9): the calls that spend credit. */
import { json, peekJson, isRecord, Refusal, type Reply, type SandboxRequest } from '../../core/http';
import { toUnits } from '../../core/money';
import type { Call } from '../call';
import { customerByUid } from '../call';
import type { BodyRules } from '../checks';
import { type InventoryItem, isSingleCountry } from '../inventory';
import { start } from '../packageLife';
import { endOfValidity, latestActivation } from '../packageRules';
import type { ActivationMode, Customer, PackageItem, Profile } from '../state';
import { type BalanceDigits, wireCustomer, wireItem, wireProfile } from '../wire';
import type { DentWorld } from '../world';
import { inventoryItem } from './inventory';
import { once } from './idempotency';
import { registerRules, topUpRules, topUpWithProfileRules } from './purchaseBodies';

export function purchaseCalls(world: DentWorld): Call[] {
  const call = (name: string, path: string, body: () => BodyRules, run: Call['run']): Call => ({
    name,
    method: 'POST',
    pattern: `/gigastore/activations/${path}`,
    body,
    run: (request, fields) => once(world, name, request, () => run(request, fields)),
    reference: metatagOf,
  });
  return [
    call(
      'register',
      'register',
      () => registerRules(world),
      (request, body) => {
        const sold = checkPurchase(world, body);
        const address = (body['customerEmail'] as string | undefined) ?? null;
        const customer = world.state.addCustomer(
          address,
          sold.countrySet,
          (body['userCountry'] as string | undefined) ?? null,
        );
        const profile = world.state.addProfile(customer);
        const item = buy(world, request, 'register', customer, sold, body);
        return answer(world, item, customer, profile, [3, 3]);
      },
    ),
    call(
      'topUp',
      'top-up',
      () => topUpRules(world),
      (request, body) => {
        const customer = customerByUid(world, body['customerUid']);
        const sold = checkPurchase(world, body, customer);
        return answer(world, buy(world, request, 'topUp', customer, sold, body), customer, null, [5, 0]);
      },
    ),
    call(
      'topUpWithProfile',
      'top-up-with-profile',
      () => topUpWithProfileRules(world),
      (request, body) => {
        const customer = customerByUid(world, body['customerUid']);
        const sameSet = world.settings.topUpWithProfileChecksCountrySet;
        const sold = checkPurchase(world, body, sameSet ? customer : undefined);
        const item = buy(world, request, 'topUpWithProfile', customer, sold, body);
        return answer(world, item, customer, world.state.addProfile(customer), [3, 3]);
      },
    ),
  ];
}

function metatagOf(request: SandboxRequest): string | null {
  const body = peekJson(request);
  return isRecord(body) && typeof body['metatag'] === 'string' ? body['metatag'] : null;
}

/** Every rule that can refuse a purchase. Changes nothing. */
function checkPurchase(world: DentWorld, body: Record<string, unknown>, customer?: Customer): InventoryItem {
  const item = inventoryItem(world, body['inventoryItemId']);
  if (customer && customer.countrySet !== item.countrySet) {
    throw new Refusal(
      'countrySetDiffers',
      `The customer belongs to ${customer.countrySet}, the package to ${item.countrySet}.`,
    );
  }
  if (body['activationMode'] === 'ON_DEMAND' && isSingleCountry(item.countrySet)) {
    throw new Refusal('onDemandNotAvailable', 'ON_DEMAND is available for worldwide and regional packages only.');
  }
  if (isRecord(body['expectedPrice']) && !isPrice(body['expectedPrice'], item.retailPrice)) {
    throw new Refusal('expectedPriceDiffers', 'The expected price is not the retail price of this package.');
  }
  if (!world.ledger.covers(item.price)) throw new Refusal('creditTooLow', 'The credit is too low for this package.');
  return item;
}

function isPrice(given: Record<string, unknown>, amount: string): boolean {
  return toUnits(String(given['priceValue'])) === toUnits(amount) && given['currencyCode'] === 'USD';
}

/** The commit: item, money and journal together. Nothing here can fail. */
function buy(
  world: DentWorld,
  request: SandboxRequest,
  call: string,
  customer: Customer,
  inventory: InventoryItem,
  body: Record<string, unknown>,
): PackageItem {
  const now = world.clock.now();
  const mode = (body['activationMode'] as ActivationMode | undefined) ?? 'NOW';
  const sold = { ...inventory };
  const metatag = (body['metatag'] as string | undefined) ?? null;
  const dates = mode === 'NOW' ? { activatedAt: now, expiresAt: endOfValidity(sold, now) } : waiting(now);
  const item = world.state.addItem(customer, { sold, metatag, mode, salesDate: now, ...dates });
  world.ledger.purchase({
    at: new Date(now).toISOString(),
    call,
    reference: metatag,
    orderId: item.uid,
    customerId: customer.uid,
    amount: sold.price,
  });
  request.noteEffect(`purchase ${item.uid}`);
  if (mode === 'NOW' && world.settings.activationWebhookForNow) void world.webhooks.sendInOrder([start(item, now)]);
  return item;
}

function waiting(salesDate: number): { activatedAt: null; expiresAt: number } {
  return { activatedAt: null, expiresAt: latestActivation(salesDate) };
}

/** The register sample shows neither `salesDate` nor `active` (section 7.1). */
function answer(
  world: DentWorld,
  item: PackageItem,
  customer: Customer,
  profile: Profile | null,
  digits: BalanceDigits,
): Reply {
  return json({
    status: world.settings.statusWord,
    activatedItem: { ...wireItem(world, item, digits), salesDate: undefined },
    customer: wireCustomer(customer),
    esimProfile: profile && { ...wireProfile(world, profile), active: undefined },
  });
}
