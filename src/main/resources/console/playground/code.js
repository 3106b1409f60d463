// The request of the form as a program, to copy.
import { html } from '../lit.js';
import { LANGUAGES, snippet } from './snippets.js';

const NOTE_MS = 2000;

export function requestAsCode(redraw) {
  let language = 'curl';
  let copied = '';

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      copied = 'Copied';
    } catch {
      getSelection().selectAllChildren(document.getElementById('code'));
      copied = 'The browser does not allow copying here: the text is selected, press Ctrl+C';
    }
    redraw();
    setTimeout(() => {
      copied = '';
      redraw();
    }, NOTE_MS);
  }

  return (body) => {
    const text = snippet(language, body);
    return html`<details class="card code"><summary>The request as code</summary>
      <div class="row between">
        <div class="row" role="group" aria-label="Language">${Object.entries(LANGUAGES).map(([id, [name]]) => html`
          <button type="button" class="small" aria-pressed=${id === language ? 'true' : 'false'} @click=${() => {
            language = id;
            redraw();
          }}>${name}</button>`)}</div>
        <div class="row"><span role="status">${copied}</span><button type="button" class="small primary" @click=${() => copy(text)}>Copy</button></div>
      </div>
      <pre tabindex="0" aria-label=${'The request in ' + LANGUAGES[language][0]}><code id="code">${text}</code></pre>
      <p class="hint">Put your key into the environment variable IMAGE_GATEWAY_KEY.</p>
    </details>`;
  };
}
