/** Our records as Gigs writes them. */
import type { Addon, Allowances, Plan } from './catalogue';
import type {
  Address,
  AttachedAddon,
  CreditNote,
  Invoice,
  InvoiceLine,
  Period,
  Sim,
  Subscription,
  User,
} from './state';
import type { GigsWorld } from './world';

/** The samples mix no fraction and a fraction of one digit (section 1). */
function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, '.0Z');
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : time(at).replace('.0Z', 'Z');
}

function twins({ dataBytes, smsMessages, voiceSeconds }: Allowances): object {
  const old = (amount: number | null) => amount ?? -1;
  return {
    data: old(dataBytes),
    dataUnit: 'byte',
    sms: old(smsMessages),
    smsUnit: 'message',
    voice: old(voiceSeconds),
    voiceUnit: 'second',
  };
}

/** When the catalogue was made. */
const MADE = '2021-01-21T19:38:34.0Z';

export function wirePlan(plan: Plan): object {
  return {
    object: 'plan',
    metadata: {},
    ...plan,
    coverage: { object: 'coverage', ...plan.coverage },
    createdAt: MADE,
    firstPeriodTrigger: 'creation',
    image: null,
    limits: null,
    ...twins(plan.allowances),
  };
}

export function wireAddon(addon: Addon): object {
  return {
    object: 'addon',
    metadata: {},
    ...addon,
    coverage: addon.coverage && { object: 'coverage', ...addon.coverage },
    createdAt: MADE,
    description: null,
    recurrenceType: 'oneTime',
    type: 'topUp',
    ...twins(addon.allowances),
  };
}

export function wireUser(user: User): object {
  return { object: 'user', ...user, createdAt: time(user.createdAt), emailVerified: false, status: 'active' };
}

export function wireAddress(address: Address): object {
  return { object: 'userAddress', ...address, createdAt: time(address.createdAt) };
}

export function wireSim({ id, createdAt, iccid, provider, status, type }: Sim): object {
  return { object: 'sim', id, metadata: {}, createdAt: time(createdAt), iccid, provider, status, type };
}

export function wireCredentials(world: GigsWorld, sim: Sim): object {
  const code = sim.activationCode;
  const link = (host: string) => code && `https://esimsetup.${host}.com/esim_qrcode_provisioning?carddata=${code}`;
  const withLinks = world.settings.credentials === 'six';
  const links = {
    androidInstallUrl: withLinks ? link('android') : null,
    iosInstallUrl: withLinks ? link('apple') : null,
  };
  return {
    object: 'simCredentials',
    activationCode: code,
    ...(world.settings.credentials === 'four' ? {} : links),
    qrCodeUrl: code && `https://sandbox.example.com/qrcode/${sim.id}.png`,
    sim: sim.id,
  };
}

export function wireProfile(sim: Sim): object {
  return { object: 'eSimProfile', sim: wireSim(sim), status: sim.profile, updatedAt: time(sim.profileUpdatedAt) };
}

function wirePeriod(period: Period | null): object | null {
  return period && { number: period.number, start: time(period.start), end: time(period.end) };
}

export function wireSubscription({ state, settings }: GigsWorld, one: Subscription): object {
  const sim = one.sim === null ? undefined : state.sims.get(one.sim);
  const user = state.users.get(one.user);
  return {
    object: 'subscription',
    id: one.id,
    metadata: one.metadata,
    activatedAt: timeOrNull(one.activatedAt),
    billing: settings.billing ? { discount: null, invoiceGracePeriodDays: 3, invoiceOverduePeriodDays: 1 } : null,
    canceledAt: timeOrNull(one.canceledAt),
    cancellationDetails: one.cancellation,
    createdAt: time(one.createdAt),
    currentPeriod: one.status === 'active' ? wirePeriod(one.period) : null,
    earliestEndAt: timeOrNull(one.period?.end ?? null),
    endedAt: timeOrNull(one.endedAt),
    firstUsageAt: timeOrNull(one.firstUsageAt),
    lastPorting: null,
    phoneNumber: null,
    plan: wirePlan(one.plan),
    restrictedAt: null,
    restrictionDetails: null,
    sim: sim ? wireSim(sim) : null,
    status: one.status,
    user: user ? wireUser(user) : null,
    userAddress: one.address,
  };
}

export function wireAttached(one: AttachedAddon): object {
  return {
    object: 'subscriptionAddon',
    id: one.id,
    activatedAt: timeOrNull(one.activatedAt),
    addon: wireAddon(one.addon),
    canceledAt: null,
    createdAt: time(one.createdAt),
    currentPeriod: one.status === 'active' ? wirePeriod(one.period) : null,
    endedAt: timeOrNull(one.endedAt),
    status: one.status,
    subscription: one.subscription,
    user: one.user,
  };
}

export function wireInvoice(invoice: Invoice): object {
  const price = (amount: number) => ({ amount, currency: invoice.currency });
  const tax = invoice.lines.reduce((sum, line) => sum + (line.tax?.amount ?? 0), 0);
  const total = totalOf(invoice);
  return {
    object: 'invoice',
    id: invoice.id,
    address: null,
    appliedBalance: null,
    createdAt: time(invoice.createdAt),
    discount: price(0),
    dueAt: null,
    fees: [],
    fileUrl: null,
    finalizedAt: time(invoice.createdAt),
    lineItems: invoice.lines.map((line) => wireLine(invoice, line)),
    paidAt: timeOrNull(invoice.paidAt),
    payment: null,
    period: null,
    reason: invoice.reason,
    status: invoice.status,
    subscription: invoice.subscription,
    subtotal: price(total - tax),
    tax: price(tax),
    taxExemptionReason: null,
    total: price(total),
    voucher: null,
  };
}

function wireLine(invoice: Invoice, line: InvoiceLine): object {
  const price = (amount: number) => ({ amount, currency: invoice.currency });
  const tax = line.tax?.amount ?? 0;
  return {
    object: 'invoiceLineItem',
    id: line.id,
    subscription: invoice.subscription,
    subscriptionAddon: invoice.addon,
    discount: price(0),
    subtotal: price(line.total - tax),
    tax: price(tax),
    taxes: line.tax
      ? [
          {
            object: 'invoiceTax',
            id: line.tax.id,
            amount: price(tax),
            inclusive: false,
            jurisdiction: 'NY',
            name: 'Tax',
          },
        ]
      : [],
    total: price(line.total),
  };
}

export function totalOf(invoice: Invoice): number {
  return invoice.lines.reduce((sum, line) => sum + line.total, 0);
}

export function wireCreditNote(note: CreditNote): object {
  return {
    object: 'creditNote',
    id: note.id,
    createdAt: time(note.createdAt),
    creditTo: 'outOfBand',
    fees: [],
    fileUrl: null,
    invoice: note.invoice,
    lineItems: [],
    status: note.status,
    subtotal: note.total,
    tax: { ...note.total, amount: 0 },
    total: note.total,
    voidedAt: null,
  };
}
