// The generations of this tab. Each press of the button is a run with an Idempotency-Key of its own. Runs are in
// sessionStorage before they are sent, so that a reload goes on: sent again with its key, a run is never paid twice.
import { ApiProblem, isAbort } from '../api.js';
import { base64Source, pictureSource } from '../pictures.js';

const PATH = '/v1/images/generations';
const WAIT_SECONDS = 25;
const PAUSE_MS = 3000;
const MOST_RUNS = 60;

const newKey = () => 'console-' + [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

export class Runs {
  #api;
  #redraw;
  #storageKey;
  #waits = new Map();

  /** Newest first. */
  list;

  constructor(api, client, redraw) {
    this.#api = api;
    this.#redraw = redraw;
    this.#storageKey = 'image-gateway.runs.' + client;
    this.list = JSON.parse(sessionStorage.getItem(this.#storageKey) ?? '[]');
  }

  /** Goes on with what was in flight when the page was left, and gets pictures again that were not kept. */
  resume() {
    for (const run of this.list) {
      if (run.state === 'sending' || run.state === 'waiting') {
        this.#go(run);
      } else if (run.state === 'done') {
        this.#showPictures(run);
      }
    }
  }

  /**
   * Sends a request.
   *
   * @param {string} body JSON
   * @returns {Promise<object>} the run, as soon as the gateway has accepted or refused it
   */
  async start(body, { model, prompt }) {
    const run = { key: newKey(), body, model, prompt, state: 'sending', startedAt: Date.now() };
    this.list.unshift(run);
    this.list.length = Math.min(this.list.length, MOST_RUNS);
    this.#save();
    await this.#go(run);
    return run;
  }

  /** Goes on waiting, or sends the run again with its key if it is not known whether it arrived. */
  retry(run) {
    delete run.problem;
    run.state = run.path ? 'waiting' : 'sending';
    this.#save();
    return this.#go(run);
  }

  /** Stops waiting. The generation goes on, and is billed. */
  stop(run) {
    run.state = 'stopped';
    this.#waits.get(run)?.abort();
    this.#save();
  }

  remove(run) {
    this.#waits.get(run)?.abort();
    this.list = this.list.filter((one) => one !== run);
    this.#save();
  }

  /** Stops all requests; a later visit goes on. */
  dispose() {
    this.#waits.forEach((wait) => wait.abort());
  }

  /** Resolves when the gateway has accepted or refused the run; waiting for its pictures goes on beyond that. */
  async #go(run) {
    const wait = new AbortController();
    this.#waits.set(run, wait);
    try {
      if (!run.path) {
        await this.#send(run, wait.signal);
      }
      if (run.state === 'waiting') {
        this.#await(run, wait.signal).catch((error) => this.#fail(run, error));
      }
    } catch (error) {
      this.#fail(run, error);
    }
    this.#save();
  }

  async #send(run, signal, prefer = 'respond-async') {
    let answer;
    try {
      answer = await this.#api.post(PATH, run.body, { signal, headers: { 'Idempotency-Key': run.key, 'Prefer': prefer } });
    } catch (error) {
      if (['idempotency-in-progress', 'still-generating'].includes(error.code) && error.headers.get('Location')) {
        this.#accepted(run, error.headers);
        return;
      }
      throw error;
    }
    this.#accepted(run, answer.headers);
    if (answer.body?.data) {
      // complete in itself: with gateway.replay.seeded.across-clients it may not be readable by its id
      await this.#done(run, answer.body, Date.now() - run.startedAt);
    }
  }

  #accepted(run, headers) {
    run.id = headers.get('X-Generation-Id') ?? run.id;
    run.path = headers.get('Location')?.replace(/^.*(?=\/v1\/generations\/)/, '') ?? (run.id && '/v1/generations/' + run.id);
    run.isReplayed = headers.get('Idempotency-Replayed') === 'true' || ['hit', 'joined'].includes(headers.get('X-Cache'));
    run.state = 'waiting';
    this.#save();
  }

  async #await(run, signal) {
    while (run.state === 'waiting') {
      try {
        const { body } = await this.#api.get(run.path, { signal, headers: { Prefer: 'wait=' + WAIT_SECONDS } });
        delete run.note;
        if (body.state !== 'held') {
          await this.#ended(run, body);
        }
      } catch (error) {
        if (isAbort(error)) {
          throw error;
        }
        if (error.status === 404) {
          // another client's generation that answers this run: the answer to the run itself has its pictures
          await this.#send(run, signal, 'wait=' + WAIT_SECONDS);
        } else if (error.status === 0 || error.status >= 500 || error.status === 429) {
          run.note = error.message;
          this.#redraw();
          await pause((error.retryAfter ?? 0) * 1000 || PAUSE_MS, signal);
        } else {
          throw error;
        }
      }
    }
  }

  async #ended(run, view) {
    if (view.result) {
      run.size = view.image_size;
      await this.#done(run, view.result, view.duration_ms, view.credits_used);
    } else {
      run.state = 'failed';
      run.problem = view.problem ?? { title: 'There is no picture', detail: 'The generation ended without one.', status: 500 };
      run.credits = view.credits_used;
      this.#save();
    }
  }

  async #done(run, result, durationMs, credits = result.meta?.usage?.credits_used) {
    Object.assign(run, {
      state: 'done',
      durationMs,
      seed: result.seed === undefined || result.seed === null ? null : String(result.seed),
      credits: run.isReplayed ? 0 : credits ?? null,
      pictures: result.data.map((image, i) => ({ url: image.url ?? null, isBlocked: result.has_nsfw_concepts?.[i] ?? false })),
    });
    this.#save();
    await this.#showPictures(run);
  }

  /** Sets the source of each picture. Those that the gateway does not keep come as base64. */
  async #showPictures(run) {
    run.sources = run.pictures.map(({ url }) => pictureSource(url));
    if (run.sources.includes(null)) {
      try {
        const { body } = await this.#api.get(run.path, { query: { response_format: 'b64_json' } });
        run.sources = (body.result?.data ?? []).map((image) => (image.b64_json ? base64Source(image.b64_json) : pictureSource(image.url)));
      } catch (error) {
        run.pictureProblem = error;
      }
    }
    this.#redraw();
  }

  #fail(run, error) {
    if (isAbort(error)) {
      return;
    }
    run.state = 'failed';
    run.problem = { ...error.problem, status: error.status, requestId: error.requestId };
    this.#save();
  }

  /** Pictures as base64 would exceed what the browser keeps, and are got again. */
  #save() {
    const kept = this.list.map(({ sources, pictureProblem, note, ...run }) => run);
    sessionStorage.setItem(this.#storageKey, JSON.stringify(kept));
    this.#redraw();
  }
}

/** The problem of a failed run, as an error. */
export const problemOf = ({ problem }) => new ApiProblem(problem.status, problem, problem.requestId ?? null);

const pause = (ms, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(signal.reason);
  }, { once: true });
});
