import { html, nothing } from '../lit.js';
import { number, time } from '../format.js';
import { busy, problem } from '../notices.js';
import { budgetList } from './budgets.js';
import { definitions } from './parts.js';
import { requests } from './requests.js';

export const title = 'Clients';

const PAGE = 50;

/** The clients of the gateway, for admins: what each may do, what is left of its budgets, and when it was last seen. */
export function mount({ api, redraw }) {
  const loading = requests(redraw);
  let clients = [];
  let hasMore = false;
  let isLoaded = false;
  let retry = null;

  function load(after) {
    retry = () => load(after);
    return loading.restart(async (signal) => {
      const page = (await api.get('/v1/clients', { query: { limit: PAGE, after }, signal })).body;
      clients = after ? [...clients, ...page.data] : page.data;
      hasMore = page.has_more;
      isLoaded = true;
    });
  }

  const reload = () => load();
  const more = () => load(clients.at(-1).id);

  reload();

  return {
    template: () => html`
      <div class="row between view-head">
        <h1>${title}</h1>
        <button type="button" ?disabled=${loading.isBusy()} @click=${reload}>Reload</button>
      </div>
      ${isLoaded ? html`<ul class="clients">${clients.map(client)}</ul>` : nothing}
      ${loading.error() ? problem(loading.error(), { retry }) : nothing}
      ${loading.isBusy() && !isLoaded ? busy('Loading the clients …') : nothing}
      ${hasMore
        ? html`<p class="list-more"><button type="button" ?disabled=${loading.isBusy()} @click=${more}>Show more</button></p>`
        : nothing}
    `,
    dispose: () => loading.stop(),
  };
}

function client({ id, roles, models, limits, budgets, ...seen }) {
  const query = new URLSearchParams({ client: id });
  return html`
    <li class="card">
      <div class="row between">
        <h2 dir="auto">${id}</h2>
        <span>${roles.map((role) => html`<span class="badge info">${role}</span> `)}</span>
      </div>
      <p class="row client-links">
        <a href=${`#/usage?${query}`} aria-label=${`Usage of ${id}`}>Usage</a>
        <a href=${`#/generations?${query}`} aria-label=${`Generations of ${id}`}>Generations</a>
      </p>
      ${budgets.length === 0 ? html`<p class="muted">It has no budget of its own.</p>` : budgetList(budgets, { isNamed: false })}
      ${definitions([
        ['Last generation', seen.last_generation_at === null ? 'none' : time(seen.last_generation_at)],
        ['Last seen', seen.last_seen_at === null ? 'not since this gateway started' : time(seen.last_seen_at)],
        ['Settings in force since', seen.config_loaded_at === null ? undefined : time(seen.config_loaded_at)],
        ['Models', models === null ? 'all' : html`<span dir="auto">${models.join(', ') || 'none'}</span>`],
        ['Requests', rate(limits.requests_per_minute, limits.requests_burst)],
        ['Images', rate(limits.images_per_minute, limits.images_burst)],
        [
          'Megapixels',
          limits.megapixels_per_minute === null ? undefined : rate(limits.megapixels_per_minute, limits.megapixels_burst),
        ],
        ['In flight', `${number(limits.generations_in_flight)} at once, ${number(limits.waiting_callers)} waiting`],
      ])}
    </li>
  `;
}

const rate = (perMinute, burst) => `${number(perMinute)} a minute, ${number(burst)} at once`;
