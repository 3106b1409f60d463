import { html } from '../lit.js';
import { empty } from '../notices.js';

export const title = 'Generations';

export function mount(context) {
  return {
    template: () => html`<h1>${title}</h1>${empty('This view is not written yet.', html`<p><a href="#/playground">Go to the playground</a></p>`)}`,
    dispose() {},
  };
}
