import { isAbort } from '../api.js';

/**
 * The requests of a part of a view: whether one is under way, how the last one failed, and a way to stop them.
 *
 * @param {() => void} redraw called when requests begin and when they have ended
 */
export function requests(redraw) {
  let controller = new AbortController();
  let error = null;
  let isBusy = false;

  function renew() {
    controller.abort();
    controller = new AbortController();
  }

  return {
    isBusy: () => isBusy,
    error: () => error,
    /**
     * Runs work(signal), which sends requests and takes over what they return. With isQuiet, for requests that nobody
     * asked for, the last error stays until the work has ended.
     *
     * @returns {Promise<boolean>} false if it was stopped
     */
    async run(work, { isQuiet = false } = {}) {
      const { signal } = controller;
      isBusy = true;
      if (!isQuiet) {
        error = null;
        redraw();
      }
      let failure = null;
      try {
        await work(signal);
      } catch (thrown) {
        if (isAbort(thrown)) {
          return false;
        }
        failure = thrown;
      }
      if (signal.aborted) {
        return false;
      }
      error = failure;
      isBusy = false;
      redraw();
      return true;
    },
    /** Stops what is under way, and runs this instead: the last one wins. */
    restart(work, options) {
      renew();
      return this.run(work, options);
    },
    /** Stops what is under way, and forgets the last failure. Others can be run afterwards. */
    stop() {
      renew();
      error = null;
      isBusy = false;
    },
  };
}
