// The choice of a model, with its price and state.
import { html, live, nothing } from '../lit.js';
import { credits, usd } from '../format.js';

const UNITS = { 'image': 'image', 'megapixel': 'megapixel', 'input-and-output-image': 'image, input or output', 'input-image-and-output-megapixel': 'input image or output megapixel' };

/** A model's price as a text, such as $0.0455 per image. */
function priceText({ price }) {
  if (!price) {
    return 'no price';
  }
  return price.unit === 'token' ? 'by tokens' : `${usd(price.credits)} per ${UNITS[price.unit] ?? price.unit}`;
}

const optionText = (model) => [model.name, priceText(model), model.lifecycle.status === 'live' ? null : model.lifecycle.status].filter(Boolean).join(' · ');

/** Models by vendor, those that the client may use first. */
function groupsOf(models) {
  const groups = new Map();
  for (const model of models.filter((one) => one.allowed)) {
    groups.set(model.owned_by, [...(groups.get(model.owned_by) ?? []), model]);
  }
  return { groups: [...groups].sort(([a], [b]) => a.localeCompare(b)), others: models.filter((one) => !one.allowed) };
}

/** @param {object[]} models  @param {object} chosen  @param {(id: string) => void} choose */
export function picker(models, chosen, choose) {
  const { groups, others } = groupsOf(models);
  const option = (model) => html`<option value=${model.id} ?selected=${model === chosen}>${optionText(model)}</option>`;
  return html`<div class="field">
    <label for="model">Model</label>
    <select id="model" .value=${live(chosen.id)} @change=${(e) => choose(e.target.value)} aria-describedby="model-about">
      ${groups.map(([vendor, some]) => html`<optgroup label=${vendor}>${some.map(option)}</optgroup>`)}
      ${others.length ? html`<optgroup label="Not available to you">${others.map(option)}</optgroup>` : nothing}
    </select>
    <div class="hint" id="model-about"><code>${chosen.id}</code>${chosen.price?.credits ? html` · ${credits(chosen.price.credits)} per ${UNITS[chosen.price.unit] ?? chosen.price.unit}` : nothing}</div>
    ${state(chosen)}
  </div>`;
}

function state({ allowed, price, lifecycle }) {
  if (!allowed) {
    return html`<p class="notice warn slim">${price
      ? 'Your client may not use this model. Ask the operators of the gateway, or choose another one.'
      : 'This model has no known price, so requests are refused. Ask the operators to set one, or choose another model.'}</p>`;
  }
  return lifecycle.status === 'live' ? nothing : html`<p class="notice warn slim">This model is ${lifecycle.status}${
    lifecycle.shutdown ? html`, and ends on ${lifecycle.shutdown}` : nothing}.${
    lifecycle.replacement ? html` Use <code>${lifecycle.replacement}</code> instead.` : nothing}</p>`;
}
