import { html, nothing } from '../lit.js';
import { number, usd } from '../format.js';
import { groupName, labelOf } from './usage-groups.js';

const withUsd = (n) => html`${number(n)} <span class="usd">${usd(n)}</span>`;

const COLUMNS = [
  ['Generations', 'generations'],
  ['Billed', 'settled'],
  ['Images', 'images'],
  ['Credits spent', 'credits_used'],
  ['USD', 'credits_used', usd],
  ['On hold', 'credits_held', withUsd],
  ['Unknown', 'unknown'],
  ['Replayed', 'reused'],
  ['Credits saved', 'credits_saved', withUsd],
];

const DRIFT = ['Drift', 'drift_credits', withUsd];

/** The numbers of the chart, and the others of the report. Made when it is opened, because it can be long. */
export function usageTable(redraw) {
  let isOpen = false;
  const toggled = (event) => {
    isOpen = event.target.open;
    redraw();
  };
  return {
    template: (report, { admin }) => html`
      <details class="as-table" ?open=${isOpen} @toggle=${toggled}>
        <summary>The same as a table</summary>
        ${isOpen ? table(report, admin ? [...COLUMNS, DRIFT] : COLUMNS) : nothing}
      </details>
    `,
  };
}

function table(report, columns) {
  return html`
    <div class="table" role="region" aria-labelledby="usage-chart" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${labelOf(report.group_by)}</th>
            ${columns.map(([label]) => html`<th scope="col" class="number">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${report.data.map(
            (row) => html`
              <tr>
                <th scope="row" dir="auto" title=${report.group_by === 'hour' ? row.group : nothing}>
                  ${groupName(report.group_by, row.group)}
                </th>
                ${cells(row, columns)}
              </tr>
            `,
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            ${cells(report.total, columns)}
          </tr>
        </tfoot>
      </table>
    </div>
    ${report.group_by === 'day' ? html`<p class="hint">Days of the time zone ${report.zone}.</p>` : nothing}
  `;
}

function cells(sums, columns) {
  return columns.map(([, member, format = number]) => html`<td class="number">${format(sums[member])}</td>`);
}
