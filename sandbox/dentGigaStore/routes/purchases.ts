/** E8 register (section 7.1), E9 top-up and E10 top-up-with-profile (section 9): the calls that spend credit. */
import { type Call, type Calls, inBody } from '../../core/call';
import {
  type Body,
  country,
  email,
  flag,
  ip,
  need,
  oneOf,
  type Shape,
  text,
  textIn,
  textUpTo,
} from '../../core/checks';
import { type Answering, isRecord, json, refuseIf, type Reply, type SandboxRequest, violation } from '../../core/http';
import { DAY_MS } from '../../core/life';
import { toUnits } from '../../core/money';
import { endOfValidity, type InventoryItem, isSingleCountry, sizeInBytes } from '../catalogue';
import { start } from '../packages';
import { type Customer, type DentWorld, newProfile, type PackageItem, type Profile } from '../state';
import { wireCustomer, wireItem, wireProfile } from '../wire';
import { inventoryItem, price, unitsOf } from './catalogue';
import { customerByUid } from './customers';

const LONGEST_KEY = 64;
/** A waiting package activates by itself after 90 days (section 7.2). */
const LONGEST_WAIT_MS = 90 * DAY_MS;

export function purchaseCalls(world: DentWorld): Calls {
  const call = (
    name: string,
    path: string,
    body: Shape,
    run: (body: Body, request: SandboxRequest) => Reply,
  ): Call => ({
    at: `POST /gigastore/activations/${path}`,
    body,
    reference: inBody('metatag'),
    run: (request, given) => once(world, name, request, () => run(given, request)),
  });
  const { register, topUp, topUpWithProfile } = bodies(world);
  return {
    register: call('register', 'register', register, (body, request) => {
      const sold = checkPurchase(world, body);
      const customer = addCustomer(world, textIn(body, 'customerEmail'), sold.countrySet, textIn(body, 'userCountry'));
      const profile = addProfile(world, customer);
      return answer(world, buy(world, request, 'register', customer, sold, body), customer, profile);
    }),
    topUp: call('topUp', 'top-up', topUp, (body, request) => {
      const customer = customerByUid(world, body['customerUid']);
      const sold = checkPurchase(world, body, customer);
      return answer(world, buy(world, request, 'topUp', customer, sold, body), customer, null);
    }),
    topUpWithProfile: call('topUpWithProfile', 'top-up-with-profile', topUpWithProfile, (body, request) => {
      const customer = customerByUid(world, body['customerUid']);
      const sold = checkPurchase(world, body, world.settings.topUpWithProfileChecksCountrySet ? customer : undefined);
      const item = buy(world, request, 'topUpWithProfile', customer, sold, body);
      return answer(world, item, customer, addProfile(world, customer));
    }),
  };
}

/** The bodies of sections 7.1, 9.1 and 9.2. */
function bodies({ settings }: DentWorld): Record<'register' | 'topUp' | 'topUpWithProfile', Shape> {
  const metatag = textUpTo(settings.longestMetatag);
  const common = {
    inventoryItemId: need(text),
    expectedPrice: price,
    activationMode: oneOf('NOW', 'FIRST_USE', 'ON_DEMAND'),
    metatag: settings.requireMetatag ? need(metatag) : metatag,
  };
  const residence = { userIp: ip, userCountry: country };
  const theirs = settings.requireUserIpAndCountry ? { userIp: need(ip), userCountry: need(country) } : residence;
  const thirdParty = settings.acceptThirdPartyFields ? { ...residence, customerProfileDomainId: text } : {};
  const topUp = { ...common, customerUid: need(text), ...thirdParty };
  return {
    register: { ...common, ...theirs, customerEmail: email },
    topUp,
    // No page documents this body at all, so the two fields that one client sends here are taken as well.
    topUpWithProfile: { ...topUp, ...residence, ...(settings.acceptThirdPartyFields ? { dedicated: flag } : {}) },
  };
}

