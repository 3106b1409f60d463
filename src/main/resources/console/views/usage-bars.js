import { html, nothing } from '../lit.js';
import { groupName } from './usage-groups.js';

/** As many bars as are readable; the rest is added up. */
const MOST = 15;

/** A bar for each name, the greatest first. The numbers are texts, so it needs no description for screen readers. */
export function usageBars(report, measure) {
  const rows = report.data
    .map((row) => ({ name: groupName(report.group_by, row.group), value: row[measure.name], isNone: row.group === null }))
    .sort((a, b) => b.value - a.value);
  const top = rows.length > MOST + 1 ? rows.slice(0, MOST) : rows;
  const rest = rows.slice(top.length);
  const greatest = Math.max(1, ...rows.map(({ value }) => value));
  return html`
    <ol class="bars">
      ${top.map((row) => bar(row, greatest, measure))}
      ${rest.length === 0
        ? nothing
        : html`<li class="bars-rest">
            <span class="muted">${rest.length} others together</span>
            <span class="bars-value">${measure.format(rest.reduce((sum, { value }) => sum + value, 0))}</span>
          </li>`}
    </ol>
  `;
}

function bar({ name, value, isNone }, greatest, measure) {
  return html`
    <li>
      <span class=${isNone ? 'bars-name muted' : 'bars-name'} dir="auto">${name}</span>
      <span class="bars-value">${measure.format(value)}</span>
      <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar-value" width=${Math.max(0, Math.round((1000 * value) / greatest))} height="8"></rect>
      </svg>
    </li>
  `;
}
