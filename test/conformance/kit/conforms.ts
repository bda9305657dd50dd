/** One case for one provider: it holds, or the provider's stand says why it cannot. */
import type { CaseName } from './cases';
import type { Stand } from './stand';

/** Declared as not holding, it must really not hold: what has come to hold is to be taken off the list. */
export function conforms(stand: Stand, name: CaseName, run: () => Promise<void>): void {
  const cannot = stand.cannot[name];
  const defect = stand.defects[name];
  if (cannot !== undefined) test.failing(`${name} (declared: ${cannot})`, run);
  else if (defect !== undefined) test.failing(`${name} (defect: ${defect})`, run);
  else test(name, run);
}
