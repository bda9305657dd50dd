/**
 * DENT Giga Store ("Gigastore"), the reseller API at api.giga.store.
 *
 * What is known about it, and how well, is in facts/providers/dent-giga-store.md. Where a field is mapped:
 * `mapping.ts`. Which address is called: `api.ts`. A first order makes a customer, who holds packages (the orders) and
 * eSIMs.
 */
import type { Provider } from '../provider';
import * as esims from './esims';
import { fields } from './fields';
import { PROVIDER_ID } from './mapping';
import * as orders from './orders';
import * as packages from './packages';
import { pickCustomer } from './pickers';
import { create, topUp } from './purchases';
import { forTopUp } from './topUpPackages';
import { refund } from './refund';
import { webhook } from './webhook';

export const dentGigaStore: Provider = {
  id: PROVIDER_ID,
  name: 'DENT Giga Store',
  credential: 'dentGigaStoreApi',
  secrets: ['clientSecret', 'accessToken'],
  ordersAreAsynchronous: false,
  package: {
    get: packages.get,
    getMany: packages.getMany,
    forOrder: packages.forOrder,
    forTopUp,
  },
  order: { create, get: orders.get, getMany: orders.getMany, refund, activate: orders.activate },
  esim: { get: esims.get, getUsage: esims.getUsage, topUp },
  pickCustomer,
  fields,
  webhook,
};
