// Price, budgets and faults of the request in the form, from a dry run soon after the last change.
import { isAbort } from '../api.js';

const PAUSE_MS = 300;

export class Forecast {
  #api;
  #redraw;
  #timer;
  #running;
  #body;

  /** The last dry run's response: price, budgets, allowed. Null if there is none, or the request has faults. */
  result = null;
  /** The faults of the request: objects with pointer and detail. */
  faults = [];
  /** Why there is no price, other than faults. */
  problem = null;
  isStale = false;

  constructor(api, redraw) {
    this.#api = api;
    this.#redraw = redraw;
  }

  /** Asks again after a pause; a later request replaces an earlier one. */
  request(body) {
    this.#body = body;
    this.isStale = true;
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#timer = setTimeout(() => this.#ask(body), PAUSE_MS);
  }

  /** Asks for the same again. */
  retry() {
    this.problem = null;
    this.request(this.#body);
    this.#redraw();
  }

  /** Stops a request that is on its way, so that its response does not replace what is known later. */
  cancel() {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.isStale = false;
  }

  /** Takes over the faults of a refused request. */
  refused(problem) {
    this.cancel();
    this.faults = problem.problem.errors ?? [];
    this.result = null;
  }

  async #ask(body) {
    const running = this.#running = new AbortController();
    try {
      this.result = (await this.#api.post('/v1/images/generations/dry-run', body, { signal: running.signal })).body;
      this.faults = [];
      this.problem = null;
    } catch (error) {
      if (isAbort(error)) {
        return;
      }
      this.result = null;
      this.faults = error.code === 'invalid-request' ? error.problem.errors ?? [] : [];
      this.problem = error.code === 'invalid-request' ? null : error;
    }
    this.isStale = false;
    this.#redraw();
  }

  dispose() {
    this.cancel();
  }
}
