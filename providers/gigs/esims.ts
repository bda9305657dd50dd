/** eSIMs: a SIM with what installs it and what is known of its profile (facts/providers/gigs.md, section 12). */
import { iccidFrom } from '../../esim/identifiers';
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, EsimState } from '../../esim/model';
import { text } from '../../esim/read';
import { InputError } from '../../input';
import { attempt, readIfPossible, readOr, type Attempt } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { allOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import { wordsOf } from '../kit/words';
import type { EsimLookup, Result, Session } from '../provider';
import * as api from './api';
import { PROVIDER_ID, statusOf } from './mapping';
import { subscriptionOf } from './subscriptions';
import { idOf } from './wire';
import type { WireCredentials, WireProfile, WireSim, WireSubscription } from './wire';

/** @throws ProviderError `notFound` for none */
export const get = findBy<EsimLookup, Array<Result<Esim>>>({
  iccid: async (session, { iccid }) => [await deliverable(session, await simByIccid(session, iccid))],
  esimId: async (session, { esimId }) => [await deliverable(session, await simById(session, esimId))],
  customerId: async (session, { customerId }) => await ofCustomer(session, customerId),
});

/** An eSIM with its activation code, or an error that says why it cannot be had: nobody should mail an empty QR code. */
async function deliverable(session: Session, sim: WireSim): Promise<Result<Esim>> {
  const subscription = await readIfPossible(async () => await subscriptionOf(session, sim));
  const read = await readSim(session, sim);
  const { credentials, profile } = read;
  if (credentials && !credentials.ok && credentials.error.kind !== 'notFound') throw credentials.error;
  const raw = { sim, credentials: credentials?.ok ? credentials.value : null };
  return { value: esimFrom(read, subscription), raw: { ...raw, eSimProfile: profile?.ok ? profile.value : null } };
}

/** A user's eSIMs that are not retired; where there is no eSIM, the physical ones. */
async function ofCustomer(session: Session, user: string): Promise<Array<Result<Esim>>> {
  const sims = await allOf<WireSim>(api.listing(session, 'sims', { user, status: 'inactive,active' }));
  const esims = sims.filter((sim) => !isPhysical(sim));
  const results: Array<Result<Esim>> = [];
  for (const sim of esims.length > 0 ? esims : sims) {
    const { value, raw } = await deliverable(session, sim);
    results.push({ value: { ...value, customerId: value.customerId ?? user }, raw });
  }
  if (results.length > 0) return results;
  throw notThere(
    `The customer "${user}" has no eSIM at Gigs`,
    'The order may not be ready yet, or the customer belongs to another project.',
  );
}

/** @throws ProviderError `badInput` for digits that Gigs would refuse, `notFound` */
export async function simByIccid(session: Session, iccid: string): Promise<WireSim> {
  if (iccid.length !== 19 && iccid.length !== 20) {
    throw new InputError(
      `ICCID ${iccid} has ${iccid.length} digits, Gigs knows only 19 or 20`,
      'Check the digits; take them from an order or from the eSIM Trigger as text.',
    );
  }
  const sim = (await api.searchSims(session, iccid)).find((one) => iccidFrom(one.iccid) === iccid);
  if (sim) return sim;
  throw noSim(`the ICCID ${iccid}`);
}

/** @throws ProviderError `notFound` */
export async function simById(session: Session, id: string): Promise<WireSim> {
  return await readOr(
    async () => await api.readOne(session, 'sims', id),
    () => noSim(`the ID "${id}"`),
  );
}

function noSim(name: string) {
  return notThere(
    `Gigs knows no SIM with ${name} in this project`,
    'Check it, and that the credential is for the project in which the eSIM was sold.',
  );
}

export function isPhysical(sim: WireSim): boolean {
  return text(sim.type)?.toLowerCase() === 'psim';
}

/** What could be read about a SIM; each part may be missing. */
export interface ReadSim {
  sim: WireSim;
  /** Null for a physical SIM, which has none, and for one in a list. */
  credentials: Attempt<WireCredentials> | null;
  profile: Attempt<WireProfile> | null;
}

export async function readSim(session: Session, sim: WireSim): Promise<ReadSim> {
  const id = text(sim.id);
  if (id === null || isPhysical(sim)) return { sim, credentials: null, profile: null };
  const [credentials, profile] = await Promise.all([
    attempt(async () => await api.readCredentials(session, id)),
    attempt(async () => await api.readProfile(session, id)),
  ]);
  return { sim, credentials, profile };
}

/** @param subscription the one that the SIM is in, where it is known */
export function esimFrom(read: ReadSim, subscription: WireSubscription | null): Esim {
  const { sim, credentials, profile } = read;
  const installing: WireCredentials = credentials?.ok ? credentials.value : {};
  const profileStatus = profile?.ok ? text(profile.value.status) : null;
  const esim = makeEsim({
    provider: PROVIDER_ID,
    state: stateFrom(sim, profileStatus, subscription),
    providerState: profileStatus ?? sim.status,
    iccid: sim.iccid,
    esimId: sim.id,
    activationCodeText: installing.activationCode,
    iosInstallUrl: installing.iosInstallUrl,
    androidInstallUrl: installing.androidInstallUrl,
    qrCodeUrl: installing.qrCodeUrl,
    activatedAt: subscription?.firstUsageAt,
    customerId: subscription && idOf(subscription.user),
  });
  if (esim.activationCode !== null || text(installing.activationCode) !== null) return esim;
  const warnings = esim.warnings.filter((warning) => warning !== NO_CODE);
  return { ...esim, warnings: [...warnings, ...whyNoCode(read)] };
}

/** What is said by `makeEsim`, which does not know why. */
const NO_CODE = 'The provider sent no usable activation code.';

function whyNoCode({ sim, credentials }: ReadSim): string[] {
  if (isPhysical(sim)) return ['This is a physical SIM: there is nothing to install.'];
  if (credentials === null) return [];
  if (credentials.ok || credentials.error.kind === 'notFound') {
    return ['Gigs has no activation code for this eSIM (yet): get the eSIM again later.'];
  }
  return [`The activation code could not be read: ${credentials.error.message}`];
}

/** The SIM as a list shows it, without asking for more. */
export function listedEsim(sim: WireSim, subscription: WireSubscription | null): Esim {
  return esimFrom({ sim, credentials: null, profile: null }, subscription);
}

/** The words of an eSIM profile (section 12); `downloaded` is only in the name of an event (section 18.2). */
export const stateOfProfile = wordsOf<EsimState>(
  {
    deleted: 'deleted',
    disabled: 'disabled',
    downloaded: 'downloaded',
    enabled: 'enabled',
    installed: 'installed',
  },
  'unknown',
);

/** Section 12: the networks that report what a phone does with a profile. On others the status is always `unknown`. */
const REPORTING_NETWORKS = ['p3', 'p14', 'p15'];

/** A network that reports and has not reported anything: the profile waits to be installed. */
function stateFrom(sim: WireSim, profileStatus: string | null, subscription: WireSubscription | null): EsimState {
  if (statusOf(sim) === 'retired') return 'unavailable';
  const state = stateOfProfile(profileStatus);
  if (state !== 'unknown' || profileStatus?.toLowerCase() !== 'unknown') return state;
  const used = text(subscription?.firstUsageAt) !== null;
  return REPORTING_NETWORKS.includes(text(sim.provider) ?? '') && !used ? 'released' : 'unknown';
}
