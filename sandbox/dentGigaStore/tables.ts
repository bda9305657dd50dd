/** The tables of the control page: newest first, without activation codes and links. */
import { bytesLeft } from '../core/life';
import { newest } from '../core/lists';
import { activeBytes, standing } from './packages';
import type { DentWorld } from './state';

export function page({ account, now, state }: DentWorld): object {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  const customerOf = (uid: string) => state.customers.get(uid);
  return {
    clientId: account.clientId,
    orders: newest(state.items).map((item) => ({
      uid: item.uid,
      reference: item.metatag,
      package: item.sold.name,
      mode: item.mode,
      standing: standing(item, now),
      leftBytes: bytesLeft(item),
      soldAt: iso(item.salesDate),
      expiresAt: iso(item.expiresAt),
      customer: customerOf(item.customerUid)?.email ?? null,
      customerUid: item.customerUid,
    })),
    esims: newest(state.profiles).map(({ iccid, state, installations, country, customerUid }) => {
      const customer = customerOf(customerUid);
      return {
        iccid,
        state,
        installations,
        country,
        countrySet: customer?.countrySet ?? null,
        activeBytes: customer ? activeBytes(customer, now) : 0,
        customer: customer?.email ?? null,
        customerUid,
        references: customer?.items.map(({ metatag }) => metatag) ?? [],
      };
    }),
  };
}
