import { changeOfEsim } from '../shared/changeOfEsim';

export const unsuspend = changeOfEsim('unsuspend', 'Unsuspend', 'Let an eSIM that was suspended use its data again');
