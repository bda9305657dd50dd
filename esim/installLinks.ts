/**
 * Links that install an eSIM when they are tapped on the phone (facts/esim-field.md, section 1.3). Whoever has the link
 * can install the profile: treat it as a secret.
 */
import { formatActivationCode, parseActivationCode } from './activationCode';

export interface InstallLinkOptions {
  /** Percent-encode `:` and `$`. Both forms are in use; raw is the one that Airalo and 1GLOBAL document. */
  encode?: boolean;
}

const IOS = 'https://esimsetup.apple.com/esim_qrcode_provisioning';
const ANDROID = 'https://esimsetup.android.com/esim_qrcode_provisioning';

/**
 * For an iPhone with iOS 17.4 or later (17.5 according to 1GLOBAL).
 * @throws ActivationCodeError when `code` is not an activation code.
 */
export function iosInstallUrl(code: string, options: InstallLinkOptions = {}): string {
  return installUrl(IOS, code, options);
}

/**
 * For Android 10 or later with current Google Play services; not every maker supports it.
 * @throws ActivationCodeError when `code` is not an activation code.
 */
export function androidInstallUrl(code: string, options: InstallLinkOptions = {}): string {
  return installUrl(ANDROID, code, options);
}

/** A canonical code consists of letters, digits and `-.:$`, all of which a query may hold as they are. */
function installUrl(base: string, code: string, { encode = false }: InstallLinkOptions): string {
  const canonical = formatActivationCode(parseActivationCode(code));
  return `${base}?carddata=${encode ? encodeURIComponent(canonical) : canonical}`;
}
