/** Every operation of the node. Which of them a provider offers is derived from what it implements. */
import type { Provider } from '../providers/provider';
import { operationsOf } from '../providers/capabilities';
import { getBalance } from './account/getBalance.operation';
import { getAll as getDevices } from './device/getAll.operation';
import { generateQrCode } from './esim/generateQrCode.operation';
import { get as getEsim } from './esim/get.operation';
import { getUsage } from './esim/getUsage.operation';
import { getWatched } from './esim/getWatched.operation';
import { revoke } from './esim/revoke.operation';
import { suspend } from './esim/suspend.operation';
import { topUp } from './esim/topUp.operation';
import { unsuspend } from './esim/unsuspend.operation';
import { unwatch } from './esim/unwatch.operation';
import { watch } from './esim/watch.operation';
import type { Field } from '../input';
import { allowChanges } from './agent';
import { keyOf, type Operation, type Resource } from './operation';
import { activate } from './order/activate.operation';
import { cancel } from './order/cancel.operation';
import { create } from './order/create.operation';
import { get as getOrder } from './order/get.operation';
import { getAll as getOrders } from './order/getAll.operation';
import { refund } from './order/refund.operation';
import { resume } from './order/resume.operation';
import { get as getPackage } from './package/get.operation';
import { getAll as getPackages } from './package/getAll.operation';

export const operations: readonly Operation[] = [
  activate,
  cancel,
  create,
  getOrder,
  getOrders,
  refund,
  resume,
  generateQrCode,
  getEsim,
  getUsage,
  getWatched,
  revoke,
  suspend,
  topUp,
  unsuspend,
  unwatch,
  watch,
  getPackage,
  getPackages,
  getBalance,
  getDevices,
];

/** The shared fields of an operation, with the switch for agents where it changes something. */
export function fieldsOf(operation: Operation, providers: readonly Provider[]): Array<Field<unknown>> {
  const fields = operation.fields(providers);
  return operation.changes ? [allowChanges, ...fields] : fields;
}

export function findOperation(resource: string, value: string): Operation | undefined {
  return operations.find((operation) => operation.resource === (resource as Resource) && operation.value === value);
}

/** The providers, of those given, that offer an operation. */
export function offering(operation: Operation, providers: readonly Provider[]): Provider[] {
  return providers.filter((provider) => operationsOf(provider).includes(keyOf(operation)));
}
