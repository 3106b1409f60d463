// The playground: a form for any model, its price while typing, and the pictures of this tab.
import { html, nothing } from '../lit.js';
import { busy, empty, problem } from '../notices.js';
import { bodyOf, fieldTemplate, fieldsOf, fitting, valuesOf } from '../playground/fields.js';
import { Forecast } from '../playground/forecast.js';
import { Runs } from '../playground/runs.js';
import { gallery, nothingYet, result } from '../playground/results.js';
import { picker } from '../playground/picker.js';
import { price } from '../playground/price.js';
import { requestAsCode } from '../playground/code.js';

export const title = 'Playground';

const FORM = 'image-gateway.form';
const FIRST_MODEL = 'stable-diffusion-v3-medium';
const EXAMPLE = 'A T-Rex relaxing on a beach, lying on a sun lounger and wearing sunglasses.';
const TICK_MS = 1000;
/** Seeds of 31 bits are valid with every model that has seeds. */
const SEED_BITS = 31;

export function mount({ api, session, redraw }) {
  const forecast = new Forecast(api, redraw);
  const runs = new Runs(api, session.client, redraw);
  const code = requestAsCode(redraw);
  const stopped = new AbortController();
  let models = null;
  let failure = null;
  let model;
  let values = {};
  let touched = new Set();
  let isPressed = false;
  let isSending = false;
  let chosenKey = null;
  let isMoreOpen = false;

  async function load() {
    failure = null;
    try {
      models = (await api.get('/v1/models', { signal: stopped.signal })).body.data;
      const kept = JSON.parse(sessionStorage.getItem(FORM) ?? '{}');
      values = kept.values ?? {};
      const usable = models.filter((one) => one.allowed);
      model = models.find((one) => one.id === kept.model) ?? usable.find((one) => one.id === FIRST_MODEL) ?? usable[0] ?? models[0];
      if (model) {
        values = fitting(model, values);
        changed();
      }
      runs.resume();
    } catch (error) {
      failure = stopped.signal.aborted ? null : error;
    }
    redraw();
  }

  /** Asks for the price, and keeps the form. A prompt that nobody has typed yet is not a fault: any prompt gives a price. */
  function changed() {
    if (stopped.signal.aborted) {
      return;
    }
    sessionStorage.setItem(FORM, JSON.stringify({ model: model.id, values }));
    const body = bodyOf(model, values);
    forecast.request(body.prompt === undefined && !isPressed && !touched.has('prompt') ? { ...body, prompt: 'a picture' } : body);
    redraw();
  }

  function choose(id) {
    model = models.find((one) => one.id === id);
    values = fitting(model, values);
    touched = new Set();
    isPressed = false;
    changed();
  }

  function change(name, value) {
    values = { ...values, [name]: value };
    touched.add(name);
    changed();
  }

  /** The faults at a pointer and below it, of fields that the person has touched or tried to send. */
  const faultsAt = (pointer) => forecast.faults.filter((fault) => (fault.pointer === pointer || fault.pointer?.startsWith(pointer + '/'))
    && (isPressed || touched.has(pointer.split('/')[1])));

  function otherFaults() {
    const known = fieldsOf(model).map((field) => '/' + field.name);
    return forecast.faults.filter((fault) => !known.some((pointer) => fault.pointer === pointer || fault.pointer?.startsWith(pointer + '/')));
  }

  async function press(event) {
    event.preventDefault();
    isPressed = true;
    await send(bodyOf(model, values), { isForm: true });
  }

  async function send(body, { isForm = false } = {}) {
    isSending = true;
    chosenKey = null;
    redraw();
    const run = await runs.start(typeof body === 'string' ? body : JSON.stringify(body), { model: body.model ?? model.id, prompt: body.prompt ?? '' });
    isSending = false;
    if (isForm && run.state === 'failed' && run.problem.errors) {
      // nothing was generated: the form shows what is wrong
      runs.remove(run);
      forecast.refused({ problem: run.problem });
      redraw();
      setTimeout(() => document.querySelector('#form [aria-invalid=true]')?.focus());
    } else {
      isPressed = false;
      touched = new Set();
      // the budgets have changed
      changed();
      // on a small screen the result is below the form
      setTimeout(() => {
        const shown = document.querySelector('.results > section');
        if (shown && shown.getBoundingClientRect().top > innerHeight / 2) {
          shown.scrollIntoView();
        }
      });
    }
    redraw();
  }

  const actions = {
    again: (run) => send(parsed(run)),
    reseed: (run) => send({ ...parsed(run), seed: crypto.getRandomValues(new Uint32Array(1))[0] >>> (32 - SEED_BITS) || 1 }),
    vary(run) {
      const body = parsed(run);
      model = models.find((one) => one.id === body.model) ?? model;
      values = valuesOf(model, fieldsOf(model).some((field) => field.name === 'seed') && run.seed ? { ...body, seed: run.seed } : body);
      touched = new Set();
      changed();
      setTimeout(() => document.getElementById('field-prompt')?.focus());
    },
    stop: (run) => runs.stop(run),
    retry: (run) => runs.retry(run),
    remove: (run) => runs.remove(run),
    reload: (run) => runs.reload(run),
    failedPicture: (run, options) => runs.failedPicture(run, options),
  };

  /** A run's body. A seed beyond 2^53 keeps its digits. */
  const parsed = (run) => JSON.parse(run.body, (_, value, context) =>
    (Number.isInteger(value) && !Number.isSafeInteger(value) && JSON.rawJSON && context?.source ? JSON.rawJSON(context.source) : value));

  const field = (one) => fieldTemplate(one, { model, value: values[one.name], faultsAt, change: (value) => change(one.name, value) });

  function form() {
    const fields = fieldsOf(model);
    const more = fields.filter((one) => !one.isCommon);
    const others = otherFaults();
    return html`<form id="form" class="card stack" @submit=${press} novalidate aria-label="Request">
      ${picker(models, model, choose)}
      ${fields.filter((one) => one.isRequired).map(field)}
      ${others.length ? html`<div class="notice error slim" role="alert">${others.map((fault) => html`<p dir="auto"><code>${fault.pointer ?? fault.parameter ?? ''}</code> ${fault.detail}</p>`)}</div>` : nothing}
      <div class="foot">${price(forecast, () => forecast.retry())}
        <button class="primary wide" ?disabled=${isSending}>${isSending ? 'Sending …' : 'Generate'}</button></div>
      <div class="fields">${fields.filter((one) => one.isCommon && !one.isRequired).map(field)}</div>
      ${more.length ? html`<details ?open=${isMoreOpen || more.some((one) => faultsAt('/' + one.name).length)} @toggle=${(event) => (isMoreOpen = event.target.open)}><summary>More parameters (${more.length})</summary><div class="fields">${more.map(field)}</div></details>` : nothing}
    </form>`;
  }

  function template() {
    if (failure) {
      return html`<h1>${title}</h1>${problem(failure, { retry: load })}`;
    }
    if (!models) {
      return html`<h1>${title}</h1>${busy('Loading the models …')}`;
    }
    if (!model) {
      return html`<h1>${title}</h1>${empty('The gateway offers no models. Its operators add them to the catalogue.')}`;
    }
    const chosen = runs.list.find((run) => run.key === chosenKey) ?? runs.list[0];
    const canReseed = chosen && models.find((one) => one.id === chosen.model)?.parameters.properties.seed;
    return html`<h1>${title}</h1>
      <div class="playground">
        <div class="stack">${form()}</div>
        <div class="stack results">
          ${chosen ? result(chosen, canReseed ? actions : { ...actions, reseed: undefined }) : nothingYet(values.prompt ? null : () => change('prompt', EXAMPLE))}
          ${gallery(runs.list, chosen, (run) => {
            chosenKey = run.key;
            redraw();
          }, actions.failedPicture)}
          ${code(bodyOf(model, values))}
        </div>
      </div>`;
  }

  const ticks = setInterval(() => runs.list.some((run) => run.state === 'sending' || run.state === 'waiting') && redraw(), TICK_MS);
  load();
  return {
    template,
    dispose() {
      clearInterval(ticks);
      stopped.abort();
      forecast.dispose();
      runs.dispose();
    },
  };
}
