/**
 * DENT Giga Store ("Gigastore"), the reseller API at api.giga.store.
 *
 * What is known about it, and how well, is in facts/providers/dent-giga-store.md. Where a field is mapped:
 * `mapping.ts`. Which address is called: `api.ts`. A first order makes a customer, who holds packages (the orders) and
 * eSIMs.
 */
import type { Provider } from '../provider';
import { pickCustomer } from './customers';
import * as esims from './esims';
import { fields } from './fields';
import { PROVIDER, PROVIDER_ID } from './mapping';
import * as orders from './orders';
import * as packages from './packages';
import { refund } from './refunds';
import { topUp } from './topUps';
import { getUsage } from './usage';
import { webhook } from './webhook';

export const dentGigaStore: Provider = {
  id: PROVIDER_ID,
  name: PROVIDER,
  credential: 'dentGigaStoreApi',
  secrets: ['clientSecret', 'accessToken'],
  ordersAreAsynchronous: false,
  package: {
    get: packages.get,
    getMany: packages.getMany,
    forOrder: packages.forOrder,
    forTopUp: packages.forTopUp,
  },
  order: { create: orders.create, get: orders.get, getMany: orders.getMany, refund, activate: orders.activate },
  esim: { get: esims.get, getUsage, topUp },
  pickCustomer,
  fields,
  webhook,
};
