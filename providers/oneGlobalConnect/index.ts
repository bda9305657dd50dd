/** 1GLOBAL Connect, formerly Truphone, API v1 and v2 (facts/providers/1global-connect.md). */
import type { Provider } from '../provider';
import { activate } from './activate';
import * as esims from './esims';
import { fields } from './fields';
import * as orders from './orders';
import * as packages from './packages';
import { refund } from './refunds';
import { topUp } from './topUps';
import { getUsage } from './usage';
import { getWatched, unwatch, watch } from './watching';
import { webhook } from './webhook';
import { PROVIDER_NAME, PROVIDER_ID } from './wire';

export const oneGlobalConnect: Provider = {
  id: PROVIDER_ID,
  name: PROVIDER_NAME,
  credential: 'oneGlobalConnectApi',
  secrets: ['clientSecret', 'accessToken', 'tokenExpiresAt', 'webhookPassword'],
  ordersAreAsynchronous: true,
  package: { get: packages.get, getMany: packages.getMany, forOrder: packages.forOrder },
  order: { create: orders.create, get: orders.get, getMany: orders.getMany, refund, activate },
  esim: { get: esims.get, getUsage, topUp, watch, unwatch, getWatched },
  fields,
  requiredFields: { 'order.create': ['customerEmail'], 'order.get': ['customerEmail'] },
  webhook,
};
