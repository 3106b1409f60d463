import { html, nothing } from '../lit.js';
import { isAbort } from '../api.js';
import { problem } from '../notices.js';
import { download } from './parts.js';

/** The maximum of GET /v1/images.zip. */
export const MAX_IMAGES = 200;

/** Downloads selected images as one ZIP, which the server streams. */
export function archive({ api, redraw }) {
  const stop = new AbortController();
  let isBusy = false;
  let error = null;
  let done = 0;

  return {
    isBusy: () => isBusy,
    async download(images) {
      isBusy = true;
      error = null;
      done = 0;
      redraw();
      try {
        download(await api.blob('/v1/images.zip', { query: { ids: images.join(',') }, signal: stop.signal }), 'images.zip');
        done = images.length;
      } catch (failure) {
        if (isAbort(failure)) {
          return;
        }
        error = failure;
      }
      isBusy = false;
      redraw();
    },
    notice: () => html`
      <div role="status">
        ${isBusy ? html`<p class="busy">The ZIP is on its way …</p>` : nothing}
        ${done > 0 ? html`<p>images.zip was handed to the browser. If an image could not be read, missing.txt in it says so.</p>` : nothing}
      </div>
      ${error ? problem(error) : nothing}
    `,
    dispose: () => stop.abort(),
  };
}
