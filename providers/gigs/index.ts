/**
 * Gigs, telecom as a service (api.gigs.com). What is known about it, and how well, is in facts/providers/gigs.md.
 *
 * A plan is bought as a subscription (the order) of a user (the customer) with a SIM (the eSIM); an add-on on it is a top-up.
 * Which address is called: `api.ts`. Where a field is mapped: `mapping.ts`, `esims.ts`, `usage.ts`, `events.ts`.
 */
import type { Provider } from '../provider';
import { create } from './create';
import { pickCustomer } from './customers';
import * as esims from './esims';
import { fields } from './fields';
import { PROVIDER_ID, PROVIDER_NAME } from './mapping';
import * as orders from './orders';
import * as packages from './packages';
import { refund } from './refunds';
import { topUp } from './topUps';
import { getUsage } from './usage';
import { webhook } from './webhook';

export const gigs: Provider = {
  id: PROVIDER_ID,
  name: PROVIDER_NAME,
  credential: 'gigsApi',
  secrets: ['apiToken', 'webhookSecret'],
  ordersAreAsynchronous: true,
  package: {
    get: packages.get,
    getMany: packages.getMany,
    forOrder: packages.forOrder,
    forTopUp: packages.forTopUp,
  },
  order: {
    create,
    get: orders.get,
    getMany: orders.getMany,
    refund,
    cancel: orders.cancel,
    resume: orders.resume,
  },
  esim: { get: esims.get, getUsage, topUp },
  pickCustomer,
  fields,
  webhook,
};
