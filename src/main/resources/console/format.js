// How numbers, money and times are shown. Functions return lit templates if they need elements, otherwise texts.
import { html } from './lit.js';

export const CREDITS_PER_USD = 2_000_000;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const zoned = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** 12345 as 12,345. */
export const number = (n) => whole.format(n);

/** Credits in US dollars, such as $0.0455: at least two digits after the point, and as many as are needed, up to most. */
export function usd(credits, most = 6) {
  const dollars = credits / CREDITS_PER_USD;
  const digits = Math.abs(dollars) >= 100 ? 2 : most;
  return (dollars < 0 ? '−$' : '$') + new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: digits })
    .format(Math.abs(dollars));
}

/** Credits, and US dollars beside them. */
export function credits(n) {
  return n === null || n === undefined
    ? html`<span class="muted">not known</span>`
    : html`<span class="credits"><span class="amount">${number(n)} credits</span> <span class="usd">${usd(n)}</span></span>`;
}

function dateOf(value) {
  return new Date(typeof value === 'number' ? value * 1000 : value);
}

/**
 * A moment in the reader's time zone; UTC is in the title.
 *
 * @param {string|number|null} value ISO 8601, or seconds since 1970
 * @param {{compact?: boolean}} [options] compact: without year and seconds
 */
export function time(value, { compact = false } = {}) {
  if (value === null || value === undefined) {
    return html`<span class="muted">–</span>`;
  }
  const date = dateOf(value);
  if (Number.isNaN(date.getTime())) {
    return html`<span>${value}</span>`;
  }
  const utc = date.toISOString();
  return html`<time datetime=${utc} title=${utc.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}>${
    (compact ? short : zoned).format(date)}</time>`;
}

/** Milliseconds as 850 ms, 2.4 s, 1 min 20 s, 3 h 5 min or 2 d 4 h. */
export function duration(ms) {
  if (ms === null || ms === undefined) {
    return '–';
  }
  if (ms < 1000) {
    return Math.round(ms) + ' ms';
  }
  // rounded first, so that no 60 s are left over
  const seconds = ms < 9_950 ? ms / 1000 : Math.round(ms / 1000);
  if (seconds < 60) {
    return (seconds < 10 ? seconds.toFixed(1) : seconds) + ' s';
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return two(minutes, 'min', seconds % 60, 's');
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? two(hours, 'h', minutes % 60, 'min') : two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const two = (a, unitA, b, unitB) => (b === 0 ? `${a} ${unitA}` : `${a} ${unitA} ${b} ${unitB}`);

/** Bytes as 512 B, 1.5 kB or 3.2 MB. */
export function bytes(n) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)) + ' ' + units[unit];
}
