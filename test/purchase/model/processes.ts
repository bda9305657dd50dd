/** The code of `purchase/` as separate processes have it: the same n8n database, a memory of its own each. */
import type * as BuyOnce from '../../../purchase/buyOnce';
import type * as Errors from '../../../http/errors';
import type * as LedgerModule from '../../../purchase/ledger';
import type * as PatienceModule from '../../../purchase/patience';
import type * as RunModule from '../../../purchase/run';
import type * as StoreModule from '../../../purchase/store';

export type Process = Pick<typeof BuyOnce, 'buyOnce'> &
  Pick<typeof Errors, 'ProviderError'> &
  Pick<typeof LedgerModule, 'Ledger'> &
  Pick<typeof PatienceModule, 'Patience'> &
  Pick<typeof RunModule, 'Run'> &
  Pick<typeof StoreModule, 'sharedStore'>;

function load(): Process {
  let loaded: Process | undefined;
  jest.isolateModules(() => {
    loaded = {
      ...jest.requireActual<typeof BuyOnce>('../../../purchase/buyOnce'),
      ...jest.requireActual<typeof Errors>('../../../http/errors'),
      ...jest.requireActual<typeof LedgerModule>('../../../purchase/ledger'),
      ...jest.requireActual<typeof PatienceModule>('../../../purchase/patience'),
      ...jest.requireActual<typeof RunModule>('../../../purchase/run'),
      ...jest.requireActual<typeof StoreModule>('../../../purchase/store'),
    };
  });
  if (!loaded) throw new Error('The code could not be loaded');
  return loaded;
}

/**
 * What a process knows is named by references, executions and rows. Those are new in each scenario, so a process that
 * has lived in another scenario knows as much as one that has just started.
 */
const pool = Array.from({ length: 8 }, load);
let next = 0;

/** Eight in a row are eight different ones. */
export function startProcess(): Process {
  return pool[next++ % pool.length] as Process;
}
