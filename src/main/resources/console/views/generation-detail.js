import { html, nothing } from '../lit.js';
import { busy, empty, problem } from '../notices.js';
import { badge } from './generation-row.js';
import { statusOf } from './generation-status.js';
import { attempts, facts, money, timesAndIds } from './generation-facts.js';
import { pictures } from './generation-pictures.js';
import { requests } from './requests.js';
import { resolutionForm } from './resolution-form.js';

/** How often images that are being copied are looked up, in milliseconds. */
const POLL = 4_000;

/** The details of one generation. */
export function generationDetail(context, id) {
  const { api, redraw, session } = context;
  const loading = requests(redraw);
  let generation = null;
  let timer = null;
  const shown = pictures(context);
  const resolution = resolutionForm(context, () => {
    // the form, which had the focus, is gone
    document.getElementById('main')?.focus();
    load();
  });

  /** With wait, the answer comes when the generation has ended, or after that many seconds. */
  async function load(wait = 0) {
    clearTimeout(timer);
    const hasEnded = await loading.restart(async (signal) => {
      const headers = wait > 0 ? { Prefer: `wait=${wait}` } : {};
      generation = (await api.get(`/v1/generations/${encodeURIComponent(id)}`, { headers, signal })).body;
    });
    if (!hasEnded || loading.error()) {
      return;
    }
    if (generation.state === 'held') {
      await load(20);
    } else if ((generation.images ?? []).some(({ state }) => state === 'pending')) {
      timer = setTimeout(load, POLL);
    }
  }

  if (id) {
    load();
  }

  return {
    template: () => html`
      <p class="back"><a href="#/generations">All generations</a></p>
      <h1>Generation ${id ? html`<span class="id">${id}</span>` : nothing}</h1>
      ${content()}
    `,
    /** Null until it is loaded. */
    generation: () => generation,
    dispose() {
      clearTimeout(timer);
      loading.stop();
      shown.dispose();
      resolution.dispose();
    },
  };

  function content() {
    if (!id) {
      return empty('This address names no generation.', html`<p><a href="#/generations">Choose one</a></p>`);
    }
    const error = loading.error();
    if (error?.status === 404) {
      return empty(
        'There is no such generation of yours. It may belong to another client, or be older than the ledger keeps them.',
        html`<p><a href="#/generations">Show your generations</a></p>`,
      );
    }
    if (error) {
      return problem(error, { retry: () => load() });
    }
    if (!generation) {
      return busy('Loading the generation …');
    }
    const admin = session.isAdmin;
    const status = statusOf(generation);
    return html`
      <div class="generation-head" data-tone=${status.tone} role="status">
        <p>${badge(status)} <span>${status.next || 'The images were made, billed and kept.'}</span></p>
        ${generation.problem ? failure(generation.problem) : nothing}
      </div>
      ${generation.state === 'unknown' && admin ? resolution.template(generation) : resolution.result()}
      ${generation.prompt === undefined
        ? nothing
        : html`<section class="card"><h2>Prompt</h2><p class="whole-prompt" dir="auto" tabindex="0">${generation.prompt}</p></section>`}
      ${shown.template(generation)}
      <div class="sections">
        ${facts(generation, admin)} ${money(generation)} ${timesAndIds(generation, admin)}
      </div>
      ${attempts(generation)}
      ${loading.isBusy() ? html`<p class="visually-hidden" role="status">Waiting for the result …</p>` : nothing}
    `;
  }

  function failure({ title: what, detail, type }) {
    const code = type.split('/').pop();
    return html`
      <p>${what}. ${code === 'outcome-unknown' ? nothing : html`<span dir="auto">${detail}</span>`} <a href=${`../problems/${encodeURIComponent(code)}`}>About ${code}</a></p>
    `;
  }
}
