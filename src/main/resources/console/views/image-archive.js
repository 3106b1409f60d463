import { html, nothing } from '../lit.js';
import { problem } from '../notices.js';
import { download } from './parts.js';
import { requests } from './requests.js';

/** The maximum of GET /v1/images.zip. */
export const MAX_IMAGES = 200;

/** Downloads selected images as one ZIP, which the server streams. */
export function archive({ api, redraw }) {
  const loading = requests(redraw);
  let done = 0;
  let last = [];

  function start(images) {
    done = 0;
    last = images;
    return loading.run(async (signal) => {
      download(await api.blob('/v1/images.zip', { query: { ids: images.join(',') }, signal }), 'images.zip');
      done = images.length;
    });
  }

  return {
    isBusy: () => loading.isBusy(),
    download: start,
    notice: () => html`
      <div role="status">
        ${loading.isBusy() ? html`<p class="busy">The ZIP is on its way …</p>` : nothing}
        ${done > 0 ? html`<p>images.zip was handed to the browser. If an image could not be read, missing.txt in it says so.</p>` : nothing}
      </div>
      ${loading.error() ? problem(loading.error(), { retry: () => start(last) }) : nothing}
    `,
    dispose: () => loading.stop(),
  };
}
