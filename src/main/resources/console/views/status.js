import { html, nothing } from '../lit.js';
import { time } from '../format.js';
import { busy, problem } from '../notices.js';
import { adoptionForm } from './adoption-form.js';
import { priceDrift } from './price-drift.js';
import { requests } from './requests.js';
import { dependencies, modelsEnding, reconciliation, unmatched, upstream } from './status-cards.js';
import { headline } from './status-headline.js';

export const title = 'Status';

/** How often the status is read again, in milliseconds. */
const POLL = 10_000;

/** The state of the gateway at one glance: whether money is safe, whether images can be made, and why not. */
export function mount({ api, redraw }) {
  const loading = requests(redraw);
  const adoption = adoptionForm({ api, redraw }, () => load());
  let status = null;
  let lost = null;
  let readAt = null;
  let isPartial = false;
  let timer = null;

  async function load() {
    clearTimeout(timer);
    const read = async (signal) => {
      const answers = await Promise.allSettled([
        api.get('/v1/status', { signal }),
        api.get('/v1/unmatched-generations', { query: { limit: 100 }, signal }),
      ]);
      signal.throwIfAborted();
      const failed = answers.find((answer) => answer.status === 'rejected');
      isPartial = answers.some((answer) => answer.status === 'fulfilled');
      if (isPartial) {
        // what one of them says is shown; if neither responds, what was read last
        [status, lost] = answers.map((answer) => answer.value?.body ?? null);
        readAt = new Date().toISOString();
      }
      if (failed) {
        throw failed.reason;
      }
    };
    // a later read, such as after an adoption, knows better
    if (await loading.restart(read, { isQuiet: true })) {
      timer = setTimeout(poll, POLL);
    }
  }

  const poll = () => (document.hidden ? (timer = setTimeout(poll, POLL)) : load());

  load();

  return {
    template: () => html`
      <div class="row between view-head">
        <h1>${title}</h1>
        <button type="button" ?disabled=${loading.isBusy() && !readAt} @click=${load}>Reload</button>
      </div>
      ${loading.error() ? problem(loading.error(), { retry: load }) : nothing}
      ${loading.error() && readAt && !isPartial ? html`<p class="hint">What follows is from ${time(readAt)} and may be out of date.</p>` : nothing}
      ${readAt ? content() : loading.error() ? nothing : busy('Loading the status …')}
    `,
    dispose() {
      clearTimeout(timer);
      loading.stop();
      adoption.dispose();
    },
  };

  function unmatchedTable() {
    return lost.data.length === 0 ? adoption.template() : unmatched(lost, adoption);
  }

  function content() {
    if (!status) {
      return unmatchedTable();
    }
    const { tone, sentence, images, reasons } = headline(status, lost);
    return html`
      <section class=${`headline ${tone}`} aria-label="Summary">
        <p class="headline-sentence" role="status">${sentence}</p>
        <p>${images}</p>
        ${reasons.length === 0 ? nothing : html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
      </section>
      <div class="sections">
        ${upstream(status.upstream)} ${reconciliation(status)} ${dependencies(status)}
      </div>
      ${lost ? unmatchedTable() : adoption.template()} ${priceDrift(status.price_drift)}
      ${modelsEnding(status.models_ending)}
      <p class="hint">
        Version ${status.version}. Read at ${time(readAt)}, and again every 10 seconds. With several gateways, the upstream is
        that of the one that responded; the ledger is that of all.
      </p>
    `;
  }
}
