// The generations of this tab. Each press of the button is a run with an Idempotency-Key of its own. Runs are in
// sessionStorage before they are sent, so that a reload goes on: sent again with its key, a run is never paid twice.
import { ApiProblem, isAbort, unreadable } from '../api.js';
import { base64Source, pictureSource } from '../pictures.js';
import { isPassing } from './retry.js';

const PATH = '/v1/images/generations';
const WAIT_SECONDS = 25;
const PAUSE_MS = 3000;
/** A picture that fails again so soon has another reason than the age of its URL. */
const RENEWAL_MS = 60_000;
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

  /** Goes on waiting, or sends the run again with its key: what had arrived is not paid again. */
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
      // accepted, although its body was cut off
      const isAccepted = error.status === 0 || ['idempotency-in-progress', 'still-generating'].includes(error.code);
      if (isAccepted && this.#accepted(run, error.headers)) {
        return;
      }
      throw error;
    }
    const hasPath = this.#accepted(run, answer.headers);
    if (answer.body?.data) {
      // complete in itself: with gateway.replay.seeded.across-clients it may not be readable by its id
      await this.#done(run, answer.body, Date.now() - run.startedAt);
    } else if (!hasPath) {
      throw unreadable(answer.headers);
    }
  }

  /** Takes over what the headers say of the generation. Returns whether its path is known. */
  #accepted(run, headers) {
    run.id = headers.get('X-Generation-Id') ?? run.id;
    run.path = headers.get('Location')?.replace(/^.*(?=\/v1\/generations\/)/, '') ?? (run.id && '/v1/generations/' + run.id);
    // Idempotency-Replayed only says that this run was sent before: what that cost is the run's cost
    run.isReplayed ||= ['hit', 'joined'].includes(headers.get('X-Cache'));
    if (run.path) {
      run.state = 'waiting';
      this.#save();
    }
    return Boolean(run.path);
  }

  async #await(run, signal) {
    while (run.state === 'waiting') {
      try {
        const { body, headers } = await this.#api.get(run.path, { signal, headers: { Prefer: 'wait=' + WAIT_SECONDS } });
        if (!body?.state) {
          throw unreadable(headers);
        }
        delete run.note;
        if (body.state !== 'held') {
          await this.#ended(run, body);
        }
      } catch (error) {
        if (isAbort(error)) {
          throw error;
        }
        if (error.code === 'not-found') {
          // another client's generation that answers this run: the answer to the run itself has its pictures
          const { path } = run;
          await this.#send(run, signal, 'wait=' + WAIT_SECONDS);
          if (run.state === 'waiting' && run.path === path) {
            await pause(PAUSE_MS, signal);
          }
        } else if (error.status !== 401 && isPassing(error)) {
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
      run.outcome = view.state;
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
      pictures: picturesOf(result),
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

  /** Gets the pictures again, after some could not be got. */
  reload(run) {
    delete run.pictureProblem;
    delete run.renewedAt;
    return this.#renew(run);
  }

  /** Called when a URL of the gateway does not work: its signature has expired, or was made with a key that is gone. */
  async failedPicture(run, { isThumbnail = false } = {}) {
    if (!run.renewedAt || Date.now() - run.renewedAt > RENEWAL_MS) {
      await this.#renew(run);
    } else if (!isThumbnail && !run.isRenewing) {
      run.pictureProblem = notServed();
      this.#redraw();
    }
  }

  async #renew(run) {
    run.renewedAt = Date.now();
    run.isRenewing = true;
    try {
      const { body } = run.path ? await this.#api.get(run.path) : {};
      if (!body?.result) {
        throw body?.problem ? new ApiProblem(body.problem.status, body.problem, null) : notServed();
      }
      run.pictures = picturesOf(body.result);
      this.#save();
      await this.#showPictures(run);
    } catch (error) {
      run.pictureProblem = error;
    }
    run.isRenewing = false;
    this.#redraw();
  }

  #fail(run, error) {
    // after a refused credential, the run goes on as soon as someone has signed in again
    if (isAbort(error) || error.status === 401) {
      return;
    }
    run.state = 'failed';
    run.problem = { ...error.problem ?? { title: 'Something failed in this page', detail: error.message }, status: error.status ?? 0, requestId: error.requestId };
    this.#save();
  }

  /** Pictures as base64 would exceed what the browser keeps, and are got again. */
  #save() {
    const kept = this.list.map(({ sources, pictureProblem, renewedAt, isRenewing, note, ...run }) => run);
    sessionStorage.setItem(this.#storageKey, JSON.stringify(kept));
    this.#redraw();
  }
}

const notServed = () => new ApiProblem(0, {
  title: 'The picture cannot be shown',
  detail: 'The gateway could not serve the picture. It may not be copied yet, or was removed.',
}, null);

const picturesOf = (result) => result.data.map((image, i) => ({ url: image.url ?? null, isBlocked: result.has_nsfw_concepts?.[i] ?? false }));

const pause = (ms, signal) => new Promise((resolve, reject) => {
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    reject(signal.reason);
  }, { once: true });
});
