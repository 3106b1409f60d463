/**
 * What a generation's state means for people: a short label, a tone for its colour, and a sentence that says what happens
 * next. The API's `state` is about money only; this also looks at the outcome and at the images.
 */

const REFUSALS = {
  'upstream-rejected': 'AIML refused this request. Nothing was billed. Change the request and send it again.',
  'provider-account': 'AIML refused the operators’ account. Nothing was billed. A retry does not help; tell the operators.',
  'upstream-failed': 'AIML failed. Nothing was billed. Send the request again.',
  'upstream-unavailable': 'AIML could not be reached. Nothing was billed. Send the request again later.',
  overloaded: 'AIML or the gateway was at a limit. Nothing was billed. Send the request again later.',
  'ledger-unavailable': 'The ledger did not respond, so nothing was sent or billed. Send the request again later.',
  'no-image': 'AIML returned no image for this prompt, and billed nothing. Change the prompt.',
};

const REFUSED = new Set(['upstream-rejected', 'provider-account', 'no-image']);

/** @returns {{label: string, tone: 'good'|'info'|'warn'|'bad', next: string}} */
export function statusOf(generation) {
  switch (generation.state) {
    case 'held':
      return {
        label: 'Held',
        tone: 'info',
        next: 'AIML is working on it. The price is on hold, and is settled or released when it ends, within a few minutes.',
      };
    case 'unknown':
      return {
        label: 'Unknown',
        tone: 'warn',
        next:
          'No readable answer came, so AIML may have billed it. The price stays on hold until reconciliation finds it in' +
          ' AIML’s records; an admin can decide earlier.',
      };
    case 'released':
      return released(generation);
    case 'settled':
      return settled(generation);
    default:
      return { label: generation.state, tone: 'warn', next: 'This page does not know this state. Reload it.' };
  }
}

function released({ outcome, cost_source: source }) {
  if (outcome === 'outcome-unknown') {
    return {
      label: 'Not billed',
      tone: 'bad',
      next:
        source === 'operator'
          ? 'No answer came, and an admin decided that nothing was billed. Send the request again.'
          : 'No answer came, and AIML’s records show that nothing was billed. Send the request again.',
    };
  }
  return {
    label: REFUSED.has(outcome) ? 'Refused' : 'Failed',
    tone: 'bad',
    next: REFUSALS[outcome] ?? 'It failed and nothing was billed. Send the request again.',
  };
}

function settled(generation) {
  const blocked = (generation.has_nsfw_concepts ?? []).filter(Boolean).length;
  if (blocked > 0) {
    return {
      label: 'Blocked',
      tone: 'warn',
      next:
        `AIML’s safety checker blacked out ${blocked} of ${generation.has_nsfw_concepts.length}, which is billed like any` +
        ' other. Change the prompt.',
    };
  }
  if (generation.outcome === 'no-image') {
    return { label: 'No image', tone: 'bad', next: 'AIML billed it and returned no image. Change the prompt.' };
  }
  if (generation.outcome !== 'succeeded' || generation.problem) {
    return {
      label: 'Lost',
      tone: 'bad',
      next: 'The images were made and billed, but cannot be had again. To send the request again costs again.',
    };
  }
  return kept(generation);
}

function kept({ images = [] }) {
  const states = new Set(images.map((image) => image.state));
  if (states.has('failed')) {
    return {
      label: 'Not kept',
      tone: 'warn',
      next: 'The gateway could not copy an image. AIML’s URL may still work: open the details.',
    };
  }
  if (states.has('pending')) {
    return { label: 'Copying', tone: 'info', next: 'The images are made and billed. The gateway is copying them.' };
  }
  if (states.size === 1 && states.has('removed')) {
    return { label: 'Removed', tone: 'warn', next: 'The images were deleted, or kept for as long as configured.' };
  }
  return { label: 'Succeeded', tone: 'good', next: '' };
}

/** How the cost of a generation was found, by its `cost_source`. */
export const COST_SOURCES = {
  body: 'AIML stated it in the body of its answer.',
  header: 'AIML stated it in a header of its answer.',
  catalogue: 'AIML’s answer had no cost, so it is the price that was held. AIML’s records correct it.',
  refusal: 'AIML refused the request, which it does not bill.',
  'not-sent': 'Nothing was sent, so nothing was billed.',
  vendor: 'AIML’s billing records.',
  absence: 'AIML’s records were read completely and have no charge for it.',
  estimate: 'AIML’s records could not be read for a day, so it is the price that was held. They correct it later.',
  operator: 'An admin decided it; the reason is in the audit log.',
};

/** What an attempt's outcome means. */
export const ATTEMPT_OUTCOMES = {
  answered: 'answered',
  refused: 'refused by AIML, not billed',
  intercepted: 'refused on the way to AIML, not billed',
  unknown: 'no readable answer, may be billed',
  'not-sent': 'not sent',
};
