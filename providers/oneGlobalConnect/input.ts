/** Checks what a person filled in and turns it into an `OrderRequest` (sections 2.3 and 3.4.1). */
import { eidFrom, iccidFrom } from '../../esim/identifiers';
import { text } from '../../esim/read';
import { isoTime } from '../../esim/time';
import { ProviderError } from '../../http/errors';
import type { CreateOrderInput, ProviderFields, TopUpInput } from '../provider';
import type { ConnectApi, Device, OrderRequest, SimType } from './api';

const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+$/;
const AMOUNT = /^[0-9]{1,9}(?:\.[0-9]{1,4})?$/;

type Version = ConnectApi['version'];

/** @throws ProviderError `badInput`, naming the field */
export function newEsimRequest(version: Version, input: CreateOrderInput): OrderRequest {
  const { fields } = input;
  const simType: SimType = fields.simType === 'physicalSim' ? 'PSIM' : 'ESIM';
  if (simType === 'PSIM' && version === 'v1') {
    throw bad(
      'SIM Type',
      'cannot be Physical SIM in API version 1',
      'Choose eSIM, or a credential with API version 2.',
    );
  }
  return {
    kind: 'newEsim',
    reference: input.clientReference,
    packageId: input.packageId,
    country: countryOf(fields.country, 'Country of Sale'),
    simType,
    iccid: simType === 'PSIM' ? physicalIccidOf(fields.iccid) : null,
    customer: customerOf(version, input),
    device: deviceOf(version, input.clientReference, fields),
    activationDate: activationDateOf(version, fields),
    soldPrice: soldPriceOf(fields),
  };
}

/** @throws ProviderError `badInput`, naming the field */
export function topUpRequest(version: Version, input: TopUpInput, iccid: string, simType: SimType): OrderRequest {
  const { fields } = input;
  return {
    kind: 'topUp',
    reference: input.clientReference,
    packageId: input.packageId,
    country: countryOf(fields.country, 'Country of Sale'),
    simType,
    iccid,
    customer: null,
    device: { ...deviceOf(version, input.clientReference, fields), eid: null },
    activationDate: activationDateOf(version, fields),
    soldPrice: soldPriceOf(fields),
  };
}

/** v2 requires the names and the country of residence, v1 only the address (sections 2.3.1, 3.4.1). */
function customerOf(version: Version, { customerEmail: email, fields }: CreateOrderInput): OrderRequest['customer'] {
  if (email === null) throw bad('Customer Email', 'is empty', 'Fill it in: 1GLOBAL asks for it with every new eSIM.');
  // in v1 it may be another identifier
  if (version === 'v2' && !EMAIL.test(email)) {
    throw bad('Customer Email', 'does not look like an email address', 'Write one address such as name@example.com.');
  }
  const needed = (name: string, displayName: string): string | null => {
    const value = text(fields[name]);
    if (value !== null || version === 'v1') return value;
    throw bad(displayName, 'is empty', 'API version 2 asks for it with every new order.');
  };
  const residence = needed('countryOfResidence', 'Country of Residence');
  return {
    email,
    firstName: needed('firstName', 'First Name'),
    lastName: needed('lastName', 'Last Name'),
    countryOfResidence: residence === null ? null : countryOf(residence, 'Country of Residence'),
    language: languageOf(fields),
  };
}

function countryOf(value: unknown, field: string): string {
  const country = text(value)?.toUpperCase();
  if (country === undefined) throw bad(field, 'is empty', 'Write the two letters of the country, such as PT.');
  if (country === 'UK') throw bad(field, 'is not a country code', 'The United Kingdom is GB.');
  if (/^[A-Z]{2}$/.test(country)) return country;
  throw bad(field, 'is not a country code', 'Use the two letters of ISO 3166, such as PT for Portugal.');
}

/** `ios`, `android`, in v1 also `iot` (section 1.11). An EID is only listened to on iOS (section 1.10). */
function deviceOf(version: Version, reference: string, fields: ProviderFields): Device {
  const system = text(fields.deviceSystem)?.toLowerCase() ?? 'ios';
  if (system === 'iot' && version === 'v2') {
    throw bad('Device System', 'cannot be IoT in API version 2', 'Choose iOS or Android.');
  }
  if (!['ios', 'android', 'iot'].includes(system)) {
    throw bad('Device System', 'is none that 1GLOBAL knows', 'Use ios, android or (only in API version 1) iot.');
  }
  return {
    id: reference,
    system,
    model: text(fields.deviceModel),
    make: text(fields.deviceMake),
    eid: eidOf(system, fields),
  };
}

function eidOf(system: string, fields: ProviderFields): string | null {
  const entered = text(fields.eid);
  if (entered === null) return null;
  const eid = eidFrom(entered);
  if (eid === null) {
    throw bad(
      'EID',
      'is not 32 digits',
      'On the iPhone it is under Settings, General, About. Pass it as text: a number loses digits.',
    );
  }
  if (system === 'ios' && fields.simType !== 'physicalSim') return eid;
  throw bad(
    'EID',
    'only works for an eSIM on iOS',
    '1GLOBAL pushes the installation to iPhones and iPads only. Set Device System to iOS, or leave EID empty and send the QR code.',
  );
}

function physicalIccidOf(value: unknown): string {
  const iccid = iccidFrom(value);
  if (iccid !== null && iccid.length >= 18) return iccid;
  throw bad(
    'SIM ICCID',
    'is not the number of a SIM',
    'A physical SIM is ordered by the 18 to 22 digits printed on it.',
  );
}

/** Without parts of a second, as in the examples (section 1.8). In v1 it may not be in the past (section 1.9). */
function activationDateOf(version: Version, fields: ProviderFields): string | null {
  const entered = fields.activationDate ?? '';
  if (entered === '') return null;
  const time = isoTime(entered);
  if (time === null) throw bad('Activation Date', 'is not a date', 'Write it like 2030-01-31T12:00:00Z, in UTC.');
  if (version === 'v1' && Date.parse(time) < Date.now()) {
    throw bad('Activation Date', 'is in the past', 'Leave it empty to start at once.');
  }
  return time.replace(/\.[0-9]+Z$/, 'Z');
}

function soldPriceOf(fields: ProviderFields): OrderRequest['soldPrice'] {
  const [amount, currency] = [text(fields.soldPrice), text(fields.soldCurrency)?.toUpperCase() ?? null];
  if (amount === null && currency === null) return null;
  if (amount === null || currency === null) {
    throw bad('Sold Price', 'and Sold Currency belong together', 'Fill in both or neither.');
  }
  if (!AMOUNT.test(amount)) throw bad('Sold Price', 'is not an amount', 'Write digits and a point, such as 4.99.');
  if (!/^[A-Z]{3}$/.test(currency))
    throw bad('Sold Currency', 'is not a currency', 'Write its three letters, such as EUR.');
  return { amount: Number(amount), currency };
}

/** Shown in the example of a physical SIM only. */
function languageOf(fields: ProviderFields): string | null {
  return fields.simType === 'physicalSim' ? text(fields.language) : null;
}

function bad(field: string, what: string, todo: string): ProviderError {
  return new ProviderError('badInput', `${field} ${what}`, { description: `${todo} Nothing was bought.` });
}
