import { html, nothing } from '../lit.js';
import { number, usd } from '../format.js';

/** Digits of US dollars, which are large here; the exact credits are below them. */
const DIGITS = 4;

/**
 * The sums of a report, one in each tile.
 *
 * @param {{admin: boolean, client: string}} options client: the one that the report is about; empty for all
 */
export function usageTotals(total, { admin, client }) {
  return html`
    <div class="tiles">
      ${tile('Spent', usd(total.credits_used, DIGITS), `${number(total.credits_used)} credits`)}
      ${tile('Images', number(total.images), `in ${plural(total.settled, 'billed generation')} of ${number(total.generations)}`)}
      ${tile('On hold', usd(total.credits_held, DIGITS), `${number(total.credits_held)} credits, not settled yet`)}
      ${tile('Saved by replay', usd(total.credits_saved, DIGITS), `${plural(total.reused, 'response')} that cost nothing`)}
      ${tile(
        'Unknown',
        number(total.unknown),
        total.unknown === 0
          ? 'nothing waits for AIML’s records'
          : html`may have been billed: <a href=${`#/generations?${unknownOf(client)}`}>look at them</a>`,
        total.unknown === 0 ? '' : 'warn',
      )}
      ${admin ? drift(total) : nothing}
    </div>
  `;
}

const unknownOf = (client) => new URLSearchParams({ state: 'unknown', ...(client && { client }) });

function drift({ drift_credits: drift, reconciled }) {
  const compared = `${plural(reconciled, 'generation')} compared with AIML’s records`;
  if (drift === 0) {
    return tile('Drift', '0', compared);
  }
  const more = drift > 0 ? 'more in the ledger' : 'more in AIML’s records';
  return tile('Drift', usd(Math.abs(drift), DIGITS), `${number(Math.abs(drift))} credits ${more}; ${compared}`, 'warn');
}

function tile(name, value, detail, tone = '') {
  return html`
    <section class=${`card tile ${tone}`}>
      <h2>${name}</h2>
      <p class="tile-value">${value}</p>
      <p class="hint">${detail}</p>
    </section>
  `;
}

const plural = (n, word) => `${number(n)} ${word}${n === 1 ? '' : 's'}`;
