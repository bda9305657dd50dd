/** What a provider can do, read off the methods that it has. */
import type { Provider } from './provider';

const QUESTIONS: ReadonlyArray<[operation: string, offered: (provider: Provider) => unknown]> = [
  ['package.get', (provider) => provider.package.get],
  ['package.getAll', (provider) => provider.package.getMany],
  ['order.create', (provider) => provider.order.create],
  ['order.get', (provider) => provider.order.get],
  ['order.getAll', (provider) => provider.order.getMany],
  ['order.refund', (provider) => provider.order.refund],
  ['order.activate', (provider) => provider.order.activate],
  ['order.cancel', (provider) => provider.order.cancel],
  ['order.resume', (provider) => provider.order.resume],
  ['esim.get', (provider) => provider.esim.get],
  ['esim.getUsage', (provider) => provider.esim.getUsage],
  ['esim.topUp', (provider) => provider.esim.topUp],
  // whoever can show an eSIM gives its activation code, and the image is drawn here
  ['esim.generateQrCode', (provider) => provider.esim.get],
  ['esim.suspend', (provider) => provider.esim.suspend],
  ['esim.unsuspend', (provider) => provider.esim.unsuspend],
  ['esim.revoke', (provider) => provider.esim.revoke],
  ['esim.watch', (provider) => provider.esim.watch],
  ['esim.unwatch', (provider) => provider.esim.unwatch],
  ['esim.getWatched', (provider) => provider.esim.getWatched],
  ['account.getBalance', (provider) => provider.account?.getBalance],
  ['device.getAll', (provider) => provider.device?.getMany],
];

/** Every operation that there is, as "resource.operation", in the order of the editor. */
export const OPERATIONS: readonly string[] = QUESTIONS.map(([operation]) => operation);

/** The operations that this provider offers, as "resource.operation", in the order of the editor. */
export function operationsOf(provider: Provider): string[] {
  return QUESTIONS.filter(([, offered]) => offered(provider) !== undefined).map(([operation]) => operation);
}
