// What the request in the form would cost, and what the budgets allow.
import { html, nothing } from '../lit.js';
import { credits, number, time, usd } from '../format.js';
import { problem } from '../notices.js';

/**
 * @param {import('./forecast.js').Forecast} forecast
 * @param {() => void} retry
 */
export function price({ result, problem: failure, isStale, faults }, retry) {
  return html`<div class=${'price' + (isStale ? ' stale' : '')} aria-live="polite">
    ${failure ? problem(failure, { retry }) : result ? known(result) : html`<p class="muted">${faults.length
      ? 'The price appears when the request is valid.' : 'Working out the price …'}</p>`}</div>`;
}

function known({ price: { credits: held, estimated_credits: estimate, unit, units }, budgets, allowed }) {
  return html`
    <p class="row between"><span>${estimate < held ? 'Costs about' : 'Costs'}</span><strong>${credits(estimate ?? held)}</strong></p>
    ${estimate < held ? html`<p class="hint">At most ${credits(held)} are held until the bill is known.</p>` : nothing}
    ${units > 1 && unit !== 'token' ? html`<p class="hint">${number(units)} ${unit}s</p>` : nothing}
    ${budgets.map((budget) => balance(budget))}
    ${allowed ? nothing : html`<p class="notice error slim" role="alert">A budget does not allow this now. Ask for less, wait until it begins again, or ask the operators for a larger budget.</p>`}`;
}

function balance({ scope, period, limit, left, resets_at: resetsAt }) {
  const name = `${scope === 'client' ? 'Your' : 'All clients’'} budget of this ${period}`;
  return html`<div class="balance">
    <p class="row between"><span>${name}</span><span>${usd(left)} left of ${usd(limit)}</span></p>
    <meter min="0" max=${limit} low=${limit * 0.2} optimum=${limit} value=${left} aria-label=${name}>${number(left)} of ${number(limit)} credits</meter>
    <p class="hint">${number(left)} credits left; begins again at ${time(resetsAt, { compact: true })}</p></div>`;
}
