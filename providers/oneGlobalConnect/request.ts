/**
 * Beside the usual rooms, since an order is twenty fields in two versions: what a person filled in -> `OrderRequest`
 * (facts/providers/1global-connect.md, sections 2.3 and 3.4.1). Nothing here asks 1GLOBAL.
 */
import { type Field, InputError, type Values } from '../../input';
import type { CreateOrderInput, ProviderFields, TopUpInput } from '../provider';
import type { ConnectApi, Device, OrderRequest, SimType } from './wire';
import * as fields from './orderFields';

type Version = ConnectApi['version'];

/** @throws ProviderError `badInput`, naming the field */
export function newEsimRequest(version: Version, input: CreateOrderInput): OrderRequest {
  const { fields: filledIn, clientReference: reference, packageId } = input;
  const simType = simTypeOf(version, filledIn.get(fields.simType) === 'physicalSim');
  return {
    kind: 'newEsim',
    reference,
    packageId,
    country: filledIn.need(fields.countryOfSale),
    simType,
    iccid: simType === 'PSIM' ? filledIn.need(fields.cardIccid) : null,
    customer: customerOf(version, input, simType),
    device: deviceOf(version, reference, filledIn, simType),
    activationDate: activationDateOf(version, filledIn),
    soldPrice: soldPriceOf(filledIn),
  };
}

/**
 * @param isCard what 1GLOBAL says of the SIM, where the person leaves that to it
 * @throws ProviderError `badInput`, naming the field
 */
export function topUpRequest(version: Version, input: TopUpInput, isCard = false): OrderRequest & { iccid: string } {
  const { fields: filledIn, clientReference: reference, packageId, iccid } = input;
  if (iccid === null) throw bad('Find By', 'names no ICCID', '1GLOBAL Connect tops up by the ICCID: fill it in.');
  const chosen = filledIn.get(fields.topUpSimType);
  const simType = simTypeOf(version, chosen === 'physicalSim' || (chosen !== 'eSim' && isCard));
  return {
    kind: 'topUp',
    reference,
    packageId,
    country: filledIn.need(fields.countryOfSale),
    simType,
    iccid,
    customer: null,
    device: deviceOf(version, reference, filledIn, simType),
    activationDate: activationDateOf(version, filledIn),
    soldPrice: soldPriceOf(filledIn),
  };
}

function simTypeOf(version: Version, isCard: boolean): SimType {
  if (!isCard) return 'ESIM';
  if (version === 'v2') return 'PSIM';
  throw bad('SIM Type', 'cannot be Physical SIM in API version 1', 'Choose eSIM, or a credential with API version 2.');
}

/** v2 requires the names and the country of residence, v1 only the address (sections 2.3.1, 3.4.1). */
function customerOf(
  version: Version,
  { customerEmail: email, fields: filledIn }: CreateOrderInput,
  simType: SimType,
): OrderRequest['customer'] {
  if (email === null) throw bad('Customer Email', 'is empty', 'Fill it in: 1GLOBAL asks for it with every new eSIM.');
  const needed = (field: Field<string>): string | null => neededInV2(version, filledIn, field);
  return {
    email,
    firstName: needed(fields.firstName),
    lastName: needed(fields.lastName),
    countryOfResidence: needed(fields.countryOfResidence),
    // shown in the example of a physical SIM only
    language: simType === 'PSIM' ? filledIn.get(fields.language) : null,
  };
}

function neededInV2(version: Version, filledIn: Values, field: Field<string>): string | null {
  const value = filledIn.get(field);
  if (value !== null || version === 'v1') return value;
  throw bad(field.property.displayName, 'is empty', 'API version 2 asks for it with every new order.');
}

/** `ios`, `android`, in v1 also `iot` (section 1.11). */
function deviceOf(version: Version, reference: string, filledIn: ProviderFields, simType: SimType): Device {
  const system = filledIn.need(fields.deviceSystem);
  if (system === 'iot' && version === 'v2') {
    throw bad('Device System', 'cannot be IoT in API version 2', 'Choose iOS or Android.');
  }
  return {
    id: reference,
    system,
    model: filledIn.get(fields.deviceModel),
    make: filledIn.get(fields.deviceMake),
    eid: eidOf(system, filledIn, simType),
  };
}

/** An EID is only listened to on iOS (section 1.10). */
function eidOf(system: string, filledIn: ProviderFields, simType: SimType): string | null {
  const eid = filledIn.get(fields.eid);
  if (eid === null || (system === 'ios' && simType === 'ESIM')) return eid;
  throw bad(
    'EID',
    'only works for an eSIM on iOS',
    '1GLOBAL pushes the installation to iPhones and iPads only. Set Device System to iOS, or leave EID empty and send the QR code.',
  );
}

/** Without parts of a second, as in the examples (section 1.8). In v1 it may not be in the past (section 1.9). */
function activationDateOf(version: Version, filledIn: ProviderFields): string | null {
  const time = filledIn.get(fields.activationDate);
  if (time === null) return null;
  if (version === 'v1' && Date.parse(time) < Date.now()) {
    throw bad('Activation Date', 'is in the past', 'Leave it empty to start at once.');
  }
  return time.replace(/\.[0-9]+Z$/, 'Z');
}

function soldPriceOf(filledIn: ProviderFields): OrderRequest['soldPrice'] {
  const price = filledIn.get(fields.soldPrice);
  return price && { amount: Number(price.amount), currency: price.currency };
}

function bad(field: string, what: string, todo: string): InputError {
  return new InputError(`${field} ${what}`, todo);
}
