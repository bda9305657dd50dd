/**
 * DENT Giga Store ("Gigastore"), the reseller API at api.giga.store.
 *
 * What is known about it, and how well, is in facts/providers/dent-giga-store.md. A first order makes a customer, who holds
 * packages (their sales are the orders: `sales.ts`) and eSIMs. Nothing searches by a client reference: `books.ts` reads every
 * place that shows one. Which address is called: `api.ts`; where a field is mapped: `mapping.ts`.
 */
import type { Provider } from '../provider';
import { pickCustomer } from './customers';
import * as esims from './esims';
import { fields } from './fields';
import { PROVIDER_ID, PROVIDER_NAME } from './mapping';
import * as orders from './orders';
import { packages } from './packages';
import { refund } from './refunds';
import { topUp } from './topUps';
import { getUsage } from './usage';
import { webhook } from './webhook';

export const dentGigaStore: Provider = {
  id: PROVIDER_ID,
  name: PROVIDER_NAME,
  credential: 'dentGigaStoreApi',
  secrets: ['clientSecret', 'accessToken'],
  ordersAreAsynchronous: false,
  package: packages,
  order: { create: orders.create, get: orders.get, getMany: orders.getMany, refund, activate: orders.activate },
  esim: { get: esims.get, getUsage, topUp },
  pickCustomer,
  fields,
  webhook,
};
