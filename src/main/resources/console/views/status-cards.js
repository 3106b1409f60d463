import { html, nothing } from '../lit.js';
import { credits, duration, number, time } from '../format.js';
import { definitions, orNone } from './parts.js';

const BREAKERS = {
  closed: ['good', 'closed: requests are sent'],
  half_open: ['warn', 'half open: a few requests test AIML'],
  open: ['bad', 'open: nothing is sent until the next test'],
  forced_open: ['bad', 'forced open: an operator stopped sending'],
};

/** What sending to AIML depends on. */
export function upstream({ breaker, limit, in_flight: inFlight, waiting, keys }) {
  const [tone, meaning] = BREAKERS[breaker] ?? ['warn', breaker];
  return html`
    <section class="card">
      <h2>Upstream</h2>
      ${definitions([
        ['Circuit breaker', html`<span class=${`badge ${tone}`}>${meaning.split(':')[0]}</span>${rest(meaning)}`],
        ['In flight', `${number(inFlight)} of ${number(limit)} at once`],
        ['Waiting', waiting === 0 ? 'none' : number(waiting)],
      ])}
      <h3 class="card-part">Keys</h3>
      <ul class="keys">
        ${keys.map(
          ({ place, prefix, rests_until: until }) => html`
            <li>
              <span class="muted">${place + 1}.</span> <code>${prefix}</code>
              ${until === null
                ? html`<span class="badge good">in use</span>`
                : html`<span class="badge bad">rests</span> until ${time(until)}: AIML refused it`}
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}

function rest(meaning) {
  const at = meaning.indexOf(':');
  return at < 0 ? nothing : html` <span class="muted">${meaning.slice(at + 1)}</span>`;
}

/** How far the ledger was compared with AIML’s records. */
export function reconciliation({ reconciliation: { enabled, lag_seconds: lag, last_complete_at: last }, unknown }) {
  return html`
    <section class="card">
      <h2>Reconciliation</h2>
      ${definitions([
        [
          'Comparison',
          enabled ? html`<span class="badge good">on</span>` : html`<span class="badge bad">off</span>`,
        ],
        ['Behind by', lag === 0 ? 'nothing' : duration(lag * 1000)],
        ['Last complete', last === null ? 'not yet by this process' : time(last)],
        [
          'Unknown',
          !unknown
            ? html`<span class="muted">not known: the ledger does not respond</span>`
            : unknown.generations === 0
            ? 'none'
            : html`<a href="#/generations?state=unknown">${number(unknown.generations)}</a>, the oldest from
                ${time(unknown.oldest_at)}`,
        ],
      ])}
    </section>
  `;
}

/** What the gateway depends on besides AIML. */
export function dependencies({ degraded, images: { kept, fault } }) {
  return html`
    <section class="card">
      <h2>Dependencies</h2>
      ${definitions([
        [
          'Degraded',
          degraded.length === 0
            ? html`<span class="badge good">none</span>`
            : degraded.map((name) => html`<span class="badge warn">${name}</span> `),
        ],
        [
          'Store of images',
          !kept
            ? 'Images are not kept.'
            : fault
              ? html`<span class="badge warn">does not respond</span> <span dir="auto">${fault}</span>`
              : html`<span class="badge good">responds</span>`,
        ],
      ])}
    </section>
  `;
}

/** Models whose end is announced. */
export function modelsEnding(models) {
  return html`
    <section class="card">
      <h2 id="models-ending">Models near their end</h2>
      ${models.length === 0
        ? html`<p class="muted">AIML has announced the end of no model.</p>`
        : html`
            <p>When AIML withdraws a model, requests for it are refused, and the refusal names the one to use instead.</p>
            <div class="table" role="region" aria-labelledby="models-ending" tabindex="0">
              <table>
                <thead>
                  <tr><th scope="col">Model</th><th scope="col">Ends on</th><th scope="col">Use instead</th></tr>
                </thead>
                <tbody>
                  ${byDay(models).map(
                    ({ model, shutdown, replacement }) => html`
                      <tr><th scope="row" dir="auto">${model}</th><td class="day">${shutdown ?? 'not said'}${isOver(shutdown) ? html` <span class="badge">over</span>` : nothing}</td><td>${orNone(replacement)}</td></tr>
                    `,
                  )}
                </tbody>
              </table>
            </div>
          `}
    </section>
  `;
}

const byDay = (models) => [...models].sort((a, b) => (a.shutdown ?? '9').localeCompare(b.shutdown ?? '9'));

const isOver = (shutdown) => shutdown !== null && Date.parse(shutdown) < Date.now();

/** Generations that AIML billed and the ledger does not have, with the form that adopts one. */
export function unmatched({ data, has_more: hasMore }, adoption) {
  return html`
    <section class="card">
      <h2 id="unmatched">Billed by AIML, and not in the ledger</h2>
      <p>
        A gateway with one of these keys sent them. If it was this one, the ledger lost them: adopt each. If it was another
        one, give it a key of its own.
      </p>
      <div class="table" role="region" aria-labelledby="unmatched" tabindex="0">
        <table>
          <thead>
            <tr><th scope="col">Id</th><th scope="col">Billed at</th><th scope="col">Model</th><th scope="col" class="number">Cost</th><td></td></tr>
          </thead>
          <tbody>
            ${data.map(
              (generation) => html`
                <tr>
                  <th scope="row"><code>${generation.id}</code></th>
                  <td>${time(generation.created_at)}</td>
                  <td>${orNone(generation.model)}</td>
                  <td class="number">${credits(generation.credits_used)}</td>
                  <td>
                    <button
                      type="button"
                      class="small"
                      aria-label=${`Adopt ${generation.id}`}
                      aria-pressed=${adoption.isFor(generation.id) ? 'true' : 'false'}
                      @click=${() => adoption.choose(generation)}
                    >
                      Adopt
                    </button>
                  </td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      ${hasMore ? html`<p class="hint">There are more. GET /v1/unmatched-generations lists all of them.</p>` : nothing}
      ${adoption.template()}
    </section>
  `;
}
