/** Builds an `Esim` from what a provider sent. */
import { assembleActivationCode, formatActivationCode, parseActivationCode, sameProfile } from './activationCode';
import type { ActivationCode } from './activationCode';
import { checkIccid, digitsFrom, eidFrom, iccidFrom } from './identifiers';
import { androidInstallUrl, iosInstallUrl } from './installLinks';
import type { Esim, EsimState } from './model';
import { text } from './read';
import { smdpAddressFrom } from './smdpAddress';
import { isoTime } from './time';

/** The provider's fields as they came, untyped. Leave out what the provider does not have. */
export interface EsimParts {
  provider: string;
  state: EsimState;
  providerState?: unknown;
  iccid?: unknown;
  esimId?: unknown;
  imsi?: unknown;
  eid?: unknown;
  activationCodeText?: unknown;
  smdpAddress?: unknown;
  matchingId?: unknown;
  iosInstallUrl?: unknown;
  androidInstallUrl?: unknown;
  installPageUrl?: unknown;
  qrCodeUrl?: unknown;
  activatedAt?: unknown;
  lastSeenAt?: unknown;
  customerId?: unknown;
}

/**
 * Assembles the canonical activation code and its parts, builds the install links that the provider did not send, and
 * collects in `warnings` what looked odd. Never throws.
 */
export function makeEsim(parts: EsimParts): Esim {
  const code = assembleActivationCode({ ...parts, text: parts.activationCodeText });
  const activationCode = code === null ? null : formatActivationCode(code);
  return {
    iccid: iccidFrom(parts.iccid),
    provider: parts.provider,
    esimId: text(parts.esimId),
    imsi: digitsFrom(parts.imsi),
    eid: eidFrom(parts.eid),
    state: parts.state,
    providerState: text(parts.providerState),
    activationCode,
    smdpAddress: code?.smdpAddress ?? smdpAddressFrom(parts.smdpAddress) ?? serverOf(parts.activationCodeText),
    matchingId: code === null ? text(parts.matchingId) : code.matchingId,
    confirmationCodeRequired: code?.confirmationCodeRequired ?? false,
    iosInstallUrl: link(parts.iosInstallUrl) ?? (activationCode === null ? null : iosInstallUrl(activationCode)),
    androidInstallUrl:
      link(parts.androidInstallUrl) ?? (activationCode === null ? null : androidInstallUrl(activationCode)),
    installPageUrl: link(parts.installPageUrl),
    qrCodeUrl: link(parts.qrCodeUrl),
    activatedAt: isoTime(parts.activatedAt),
    lastSeenAt: isoTime(parts.lastSeenAt),
    customerId: text(parts.customerId),
    warnings: warningsAbout(parts, code),
  };
}

/** The provider's own link, untouched; `null` for what no browser can open (the unfilled template of a sample). */
function link(value: unknown): string | null {
  const address = text(value) ?? '';
  return /^https?:\/\/[^\s<>"{}|\\^`]+$/i.test(address) ? address : null;
}

const NOT_ASSIGNED =
  'The provider has not assigned the profile yet: its activation code has no matching ID. Get the eSIM again later.';

/** Whether the server is named already and the profile is not, in whichever form the provider sent it. */
function hasEmptyMatchingId(parts: EsimParts): boolean {
  if (smdpAddressFrom(parts.smdpAddress) !== null) return text(parts.matchingId) === null;
  return serverOf(parts.activationCodeText) !== null;
}

function serverOf(activationCode: unknown): string | null {
  try {
    return parseActivationCode(text(activationCode) ?? '').smdpAddress;
  } catch {
    return null;
  }
}

function warningsAbout(parts: EsimParts, code: ActivationCode | null): string[] {
  const warnings: string[] = [];
  const iccid = iccidFrom(parts.iccid);
  if (iccid !== null) warnings.push(...checkIccid(iccid).warnings);
  else if (text(parts.iccid) !== null) warnings.push('The provider sent an ICCID that is not 15 to 22 digits.');
  if (eidFrom(parts.eid) === null && text(parts.eid) !== null) {
    warnings.push('The provider sent an EID that is not 32 digits.');
  }
  const written = assembleActivationCode({ text: parts.activationCodeText });
  if (code === null)
    warnings.push(hasEmptyMatchingId(parts) ? NOT_ASSIGNED : 'The provider sent no usable activation code.');
  else if (written !== null && !sameProfile(written, code)) {
    warnings.push('The activation code that the provider sent differs from its parts; the parts were used.');
  }
  return warnings;
}
