import { html } from '../lit.js';
import { pictureSource } from '../pictures.js';

/** Why there is no picture, by the state of the image. */
const PLACEHOLDERS = {
  pending: 'being copied',
  failed: 'not copied',
  removed: 'removed',
  kept: 'no preview',
};

/**
 * A small picture of an image, loaded by the browser when it comes near the screen, or a box that says why there is none.
 *
 * @param image an element of a generation's `images`; null for a generation without any
 */
export function thumbnail(image, { alt = '', isBlocked = false } = {}) {
  if (image === null) {
    return html`<span class="thumbnail empty none"><span class="visually-hidden">No images</span></span>`;
  }
  if (isBlocked) {
    return html`<span class="thumbnail empty blocked">blocked</span>`;
  }
  const source = pictureSource(image.thumbnail_url);
  if (source === null) {
    return html`<span class="thumbnail empty">${PLACEHOLDERS[image.state] ?? image.state}</span>`;
  }
  return html`
    <span class="thumbnail">
      <img
        src=${source}
        alt=${alt}
        width="96"
        height="96"
        loading="lazy"
        decoding="async"
        @error=${unavailable}
      />
    </span>
  `;
}

/** Shows the alternative text in the box instead of the browser's symbol. */
function unavailable(event) {
  event.target.classList.add('broken');
}
