/** 1GLOBAL Connect, formerly Truphone, API v1 and v2 (facts/providers/1global-connect.md). */
import type { Provider } from '../provider';
import { activate } from './activate';
import { create, topUp } from './buy';
import * as esims from './esims';
import { fields } from './fields';
import { PROVIDER_ID } from './mapping';
import * as orders from './orders';
import * as packages from './packages';
import { refund } from './refund';
import { getWatched, unwatch, watch } from './watching';
import { webhook } from './webhook';

export const oneGlobalConnect: Provider = {
  id: PROVIDER_ID,
  name: '1GLOBAL Connect',
  credential: 'oneGlobalConnectApi',
  secrets: ['clientSecret', 'accessToken', 'tokenExpiresAt', 'webhookPassword'],
  ordersAreAsynchronous: true,
  package: { get: packages.get, getMany: packages.getMany, forOrder: packages.forOrder },
  order: { create, get: orders.get, getMany: orders.getMany, refund, activate },
  esim: { get: esims.get, getUsage: esims.getUsage, topUp, watch, unwatch, getWatched },
  fields,
  requiredFields: { 'order.create': ['customerEmail'], 'order.get': ['customerEmail'] },
  webhook,
};
