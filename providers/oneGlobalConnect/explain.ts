/**
 * Why 1GLOBAL refused a purchase, in words for whoever runs the shop (facts/providers/1global-connect.md, sections 1.6,
 * 1.7, 1.9).
 */
import type { ProviderError } from '../../http/errors';
import { attempt } from '../kit/attempt';
import type { Session } from '../provider';
import { describedAs } from '../kit/errors';
import type { ConnectApi, OrderRequest } from './api';
import { firstOf } from './paging';
import { packageStatusFrom } from './usage';

/** At most so many on one SIM; which error a further one gives is unknown (section 1.9). */
const MOST_ACTIVE = 15;

const LIMIT_OF_ESIMS =
  'Your account at 1GLOBAL has used up its daily or monthly number of eSIMs. Run again with the same client reference when the limit starts anew, or ask 1GLOBAL for a higher one.';
export const TOO_MANY_REQUESTS =
  '1GLOBAL takes only so many requests a minute from your account. Lower Items in Parallel, or run again in a minute.';
const ORDER_PATH =
  'If everything else works, change Order Path in the credential: the documentation of API version 1 is not clear about this address.';
const TOO_MANY_PACKAGES = `This eSIM has ${MOST_ACTIVE} active packages, and 1GLOBAL allows no more on one eSIM. Wait until one is used up or ends, or order a new eSIM.`;

/** The same error, with what to do about it. */
export async function explained(
  session: Session,
  api: ConnectApi,
  order: OrderRequest,
  error: ProviderError,
): Promise<ProviderError> {
  if (error.status === 406) return describedAs(error, LIMIT_OF_ESIMS);
  if (error.kind === 'rateLimited') return describedAs(error, TOO_MANY_REQUESTS);
  if (api.version === 'v1' && (error.status === 404 || error.status === 405)) return describedAs(error, ORDER_PATH);
  const aboutTheOrder = error.kind === 'refused' || error.kind === 'notFound';
  if (!aboutTheOrder || order.kind !== 'topUp' || order.iccid === null) return error;
  return (await activePackages(session, api, order.iccid)) >= MOST_ACTIVE
    ? describedAs(error, TOO_MANY_PACKAGES)
    : error;
}

async function activePackages(session: Session, api: ConnectApi, iccid: string): Promise<number> {
  const read = await attempt(async () => await firstOf(api.subscriptions(session, { iccid }), 1_000));
  if (!read.ok) return 0;
  return read.value.rows.filter(({ status }) => packageStatusFrom(status) === 'active').length;
}
