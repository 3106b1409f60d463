import { html, live, nothing } from '../lit.js';
import { number, usd } from '../format.js';
import { PERIODS } from './usage-period.js';

const inCredits = (n) => `${number(n)} credits (${usd(n)})`;
const counted = (one, many) => (n) => `${number(n)} ${n === 1 ? one : many}`;

/** What a chart can show: members of the report's groups. */
export const MEASURES = [
  { name: 'credits_used', label: 'Spent', isCredits: true, format: inCredits },
  { name: 'images', label: 'Images', isCredits: false, format: counted('image', 'images') },
  { name: 'generations', label: 'Generations', isCredits: false, format: counted('generation', 'generations') },
  { name: 'credits_held', label: 'On hold', isCredits: true, format: inCredits },
  { name: 'credits_saved', label: 'Saved by replay', isCredits: true, format: inCredits },
];

const GROUPS = [
  ['', 'Day'],
  ['hour', 'Hour'],
  ['client', 'Client'],
  ['model', 'Model'],
  ['user', 'User'],
];

/**
 * The choice of the report and of what its chart shows.
 *
 * @param {URLSearchParams} params
 * @param {{admin: boolean, clients: object, change: (changes: Record<string, string>) => void}} options
 */
export function usageControls(params, { admin, clients, change }) {
  const period = params.get('period') ?? '';
  return html`
    <form class="usage-controls card" @submit=${(event) => event.preventDefault()}>
      ${select('period', 'Time', PERIODS, period, (value) => change({ period: value, from: '', to: '' }))}
      ${period === 'custom' ? [date('from', 'From', params, change), date('to', 'To, inclusive', params, change)] : nothing}
      ${select('by', 'By', GROUPS.filter(([value]) => admin || value !== 'client'), params.get('by') ?? '', (value) =>
        change({ by: value }),
      )}
      ${select(
        'measure',
        'Show',
        MEASURES.map(({ name, label }, i) => [i === 0 ? '' : name, label]),
        params.get('measure') ?? '',
        (value) => change({ measure: value }),
      )}
      ${admin
        ? html`
            <div class="field">
              <label for="usage-client">Client</label>
              <input
                id="usage-client"
                dir="auto"
                maxlength="64"
                autocomplete="off"
                spellcheck="false"
                placeholder="all"
                list="usage-clients"
                @focus=${clients.load}
                .value=${params.get('client') ?? ''}
                @change=${(event) => change({ client: event.target.value.trim() })}
              />
              ${clients.datalist('usage-clients')}
            </div>
          `
        : nothing}
    </form>
  `;
}

function select(name, label, options, chosen, changed) {
  return html`
    <div class="field">
      <label for=${`usage-${name}`}>${label}</label>
      <select id=${`usage-${name}`} .value=${live(chosen)} @change=${(event) => changed(event.target.value)}>
        ${options.map(([value, shown]) => html`<option value=${value} ?selected=${value === chosen}>${shown}</option>`)}
      </select>
    </div>
  `;
}

function date(name, label, params, change) {
  return html`
    <div class="field">
      <label for=${`usage-${name}`}>${label}</label>
      <input
        id=${`usage-${name}`}
        type="date"
        .value=${params.get(name) ?? ''}
        @change=${(event) => change({ [name]: event.target.value })}
      />
    </div>
  `;
}
