import { requests } from './requests.js';

const PAGE = 50;

/** How often generations that have not ended are looked up, in milliseconds. */
const POLL = 4_000;

/** How often newer ones are looked up while none is open, in milliseconds. */
const SLOW_POLL = 15_000;

/**
 * The generations that are shown: pages that were loaded one after the other. Those that have not ended are looked up
 * again until they have; ones that began meanwhile are only counted, so that nothing moves under the reader's hand.
 */
export function generationPages({ api, redraw }, filters) {
  const loading = requests(redraw);
  const polling = requests(redraw);
  let items = [];
  let cursor = null;
  let newer = 0;
  let isLoaded = false;
  let timer = null;
  let retry = null;

  const get = async (signal, more) =>
    (await api.get('/v1/generations', { query: { ...Object.fromEntries(filters), limit: PAGE, ...more }, signal })).body;

  async function load(isFirst) {
    retry = () => load(isFirst);
    const hasEnded = await loading.restart(async (signal) => {
      const page = await get(signal, isFirst ? {} : { cursor });
      items = isFirst ? page.data : [...items, ...page.data];
      cursor = page.next_cursor;
      newer = isFirst ? 0 : newer;
      isLoaded = true;
    });
    if (hasEnded) {
      schedule();
    }
  }

  const isOpen = (generation) =>
    generation.state === 'held' || (generation.images ?? []).some((image) => image.state === 'pending');

  function schedule() {
    clearTimeout(timer);
    if (!isLoaded) {
      return;
    }
    timer = setTimeout(poll, items.slice(0, PAGE).some(isOpen) ? POLL : SLOW_POLL);
  }

  async function poll() {
    if (document.hidden || loading.isBusy()) {
      schedule();
      return;
    }
    // if it fails, what is shown is still true, and the next one may succeed
    const hasEnded = await polling.run(async (signal) => {
      const { data } = await get(signal, {});
      const fresh = new Map(data.map((generation) => [generation.id, generation]));
      // those that the filters do not select any more, or that newer ones have pushed off the first page
      for (const { id } of items.slice(0, PAGE).filter((generation) => isOpen(generation) && !fresh.has(generation.id))) {
        fresh.set(id, (await api.get(`/v1/generations/${encodeURIComponent(id)}`, { signal })).body);
      }
      const known = new Set(items.map(({ id }) => id));
      items = items.map((generation) => fresh.get(generation.id) ?? generation);
      newer = data.filter(({ id }) => !known.has(id)).length;
    });
    if (hasEnded) {
      schedule();
    }
  }

  load(true);

  return {
    items: () => items,
    hasMore: () => cursor !== null,
    error: loading.error,
    isLoading: loading.isBusy,
    newer: () => newer,
    /** Shows a generation as it is now. */
    replace(generation) {
      items = items.map((shown) => (shown.id === generation.id ? generation : shown));
    },
    next: () => load(false),
    reload: () => load(true),
    /** Sends the last request again. */
    retry: () => retry(),
    dispose() {
      clearTimeout(timer);
      loading.stop();
      polling.stop();
    },
  };
}
