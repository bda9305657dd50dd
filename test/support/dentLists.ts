/** A DENT Giga Store of scripted lists, for looking a client reference up in them. */
import { dentGigaStore } from '../../providers/dentGigaStore';
import type { CreateOrderInput, TopUpInput } from '../../providers/provider';
import profile from '../fixtures/dentGigaStore/esim-profiles.json';
import { scriptedSession } from './scriptedSession';
import type { Script, Scripted } from './scriptedSession';
import { valuesOf } from './values';

export const SEARCH = 'POST /gigastore/activations/search-customers';
export const SALES = 'GET /gigastore/activations/activated-items';
export const CUSTOMERS = 'GET /gigastore/activations/customers';
export const one = (uid: string) => `${SALES}/${uid}`;
export const customerOf = (uid: string) => `${CUSTOMERS}/${uid}`;

export const sale = (uid: string, metatag: string | null) => ({ uid, metatag, balance: { name: 'One' } });
export const customer = (uid: string, email: string | null, items: unknown[], iccids = [profile.iccid]) => ({
  customer: { uid, email },
  activatedItems: items,
  relatedEsims: iccids.map((iccid) => ({ ...profile, iccid })),
});
export const ok = (body: unknown): Scripted => ({ status: 200, body });
export const many = (count: number, metatag: string | null = 'somebody-else') =>
  Array.from({ length: count }, (_, index) => sale(`s${index}`, metatag));

export async function find(script: Script, input: Partial<CreateOrderInput> = {}) {
  const session = scriptedSession(script);
  const purchase = await dentGigaStore.order.create!.prepare(session, {
    packageId: 'p1',
    clientReference: 'shop-1',
    customerEmail: null,
    customerId: null,
    fields: valuesOf(dentGigaStore, 'order.create'),
    ...input,
  });
  return { found: await purchase.find(), session, purchase };
}
export const withEmail = { customerEmail: 'anna@example.com' };

export const topUpOf = async (session: ReturnType<typeof scriptedSession>, more: Partial<TopUpInput> = {}) =>
  await dentGigaStore.esim.topUp!.prepare(session, {
    packageId: 'p1',
    clientReference: 'shop-1',
    customerId: 'c1',
    iccid: null,
    fields: valuesOf(dentGigaStore, 'esim.topUp'),
    ...more,
  });
