// Whether and how a run that has failed can be tried again.
import { ApiProblem } from '../api.js';

/** The problem of a failed run, as an error. */
export const problemOf = ({ problem }) => new ApiProblem(problem.status, problem, problem.requestId ?? null);

/**
 * How a failed run can be tried again: 'same' goes on with its path or its key, which is paid once at most; 'new' is
 * for a generation that has ended without a bill; null if trying again does not help.
 */
export function retryOf(run) {
  const error = problemOf(run);
  if (!run.outcome && run.path) {
    return 'same';
  }
  if (!isPassing(error) || (run.outcome && !error.code) || error.code === 'provider-account') {
    return null;
  }
  return run.outcome === 'released' ? 'new' : 'same';
}

/** Not a refusal of the gateway: no response, a proxy's, or one that may be different next time. */
export const isPassing = ({ status, problem }) => !problem.type || status >= 500 || [409, 429].includes(status);
