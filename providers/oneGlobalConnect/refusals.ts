/** What proves that 1GLOBAL has not carried out a request (facts/providers/1global-connect.md, sections 1.6 and 1.7). */
import { refusalsAs, type Refusal } from '../kit/purchases';

const CLIENT_ERRORS = 'RFC 9110, section 15.5: the request was not carried out';

/** The same error body in both versions, and for all calls. */
const EVERY_CALL: readonly Refusal[] = [
  ...refusalsAs([400, 403, 404, 422], 'facts/providers/1global-connect.md, section 1.6'),
  { status: 405, source: CLIENT_ERRORS },
];

/** Section 1.6: a 406 is the account's daily or monthly number of eSIMs, used up. */
export const ORDER_REFUSALS: readonly Refusal[] = [
  { status: 406, kind: 'outOfCredit', source: 'facts/providers/1global-connect.md, section 1.6' },
  { status: 409, proves: 'saidNo', source: 'RFC 9110, section 15.5.10: in conflict with what is there already' },
  ...EVERY_CALL,
];

/** Starting and deleting: doing it twice does nothing more, so a conflict is a plain no. */
export const CHANGE_REFUSALS: readonly Refusal[] = [
  ...EVERY_CALL,
  { status: 406, source: CLIENT_ERRORS },
  { status: 409, source: CLIENT_ERRORS },
];
