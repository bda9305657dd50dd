/** eSIMs: found, shown, paused, ended (facts/providers/esim-access.md, sections 8 and 11). */
import { iccidFrom } from '../../esim/identifiers';
import type { Esim } from '../../esim/model';
import { record, text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { readIfPossible, readOr } from '../kit/attempt';
import { notThere } from '../kit/errors';
import { allOf } from '../kit/lists';
import { findBy } from '../kit/lookups';
import type { EsimLookup, Result, Session } from '../provider';
import { changeEsim, profiles } from './api';
import { esimFrom, isOver, PROVIDER_NAME } from './mapping';
import type { WireProfile } from './wire';

/** More than one eSIM or one order has. */
const PAGE_SIZE = 50;

/** All profiles that a filter names. A server that ignores it would hand out others' eSIMs: each row has to fit. */
export async function profilesWith(
  session: Session,
  filter: { orderNo: string } | { esimTranNo: string } | { iccid: string },
): Promise<WireProfile[]> {
  const rows = (await allOf(profiles(session, filter, PAGE_SIZE))).map((row): WireProfile => record(row));
  return rows.filter((row) => Object.entries(filter).every(([name, value]) => valueOf(row, name) === value));
}

function valueOf(row: WireProfile, name: string): string | null {
  return name === 'iccid' ? iccidFrom(row.iccid) : text(record(row)[name]);
}

function none(what: string): ProviderError {
  return notThere(
    `${PROVIDER_NAME} knows no eSIM with the ${what}`,
    'Check it, and that the eSIM belongs to the account in the credential.',
  );
}

/**
 * The eSIM that is named. ICCIDs are used again (section 8): the only one that is not over is meant.
 * @throws ProviderError `notFound`, and `badInput` where an ICCID has been several eSIMs and nobody can tell which
 */
export async function profileOf(session: Session, lookup: EsimLookup): Promise<WireProfile> {
  switch (lookup.by) {
    case 'esimId': {
      const missing = () => none(`ID ${lookup.esimId}`);
      const [row] = await readOr(async () => await profilesWith(session, { esimTranNo: lookup.esimId }), missing);
      return row ?? (await Promise.reject(missing()));
    }
    case 'iccid': {
      const missing = () => none(`ICCID ${lookup.iccid}`);
      const rows = await readOr(async () => await profilesWith(session, { iccid: lookup.iccid }), missing);
      return onlyOf(rows, lookup.iccid) ?? (await Promise.reject(missing()));
    }
    case 'customerId':
      throw new ProviderError('badInput', `${PROVIDER_NAME} knows no customers`, {
        description: 'Set Find By to ICCID or eSIM ID.',
      });
  }
}

function onlyOf(rows: readonly WireProfile[], iccid: string): WireProfile | undefined {
  if (rows.length < 2) return rows[0];
  const [usable, another] = rows.filter((row) => !isOver(row));
  if (usable !== undefined && another === undefined) return usable;
  throw new ProviderError('badInput', `The ICCID ${iccid} has been ${rows.length} eSIMs at ${PROVIDER_NAME}`, {
    description: `ICCIDs are used again there. Set Find By to eSIM ID and name one of: ${rows.map((row) => text(row.esimTranNo)).join(', ')}.`,
  });
}

function resultOf(wire: WireProfile): Result<Esim> {
  return { value: esimFrom(wire), raw: wire };
}

async function find(session: Session, lookup: EsimLookup): Promise<Array<Result<Esim>>> {
  return [resultOf(await profileOf(session, lookup))];
}

export const get = findBy<EsimLookup, Array<Result<Esim>>>({ iccid: find, esimId: find });

const NOT_READ_BACK = 'It was done, but could not be read back: the state shown is the one before.';

function changing(what: 'suspend' | 'unsuspend' | 'revoke') {
  return async (session: Session, lookup: EsimLookup): Promise<Result<Esim>> => {
    const before = await profileOf(session, lookup);
    const esimId = text(before.esimTranNo) ?? '';
    await changeEsim(session, what, esimId);
    const after = await readIfPossible(async () => await profileOf(session, { by: 'esimId', esimId }));
    if (after !== null) return resultOf(after);
    const shown = esimFrom(before);
    return { value: { ...shown, warnings: [...shown.warnings, NOT_READ_BACK] }, raw: before };
  };
}

export const suspend = changing('suspend');
export const unsuspend = changing('unsuspend');
export const revoke = changing('revoke');
