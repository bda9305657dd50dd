/** A line of progress for a person who waits: what is being done, and how long it took. */
const HEARTBEAT_MS = 30_000;

function seconds(since: number): string {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

/** Prints one line, marked so that it is told apart from the output of other programs. */
export function say(text: string): void {
  process.stdout.write(`  ${text}\n`);
}

/**
 * Runs `work`, printing one line when it starts, one every half minute while it lasts, and one when it ends.
 * Errors pass through after a line that says so.
 */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  say(`${title} ...`);
  const heartbeat = setInterval(() => say(`${title} ... ${seconds(started)}`), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    const result = await work();
    say(`${title}: done in ${seconds(started)}`);
    return result;
  } catch (error) {
    say(`${title}: failed after ${seconds(started)}`);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
