/** E11 activate (section 7.2), E12 and E13 activated items (section 11.5), E14 refund (section 10). */
import { json, Refusal, type Reply } from '../../core/http';
import { BOOLEAN, type Call, itemOf, itemReference, onlyActive, SORT_DIRECTION, sorted } from '../call';
import { start } from '../packageLife';
import { isExpired, isWaiting, sizeInBytes } from '../packageRules';
import type { PackageItem } from '../state';
import { shownItems, wireCustomer, wireItem, wireProfile } from '../wire';
import type { DentWorld } from '../world';

/** The form of `from` and `to` is unknown: a date or a time of ISO 8601. */
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const SORT_KEYS: Readonly<Record<string, (item: PackageItem) => number | string>> = {
  DATE: (item) => item.salesDate,
  NAME: (item) => item.sold.name,
  VOLUME: (item) => sizeInBytes(item.sold),
  VALIDITY: (item) => item.sold.validitySize * (item.sold.validityUnit === 'years' ? 365 : 1),
  PRICE: (item) => Number(item.sold.price),
  RETAILPRICE: (item) => Number(item.sold.retailPrice),
  SALESCHANNEL: () => 'API',
};

export function itemCalls(world: DentWorld): Call[] {
  return [
    {
      name: 'activatedItems',
      method: 'GET',
      pattern: '/gigastore/activations/activated-items',
      query: {
        from: DATE,
        to: DATE,
        sort_dir: SORT_DIRECTION,
        sort_by: /^(DATE|NAME|VOLUME|VALIDITY|PRICE|RETAILPRICE|SALESCHANNEL)$/,
      },
      run: ({ query }) => {
        checkOffered(world);
        const [from, to] = [startOf(query.get('from')), endOf(query.get('to'))];
        const sold = shownItems(world, [...world.state.items.values()]);
        const inRange = sold.filter((item) => item.salesDate >= from && item.salesDate <= to);
        const key = SORT_KEYS[query.get('sort_by') ?? 'DATE'] ?? (() => 0);
        return json(sorted(inRange, key, query.get('sort_dir')).map((item) => listed(world, item, true)));
      },
    },
    {
      name: 'activatedItem',
      method: 'GET',
      pattern: '/gigastore/activations/activated-items/:uid',
      query: { only_active_profiles: BOOLEAN },
      run: (request) => {
        checkOffered(world);
        return json(listed(world, itemOf(world, request), onlyActive(request)));
      },
      reference: itemReference(world),
    },
    {
      name: 'activate',
      method: 'POST',
      pattern: '/gigastore/activations/activated-items/:uid/activate',
      run: (request) => {
        const item = itemOf(world, request);
        checkActivation(world, item);
        if (isWaiting(item)) {
          void world.webhooks.sendInOrder([start(item, world.clock.now())]);
          request.noteEffect(`activation ${item.uid}`);
        }
        return world.settings.activateAnswer === 'empty' ? { status: 200, body: '' } : json(listed(world, item, true));
      },
      reference: itemReference(world),
    },
    {
      name: 'refund',
      method: 'POST',
      pattern: `${world.settings.refundPathPrefix}/activations/activated-items/:uid/refund`,
      run: (request) => {
        const item = itemOf(world, request);
        checkRefund(world, item);
        refund(world, item);
        request.noteEffect(`refund ${item.uid}`);
        return refundAnswer(world, item);
      },
      reference: itemReference(world),
    },
  ];
}

function checkOffered({ settings }: DentWorld): void {
  if (settings.activatedItems === 'missing') throw new Refusal('unknownPath', 'There is no such call.');
}

function startOf(from: string | null): number {
  return from === null ? -Infinity : Date.parse(from);
}

/** A date without a time means that whole day. */
function endOf(to: string | null): number {
  if (to === null) return Infinity;
  return Date.parse(to) + (to.includes('T') ? 0 : 86_400_000 - 1);
}

/** How one item looks is unknown but for its own fields and a `customer` with `uid` (section 11.5). */
function listed(world: DentWorld, item: PackageItem, onlyActiveProfiles: boolean): object {
  const owner = world.state.customers.get(item.customerUid);
  const customer = owner ? wireCustomer(owner) : null;
  if (world.settings.activatedItemShape === 'flat') return { ...wireItem(world, item), customer };
  const profiles = owner?.profiles.filter((profile) => profile.active || !onlyActiveProfiles) ?? [];
  return {
    activatedItem: wireItem(world, item),
    customer,
    relatedEsims: profiles.map((profile) => wireProfile(world, profile)),
  };
}

function checkActivation(world: DentWorld, item: PackageItem): void {
  if (item.refundedAt !== null) throw new Refusal('activationNotPossible', 'This package was refunded.');
  if (item.mode !== 'ON_DEMAND')
    throw new Refusal('activationNotPossible', 'Only ON_DEMAND packages are activated by API.');
  if (!isWaiting(item) && world.settings.activateAgain === 'refused') {
    throw new Refusal('alreadyActive', 'This package is active already.');
  }
}

/** The conditions of section 10. Changes nothing. */
function checkRefund(world: DentWorld, item: PackageItem): void {
  const now = world.clock.now();
  if (item.refundedAt !== null) throw new Refusal('refundedAlready', 'This package was refunded already.');
  if (item.usedBytes > 0) throw new Refusal('refundUsed', 'Only unused packages can be refunded.');
  if (isExpired(item, now)) throw new Refusal('refundExpired', 'This package has expired.');
  if (isWaiting(item) && !world.settings.refundWaitingPackages) {
    throw new Refusal('refundWaiting', 'This package is not active yet.');
  }
  const month = new Date(now).toISOString().slice(0, 7);
  const refunded = world.ledger.all().filter((entry) => entry.kind === 'refund' && entry.at.startsWith(month)).length;
  if (refunded >= world.settings.refundsPerMonth) {
    throw new Refusal('refundLimitReached', 'The maximum number of refunds of this month is reached.');
  }
}

function refund(world: DentWorld, item: PackageItem): void {
  const now = world.clock.now();
  item.refundedAt = now;
  world.ledger.refund({
    at: new Date(now).toISOString(),
    call: 'refund',
    reference: item.metatag,
    orderId: item.uid,
    customerId: item.customerUid,
    amount: item.sold.price,
  });
}

function refundAnswer(world: DentWorld, item: PackageItem): Reply {
  switch (world.settings.refundAnswer) {
    case 'empty':
      return { status: 200, body: '' };
    case 'text':
      return { status: 200, contentType: 'text/plain', body: 'ok' };
    case 'item':
      return json(listed(world, item, true));
  }
}
