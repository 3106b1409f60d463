import { html, nothing } from '../lit.js';
import { credits, duration, time } from '../format.js';
import { ATTEMPT_OUTCOMES, COST_SOURCES } from './generation-status.js';
import { copyButton, definitions, orNone } from './parts.js';

/** What was asked for. */
export function facts(generation, admin) {
  return section('Request', [
    ['Model', html`<span dir="auto">${generation.model}</span>`],
    ['Seed', generation.seed === null ? 'the model has none' : html`<code>${generation.seed}</code>`],
    ['Size', generation.image_size ?? 'the model’s default'],
    ['Steps', generation.num_inference_steps ?? 'the model’s default'],
    ['Images', images(generation)],
    ['User', orNone(generation.user)],
    ['Client', admin ? html`<span dir="auto">${generation.client}</span>` : undefined],
    ['Request id', orNone(generation.request_id)],
  ]);
}

function images({ images_asked: asked, images_delivered: delivered }) {
  return delivered === null ? `${asked} asked for` : `${delivered} of ${asked}`;
}

/** What it cost, and how that was found. */
export function money(generation) {
  const drift = generation.vendor_credits === null ? 0 : generation.credits_used - generation.vendor_credits;
  return section('Cost', [
    ['State', generation.state],
    ['Held before', credits(generation.credits_held)],
    ['Spent', generation.credits_used === null ? spent(generation) : credits(generation.credits_used)],
    ['How it was found', COST_SOURCES[generation.cost_source] ?? generation.cost_source ?? 'Not yet.'],
    [
      "In AIML’s records",
      generation.vendor_credits === null ? 'not found, or not compared yet' : credits(generation.vendor_credits),
    ],
    ['Difference', drift === 0 ? undefined : credits(drift)],
    ['Compared', generation.reconciled_at === null ? 'not yet' : time(generation.reconciled_at)],
  ]);
}

function spent({ state }) {
  return state === 'released' ? credits(0) : 'not known yet';
}

/** When it began and ended, and the ids that AIML's support asks for. */
export function timesAndIds(generation, admin) {
  const sent = idsSent(generation);
  const ids = [
    ['Client request ids', sent.length === 0 ? 'none, nothing was sent' : sent.join(', ')],
    ['Inference id', generation.inference_id],
    ['Request id at AIML', generation.upstream_request_id],
    ['Key', admin ? generation.key_prefixes?.join(', ') || 'none' : undefined],
  ];
  const text = [...ids, ['Accepted', generation.created_at], ['Model', generation.model]]
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  return html`
    <section class="card">
      <h2>Times</h2>
      ${definitions([
        ['Accepted', time(generation.created_at)],
        ['Ended', generation.ended_at === null ? 'not yet' : time(generation.ended_at)],
        ['Took', generation.duration_ms === null ? 'not ended' : duration(generation.duration_ms)],
      ])}
      <h2 class="card-part">For AIML’s support</h2>
      ${definitions(ids.map(([name, value]) => [name, value === undefined ? undefined : orNone(value)]))}
      ${copyButton('Copy these ids', text)}
    </section>
  `;
}

function idsSent({ id, attempts: count, attempt_log: log }) {
  return log
    ? log.map((attempt) => attempt.id).filter(Boolean)
    : Array.from({ length: count ?? 0 }, (_, i) => `${id}.${i + 1}`);
}

function section(name, rows) {
  return html`<section class="card"><h2>${name}</h2>${definitions(rows)}</section>`;
}

/** Each POST to AIML. */
export function attempts(generation) {
  const log = generation.attempt_log;
  if (!log) {
    return html`
      <section class="card">
        <h2>Attempts</h2>
        <p>
          ${generation.attempts === null
            ? 'Not known: the gateway stopped before it could record them, or they have not ended.'
            : `${generation.attempts}, without details.`}
        </p>
      </section>
    `;
  }
  const hasKeys = log.some((attempt) => attempt.key_prefix);
  return html`
    <section class="card">
      <h2 id="attempts">Attempts</h2>
      <div class="table" role="region" aria-labelledby="attempts" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Started</th>
              <th scope="col">Outcome</th>
              <th scope="col">Status</th>
              <th scope="col" class="number">Took</th>
              ${hasKeys ? html`<th scope="col">Key</th>` : nothing}
              <th scope="col">Id</th>
              <th scope="col">Inference id</th>
            </tr>
          </thead>
          <tbody>
            ${log.map((attempt) => row(attempt, hasKeys))}
          </tbody>
        </table>
      </div>
    </section>
  `;
}

function row(attempt, hasKeys) {
  return html`
    <tr>
      <td>${time(attempt.started_at)}</td>
      <td>
        ${ATTEMPT_OUTCOMES[attempt.outcome] ?? attempt.outcome}${attempt.reason ? ` (${attempt.reason})` : nothing}
      </td>
      <td>${attempt.status ?? '–'}</td>
      <td class="number">${duration(attempt.duration_ms)}</td>
      ${hasKeys ? html`<td><code>${attempt.key_prefix ?? '–'}</code></td>` : nothing}
      <td><code class="id">${attempt.id ?? '–'}</code></td>
      <td><code class="id">${attempt.inference_id ?? '–'}</code></td>
    </tr>
  `;
}
