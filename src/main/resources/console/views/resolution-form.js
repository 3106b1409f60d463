import { html, live, nothing } from '../lit.js';
import { credits, usd } from '../format.js';
import { problem } from '../notices.js';
import { faultsAt, reasonField } from './parts.js';
import { requests } from './requests.js';

/** The button says what it does. */
const LABELS = { '': 'Record the decision', settled: 'Record: billed', released: 'Record: not billed' };

/** The form by which an admin decides whether an unknown generation was billed. */
export function resolutionForm({ api, redraw }, resolved) {
  const sending = requests(redraw);
  const entered = { state: '', credits: null, reason: '' };
  let standing = null;

  async function submit(event, generation) {
    event.preventDefault();
    const body = { state: entered.state, reason: entered.reason };
    if (entered.state === 'settled') {
      body.credits = Number(entered.credits ?? generation.credits_held);
    }
    const hasEnded = await sending.run(async (signal) => {
      const path = `/v1/generations/${encodeURIComponent(generation.id)}/resolution`;
      standing = (await api.post(path, body, { signal })).body;
    });
    // 409: another admin or reconciliation was faster
    if (hasEnded && [undefined, 409].includes(sending.error()?.status)) {
      resolved();
    }
  }

  const faults = (member) => faultsAt(sending.error(), `/${member}`);

  return {
    template: (generation) => html`
      <form class="resolution card stack" @submit=${(event) => submit(event, generation)}>
        <h2>Decide by hand</h2>
        <p>
          Reconciliation decides this by itself as soon as AIML’s records show it. Decide only if you know better, for
          example from AIML’s support. ${credits(generation.credits_held)} are on hold. Your decision and its reason are
          written to the audit log; better evidence from AIML’s records still replaces it.
        </p>
        ${sending.error() && ['state', 'credits', 'reason'].every((member) => faults(member).length === 0)
          ? problem(sending.error())
          : nothing}
        <fieldset>
          <legend>Did AIML bill it?</legend>
          ${choice('settled', 'Yes: settle it')} ${choice('released', 'No: release the hold')} ${faults('state')}
        </fieldset>
        ${entered.state === 'settled'
          ? html`
              <div class="field">
                <label for="resolution-credits">Credits that AIML billed</label>
                <input
                  id="resolution-credits"
                  type="number"
                  name="credits"
                  min="0"
                  step="1"
                  required
                  aria-describedby="resolution-usd"
                  .value=${live(String(entered.credits ?? generation.credits_held))}
                  @input=${(event) => {
                    entered.credits = event.target.value;
                    redraw();
                  }}
                />
                <span id="resolution-usd" class="hint">${usd(Number(entered.credits ?? generation.credits_held))}</span>
                ${faults('credits')}
              </div>
            `
          : nothing}
        ${reasonField('resolution', 'Reason: how you know', entered, faults('reason'))}
        <button type="submit" class="primary" ?disabled=${sending.isBusy() || !entered.state}>
          ${sending.isBusy() ? 'Recording …' : LABELS[entered.state]}
        </button>
      </form>
    `,
    /** What was decided, once it was. */
    result: () => html`
      <div role="status">
        ${standing
          ? html`<p class="notice done">
              Recorded: ${standing.state}${standing.credits_used === null ? '' : html` at ${credits(standing.credits_used)}`}.
            </p>`
          : nothing}
        ${sending.error()?.status === 409 ? html`<p class="notice">It was decided meanwhile; this is how it stands now.</p>` : nothing}
      </div>
    `,
    dispose: () => sending.stop(),
  };

  function choice(value, label) {
    return html`
      <label class="choice"
        ><input
          type="radio"
          name="state"
          value=${value}
          required
          .checked=${live(entered.state === value)}
          @change=${() => {
            entered.state = value;
            redraw();
          }}
        />
        ${label}</label
      >
    `;
  }
}
