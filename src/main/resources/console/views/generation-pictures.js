import { html, nothing } from '../lit.js';
import { bytes } from '../format.js';
import { problem } from '../notices.js';
import { pictureSource } from '../pictures.js';
import { download } from './parts.js';
import { requests } from './requests.js';
import { thumbnail } from './thumbnail.js';

const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/svg+xml': 'svg' };

/** The pictures of a generation in the details, with downloads. */
export function pictures({ api, redraw }) {
  const saving = requests(redraw);

  const save = (image) =>
    saving.run(async (signal) => {
      const blob = await api.blob(`/v1/images/${encodeURIComponent(image.id)}`, { signal });
      download(blob, `${image.id}.${EXTENSIONS[image.media_type] ?? 'bin'}`);
    });

  return {
    template(generation) {
      const urls = (generation.result?.data ?? []).map((image) => image.url);
      const images = generation.images ?? urls.map(() => null);
      if (images.length === 0) {
        return nothing;
      }
      return html`
        <section class="card">
          <h2>${images.length === 1 ? 'Picture' : 'Pictures'}</h2>
          ${saving.error() ? problem(saving.error()) : nothing}
          <ul class="generation-pictures">
            ${images.map((image, i) => picture(image, urls[i], i, generation))}
          </ul>
        </section>
      `;
    },
    dispose: () => saving.stop(),
  };

  function picture(image, url, i, generation) {
    const isBlocked = generation.has_nsfw_concepts?.[i] === true;
    const name = `Picture ${i + 1} of ${generation.images?.length ?? generation.result.data.length}`;
    const source = pictureSource(url);
    const isShown = source !== null && image?.media_type !== 'image/svg+xml' && !isBlocked;
    return html`
      <li>
        ${isShown
          ? html`<img
              src=${source}
              alt=${name}
              width=${image?.width ?? nothing}
              height=${image?.height ?? nothing}
              loading="lazy"
              decoding="async"
            />`
          : thumbnail(image, { alt: name, isBlocked })}
        <p class="picture-facts">${describe(image, isBlocked)}</p>
        <p class="picture-actions">
          ${image?.state === 'kept'
            ? html`<button type="button" class="small" aria-label=${`Download ${name}`} @click=${() => save(image)}>
                Download
              </button>`
            : nothing}
          ${url && source === null && /^https?:/.test(url)
            ? html`<a href=${url} rel="noreferrer noopener" target="_blank">Open AIML’s URL</a>`
            : nothing}
        </p>
      </li>
    `;
  }
}

function describe(image, isBlocked) {
  if (image === null) {
    return "The gateway does not keep this image. AIML’s URL works as long as AIML chooses.";
  }
  const blocked = isBlocked ? "Blocked by AIML’s safety checker: all black. " : '';
  switch (image.state) {
    case 'kept':
      return `${blocked}${image.width} × ${image.height}, ${bytes(image.bytes)}, ${image.media_type}`;
    case 'pending':
      return `${blocked}The gateway is copying it. Reload in a moment.`;
    case 'failed':
      return `${blocked}It could not be copied: ${image.reason ?? 'the reason is not known'}.`;
    default:
      return `${blocked}It was removed: ${image.reason ?? 'the reason is not known'}.`;
  }
}
