import { html, nothing } from '../lit.js';
import { credits, time } from '../format.js';
import { statusOf } from './generation-status.js';
import { thumbnail } from './thumbnail.js';

/** The ids of the images of a generation that are in the store. */
export function keptImages(generation) {
  return (generation.images ?? []).filter((image) => image.state === 'kept').map((image) => image.id);
}

/** The path of a generation's details. */
export function detailPath(id) {
  return `#/generations?id=${encodeURIComponent(id)}`;
}

/** A generation's label in the colour of its tone, which also has a shape: colour alone says nothing. */
export function badge(status) {
  return html`<span class=${`badge ${status.tone}`}>${status.label}</span>`;
}

/**
 * One generation in the list.
 *
 * @param {{admin: boolean, isSelected: boolean, select: (isSelected: boolean) => void}} options
 */
export function generationRow(generation, { admin, isSelected, select }) {
  const status = statusOf(generation);
  const kept = keptImages(generation);
  const title = generation.prompt ?? generation.id;
  const blocked = generation.has_nsfw_concepts ?? [];
  return html`
    <li class="generation" data-id=${generation.id}>
      <div class="generation-select">
        <input
          type="checkbox"
          aria-label=${`Select the images of ${generation.id}`}
          ?disabled=${kept.length === 0}
          .checked=${isSelected}
          @change=${(event) => select(event.target.checked)}
        />
      </div>
      <div class="generation-images">
        ${(generation.images ?? []).map((image, i) =>
          thumbnail(image, { alt: `Image ${i + 1} of ${generation.images.length}`, isBlocked: blocked[i] === true }),
        )}
        ${generation.images?.length ? nothing : thumbnail(null, { tone: status.tone })}
      </div>
      <div class="generation-text">
        <p class="generation-title">
          <a href=${detailPath(generation.id)} dir="auto" class=${generation.prompt ? 'generation-prompt' : 'id'}>${title}</a>
        </p>
        <p class="generation-state">${badge(status)} ${status.next ? html`<span>${status.next}</span>` : nothing}</p>
      </div>
      <dl class="generation-facts">
        <div><dt>Time</dt><dd>${time(generation.created_at, { compact: true })}</dd></div>
        ${admin ? html`<div><dt>Client</dt><dd dir="auto">${generation.client}</dd></div>` : nothing}
        <div class="whole"><dt>${costLabel(generation)}</dt><dd>${cost(generation)}</dd></div>
        <div class="whole"><dt>Model</dt><dd dir="auto">${generation.model}</dd></div>
        ${generation.seed === null ? nothing : html`<div><dt>Seed</dt><dd>${generation.seed}</dd></div>`}
        ${generation.user === null ? nothing : html`<div><dt>User</dt><dd dir="auto">${generation.user}</dd></div>`}
      </dl>
    </li>
  `;
}

function cost(generation) {
  if (generation.credits_used !== null) {
    return credits(generation.credits_used);
  }
  return generation.state === 'released' ? credits(0) : credits(generation.credits_held);
}

function costLabel({ state, credits_used: used }) {
  return used === null && state !== 'released' ? 'On hold' : 'Cost';
}
