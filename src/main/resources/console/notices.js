// What is shown instead of content: errors, emptiness and waiting. Each has a sentence and a next step.
import { html, nothing } from './lit.js';
import { urlOf } from './api.js';

/** What a person can do about a problem, by its code. */
const NEXT_STEPS = {
  'unauthenticated': 'Enter a key that the gateway knows, or ask its operators for one. A token may have expired: sign in again.',
  'forbidden': 'Ask the operators of the gateway for access.',
  'budget-exhausted': 'Wait until the budget begins again, ask for less, or ask the operators for a larger budget.',
  'rate-limited': 'Wait a moment, and try again.',
  'too-many-in-flight': 'Wait until an earlier generation has ended, and try again.',
  'upstream-unavailable': 'Nothing was billed. Try again in a moment.',
  'overloaded': 'Nothing was billed. Try again in a moment.',
  'upstream-failed': 'Nothing was billed. Try again.',
  'upstream-rejected': 'Change the request as the message says.',
  'no-image': 'Change the prompt, and try again.',
  'outcome-unknown': 'It may have been billed. The gateway compares its ledger with the provider’s records, and shows the result under Generations.',
  'still-generating': 'The generation goes on. Wait, or find it under Generations.',
  'idempotency-in-progress': 'The generation goes on. Wait a moment, and try again.',
  'delivery-failed': 'The picture is paid for and not lost. Try again in a moment.',
  'result-lost': 'It was paid for, but the images cannot be shown. Generate it again if you still need it.',
  'ledger-unavailable': 'Nothing was sent. Try again in a moment.',
  'provider-account': 'The operators of the gateway have to act; trying again does not help.',
  'issuer-unavailable': 'Nothing was sent. Try again in a moment, or sign in with a client key.',
  'not-found': 'Check the address. It may belong to another client, or was removed.',
  'payload-too-large': 'Send less: a shorter text, or a picture by its URL instead of its bytes.',
  'headers-too-large': 'Sign in with a shorter key or token, or tell the operators of the gateway.',
  'idempotency-key-reused': 'Press Generate for a new request.',
  'internal-error': 'Tell the operators of the gateway the request id.',
};

/**
 * An error with its next step.
 *
 * @param {import('./api.js').ApiProblem|Error} error
 * @param {{retry?: () => void, retryLabel?: string}} [options] retry: offers a button
 */
export function problem(error, { retry, retryLabel = 'Try again' } = {}) {
  const code = error.code;
  const step = NEXT_STEPS[code];
  return html`
    <div class="notice error" role="alert">
      <p class="notice-title">${error.problem?.title ?? 'Something failed in this page'}</p>
      <p dir="auto">${error.message}</p>
      ${step ? html`<p>${step}</p>` : nothing}
      <p class="notice-actions">
        ${retry ? html`<button type="button" @click=${retry}>${retryLabel}</button>` : nothing}
        ${code && error.problem.type ? html`<a href=${urlOf('/problems/' + code).pathname} target="_blank" rel="noopener">About this error</a>` : nothing}
        ${error.requestId ? html`<span class="muted">Request id <code>${error.requestId}</code></span>` : nothing}
      </p>
    </div>`;
}

/**
 * That there is nothing, and what to do.
 *
 * @param {string} sentence
 * @param {unknown} [next] a template with a link or button
 */
export const empty = (sentence, next = nothing) => html`<div class="notice empty"><p>${sentence}</p>${next}</div>`;

/** That something is on its way. */
export const busy = (sentence = 'Loading …') => html`<p class="busy" role="status">${sentence}</p>`;
