import { html, nothing } from '../lit.js';
import { credits, time } from '../format.js';

const PERIODS = { hour: 'this hour', day: 'today', month: 'this month' };

/** From this share of the limit on, a budget is shown as nearly used up. */
const NEARLY = 0.8;

/** Budgets as bars of what is spent and held. The numbers are beside them as texts. */
export function budgets(balances) {
  return html`
    <section class="card">
      <h2>Budgets</h2>
      ${budgetList(balances)}
    </section>
  `;
}

/** The bars without a heading, and without names if they are those of one client. */
export function budgetList(balances, { isNamed = true } = {}) {
  return html`<ul class="budgets">${balances.map((balance) => budget(balance, isNamed))}</ul>`;
}

function budget({ scope, client, period, limit, spent, held, left, resets_at: resetsAt }, isNamed) {
  const name = isNamed ? html`<strong dir="auto">${scope === 'operator' ? 'All clients' : client}</strong>` : 'Budget of';
  const used = limit === 0 ? 1 : (spent + held) / limit;
  const part = (n) => (limit === 0 ? 1000 : Math.min(1000, Math.round((1000 * n) / limit)));
  const spentWidth = part(spent);
  return html`
    <li>
      <p class="budget-name">
        ${name} ${PERIODS[period] ?? period}
        ${left === 0
          ? html`<span class="badge bad">used up</span>`
          : used >= NEARLY
            ? html`<span class="badge warn">nearly used up</span>`
            : nothing}
      </p>
      <svg class="bar budget-bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar-value" width=${spentWidth} height="8"></rect>
        <rect class="bar-held" x=${spentWidth} width=${Math.min(1000 - spentWidth, part(held))} height="8"></rect>
      </svg>
      <dl class="budget-facts">
        <div><dt><span class="swatch spent"></span>Spent</dt><dd>${credits(spent)}</dd></div>
        <div><dt><span class="swatch held"></span>On hold</dt><dd>${credits(held)}</dd></div>
        <div><dt><span class="swatch left"></span>Left</dt><dd>${credits(left)}</dd></div>
        <div><dt>Limit</dt><dd>${credits(limit)}</dd></div>
        <div><dt>Whole again</dt><dd>${time(resetsAt, { compact: true })}</dd></div>
      </dl>
    </li>
  `;
}
