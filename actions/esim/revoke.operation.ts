import { changeOfEsim } from '../shared/changeOfEsim';

export const revoke = changeOfEsim(
  'revoke',
  'Revoke',
  'End an eSIM and its package for good. Nothing is paid back, and it cannot be undone.',
);
