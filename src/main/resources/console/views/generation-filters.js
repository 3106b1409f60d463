import { html, nothing } from '../lit.js';
import { localInput, toIso } from './parts.js';

/** The filters of GET /v1/generations that the form has, in its order. */
export const FILTERS = ['state', 'outcome', 'blocked', 'model', 'user', 'client', 'request_id', 'from', 'to'];

const STATES = [
  ['', 'Any'],
  ['held', 'Held: not ended'],
  ['settled', 'Settled: billed'],
  ['released', 'Released: not billed'],
  ['unknown', 'Unknown: may be billed'],
];

const OUTCOMES = [
  '',
  'succeeded',
  'upstream-rejected',
  'no-image',
  'upstream-failed',
  'upstream-unavailable',
  'overloaded',
  'provider-account',
  'outcome-unknown',
  'result-lost',
  'ledger-unavailable',
];

const BLOCKED = [
  ['', 'Any'],
  ['true', 'Blocked'],
  ['false', 'Not blocked'],
];

/** Returns the filters that a route has. */
export function filtersOf(params) {
  const filters = new URLSearchParams();
  for (const name of FILTERS) {
    const value = params.get(name);
    if (value) {
      filters.set(name, value);
    }
  }
  return filters;
}

/**
 * The form of the filters.
 *
 * @param {URLSearchParams} filters those that apply
 * @param {{admin: boolean, models: object, clients: object, apply: (filters: URLSearchParams) => void}} options
 */
export function filterForm(filters, { admin, models, clients, apply }) {
  const count = [...filters.keys()].length;
  const submit = (event) => {
    event.preventDefault();
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(event.target)) {
      const text = value.trim();
      if (text) {
        chosen.set(name, name === 'from' || name === 'to' ? toIso(text) : text);
      }
    }
    apply(chosen);
  };
  const toggled = (event) => {
    if (event.target.open) {
      models.load();
      if (admin) {
        clients.load();
      }
    }
  };
  return html`
    <details class="filters card" ?open=${count > 0} @toggle=${toggled}>
      <summary>Filters${count === 0 ? nothing : html` <span class="badge info">${count} active</span>`}</summary>
      <form class="filter-form" @submit=${submit}>
        ${select('state', 'State', STATES, filters)}
        ${select('outcome', 'Outcome', outcomes(filters), filters)}
        ${select('blocked', 'Safety checker', BLOCKED, filters)}
        ${text('model', 'Model', filters, 'filter-models')}
        ${models.datalist('filter-models')}
        ${text('user', 'User', filters)} ${admin ? [text('client', 'Client', filters, 'filter-clients'), clients.datalist('filter-clients')] : nothing}
        ${text('request_id', 'Request id', filters)} ${moment('from', 'From', filters)} ${moment('to', 'Until', filters)}
        <div class="filter-actions">
          <button type="submit" class="primary">Apply</button>
          <button type="button" ?disabled=${count === 0} @click=${() => apply(new URLSearchParams())}>
            Clear
          </button>
        </div>
      </form>
    </details>
  `;
}

function outcomes(filters) {
  const chosen = filters.get('outcome') ?? '';
  const known = OUTCOMES.includes(chosen) ? OUTCOMES : [...OUTCOMES, chosen];
  return known.map((code) => [code, code || 'Any']);
}

function select(name, label, options, filters) {
  const chosen = filters.get(name) ?? '';
  return field(
    name,
    label,
    html`<select id=${`filter-${name}`} name=${name}>
      ${options.map(([value, shown]) => html`<option value=${value} ?selected=${value === chosen}>${shown}</option>`)}
    </select>`,
  );
}

function text(name, label, filters, list) {
  return field(
    name,
    label,
    html`<input
      id=${`filter-${name}`}
      name=${name}
      dir="auto"
      maxlength="256"
      autocomplete="off"
      spellcheck="false"
      list=${list ?? nothing}
      value=${filters.get(name) ?? ''}
    />`,
  );
}

function moment(name, label, filters) {
  return field(
    name,
    label,
    html`<input id=${`filter-${name}`} type="datetime-local" name=${name} value=${localInput(filters.get(name))} />`,
  );
}

function field(name, label, control) {
  return html`<div class="field"><label for=${`filter-${name}`}>${label}</label>${control}</div>`;
}
