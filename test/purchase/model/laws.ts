/** What has to hold in every world. */
import type { Seen, Send, Walk } from './walk';

/** Longer than a note has to last before it counts. */
const SLOW_MS = 250;

/** @returns the laws that were broken, in words */
export function brokenLaws(walk: Walk): string[] {
  return [
    ...walk.sends.flatMap((sent) => sentWithoutRight(walk, sent)),
    ...boughtTwice(walk),
    ...walk.runs.flatMap((run, index) =>
      [unknownWithoutSending(walk, run), noteLeft(walk, run), notWhatWasAsked(walk, run), falselyRefused(walk, run)]
        .filter((law) => law !== null)
        .map((law) => `run ${index + 1}: ${law}`),
    ),
  ];
}

/** Never two sent under one reference without a claim that the table allows. */
function sentWithoutRight(walk: Walk, sent: Send): string[] {
  if (!sent.wasOpen || isDoubtful(walk)) return [];
  const { by, claim, isRepeat } = sent;
  if (isRepeat) return walk.shop.kind === 'sameRequest' ? [] : ['sent again without the provider’s promise'];
  switch (claim) {
    case null:
      return ['sent although it was open, without a claim'];
    case 'certain': {
      const isAllowed = by.plan.ifOpen === 'sendWhenCertain' && walk.shop.kind !== 'nothing';
      return isAllowed ? [] : ['sent with a claim that the table does not allow'];
    }
    case 'checked': {
      const before = walk.sends.slice(0, walk.sends.indexOf(sent));
      const isSecond = before.some((other) => other.claim === 'checked' && other.became !== 'refused');
      if (isSecond) return ['sent again twice because somebody had checked it'];
      return by.plan.ifOpen === 'sendBecauseChecked' ? [] : ['sent as checked, which nobody had'];
    }
  }
}

/** Never two bought while the books are true and complete. */
function boughtTwice(walk: Walk): string[] {
  const { shop, scenario } = walk;
  const stalls = scenario.groups.some(({ runs }) => runs.some(({ stallsAt }) => stallsAt !== undefined));
  if (shop.kind === 'nothing' || (stalls && isDoubtful(walk))) return [];
  return shop.orders.length > 1 ? ['bought twice'] : [];
}

/** Never unknown without anything sent, but where a process died or another run is at it. */
function unknownWithoutSending(walk: Walk, run: Seen): string | null {
  if (!run.wasAlone || run.open > 0 || hadNoteLeft(walk, run)) return null;
  return kindOf(run) === 'outcomeUnknown' ? 'the outcome is called unknown, and nothing was sent' : null;
}

/** Never a note of a run that ended otherwise and sent nothing. */
function noteLeft(walk: Walk, run: Seen): string | null {
  if (run.ended === null || !run.wasAlone || run.open > 0 || hadNoteLeft(walk, run)) return null;
  return run.row.includes(walk.reference) ? 'a note is left, and nothing was sent' : null;
}

/** What one customer has bought is never handed to another. */
function notWhatWasAsked(walk: Walk, run: Seen): string | null {
  const { shop } = walk;
  if (!run.ended || !('orderId' in run.ended)) return null;
  const { orderId } = run.ended;
  const order = shop.orders.find((one) => one.orderId === orderId);
  if (!order) return `it is given ${orderId}, which nobody has bought`;
  // without books only the notes know what it was
  const isExcused = shop.kind !== 'completeBooks' && mayBeMistaken(walk);
  return order.content === run.content || isExcused ? null : `it is given ${orderId}, which is another package`;
}

/** Nothing that was bought is reported as not bought. */
function falselyRefused(walk: Walk, run: Seen): string | null {
  if (
    run.bought === 0 ||
    !run.wasAlone ||
    hadNoteLeft(walk, run) ||
    walk.runs.some(({ content }) => content !== run.content)
  )
    return null;
  const kind = kindOf(run);
  return kind === 'refused' || kind === 'badInput' ? `it is called ${kind}, and was bought` : null;
}

/** In the end exactly once: after calm and the waiting time, nothing stays open that the table calls certain. */
export function openInCalm(walk: Walk, calm: Seen): string[] {
  if (calm.ended === null) return ['it never ends'];
  if (walk.shop.kind === 'nothing' || 'orderId' in calm.ended) return [];
  const { runs, database } = walk;
  const isTaken = calm.ended.kind === 'badInput';
  const hasDied = runs.some(({ ended }) => ended === null);
  if (runs.some(({ content }) => content !== calm.content)) {
    return isTaken || mayBeMistaken(walk) ? [] : ['it stays open in calm, wanted for more than one thing'];
  }
  // a process died before its note had settled, or another one stood still, while just that was asked for: half a note
  const isMaimed = runs.some(({ wasAlone }) => !wasAlone) && (hasDied || isDoubtful(walk) || database.hasLied);
  return isTaken && isMaimed ? [] : ['it stays open in calm'];
}

/** A process that dies while it asks, or is told a lie, may leave an entry behind that tells what was to be bought. */
function mayBeMistaken({ runs, database }: Walk): boolean {
  return database.hasLied || runs.some(({ ended }) => ended === null);
}

function kindOf({ ended }: Seen): string | null {
  return ended && 'kind' in ended ? ended.kind : null;
}

/**
 * A call that takes longer than a note has to last may cost another worker one that he trusts already, and so may one of
 * which nobody knows whether it was carried out: then the provider's books have to say.
 */
function isDoubtful({ database }: Walk): boolean {
  return database.longestMs >= SLOW_MS || database.hasLied;
}

/** n8n's database did not do what it was told, and a run has said so. */
function hadNoteLeft(walk: Walk, run: Seen): boolean {
  const until = walk.runs.slice(0, walk.runs.indexOf(run) + 1);
  const hasSaid = until.some(({ ended }) => ended && 'kind' in ended && ended.description.includes('off its list'));
  // a write that hangs may bring back what another worker has taken off
  const isBroughtBack = isDoubtful(walk) && until.some(({ wasAlone }) => !wasAlone);
  // whoever stood still and finds that somebody has claimed his note leaves it to that one, who may end without sending
  const isLeftToClaim = until.some(({ wasAlone, plan }) => !wasAlone && plan.stallsAt !== undefined);
  return hasSaid || walk.database.hasLied || walk.database.hasGivenUp || isBroughtBack || isLeftToClaim;
}
