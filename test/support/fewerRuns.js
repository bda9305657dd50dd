/* global jest */
/**
 * For `npm run mutation`, which runs the same tests hundreds of times: a property is tried with fewer values. A fault that
 * only the thousandth value shows counts as not noticed.
 */
const MOST = 100;

jest.mock('fast-check', () => {
  const real = jest.requireActual('fast-check');
  const assert = (property, settings = {}) =>
    real.assert(property, { ...settings, numRuns: Math.min(settings.numRuns ?? MOST, MOST) });
  const fewer = { ...real, assert };
  return { ...fewer, __esModule: true, default: fewer };
});
