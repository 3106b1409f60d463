// The parts of lit-html that the console uses, in one place.
export { html, svg, nothing, render } from './lib/lit-html/lit-html.js';
export { live } from './lib/lit-html/directives/live.js';
export { ref, createRef } from './lib/lit-html/directives/ref.js';
export { repeat } from './lib/lit-html/directives/repeat.js';
