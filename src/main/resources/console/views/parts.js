import { html, live, nothing } from '../lit.js';
import { problem } from '../notices.js';

/** The value of an input of type datetime-local for a time; empty for none. */
export function localInput(iso) {
  const date = new Date(iso ?? NaN);
  if (Number.isNaN(date.getTime())) {
    return '';
  }
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The time of an input of type datetime-local. */
export function toIso(local) {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? local : date.toISOString();
}

/** Offers bytes as a file. */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser has to have begun to read it
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A list of names and values. Values that are undefined are left out. */
export function definitions(rows) {
  return html`
    <dl class="facts">
      ${rows.map(([name, value]) => (value === undefined ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`))}
    </dl>
  `;
}

/** A value that may be missing. */
export function orNone(value) {
  return value === null || value === undefined || value === ''
    ? html`<span class="muted">none</span>`
    : html`<span dir="auto">${value}</span>`;
}

/** The ids in a list of the API, as suggestions for an input: none until they are loaded, and none if they cannot be. */
function suggestions({ api, redraw }, path, query) {
  const stop = new AbortController();
  let ids = null;
  return {
    /** The element that an input names with its attribute list. */
    datalist: (id) => html`<datalist id=${id}>${(ids ?? []).map((value) => html`<option value=${value}></option>`)}</datalist>`,
    async load() {
      if (ids === null) {
        ids = [];
        try {
          ids = (await api.get(path, { query, signal: stop.signal })).body.data.map(({ id }) => id);
          redraw();
        } catch {
          ids = null;
        }
      }
    },
    dispose: () => stop.abort(),
  };
}

export const modelSuggestions = (context) => suggestions(context, '/v1/models');

/** For admins: the first clients, which are all unless there are very many. */
export const clientSuggestions = (context) => suggestions(context, '/v1/clients', { limit: 100 });

/** Copies a text, and says so on the button. */
export function copyButton(label, text) {
  const copy = async (event) => {
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'The browser does not allow it: select the text';
    }
    setTimeout(() => (button.textContent = label), 2_000);
  };
  return html`<button type="button" class="small" .textContent=${label} @click=${copy}></button>`;
}

/** The faults of one member of a request's body, such as /reason, as they are shown at its field. */
export function faultsAt(error, pointer) {
  return (error?.problem?.errors ?? [])
    .filter((fault) => fault.pointer === pointer)
    .map((fault) => html`<p class="fault" role="alert" dir="auto">${fault.detail}</p>`);
}

/**
 * The field for the reason of an admin's decision.
 *
 * @param {string} form the beginning of the field's id
 * @param {{reason: string}} entered takes what is typed
 * @param {unknown} faults what is shown below the field
 */
export function reasonField(form, label, entered, faults) {
  return html`
    <div class="field">
      <label for=${`${form}-reason`}>${label}</label>
      <textarea
        id=${`${form}-reason`}
        name="reason"
        dir="auto"
        required
        maxlength="500"
        rows="2"
        .value=${live(entered.reason)}
        @input=${(event) => (entered.reason = event.target.value)}
      ></textarea>
      ${faults}
    </div>
  `;
}

/** A failed request with all faults that the gateway names. */
export function faults(error, options) {
  const named = error.problem?.errors ?? [];
  return html`
    ${problem(error, options)}
    ${named.length === 0
      ? nothing
      : html`<ul class="faults">
          ${named.map(({ parameter, pointer, detail }) => html`<li dir="auto">${parameter ?? pointer}: ${detail}</li>`)}
        </ul>`}
  `;
}
