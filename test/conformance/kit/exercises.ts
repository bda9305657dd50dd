/** Carries out each operation once, on something of its kind: what it is done with, and the model of what it gives. */
import type { INodeParameters } from 'n8n-workflow';

import { type Shop } from './shop';
import { byId, type Bought } from './stand';

export interface Exercise {
  /** Interface in `esim/model.ts`; null where the operation has a form of its own. */
  shape: 'Package' | 'Order' | 'Esim' | 'Usage' | 'Refund' | null;
  /** Changes what it is carried out on, so each time needs a fresh one. */
  changes: boolean;
  parameters(bought: Bought, shop: Shop): Promise<INodeParameters> | INodeParameters;
  /** Buys what it needs; by default a usual order. */
  prepare?(shop: Shop): Promise<Bought>;
}

const URL = 'https://n8n.example.com/webhook/conformance';

const byIccid = ({ esim }: Bought): INodeParameters => ({ esimLookup: 'iccid', iccid: esim.iccid });
const byOrderId = ({ orderId }: Bought): INodeParameters => ({ orderId });

/** By "resource.operation". */
export const exercises: Readonly<Record<string, Exercise>> = {
  'package.get': {
    shape: 'Package',
    changes: false,
    parameters: (_, { stand }) => ({ packageId: byId(stand.packages.order) }),
  },
  'package.getAll': { shape: 'Package', changes: false, parameters: () => ({ returnAll: true }) },
  'order.create': { shape: 'Order', changes: true, parameters: (_, shop) => shop.orderFor('new') },
  'order.get': { shape: 'Order', changes: false, parameters: byOrderId },
  'order.getAll': { shape: 'Order', changes: false, parameters: () => ({ returnAll: true }) },
  'order.refund': {
    shape: 'Refund',
    changes: true,
    parameters: byOrderId,
    async prepare(shop) {
      shop.opened.allowRefunds?.();
      const bought = await shop.order('refundable');
      await shop.opened.beforeRefund?.(bought);
      return bought;
    },
  },
  'order.activate': {
    shape: 'Order',
    changes: true,
    parameters: byOrderId,
    prepare: async (shop) => await shop.order('waiting', shop.stand.fillWaiting),
  },
  'order.cancel': { shape: 'Order', changes: true, parameters: byOrderId },
  'order.resume': {
    shape: 'Order',
    changes: true,
    parameters: byOrderId,
    async prepare(shop) {
      const bought = await shop.order('cancelled');
      await shop.one('order.cancel', byOrderId(bought));
      return bought;
    },
  },
  'esim.get': { shape: 'Esim', changes: false, parameters: byIccid },
  'esim.getUsage': { shape: 'Usage', changes: false, parameters: byIccid },
  'esim.topUp': { shape: 'Order', changes: true, parameters: (bought, shop) => shop.topUpFor('more', bought) },
  'esim.generateQrCode': {
    shape: null,
    changes: false,
    parameters: (bought) => ({ activationCodeSource: 'esim', ...byIccid(bought) }),
  },
  'esim.watch': { shape: null, changes: true, parameters: ({ esim }) => ({ iccid: esim.iccid, webhookUrl: URL }) },
  'esim.unwatch': { shape: null, changes: true, parameters: ({ esim }) => ({ iccid: esim.iccid }) },
  'esim.getWatched': { shape: null, changes: false, parameters: ({ esim }) => ({ iccid: esim.iccid }) },
};
