// The list of generations, or with the parameter id the details of one.
import { generationDetail } from './generation-detail.js';
import { generationList } from './generation-list.js';

export const title = 'Generations';

export function mount(context) {
  let list = null;
  let detail = null;
  let scrolled = 0;

  function open(params) {
    const seen = detail?.generation();
    detail?.dispose();
    detail = null;
    if (seen) {
      list?.replace(seen);
    }
    if (params.has('id')) {
      detail = generationDetail(context, params.get('id'));
    } else if (list === null) {
      list = generationList(context, params);
    } else {
      list.filter(params);
    }
  }

  open(context.params);

  return {
    template: () => (detail ?? list).template(),

    /** The list stays as it is behind the details, so that the way back leads to the same place. */
    paramsChanged(params) {
      const wasDetail = detail !== null;
      if (!wasDetail) {
        scrolled = scrollY;
      }
      open(params);
      context.redraw();
      if (wasDetail || detail !== null) {
        const place = detail === null ? scrolled : 0;
        requestAnimationFrame(() => {
          document.getElementById('main')?.focus({ preventScroll: true });
          scrollTo(0, place);
        });
      }
    },

    dispose() {
      list?.dispose();
      detail?.dispose();
    },
  };
}
