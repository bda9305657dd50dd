/** What an eSIM can be topped up with. Sections are those of facts/providers/dent-giga-store.md. */
import type { Package } from '../../esim/model';
import { attempt, isNotOffered } from '../kit/attempt';
import type { EsimLookup, Listing, Session } from '../provider';
import { customerByIccid, customerById } from './customers';
import { forOrder } from './packages';
import { coveragesOf } from './traits';
import { itemsOf } from './wire';

/** Of the coverage that the eSIM's customer has: others are refused (section 11.1). All, while no eSIM is named. */
export async function* forTopUp(session: Session, named: EsimLookup | null): Listing<Package> {
  const coverages = named === null ? null : await coveragesFor(session, named);
  for await (const result of forOrder(session)) {
    const { coverage } = result.value;
    if (coverages === null || (coverage !== null && coverages.has(coverage))) yield result;
  }
}

/**
 * @returns null when it cannot be known
 * @throws ProviderError `notFound` for an eSIM or a customer that does not exist; when the provider could not be asked
 */
async function coveragesFor(session: Session, named: EsimLookup): Promise<ReadonlySet<string> | null> {
  if (named.by === 'esimId') return null;
  const read = await attempt(async () =>
    named.by === 'iccid' ? await customerByIccid(session, named.iccid) : await customerById(session, named.customerId),
  );
  if (read.ok) return await coveragesOf(session, itemsOf(read.value.customer));
  if (read.error.kind !== 'notFound' && isNotOffered(read.error)) return null;
  throw read.error;
}
