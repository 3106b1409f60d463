// What the runs of this tab have given: the chosen one large, the others as a gallery.
import { html, nothing, repeat } from '../lit.js';
import { credits, duration, time } from '../format.js';
import { empty, problem } from '../notices.js';
import { faults } from '../views/parts.js';
import { problemOf, retryOf } from './retry.js';

const STATES = { sending: 'sending', waiting: 'generating', stopped: 'not waiting', done: 'done', failed: 'failed' };

/**
 * The result of a run.
 *
 * @param {object} run
 * @param {object} actions again, reseed (undefined if the model has no seed), vary, stop, retry, remove, reload, failedPicture
 */
export function result(run, actions) {
  // a new key could pay once more for what may have been accepted
  const isOpen = run.state === 'failed' && retryOf(run) === 'same';
  return html`<section class="card stack" aria-labelledby="result-title">
    <div class="row between">
      <h2 id="result-title">Result</h2>
      <span class=${'badge ' + ({ done: 'good', failed: 'bad', waiting: 'info', sending: 'info' }[run.state] ?? 'warn')} role="status">${STATES[run.state]}</span>
    </div>
    ${body(run, actions)}
    <p class="prompt" dir="auto">${run.prompt}</p>
    ${facts(run)}
    <div class="row">${run.state === 'sending' || run.state === 'waiting' ? nothing : html`
      ${isOpen ? nothing : html`<button type="button" @click=${() => actions.again(run)}>Again</button>`}
      ${actions.reseed && !isOpen ? html`<button type="button" @click=${() => actions.reseed(run)}>Again with another seed</button>` : nothing}
      <button type="button" @click=${() => actions.vary(run)}>Vary</button>
      <button type="button" class="quiet" @click=${() => actions.remove(run)}>Remove from this page</button>`}
    </div>
  </section>`;
}

function body(run, actions) {
  switch (run.state) {
    case 'sending':
    case 'waiting':
      return html`<div class="waiting">
        <p class="elapsed" aria-hidden="true">${duration(Math.floor((Date.now() - run.startedAt) / 1000) * 1000)}</p>
        <p>${run.note ? html`<span dir="auto">${run.note}</span> Still trying.` : run.state === 'sending' ? 'Sending the request …' : 'The model is generating. You may leave this page: the result is kept.'}</p>
        ${run.state === 'waiting' ? html`<button type="button" @click=${() => actions.stop(run)}>Stop waiting</button>` : nothing}
      </div>`;
    case 'stopped':
      return html`<div class="notice warn"><p>You do not wait any more. The generation goes on, and is billed; its pictures are kept.</p>
        <p class="notice-actions"><button type="button" @click=${() => actions.retry(run)}>Wait again</button></p></div>`;
    case 'failed': {
      const error = problemOf(run);
      const retry = { same: () => actions.retry(run), new: () => actions.again(run) }[retryOf(run)];
      return html`${faults(error, { retry })}${budget(error)}
        ${error.problem.type || !retry ? nothing : html`<p>The gateway may have accepted the request. Trying again repeats it with its own key, so that it is paid once at most.</p>`}`;
    }
    default:
      return pictures(run, actions);
  }
}

function budget(error) {
  const balance = error.problem.budget;
  return balance?.resets_at ? html`<p>The budget is whole again at ${time(balance.resets_at)}.</p>` : nothing;
}

function pictures(run, actions) {
  if (run.pictureProblem) {
    return problem(run.pictureProblem, { retry: () => actions.reload(run) });
  }
  return html`<div class=${'pictures' + (run.pictures.length > 1 ? ' several' : '')}>${run.pictures.map(({ isBlocked, url }, i) => {
    const source = run.sources?.[i];
    return html`<figure>
      ${source ? html`<img src=${source} alt=${`${run.prompt}${run.pictures.length > 1 ? ` (${i + 1} of ${run.pictures.length})` : ''}`} @error=${() => actions.failedPicture(run)}>`
        : url && run.sources ? html`<p class="notice warn">The gateway does not serve this picture. <a href=${url} target="_blank" rel="noopener noreferrer">Open it at the provider</a></p>`
        : html`<div class="placeholder">Loading the picture …</div>`}
      <figcaption class="row">${isBlocked ? html`<span class="badge warn">blocked by the model’s safety filter</span>` : nothing}
        ${source ? html`<a class="button small" href=${source} download=${`${run.id}-${i + 1}`} @click=${(event) => renewed(event, run, actions)}>Download${run.pictures.length > 1 ? html`<span class="visually-hidden"> picture ${i + 1}</span>` : nothing}</a>` : nothing}</figcaption>
    </figure>`;
  })}</div>`;
}

/** Follows a link to a picture, with a new URL if the signature has expired. */
async function renewed(event, run, actions) {
  const link = event.currentTarget;
  const expires = /[?&]expires=(\d+)/.exec(link.getAttribute('href').slice(0, 2000))?.[1];
  if (expires && expires * 1000 < Date.now()) {
    event.preventDefault();
    await actions.failedPicture(run);
    setTimeout(() => run.pictureProblem || link.click());
  }
}

function facts(run) {
  return html`<dl class="facts">
    <dt>Model</dt><dd><code>${run.model}</code></dd>
    ${run.seed ? html`<dt>Seed</dt><dd class="mono">${run.seed}</dd>` : nothing}
    ${run.state === 'done' || run.credits ? html`<dt>Cost</dt><dd>${credits(run.credits)}${run.isReplayed ? ' – an earlier generation with this seed answered, and is not billed again' : nothing}</dd>` : nothing}
    ${run.durationMs ? html`<dt>Took</dt><dd>${duration(run.durationMs)}</dd>` : nothing}
    <dt>Asked</dt><dd>${time(run.startedAt / 1000)}</dd>
    ${run.id ? html`<dt>Generation</dt><dd><a href=${'#/generations?id=' + run.id}><code>${run.id}</code></a></dd>` : nothing}
  </dl>`;
}

/** The runs of this tab as small pictures. */
export function gallery(runs, chosen, choose, failedPicture) {
  return runs.length < 2 ? nothing : html`<section aria-labelledby="gallery-title">
    <h2 id="gallery-title">This session</h2>
    <ul class="gallery">${repeat(runs, (run) => run.key, (run) => html`<li>
      <button type="button" aria-pressed=${run === chosen ? 'true' : 'false'} @click=${() => choose(run)} title=${run.prompt}>
        ${run.sources?.[0] ? html`<img src=${run.sources[0].startsWith('data:') ? run.sources[0] : run.sources[0].replace('?', '/thumbnail?')} alt="" loading="lazy" @error=${() => failedPicture(run, { isThumbnail: true })}>` : html`<span class="placeholder" aria-hidden="true"></span>`}
        <span class="caption" dir="auto">${run.prompt}</span>
        ${run.state === 'done' ? nothing : html`<span class=${'badge ' + (run.state === 'failed' ? 'bad' : 'info')}>${STATES[run.state]}</span>`}
      </button></li>`)}</ul></section>`;
}

/** What is shown before the first run. */
export const nothingYet = (example) => empty('Your pictures appear here, with their seed, cost and time.',
  example ? html`<p><button type="button" @click=${example}>Fill in an example</button></p>` : nothing);
