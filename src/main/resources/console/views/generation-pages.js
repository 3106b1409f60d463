import { isAbort } from '../api.js';

const PAGE = 50;

/** How often generations that have not ended are looked up, in milliseconds. */
const POLL = 4_000;

/**
 * The generations that are shown: pages that were loaded one after the other. Those that have not ended are looked up
 * again until they have; ones that began meanwhile are only counted, so that nothing moves under the reader's hand.
 */
export function generationPages({ api, redraw }, filters) {
  const stop = new AbortController();
  let items = [];
  let cursor = null;
  let error = null;
  let isLoading = false;
  let newer = 0;
  let timer = null;

  const get = (more) =>
    api.get('/v1/generations', {
      query: { ...Object.fromEntries(filters), limit: PAGE, ...more },
      signal: stop.signal,
    });

  async function load(isFirst) {
    isLoading = true;
    error = null;
    redraw();
    try {
      const { body } = await get(isFirst ? {} : { cursor });
      items = isFirst ? body.data : [...items, ...body.data];
      cursor = body.next_cursor;
      newer = isFirst ? 0 : newer;
    } catch (failure) {
      if (isAbort(failure)) {
        return;
      }
      error = failure;
    }
    isLoading = false;
    redraw();
    schedule();
  }

  const isOpen = (generation) =>
    generation.state === 'held' || (generation.images ?? []).some((image) => image.state === 'pending');

  function schedule() {
    clearTimeout(timer);
    if (!stop.signal.aborted && items.slice(0, PAGE).some(isOpen)) {
      timer = setTimeout(poll, POLL);
    }
  }

  async function poll() {
    if (!document.hidden && !isLoading) {
      try {
        const { body } = await get({});
        const fresh = new Map(body.data.map((generation) => [generation.id, generation]));
        const known = new Set(items.map(({ id }) => id));
        items = items.map((generation) => fresh.get(generation.id) ?? generation);
        newer = body.data.filter(({ id }) => !known.has(id)).length;
        redraw();
      } catch (failure) {
        if (isAbort(failure)) {
          return;
        }
        // the next poll may succeed, and what is shown is still true
      }
    }
    schedule();
  }

  load(true);

  return {
    items: () => items,
    hasMore: () => cursor !== null,
    error: () => error,
    isLoading: () => isLoading,
    newer: () => newer,
    next: () => load(false),
    reload: () => load(true),
    dispose() {
      clearTimeout(timer);
      stop.abort();
    },
  };
}