/** The `idempotency-key` header that one client claims (section 13): ignored unless the setting says otherwise. */
function once(
  { settings, answers }: DentWorld,
  call: string,
  { headers }: SandboxRequest,
  run: () => Answering,
): Answering {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string') return run();
  if (key.length > LONGEST_KEY) {
    throw violation('invalidHeader', `The header idempotency-key is longer than ${LONGEST_KEY} characters.`);
  }
  return settings.idempotencyKey === 'honoured' ? answers.once(`${call}|${key}`, run) : run();
}

/** Every rule that can refuse a purchase. Changes nothing. */
function checkPurchase(world: DentWorld, body: Body, customer?: Customer): InventoryItem {
  const item = inventoryItem(world, body['inventoryItemId']);
  const { countrySet } = item;
  const theirs = customer?.countrySet ?? countrySet;
  refuseIf(
    theirs !== countrySet,
    'countrySetDiffers',
    `The customer belongs to ${theirs}, the package to ${countrySet}.`,
  );
  refuseIf(
    body['activationMode'] === 'ON_DEMAND' && isSingleCountry(countrySet),
    'onDemandNotAvailable',
    'ON_DEMAND is available for worldwide and regional packages only.',
  );
  const expected = body['expectedPrice'];
  const isExpected = !isRecord(expected) || isPrice(expected, item.retailPrice);
  refuseIf(!isExpected, 'expectedPriceDiffers', 'The expected price is not the retail price of this package.');
  refuseIf(!world.ledger.covers(item.price), 'creditTooLow', 'The credit is too low for this package.');
  return item;
}

function isPrice(given: Body, amount: string): boolean {
  return unitsOf(given) === toUnits(amount) && given['currencyCode'] === 'USD';
}

function addCustomer(
  { state, random }: DentWorld,
  email: string | null,
  countrySet: string,
  countryOfResidence: string | null,
): Customer {
  const customer = { uid: random.uuid(), email, countrySet, countryOfResidence, items: [], profiles: [] };
  state.customers.set(customer.uid, customer);
  return customer;
}

function addProfile({ state, random }: DentWorld, customer: Customer): Profile {
  const profile = newProfile(random, customer.uid);
  state.profiles.set(profile.iccid, profile);
  customer.profiles.push(profile);
  return profile;
}

/** The commit: item, money and journal together. Nothing here can fail. */
function buy(
  world: DentWorld,
  request: SandboxRequest,
  call: string,
  customer: Customer,
  inventory: InventoryItem,
  body: Body,
): PackageItem {
  const { now } = world;
  const mode = (body['activationMode'] as PackageItem['mode'] | undefined) ?? 'NOW';
  const item: PackageItem = {
    uid: world.random.uuid(),
    customerUid: customer.uid,
    sold: { ...inventory },
    metatag: textIn(body, 'metatag'),
    mode,
    salesDate: now,
    totalBytes: sizeInBytes(inventory),
    usedBytes: 0,
    activatedAt: mode === 'NOW' ? now : null,
    expiresAt: mode === 'NOW' ? endOfValidity(inventory, now) : now + LONGEST_WAIT_MS,
    refundedAt: null,
  };
  world.state.items.set(item.uid, item);
  customer.items.push(item);
  const booking = { reference: item.metatag, orderId: item.uid, customerId: customer.uid };
  world.ledger.purchase({ call, ...booking, amount: inventory.price });
  request.noteEffect(`purchase ${item.uid}`);
  if (mode === 'NOW' && world.settings.activationWebhookForNow) void world.tell([start(item, now)]);
  return item;
}

/** The register sample shows neither `salesDate` nor `active` (section 7.1). */
function answer(world: DentWorld, item: PackageItem, customer: Customer, profile: Profile | null): Reply {
  return json({
    status: world.settings.statusWord,
    activatedItem: { ...wireItem(world, item, profile ? [3, 3] : [5, 0]), salesDate: undefined },
    customer: wireCustomer(customer),
    esimProfile: profile && { ...wireProfile(world, profile), active: undefined },
  });
}
