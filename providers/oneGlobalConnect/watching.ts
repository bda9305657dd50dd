/**
 * Beside the usual rooms, since operations and trigger share it: notifications of single SIMs, one URL for each type (facts/providers/1global-connect.md, sections 2.6 and 3.7).
 */
import { text } from '../../esim/read';
import { ProviderError } from '../../http/errors';
import { attempt, readOr } from '../kit/attempt';
import type { ProviderFields, Result, Session, WatchedNotification } from '../provider';
import { apiOf } from './api';
import { noEsim } from './esims';
import { chosenNotifications, onlyUrl } from './fields';
import type { Watched } from './wire';

/** Letters swapped in several pages of the documentation (section 1.11): sent right, understood both ways. */
export function notificationTypeFrom(type: unknown): string {
  const word = text(type)?.toUpperCase() ?? '';
  return word === 'SUBSCRITPION_END' ? 'SUBSCRIPTION_END' : word;
}

export async function getWatched(session: Session, iccid: string): Promise<Result<WatchedNotification[]>> {
  const { watched, raw } = await read(session, iccid);
  return { value: watched.map(({ type, url }) => ({ iccid, type, url })), raw };
}

export async function watch(
  session: Session,
  iccid: string,
  url: string,
  fields: ProviderFields,
): Promise<Result<WatchedNotification[]>> {
  await watchAll(session, iccid, url, chosenTypes(session, fields));
  return await getWatched(session, iccid);
}

/** Takes off the chosen types; with a URL given, only where they lead to that. */
export async function unwatch(
  session: Session,
  iccid: string,
  fields: ProviderFields,
): Promise<Result<WatchedNotification[]>> {
  const types = chosenTypes(session, fields);
  const only = fields.get(onlyUrl);
  const { watched } = await read(session, iccid);
  for (const one of watched) {
    if (types.includes(one.type) && (only === null || only === one.url)) await takeOff(session, iccid, one.type);
  }
  return await getWatched(session, iccid);
}

/**
 * Registers the URL for each type, leaving alone what is right already. When one of them fails, those before it are put
 * back as they were.
 * @returns what puts all of them back
 * @throws ProviderError
 */
export async function watchAll(
  session: Session,
  iccid: string,
  url: string,
  types: readonly string[],
): Promise<() => Promise<void>> {
  const { watched } = await read(session, iccid);
  const changed: Change[] = [];
  for (const type of types) {
    const before = watched.find((one) => one.type === type)?.url;
    if (before === url) continue;
    if (before !== undefined) session.log(`the ${type} webhook of SIM ${iccid} led somewhere else and is replaced`);
    // also when it fails: what it has done until then is unknown
    changed.push({ type, before });
    const put = await attempt(
      async () => await apiOf(session).watch(session, iccid, { type, url }, before !== undefined),
    );
    if (put.ok) continue;
    await putBack(session, iccid, changed);
    throw put.error;
  }
  return async () => await putBack(session, iccid, changed);
}

interface Change {
  type: string;
  before: string | undefined;
}

/** Never throws: there is something more important to say. */
async function putBack(session: Session, iccid: string, changed: readonly Change[]): Promise<void> {
  for (const { type, before } of changed) {
    const undone = await attempt(async () => {
      if (before === undefined) await takeOff(session, iccid, type);
      else await apiOf(session).watch(session, iccid, { type, url: before }, true);
    });
    if (!undone.ok) session.log(`the ${type} webhook of SIM ${iccid} could not be put back: ${undone.error.message}`);
  }
}

/** Removes what leads to this URL, and nothing else; copes with a SIM that is gone. */
export async function unwatchUrl(session: Session, iccid: string, url: string): Promise<void> {
  const found = await attempt(async () => await read(session, iccid));
  if (!found.ok && found.error.kind === 'notFound') return;
  if (!found.ok) throw found.error;
  for (const one of found.value.watched) if (one.url === url) await takeOff(session, iccid, one.type);
}

/** The types that lead to this URL, in the documentation's spelling. */
export async function typesLeadingTo(session: Session, iccid: string, url: string): Promise<string[]> {
  const { watched } = await read(session, iccid);
  return watched.filter((one) => one.url === url).map(({ type }) => type);
}

async function takeOff(session: Session, iccid: string, type: string): Promise<void> {
  const done = await attempt(async () => await apiOf(session).unwatch(session, iccid, type));
  // gone already
  if (!done.ok && done.error.kind !== 'notFound') throw done.error;
}

async function read(session: Session, iccid: string): Promise<{ watched: Watched[]; raw: unknown }> {
  const { watched, raw } = await readOr(
    async () => await apiOf(session).watched(session, iccid),
    () => noEsim(iccid),
  );
  return { watched: watched.map(({ type, url }) => ({ type: notificationTypeFrom(type), url })), raw };
}

/** All that this API version has, when none is chosen. */
function chosenTypes(session: Session, fields: ProviderFields): readonly string[] {
  const { notificationTypes, version } = apiOf(session);
  const chosen = fields.get(chosenNotifications) ?? [];
  const unknown = chosen.find((type) => !notificationTypes.includes(type));
  if (unknown !== undefined) {
    throw new ProviderError('badInput', `Notifications: API ${version} has no ${unknown}`, {
      description: `Choose among ${notificationTypes.join(', ')}, or choose none to take all of them.`,
    });
  }
  return chosen.length === 0 ? notificationTypes : chosen;
}
