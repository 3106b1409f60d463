import { html, live, nothing } from '../lit.js';
import { credits } from '../format.js';
import { problem } from '../notices.js';
import { clientSuggestions, faultsAt, reasonField } from './parts.js';
import { detailPath } from './generation-row.js';
import { requests } from './requests.js';

/**
 * The form by which an admin adds a generation that AIML billed to the ledger.
 *
 * @param {() => void} adopted called after each adoption
 */
export function adoptionForm({ api, redraw }, adopted) {
  const sending = requests(redraw);
  const clients = clientSuggestions({ api, redraw });
  const entered = { client: '', reason: '' };
  let chosen = null;
  let last = null;

  async function submit(event) {
    event.preventDefault();
    const hasEnded = await sending.run(async (signal) => {
      const path = `/v1/unmatched-generations/${encodeURIComponent(chosen.id)}/adoption`;
      last = (await api.post(path, entered, { signal })).body;
    });
    if (!hasEnded) {
      return;
    }
    if (!sending.error()) {
      chosen = null;
      redraw();
      // the form is gone, and the focus with it
      document.getElementById('main')?.focus();
    }
    // 404: another admin was faster
    if ([undefined, 404].includes(sending.error()?.status)) {
      adopted();
    }
  }

  const faults = (member) => faultsAt(sending.error(), `/${member}`);

  return {
    /** Opens the form for a generation. */
    async choose(generation) {
      // an adoption cannot be undone, so its result is waited for
      if (sending.isBusy()) {
        return;
      }
      chosen = generation;
      last = null;
      sending.stop();
      clients.load();
      redraw();
      await Promise.resolve();
      document.getElementById('adoption-client')?.focus();
    },
    isFor: (id) => chosen?.id === id,
    template: () => html`
      <div role="status">
        ${last
          ? html`<p class="notice done">
              <a href=${detailPath(last.id)}>${last.id}</a> is in the ledger now, at ${credits(last.credits_used)} for
              <span dir="auto">${last.client}</span>.
            </p>`
          : nothing}
      </div>
      ${chosen ? form() : nothing}
    `,
    dispose() {
      sending.stop();
      clients.dispose();
    },
  };

  function form() {
    return html`
      <form class="adoption stack" @submit=${submit}>
        <h3>Adopt <span class="id">${chosen.id}</span></h3>
        <p>
          Its ${credits(chosen.credits_used)} are booked to the client that you name, in the budgets of the time at which AIML
          billed it. Your decision and its reason are written to the audit log. It cannot be undone.
        </p>
        ${sending.error() && ['client', 'reason'].every((member) => faults(member).length === 0)
          ? problem(sending.error())
          : nothing}
        <div class="field">
          <label for="adoption-client">Client that pays</label>
          <input
            id="adoption-client"
            name="client"
            dir="auto"
            required
            maxlength="64"
            autocomplete="off"
            spellcheck="false"
            list="adoption-clients"
            .value=${live(entered.client)}
            @input=${(event) => (entered.client = event.target.value.trim())}
          />
          ${clients.datalist('adoption-clients')} ${faults('client')}
        </div>
        ${reasonField('adoption', 'Reason: how it was lost', entered, faults('reason'))}
        <p class="row">
          <button type="submit" class="primary" ?disabled=${sending.isBusy()}>
            ${sending.isBusy() ? 'Adopting …' : 'Adopt'}
          </button>
          <button
            type="button"
            ?disabled=${sending.isBusy()}
            @click=${() => {
              chosen = null;
              redraw();
            }}
          >
            Cancel
          </button>
        </p>
      </form>
    `;
  }
}
