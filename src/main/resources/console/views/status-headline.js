import { html } from '../lit.js';
import { duration, number } from '../format.js';

/** Generations are compared an hour after they end; twice that is late. */
const LATE_SECONDS = 2 * 3600;

/** Models that end later need no look yet. */
const SOON_DAYS = 30;

/** From here on, costs are estimates: see docs/ledger.md. */
const VERY_LATE_SECONDS = 24 * 3600;

/**
 * Whether money is safe and images can be made, in a sentence each, and what needs a look.
 *
 * @param status the answer of GET /v1/status
 * @param lost the answer of GET /v1/unmatched-generations; null if there is none
 * @returns {{tone: 'good'|'warn'|'bad', sentence: string, images: string, reasons: unknown[]}}
 */
export function headline(status, lost) {
  const bad = moneyAtRisk(status, lost);
  const isKnown = lost !== null && status.unknown !== undefined;
  const warn = needsALook(status);
  const images = canMakeImages(status.upstream);
  const tone = bad.length > 0 ? 'bad' : warn.length > 0 || !images.isGood || !isKnown ? 'warn' : 'good';
  return { tone, sentence: sentence(bad, warn, isKnown), images: images.sentence, reasons: [...bad, ...warn] };
}

function sentence(bad, warn, isKnown) {
  if (bad.length > 0) {
    return 'Money is not safe: the ledger and AIML’s bill may differ.';
  }
  if (!isKnown) {
    return 'Whether money is safe is not known now: the ledger could not be read.';
  }
  switch (warn.length) {
    case 0:
      return 'Money is safe: every generation is accounted for.';
    case 1:
      return 'Money is safe. One thing needs a look.';
    default:
      return `Money is safe. ${warn.length} things need a look.`;
  }
}

function moneyAtRisk({ reconciliation }, lost) {
  const reasons = [];
  if (lost?.data.length > 0) {
    reasons.push(
      `AIML billed ${lost.has_more ? 'more than ' : ''}${generations(lost.data.length)} that the ledger does not have. They are` +
        ' listed below.',
    );
  }
  if (!reconciliation.enabled) {
    reasons.push('Reconciliation is off, so nothing compares the ledger with AIML’s records. Set gateway.reconciliation.enabled.');
  } else if (reconciliation.lag_seconds >= VERY_LATE_SECONDS) {
    reasons.push(`Reconciliation is ${duration(reconciliation.lag_seconds * 1000)} behind. AIML’s logs may be unreadable: see the log.`);
  }
  return reasons;
}

function needsALook({ unknown, reconciliation, price_drift: drift, models_ending: ending, degraded, images }) {
  const reasons = [];
  if (unknown?.generations > 0) {
    reasons.push(html`
      ${generations(unknown.generations)} may have been billed. The price stays on hold, so no budget is overspent.
      <a href="#/generations?state=unknown">Look at them</a>
    `);
  }
  if (reconciliation.enabled && reconciliation.lag_seconds >= LATE_SECONDS && reconciliation.lag_seconds < VERY_LATE_SECONDS) {
    reasons.push(`Reconciliation is ${duration(reconciliation.lag_seconds * 1000)} behind.`);
  }
  if (degraded.includes('ledger')) {
    reasons.push('The database of the ledger does not respond. Until it does, requests are refused and nothing is sent.');
  }
  const others = degraded.filter((name) => name !== 'ledger');
  if (others.length > 0) {
    reasons.push(`${others.join(', ')} ${others.length === 1 ? 'does' : 'do'} not respond. The gateway works without.`);
  }
  if (images.fault) {
    reasons.push('The store of images does not respond. Images are made, and copied when it is back.');
  }
  if (drift.length > 0) {
    reasons.push(html`AIML changed the price of ${models(drift.length)}: see <a href="#/status" @click=${toDrift}>price drift</a>.`);
  }
  const soon = ending.filter(({ shutdown }) => isSoon(shutdown));
  if (soon.length > 0) {
    reasons.push(`${models(soon.length)} will end within ${SOON_DAYS} days: ${soon.map(({ model }) => model).join(', ')}.`);
  }
  return reasons;
}

function isSoon(shutdown) {
  const days = (Date.parse(shutdown) - Date.now()) / 86_400_000;
  // the day itself has begun before it is over
  return days > -1 && days <= SOON_DAYS;
}

/** The fragment of the URL is the route, so that a link cannot lead to a place in the page. */
function toDrift(event) {
  event.preventDefault();
  document.getElementById('price-drift').scrollIntoView();
}

function canMakeImages({ breaker, keys, limit, in_flight: inFlight, waiting }) {
  const resting = keys.filter((key) => key.rests_until !== null);
  if (keys.length > 0 && resting.length === keys.length) {
    return { isGood: false, sentence: 'Images cannot be made: AIML refused every key, and all of them rest.' };
  }
  if (breaker === 'open' || breaker === 'forced_open') {
    return { isGood: false, sentence: 'Images cannot be made: most attempts failed, so none is sent until the next test.' };
  }
  if (breaker === 'half_open') {
    return { isGood: false, sentence: 'AIML is being tested: a few attempts are sent after most had failed.' };
  }
  if (waiting > 0 && inFlight >= limit) {
    return { isGood: true, sentence: `Images can be made. ${number(waiting)} attempts wait for their turn.` };
  }
  return { isGood: true, sentence: 'Images can be made.' };
}

const generations = (n) => (n === 1 ? '1 generation' : `${number(n)} generations`);
const models = (n) => (n === 1 ? '1 model' : `${number(n)} models`);
