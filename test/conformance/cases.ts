/** Cases that every provider has to pass, unless its description says why it cannot. */
import type { Subject } from './subject';

/**
 * A case of the suite. One that is declared must fail: a declaration that holds no more fails in its turn.
 * @param name the same for every provider
 */
export function caseOf({ cannot, defects }: Subject, name: string, run: () => Promise<unknown>): void {
  const reason = cannot[name] ?? defects?.[name];
  const body = async (): Promise<void> => void (await run());
  if (reason === undefined) test(name, body);
  else test.failing(`${name} (${name in cannot ? 'cannot' : 'defect'}: ${reason})`, body);
}
