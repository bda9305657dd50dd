/**
 * What every workflow sees, whole: a provider gives what it knows, everything else is `null`. The order of the fields is
 * decided here, in the order in which people use them; `makeEsim.ts` does the same for an eSIM.
 */
import type { EsimEvent, Order, Package, PackageUsage, Refund, Usage } from './model';

type Parts<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>;

export type PackageParts = Parts<Package, 'provider' | 'packageId' | 'type'>;

export function makePackage(parts: PackageParts): Package {
  return {
    packageId: parts.packageId,
    name: parts.name ?? null,
    dataBytes: parts.dataBytes ?? null,
    unlimited: parts.unlimited ?? false,
    validity: parts.validity ?? null,
    price: parts.price ?? null,
    countries: parts.countries ?? [],
    coverage: parts.coverage ?? null,
    retailPrice: parts.retailPrice ?? null,
    type: parts.type,
    simTypes: parts.simTypes ?? [],
    voiceSeconds: parts.voiceSeconds ?? null,
    smsCount: parts.smsCount ?? null,
    provider: parts.provider,
  };
}

export type OrderParts = Parts<Order, 'provider' | 'orderId' | 'status'>;

export function makeOrder(parts: OrderParts): Order {
  const { invoiceId, endsAt } = parts;
  return {
    status: parts.status,
    orderId: parts.orderId,
    esim: parts.esim ?? null,
    clientReference: parts.clientReference ?? null,
    alreadyExisted: parts.alreadyExisted ?? false,
    package: parts.package ?? { packageId: null, name: null },
    price: parts.price ?? null,
    type: parts.type ?? null,
    customerId: parts.customerId ?? null,
    subscriptionId: parts.subscriptionId ?? null,
    createdAt: parts.createdAt ?? null,
    providerStatus: parts.providerStatus ?? null,
    provider: parts.provider,
    ...(invoiceId === undefined ? {} : { invoiceId }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
}

export type UsageParts = Parts<Usage, 'provider' | 'packages'>;

export function makeUsage(parts: UsageParts): Usage {
  return {
    remainingBytes: parts.remainingBytes ?? null,
    usedBytes: parts.usedBytes ?? null,
    totalBytes: parts.totalBytes ?? null,
    unlimited: parts.unlimited ?? false,
    expiresAt: parts.expiresAt ?? null,
    iccid: parts.iccid ?? null,
    customerId: parts.customerId ?? null,
    packages: parts.packages,
    provider: parts.provider,
  };
}

export function makePackageUsage(parts: Parts<PackageUsage, 'status'>): PackageUsage {
  return {
    name: parts.name ?? null,
    status: parts.status,
    remainingBytes: parts.remainingBytes ?? null,
    usedBytes: parts.usedBytes ?? null,
    totalBytes: parts.totalBytes ?? null,
    unlimited: parts.unlimited ?? false,
    activatedAt: parts.activatedAt ?? null,
    expiresAt: parts.expiresAt ?? null,
    packageId: parts.packageId ?? null,
    orderId: parts.orderId ?? null,
    subscriptionId: parts.subscriptionId ?? null,
    providerStatus: parts.providerStatus ?? null,
  };
}

export function makeRefund(parts: Parts<Refund, 'provider' | 'orderId' | 'state' | 'explanation'>): Refund {
  return {
    state: parts.state,
    explanation: parts.explanation,
    amount: parts.amount ?? null,
    orderId: parts.orderId,
    alreadyExisted: parts.alreadyExisted ?? false,
    provider: parts.provider,
  };
}

export function makeEvent(parts: Parts<EsimEvent, 'provider' | 'eventId' | 'type'>): EsimEvent {
  const { providerEvent } = parts;
  return {
    type: parts.type,
    iccid: parts.iccid ?? null,
    state: parts.state ?? null,
    remainingBytes: parts.remainingBytes ?? null,
    thresholdPercent: parts.thresholdPercent ?? null,
    country: parts.country ?? null,
    previousCountry: parts.previousCountry ?? null,
    expiresAt: parts.expiresAt ?? null,
    customerId: parts.customerId ?? null,
    orderId: parts.orderId ?? null,
    subscriptionId: parts.subscriptionId ?? null,
    esimId: parts.esimId ?? null,
    occurredAt: parts.occurredAt ?? null,
    eventId: parts.eventId,
    confirmed: parts.confirmed ?? null,
    ...(providerEvent === undefined ? {} : { providerEvent }),
    provider: parts.provider,
  };
}
