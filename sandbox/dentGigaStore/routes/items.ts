/** E11 activate (section 7.2), E12 and E13 activated items (section 11.5), E14 refund (section 10). */
import type { Calls } from '../../core/call';
import { json, orRefuse, refuseIf, type Reply, type SandboxRequest } from '../../core/http';
import { isExpired } from '../../core/life';
import { sorted } from '../../core/lists';
import { sizeInBytes, validityInDays } from '../catalogue';
import { isWaiting, start } from '../packages';
import type { DentWorld, PackageItem } from '../state';
import { shownItems, wireCustomer, wireItem, wireProfiles } from '../wire';
import { SORT_DIRECTION } from './catalogue';
import { BOOLEAN, onlyActive } from './customers';

/** The form of `from` and `to` is unknown: a date or a time of ISO 8601. */
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const LAST_OF_DAY = 86_400_000 - 1;
const ITEMS = '/activations/activated-items';

const SORT_KEYS: Readonly<Record<string, (item: PackageItem) => number | string>> = {
  DATE: ({ salesDate }) => salesDate,
  NAME: ({ sold }) => sold.name,
  VOLUME: ({ sold }) => sizeInBytes(sold),
  VALIDITY: ({ sold }) => validityInDays(sold),
  PRICE: ({ sold }) => Number(sold.price),
  RETAILPRICE: ({ sold }) => Number(sold.retailPrice),
  SALESCHANNEL: () => 'API',
};

export function itemCalls(world: DentWorld): Calls {
  const { state, settings } = world;
  const reference = ({ params }: SandboxRequest) => state.items.get(params['uid'] ?? '')?.metatag ?? null;
  return {
    activatedItems: {
      at: `GET /gigastore${ITEMS}`,
      query: {
        from: DATE,
        to: DATE,
        sort_dir: SORT_DIRECTION,
        sort_by: /^(DATE|NAME|VOLUME|VALIDITY|PRICE|RETAILPRICE|SALESCHANNEL)$/,
      },
      run: ({ query }) => {
        checkOffered(world);
        const [from, to] = [startOf(query.get('from')), endOf(query.get('to'))];
        const sold = shownItems(world, [...state.items.values()]);
        const inRange = sold.filter(({ salesDate }) => salesDate >= from && salesDate <= to);
        const key = SORT_KEYS[query.get('sort_by') ?? 'DATE'] ?? (() => 0);
        const items = sorted(inRange, key, query.get('sort_dir') === 'DESC');
        return json(items.map((item) => listed(world, item, true)));
      },
    },
    activatedItem: {
      at: `GET /gigastore${ITEMS}/:uid`,
      query: { only_active_profiles: BOOLEAN },
      reference,
      run: (request) => {
        checkOffered(world);
        return json(listed(world, itemOf(world, request), onlyActive(request)));
      },
    },
    activate: {
      at: `POST /gigastore${ITEMS}/:uid/activate`,
      reference,
      run: (request) => {
        const item = itemOf(world, request);
        checkActivation(world, item);
        if (isWaiting(item)) {
          void world.tell([start(item, world.now)]);
          request.noteEffect(`activation ${item.uid}`);
        }
        return settings.activateAnswer === 'empty' ? { status: 200, body: '' } : json(listed(world, item, true));
      },
    },
    refund: {
      at: `POST ${settings.refundPathPrefix}${ITEMS}/:uid/refund`,
      reference,
      run: (request) => {
        const item = itemOf(world, request);
        checkRefund(world, item);
        item.refundedAt = world.now;
        const booking = { reference: item.metatag, orderId: item.uid, customerId: item.customerUid };
        world.ledger.refund({ call: 'refund', ...booking, amount: item.sold.price });
        request.noteEffect(`refund ${item.uid}`);
        const answers: Record<typeof settings.refundAnswer, () => Reply> = {
          empty: () => ({ status: 200, body: '' }),
          text: () => ({ status: 200, contentType: 'text/plain', body: 'ok' }),
          item: () => json(listed(world, item, true)),
        };
        return answers[settings.refundAnswer]();
      },
    },
  };
}

/** The package that the path's `:uid` names. */
function itemOf({ state, settings }: DentWorld, { params }: SandboxRequest): PackageItem {
  const item = state.items.get(params['uid'] ?? '');
  const isHidden = item?.refundedAt !== null && settings.refundedPackages === 'hidden';
  return orRefuse(isHidden ? undefined : item, 'unknownActivatedItem', 'Activated item not found.');
}

function checkOffered({ settings }: DentWorld): void {
  refuseIf(settings.activatedItems === 'missing', 'unknownPath', 'There is no such call.');
}

function startOf(from: string | null): number {
  return from === null ? -Infinity : Date.parse(from);
}

/** A date without a time means that whole day. */
function endOf(to: string | null): number {
  return to === null ? Infinity : Date.parse(to) + (to.includes('T') ? 0 : LAST_OF_DAY);
}

/** How one item looks is unknown but for its own fields and a `customer` with `uid` (section 11.5). */
function listed(world: DentWorld, item: PackageItem, onlyActiveProfiles: boolean): object {
  const owner = world.state.customers.get(item.customerUid);
  const customer = owner ? wireCustomer(owner) : null;
  const activatedItem = wireItem(world, item);
  if (world.settings.activatedItemShape === 'flat') return { ...activatedItem, customer };
  return { activatedItem, customer, relatedEsims: wireProfiles(world, owner, onlyActiveProfiles) };
}

function checkActivation({ settings }: DentWorld, item: PackageItem): void {
  refuseIf(item.refundedAt !== null, 'activationNotPossible', 'This package was refunded.');
  refuseIf(item.mode !== 'ON_DEMAND', 'activationNotPossible', 'Only ON_DEMAND packages are activated by API.');
  const again = !isWaiting(item) && settings.activateAgain === 'refused';
  refuseIf(again, 'alreadyActive', 'This package is active already.');
}

/** The conditions of section 10. Changes nothing. */
function checkRefund({ settings, ledger, now }: DentWorld, item: PackageItem): void {
  refuseIf(item.refundedAt !== null, 'refundedAlready', 'This package was refunded already.');
  refuseIf(item.usedBytes > 0, 'refundUsed', 'Only unused packages can be refunded.');
  refuseIf(isExpired(item, now), 'refundExpired', 'This package has expired.');
  const tooEarly = isWaiting(item) && !settings.refundWaitingPackages;
  refuseIf(tooEarly, 'refundWaiting', 'This package is not active yet.');
  const month = new Date(now).toISOString().slice(0, 7);
  const refunded = ledger.all().filter(({ kind, at }) => kind === 'refund' && at.startsWith(month)).length;
  const tooMany = refunded >= settings.refundsPerMonth;
  refuseIf(tooMany, 'refundLimitReached', 'The maximum number of refunds of this month is reached.');
}
