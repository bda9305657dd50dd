/**
 * eSIM Access (api.esimaccess.com).
 *
 * What is known about it, and how well, is in facts/providers/esim-access.md. Its calls: `api.ts`; its error codes:
 * `codes.ts`; its words in ours: `mapping.ts`, `events.ts`. An order is one or several eSIMs, each with a number of its own
 * (`esimTranNo`, here the eSIM ID); a client reference travels as the transaction ID and is looked up in `books.ts`.
 */
import type { Provider } from '../provider';
import { create } from './createOrder';
import * as esims from './esims';
import { fields } from './fields';
import { PROVIDER_ID, PROVIDER_NAME } from './mapping';
import * as orders from './orders';
import { packages } from './packages';
import { refund } from './refunds';
import { topUp } from './topUps';
import { getBalance, getUsage } from './usage';
import { webhook } from './webhook';

export const esimAccess: Provider = {
  id: PROVIDER_ID,
  name: PROVIDER_NAME,
  credential: 'esimAccessApi',
  secrets: ['apiKey', 'secretKey'],
  requestsPerSecond: ({ requestsPerSecond }) => Number(requestsPerSecond),
  ordersAreAsynchronous: true,
  package: packages,
  order: { create, get: orders.get, getMany: orders.getMany, refund },
  esim: {
    get: esims.get,
    getUsage,
    topUp,
    suspend: esims.suspend,
    unsuspend: esims.unsuspend,
    revoke: esims.revoke,
  },
  account: { getBalance },
  fields,
  webhook,
};
