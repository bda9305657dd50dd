/** Made-up numbers of SIMs: valid in form, impossible in fact. */
import type { Random } from './random';

/** The address in activation codes: example.com belongs to nobody (RFC 2606). */
const SMDP_ADDRESS = 'sandbox.example.com';
/** 89 is telecom; 999 is no country. */
const ICCID_START = '8999900';
const IMSI_START = '99999';

/** The last digit is Luhn's. */
export function newIccid(random: Random, length = 20, start = ICCID_START): string {
  const digits = start + random.digits(length - 1 - start.length);
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

export function newImsi(random: Random): string {
  return IMSI_START + random.digits(10);
}

/** 32 digits whose remainder by 97 is 1 (SGP.02). */
export function newEid(random: Random): string {
  const digits = `89999${random.digits(25)}`;
  const check = 98n - ((BigInt(digits) * 100n) % 97n);
  return digits + check.toString().padStart(2, '0');
}

export function newActivationCode(random: Random): string {
  return `LPA:1$${SMDP_ADDRESS}$SANDBOX-${random.hex(16).toUpperCase()}`;
}

/** A token in the form of a JWT, good for nothing. */
export function newJwt(random: Random, header: object, payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${Buffer.from(random.hex(64), 'hex').toString('base64url')}`;
}
