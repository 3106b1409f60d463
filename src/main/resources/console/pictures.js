// Where pictures come from: always the gateway, so that the page needs no other origin.
import { urlOf } from './api.js';

const KEPT = /\/v1\/images\/img-[A-Za-z0-9-]+(?:\/thumbnail)?$/;

/**
 * The URL of a kept picture, below the prefix and on the origin of the page, whatever gateway.public-url says. Its
 * signature belongs to the picture, not to the host.
 *
 * @param {string|undefined} url from a response of the API
 * @param {{thumbnail?: boolean}} [options]
 * @returns {string|null} null if it is not a picture that the gateway keeps
 */
export function pictureSource(url, { thumbnail = false } = {}) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  const path = KEPT.exec(parsed.pathname)?.[0];
  return path ? urlOf(path + (thumbnail && !path.endsWith('/thumbnail') ? '/thumbnail' : '')).href + parsed.search : null;
}

/** A picture that a response contains as base64, as a URL. */
export const base64Source = (base64) => 'data:' + mediaType(base64) + ';base64,' + base64;

/** The media type by the first bytes: PNG, JPEG, WebP or SVG. */
function mediaType(base64) {
  if (base64.startsWith('iVBORw0KGgo')) {
    return 'image/png';
  }
  if (base64.startsWith('/9j/')) {
    return 'image/jpeg';
  }
  return base64.startsWith('UklGR') ? 'image/webp' : 'image/svg+xml';
}
