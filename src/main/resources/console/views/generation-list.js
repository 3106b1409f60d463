import { html, nothing, repeat } from '../lit.js';
import { empty } from '../notices.js';
import { filterForm, filtersOf } from './generation-filters.js';
import { generationPages } from './generation-pages.js';
import { generationRow, keptImages } from './generation-row.js';
import { archive, MAX_IMAGES } from './image-archive.js';
import { clientSuggestions, faults, modelSuggestions } from './parts.js';

/** The list of generations, newest first, that the filters of a route select. */
export function generationList(context, params) {
  let filters = filtersOf(params);
  let pages = generationPages(context, filters);
  const zip = archive(context);
  const models = modelSuggestions(context);
  const clients = clientSuggestions(context);
  const selected = new Set();
  const admin = context.session.isAdmin;

  const selectedImages = () => pages.items().filter(({ id }) => selected.has(id)).flatMap(keptImages);
  const select = (id, isSelected) => {
    if (isSelected) {
      selected.add(id);
    } else {
      selected.delete(id);
    }
    context.redraw();
  };

  return {
    template: () => html`
      <h1>Generations</h1>
      ${filterForm(filters, {
        admin,
        models,
        clients,
        apply: (chosen) => context.navigate(`#/generations${chosen.size === 0 ? '' : `?${chosen}`}`),
      })}
      ${toolbar()} ${zip.notice()} ${pages.error() ? faults(pages.error(), { retry: pages.retry }) : nothing} ${list()}
      ${more()}
    `,
    replace: (generation) => pages.replace(generation),
    /** Selects others, if the filters have changed. */
    filter(changed) {
      const chosen = filtersOf(changed);
      if (chosen.toString() === filters.toString()) {
        return;
      }
      filters = chosen;
      selected.clear();
      pages.dispose();
      pages = generationPages(context, filters);
      // what was chosen before is kept by the controls, also if their attributes change
      setTimeout(() => document.querySelector('.filter-form')?.reset());
    },

    dispose() {
      pages.dispose();
      zip.dispose();
      models.dispose();
      clients.dispose();
    },
  };

  function toolbar() {
    const images = selectedImages();
    const selectable = pages.items().filter((generation) => keptImages(generation).length > 0);
    return html`
      <div class="list-toolbar">
        <p role="status">${count()}</p>
        ${pages.newer() === 0
          ? nothing
          : html`<button type="button" ?disabled=${pages.isLoading()} @click=${pages.reload}>Show ${pages.newer()} newer</button>`}
        <button type="button" ?disabled=${pages.isLoading()} @click=${pages.reload}>Reload</button>
        <span class="list-selection">
          <button
            type="button"
            ?disabled=${selectable.length === 0}
            @click=${() => {
              const all = selected.size < selectable.length;
              selected.clear();
              selectable.forEach(({ id }) => all && selected.add(id));
              context.redraw();
            }}
          >
            ${selected.size > 0 && selected.size === selectable.length ? 'Select none' : 'Select all shown'}
          </button>
          <button
            type="button"
            ?disabled=${images.length === 0 || images.length > MAX_IMAGES || zip.isBusy()}
            @click=${() => zip.download(images)}
          >
            ${images.length === 0 ? 'Download as ZIP' : `Download ${images.length} as ZIP`}
          </button>
          ${images.length > MAX_IMAGES ? html`<span class="hint">A ZIP has at most ${MAX_IMAGES} images.</span>` : nothing}
        </span>
      </div>
    `;
  }

  function count() {
    const shown = pages.items().length;
    if (pages.isLoading() && shown === 0) {
      return 'Loading generations …';
    }
    if (pages.isLoading()) {
      return `${shown} shown, loading …`;
    }
    return `${shown} ${shown === 1 ? 'generation' : 'generations'} shown${pages.hasMore() ? ', older ones follow' : ''}`;
  }

  function list() {
    if (pages.items().length > 0) {
      return html`
        <ul class="generations">
          ${repeat(
            pages.items(),
            ({ id }) => id,
            (generation) =>
              generationRow(generation, {
                admin,
                isSelected: selected.has(generation.id),
                select: (isSelected) => select(generation.id, isSelected),
              }),
          )}
        </ul>
      `;
    }
    if (pages.isLoading() || pages.error()) {
      return nothing;
    }
    if (filters.has('request_id')) {
      return empty(
        'No generation has this request id. A request that was refused, or that an earlier generation answered, has none' +
          ' of its own: its response says why, and the log of the gateway has a line with the id.',
        html`<p><a href="#/generations">Show all generations</a></p>`,
      );
    }
    return filters.size > 0
      ? empty('No generation matches these filters.', html`<p><a href="#/generations">Show all generations</a></p>`)
      : empty('There are no generations yet.', html`<p><a href="#/playground">Make the first picture</a></p>`);
  }

  function more() {
    if (pages.items().length === 0 || !pages.hasMore()) {
      return nothing;
    }
    // not disabled while it loads, because it would lose the focus; the toolbar says that it does
    return html`
      <p class="list-more">
        <button
          type="button"
          aria-disabled=${pages.isLoading() ? 'true' : 'false'}
          @click=${() => pages.isLoading() || pages.next()}
        >
          Show older
        </button>
      </p>
    `;
  }
}
