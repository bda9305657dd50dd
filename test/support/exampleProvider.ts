/** A made-up provider with everything in memory, to test what the nodes do whatever the provider. */
import { randomUUID } from 'node:crypto';
import type { ICredentialType, INodeType } from 'n8n-workflow';

import { makeEsim } from '../../esim/makeEsim';
import type { Esim, Order, Package } from '../../esim/model';
import { ProviderError } from '../../http/errors';
import { collection, text } from '../../input';
import { esimCredentials, esimProperties } from '../../actions/properties';
import { route } from '../../actions/router';
import { findBy } from '../../providers/kit/lookups';
import type { CreateOrderInput, EsimLookup, Provider, Result } from '../../providers/provider';
import type { Clock } from '../../purchase/clock';

/** A field that only this provider has. */
export const color = text({ displayName: 'Color', name: 'color', type: 'string', default: '' });

export interface ExampleBooks {
  orders: Map<string, Order>;
  sends: string[];
  /** How many purchases were under way at the same time, at most. */
  mostAtOnce: number;
  inputs: CreateOrderInput[];
}

const PACKAGES = ['small', 'large'].map(
  (packageId, index): Package => ({
    packageId,
    name: `Package ${packageId}`,
    provider: 'example',
    type: 'both',
    dataBytes: 1024 ** 3 * (index + 1),
    unlimited: false,
    voiceSeconds: null,
    smsCount: null,
    validity: { value: 30, unit: 'day' },
    coverage: 'AT',
    countries: ['AT'],
    price: { amount: '1.49', currency: 'USD' },
    retailPrice: null,
    simTypes: ['eSim'],
  }),
);

export function exampleEsim(iccid: string) {
  return makeEsim({
    provider: 'example',
    state: 'released',
    iccid,
    activationCodeText: `LPA:1$smdp.example.com$CODE-${iccid}`,
  });
}

function shown(iccids: string[]): Array<Result<Esim>> {
  return iccids.map((iccid) => ({ value: exampleEsim(iccid), raw: { iccid } }));
}

export function exampleProvider(): { provider: Provider; books: ExampleBooks } {
  const books: ExampleBooks = { orders: new Map(), sends: [], mostAtOnce: 0, inputs: [] };
  let atOnce = 0;

  const orderFor = (input: CreateOrderInput): Order => ({
    orderId: `order-${input.clientReference}`,
    provider: 'example',
    type: 'newEsim',
    status: 'completed',
    providerStatus: 'DONE',
    clientReference: input.clientReference,
    alreadyExisted: false,
    createdAt: null,
    package: { packageId: input.packageId, name: null },
    price: null,
    customerId: null,
    subscriptionId: null,
    esim: exampleEsim('8997212330099184896'),
  });

  const provider: Provider = {
    id: 'example',
    name: 'Example',
    credential: 'exampleApi',
    secrets: ['secret'],
    ordersAreAsynchronous: false,
    fields: {
      'order.create': [
        collection({ displayName: 'Additional Fields', name: 'additionalFields', type: 'collection', default: {} }, [
          color,
        ]),
      ],
    },
    package: {
      async *forOrder() {
        for (const value of PACKAGES) yield { value, raw: {} };
      },
      get: async (_session, packageId) => {
        const found = PACKAGES.find((one) => one.packageId === packageId);
        if (!found) throw new ProviderError('notFound', `Example has no package "${packageId}"`);
        return { value: found, raw: { wire: packageId } };
      },
      async *getMany() {
        for (let page = 0; page < 100; page++) {
          for (const value of PACKAGES) yield { value, raw: { wire: value.packageId } };
        }
      },
    },
    order: {
      create: {
        showsWithinMs: 0,
        check(_session, { packageId }) {
          if (packageId === 'wrong') throw new ProviderError('badInput', 'Package is none of ours');
        },
        prepare: async (_session, input) => {
          books.inputs.push(input);
          if (input.packageId === 'gone') throw new ProviderError('badInput', 'That package is gone');
          return {
            whereToCheck: 'the example shop',
            asked: { package: { id: input.packageId } },
            certainty: 'completeBooks',
            find: async () => {
              const value = books.orders.get(input.clientReference);
              if (!value) return { outcome: 'absent' };
              return {
                outcome: 'found',
                result: { value, raw: {} },
                traits: { package: { id: value.package.packageId } },
              };
            },
            send: async () => {
              books.sends.push(input.clientReference);
              books.mostAtOnce = Math.max(books.mostAtOnce, ++atOnce);
              // later items answer sooner: the node must put them back in order
              await new Promise((resolve) => setTimeout(resolve, 40 - books.sends.length));
              atOnce--;
              if (input.packageId === 'refused') {
                return { outcome: 'refused', error: new ProviderError('refused', 'Not for you', { status: 422 }) };
              }
              const value = orderFor(input);
              books.orders.set(input.clientReference, value);
              return { outcome: 'done', result: { value, raw: { wire: input.clientReference } } };
            },
          };
        },
      },
    },
    esim: {
      get: findBy<EsimLookup, Array<Result<Esim>>>({
        iccid: async (_session, { iccid }) => shown([iccid]),
        customerId: async () => shown(['8997212330099184896', '8997212330099184904']),
      }),
    },
  };
  return { provider, books };
}

export const exampleCredential: ICredentialType = {
  name: 'exampleApi',
  displayName: 'Example API',
  properties: [{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' }],
};

/** An account of its own each time: what is bought in one is unknown to the others. */
export function exampleCredentials() {
  const data = { baseUrl: `https://${randomUUID()}.test`, secret: 'hush' };
  return { exampleApi: { type: exampleCredential, data } };
}

/** The eSIM node as it is, made from the given providers. */
export function esimNodeWith(providers: readonly Provider[], clock?: Clock): INodeType {
  return {
    description: {
      displayName: 'eSIM',
      name: 'esim',
      group: ['transform'],
      version: 1,
      description: '',
      defaults: { name: 'eSIM' },
      inputs: ['main'],
      outputs: ['main'],
      credentials: esimCredentials(providers),
      properties: esimProperties(providers),
    },
    async execute() {
      return [await route.call(this, providers, clock)];
    },
  };
}
