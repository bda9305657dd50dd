/** SIMs with what installs them and what is known of the profile: one item each (facts/providers/gigs.md, section 12). */
import { iccidFrom } from '../../esim/identifiers';
import { makeEsim } from '../../esim/makeEsim';
import type { Esim, EsimState } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Attempt } from '../kit/attempt';
import type { Result, Session } from '../provider';
import * as api from './api';
import { pageFrom } from './lists';
import { PROVIDER_ID } from './mapping';
import { idOf } from './wire';
import type { WireCredentials, WireProfile, WireSim, WireSubscription } from './wire';

/** Section 12: the networks that report what a phone does with a profile. On others the status is always `unknown`. */
const REPORTING_NETWORKS = ['p3', 'p14', 'p15'];

const NO_CODE = 'The provider sent no usable activation code.';
const PHYSICAL = 'This is a physical SIM: there is nothing to install.';
const NOT_YET = 'Gigs has no activation code for this eSIM (yet): get the eSIM again later.';

/** What could be read about a SIM; each part may be missing. */
export interface ReadSim {
  sim: WireSim;
  /** Null for a physical SIM, which has none. */
  credentials: Attempt<WireCredentials> | null;
  profile: Attempt<WireProfile> | null;
}

export async function readSim(session: Session, sim: WireSim): Promise<ReadSim> {
  const id = text(sim.id);
  if (id === null || isPhysical(sim)) return { sim, credentials: null, profile: null };
  const [credentials, profile] = await Promise.all([
    attempt(async (): Promise<WireCredentials> => record(await api.readCredentials(session, id))),
    attempt(async (): Promise<WireProfile> => record(await api.readProfile(session, id))),
  ]);
  return { sim, credentials, profile };
}

export function isPhysical(sim: WireSim): boolean {
  return text(sim.type)?.toLowerCase() === 'psim';
}

/** @param subscription the one that the SIM is in, where it is known */
export function esimFrom(read: ReadSim, subscription: WireSubscription | null): Esim {
  const { sim } = read;
  const credentials = valueOf(read.credentials);
  const profileStatus = text(valueOf(read.profile).status);
  const esim = makeEsim({
    provider: PROVIDER_ID,
    state: stateFrom(sim, profileStatus, subscription),
    providerState: profileStatus ?? sim.status,
    iccid: sim.iccid,
    esimId: sim.id,
    activationCodeText: credentials.activationCode,
    iosInstallUrl: credentials.iosInstallUrl,
    androidInstallUrl: credentials.androidInstallUrl,
    qrCodeUrl: credentials.qrCodeUrl,
    activatedAt: subscription?.firstUsageAt,
    customerId: subscription && idOf(subscription.user),
  });
  return { ...esim, warnings: warningsAbout(esim, read) };
}

/** The SIM as a list shows it, without asking for more. */
export function listedEsim(sim: WireSim, subscription: WireSubscription | null): Esim {
  const esim = esimFrom({ sim, credentials: null, profile: null }, subscription);
  return { ...esim, warnings: esim.warnings.filter((warning) => warning !== NOT_YET) };
}

export function rawOf({ sim, credentials, profile }: ReadSim): object {
  return { sim, credentials: rawPart(credentials), eSimProfile: rawPart(profile) };
}

function rawPart(part: Attempt<object> | null): object | null {
  return part?.ok ? part.value : null;
}

function valueOf<T extends object>(part: Attempt<T> | null): T | Record<string, never> {
  return part?.ok ? part.value : {};
}

function warningsAbout(esim: Esim, { sim, credentials }: ReadSim): string[] {
  const warnings = esim.warnings.filter((warning) => warning !== NO_CODE);
  if (esim.activationCode !== null) return warnings;
  if (isPhysical(sim)) return [...warnings, PHYSICAL];
  const hasText = text(valueOf(credentials).activationCode) !== null;
  if (hasText) return [...warnings, NO_CODE];
  const failed =
    credentials && !credentials.ok && credentials.error.kind !== 'notFound' ? credentials.error.message : null;
  return [...warnings, failed === null ? NOT_YET : `The activation code could not be read: ${failed}`];
}

/** The words of an eSIM profile (section 12); `downloaded` is only in the name of an event (section 18.2). */
const STATES: Readonly<Record<string, EsimState>> = {
  deleted: 'deleted',
  disabled: 'disabled',
  downloaded: 'downloaded',
  enabled: 'enabled',
  installed: 'installed',
};

export function stateOfProfile(status: unknown): EsimState {
  return STATES[text(status)?.toLowerCase() ?? ''] ?? 'unknown';
}

/** A network that reports and has not reported anything: the profile waits to be installed. */
function stateFrom(sim: WireSim, profileStatus: string | null, subscription: WireSubscription | null): EsimState {
  if (text(sim.status)?.toLowerCase() === 'retired') return 'unavailable';
  const state = stateOfProfile(profileStatus);
  if (state !== 'unknown' || profileStatus?.toLowerCase() !== 'unknown') return state;
  const used = text(subscription?.firstUsageAt) !== null;
  return REPORTING_NETWORKS.includes(text(sim.provider) ?? '') && !used ? 'released' : 'unknown';
}

/**
 * @throws ProviderError `badInput` for digits that Gigs would refuse, `notFound`
 */
export async function simByIccid(session: Session, iccid: string): Promise<WireSim> {
  if (iccid.length !== 19 && iccid.length !== 20) {
    throw new ProviderError('badInput', `ICCID ${iccid} has ${iccid.length} digits, Gigs knows only 19 or 20`, {
      description: 'Check the digits; take them from an order or from the eSIM Trigger as text.',
    });
  }
  const { items } = pageFrom(await api.searchSims(session, iccid));
  const sim = items.find((item) => iccidFrom(item.iccid) === iccid);
  if (sim) return sim;
  throw noSim(`the ICCID ${iccid}`);
}

/** @throws ProviderError `notFound` */
export async function simById(session: Session, id: string): Promise<WireSim> {
  const answered = await attempt(async () => record(await api.readOne(session, 'sims', id)));
  if (answered.ok) return answered.value;
  throw answered.error.kind === 'notFound' ? noSim(`the ID "${id}"`) : answered.error;
}

export function noSim(name: string): ProviderError {
  return new ProviderError('notFound', `Gigs knows no SIM with ${name} in this project`, {
    description: 'Check it, and that the credential is for the project in which the eSIM was sold.',
    status: 404,
  });
}

/** An eSIM with its activation code, or an error that says why it cannot be had: nobody should mail an empty QR code. */
export async function deliverable(
  session: Session,
  sim: WireSim,
  subscription: WireSubscription | null,
): Promise<Result<Esim>> {
  const read = await readSim(session, sim);
  const { credentials } = read;
  if (credentials && !credentials.ok && credentials.error.kind !== 'notFound') throw credentials.error;
  return { value: esimFrom(read, subscription), raw: rawOf(read) };
}
