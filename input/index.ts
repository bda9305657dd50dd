/**
 * The one way in: what a person or an expression fills in is read here, by the type that its field declares, and
 * nowhere else. What has only one meaning is taken; what is there and does not fit is refused with the field's label;
 * undefined, null and empty text are "not filled in".
 */
export { email, ipAddress, url } from './addresses';
export { choice, choices, several } from './choices';
export { asInRun, type CredentialValues, readCredential, readWholeCredential } from './credential';
export { colour, country, currency, eid, iccid } from './codes';
export { InputError, shownAs, type Field } from './field';
export { collection, details, money, rows, withoutDefault } from './groups';
export { locator, notice } from './locator';
export { amount, whole, yesNo } from './numbers';
export { refuseEmptyParts } from './parts';
export { asWritten, ofEditor, ofItem, ofNode, refuseIncomplete, type RawValues } from './sources';
export { activationCode, fileName, id, reference, remark, secret, text, withImageEnding } from './texts';
export { day, moment } from './times';
export { readValues, Values } from './values';
