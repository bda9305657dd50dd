import { changeOfEsim } from '../shared/changeOfEsim';

export const suspend = changeOfEsim('suspend', 'Suspend', 'Pause the data of an eSIM that is in use');
