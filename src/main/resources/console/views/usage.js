import { html, nothing } from '../lit.js';
import { time } from '../format.js';
import { busy, empty } from '../notices.js';
import { budgets } from './budgets.js';
import { clientSuggestions, download, faults } from './parts.js';
import { priceDrift } from './price-drift.js';
import { requests } from './requests.js';
import { usageBars } from './usage-bars.js';
import { usageChart } from './usage-chart.js';
import { MEASURES, usageControls } from './usage-controls.js';
import { isByTime, labelOf } from './usage-groups.js';
import { queryOf } from './usage-period.js';
import { usageTable } from './usage-table.js';
import { usageTotals } from './usage-totals.js';

export const title = 'Usage';

/** What was spent, by whom, on what, and what is left. */
export function mount(context) {
  const { api, navigate, redraw, session } = context;
  const admin = session.isAdmin;
  const chart = usageChart();
  const table = usageTable(redraw);
  const loading = requests(redraw);
  const saving = requests(redraw);
  const clients = clientSuggestions(context);
  let params = context.params;
  let report = null;

  const measure = () => MEASURES.find(({ name }) => name === params.get('measure')) ?? MEASURES[0];

  async function load() {
    const read = async (signal) =>
      (report = (await api.get('/v1/usage', { query: queryOf(params, zone()), signal })).body);
    const hasEnded = await loading.restart(async (signal) => {
      const assumed = zone();
      await read(signal);
      // days are those of the report's zone, which only a report tells
      if (params.get('period') && zone() !== assumed) {
        await read(signal);
      }
    });
    if (hasEnded) {
      show();
      redraw();
    }
  }

  const zone = () => report?.zone ?? 'UTC';

  function show() {
    if (report && isByTime(report)) {
      chart.show(report, measure());
    }
  }

  const saveCsv = () =>
    saving.run(async (signal) => {
      const csv = await api.blob('/v1/usage.csv', { query: queryOf(params, zone()), signal });
      download(csv, `usage-by-${params.get('by') || 'day'}.csv`);
    });

  /** Changes parameters of the route, so that the page can be kept as a link. */
  function change(changes) {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value) {
        next.set(name, value);
      } else {
        next.delete(name);
      }
    }
    navigate(`#/usage${next.size === 0 ? '' : `?${next}`}`);
  }

  load();

  return {
    template: () => html`
      <div class="row between view-head">
        <h1>${title}</h1>
        <button type="button" ?disabled=${!report || saving.isBusy()} @click=${saveCsv}>Download as CSV</button>
      </div>
      ${usageControls(params, { admin, clients, change })} ${problems()}
      ${report && !loading.error() ? content() : loading.isBusy() ? busy('Loading the report …') : nothing}
    `,

    paramsChanged(changed) {
      const before = queryOf(params, zone());
      params = changed;
      if (JSON.stringify(before) === JSON.stringify(queryOf(params, zone()))) {
        show();
      } else {
        load();
      }
    },

    dispose() {
      loading.stop();
      saving.stop();
      clients.dispose();
      chart.dispose();
    },
  };

  function problems() {
    const failed = [
      [loading.error(), load],
      [saving.error(), saveCsv],
    ];
    return failed.map(([error, retry]) => (error ? faults(error, { retry }) : nothing));
  }

  function content() {
    return html`
      <div class="usage" aria-busy=${loading.isBusy() ? 'true' : 'false'}>
        <p class="muted" role="status">
          ${loading.isBusy() ? 'Loading the report …' : html`From ${time(report.from, { compact: true })} to ${time(report.to, { compact: true })}`}
        </p>
        ${usageTotals(report.total, { admin, client: params.get('client') ?? '' })}
        ${report.budgets.length === 0 ? noBudgets() : budgets(report.budgets)}
        <section class="card usage-report" data-group=${report.group_by}>
          <h2 id="usage-chart">${measure().label} by ${labelOf(report.group_by)}</h2>
          ${chartOf()} ${table.template(report, { admin })}
        </section>
        ${report.price_drift ? priceDrift(report.price_drift) : nothing}
      </div>
    `;
  }

  function chartOf() {
    if (report.data.length === 0) {
      return empty(
        'Nothing was generated in this time.',
        html`<p>Choose a longer time, or <a href="#/playground">make a picture</a>.</p>`,
      );
    }
    return isByTime(report) ? chart.template() : usageBars(report, measure());
  }

  function noBudgets() {
    return html`
      <section class="card">
        <h2>Budgets</h2>
        <p class="muted">
          ${admin && !params.get('client')
            ? html`There is no budget of all clients together. <a href="#/clients">Clients</a> shows the budget of each.`
            : admin
              ? 'There is no budget, so nothing but the limits of requests bounds what is spent.'
              : 'You have no budget of your own. The gateway may have one for all clients together.'}
        </p>
      </section>
    `;
  }
}
