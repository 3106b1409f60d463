// A form made from a model's JSON Schema. The gateway checks the values, so a field takes any text.
import { html, live, nothing } from '../lit.js';

/** Shown at once; all other parameters are under "More parameters". */
const COMMON = new Set(['prompt', 'n', 'num_images', 'image_size', 'size', 'aspect_ratio', 'resolution', 'quality', 'seed',
  'negative_prompt', 'image_url', 'image_urls']);

const CUSTOM = '(custom)';
const LONG_TEXT = 300;

/** How a parameter is entered, by its schema: flag, choice, size, number, text, lines or json. */
function kindOf(schema) {
  if (schema.type === 'boolean') {
    return 'flag';
  }
  if (schema.oneOf) {
    return schema.oneOf.some((one) => one.enum) && schema.oneOf.some((one) => one.properties?.width) ? 'size' : 'json';
  }
  if (schema.enum) {
    return 'choice';
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    return 'number';
  }
  if (schema.type === 'string') {
    return 'text';
  }
  return schema.type === 'array' && schema.items?.type === 'string' ? 'lines' : 'json';
}

/** The fields of a model, without those that have a single possible value. */
export function fieldsOf(model) {
  const { properties = {}, required = [] } = model.parameters;
  return Object.entries(properties)
    .filter(([, schema]) => schema.enum?.length !== 1)
    .map(([name, schema]) => ({ name, schema, kind: kindOf(schema), isRequired: required.includes(name), isCommon: COMMON.has(name) || required.includes(name) }));
}

/** A number with all its digits, also those beyond 2^53. */
const exact = (text) => (Number.isSafeInteger(Number(text)) || !JSON.rawJSON ? Number(text) : JSON.rawJSON(text));

function numberOf(text) {
  // what is no number is sent as a text, so that the gateway says what it must be
  return /^-?\d+$/.test(text) ? exact(text.replace(/^(-?)0+(?=\d)/, '$1')) : /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** Left out if it is empty, so that the gateway says what is missing. */
const sideOf = (text) => (text.trim() === '' ? undefined : numberOf(text.trim()));

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The value that is sent for a field; undefined if it is left out. */
function valueOf({ kind, schema }, value) {
  if (kind === 'flag') {
    return value === undefined || value === '' || value === schema.default ? undefined : value;
  }
  if (kind === 'size') {
    const { choice = '', width = '', height = '' } = value ?? {};
    return choice === CUSTOM
      ? { width: sideOf(width), height: sideOf(height) }
      : choice || undefined;
  }
  const text = (value ?? '').trim();
  if (text === '') {
    return undefined;
  }
  switch (kind) {
    case 'number': return numberOf(text);
    case 'lines': return text.split('\n').map((line) => line.trim()).filter(Boolean);
    case 'json': return jsonOf(text);
    case 'choice': return schema.enum.find((one) => String(one) === text);
    default: return value;
  }
}

/** The body of a request; what is empty or the default is left out. */
export function bodyOf(model, values) {
  const body = { model: model.id };
  for (const field of fieldsOf(model)) {
    const value = valueOf(field, values[field.name]);
    if (value !== undefined) {
      body[field.name] = value;
    }
  }
  return body;
}

/** The values of a form that make a body, the reverse of bodyOf. */
export function valuesOf(model, body) {
  const values = {};
  for (const { name, kind } of fieldsOf(model)) {
    const value = body[name];
    if (value === undefined || value === null) {
      continue;
    }
    values[name] = kind === 'flag' ? value
      : kind === 'size' ? (typeof value === 'string' ? { choice: value } : { choice: CUSTOM, width: String(value.width ?? ''), height: String(value.height ?? '') })
      : kind === 'lines' && Array.isArray(value) ? value.join('\n')
      : kind === 'json' ? JSON.stringify(value)
      : String(value);
  }
  return fitting(model, values);
}

/**
 * The values that a model's form can take. Models share names: a size is a choice of one and a number of another. Values
 * for fields that the model does not have stay, for the next model.
 */
export function fitting(model, values) {
  const fields = new Map(fieldsOf(model).map((field) => [field.name, field]));
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !fields.has(name) || fits(fields.get(name), value)));
}

function fits({ kind, schema }, value) {
  switch (kind) {
    case 'flag': return typeof value === 'boolean';
    case 'size': return typeof value === 'object' && value !== null
      && ['', CUSTOM, ...schema.oneOf.find((one) => one.enum).enum].includes(value.choice ?? '');
    case 'choice': return value === '' || (typeof value === 'string' && schema.enum.some((one) => String(one) === value));
    default: return typeof value === 'string';
  }
}

const labelOf = (name) => {
  const words = name.replaceAll('_', ' ');
  return words[0].toUpperCase() + words.slice(1);
};

const idOf = (pointer) => 'field' + pointer.replaceAll('/', '-');

/** The ids of the faults at a field, for aria-describedby. */
const described = (pointer, hint, faults) => [hint && idOf(pointer) + '-hint', faults.length && idOf(pointer) + '-faults'].filter(Boolean).join(' ') || nothing;

const faultTexts = (pointer, faults) => faults.length === 0 ? nothing
  : html`<p class="fault" id=${idOf(pointer) + '-faults'} dir="auto">${[...new Set(faults.map((fault) => fault.detail))].join('; ')}</p>`;

/**
 * One field.
 *
 * @param {object} field of fieldsOf
 * @param {{model: object, value: unknown, faultsAt: (pointer: string, exact: boolean) => object[], change: (value: unknown) => void}} form
 */
export function fieldTemplate(field, { model, value, faultsAt, change }) {
  const { name, schema, kind } = field;
  const pointer = '/' + name;
  const parts = kind === 'size' && value?.choice === CUSTOM ? ['/width', '/height'] : [];
  const faults = faultsAt(pointer).filter((fault) => !parts.includes(fault.pointer.slice(pointer.length)));
  const hint = hintOf(field);
  const common = { id: idOf(pointer), describedBy: described(pointer, hint, faults), isInvalid: faults.length > 0 ? 'true' : nothing };
  if (kind === 'flag') {
    return html`<div class="field long">
      <label class="flag" for=${common.id}><input type="checkbox" id=${common.id} aria-describedby=${common.describedBy} aria-invalid=${common.isInvalid}
        .checked=${live(value ?? schema.default ?? false)} @change=${(e) => change(e.target.checked)}>${labelOf(name)}</label>
      ${hintTemplate(pointer, hint)}${faultTexts(pointer, faults)}</div>`;
  }
  return html`<div class=${'field' + (isLong(field) || parts.length ? ' long' : '')}>
    <label for=${common.id}>${labelOf(name)}${field.isRequired ? nothing : html` <span class="optional">optional</span>`}</label>
    ${control(field, common, value, change, model)}
    ${parts.length ? html`<div class="pair">${parts.map((part) => dimension(field, part, value, change, faultsAt))}</div>` : nothing}
    ${hintTemplate(pointer, hint)}${faultTexts(pointer, faults)}</div>`;
}

/** Whether a field needs the whole width. */
const isLong = ({ schema, kind }) =>
  kind === 'lines' || kind === 'json' || kind === 'size' || (kind === 'text' && !schema.format && (schema.maxLength ?? LONG_TEXT) >= LONG_TEXT);

const hintTemplate = (pointer, hint) => (hint ? html`<p class="hint" id=${idOf(pointer) + '-hint'}>${hint}</p>` : nothing);

function control({ name, schema, kind }, { id, describedBy, isInvalid }, value, change, model) {
  const input = (e) => change(e.target.value);
  if (kind === 'choice' || kind === 'size') {
    const options = kind === 'choice' ? schema.enum : schema.oneOf.find((one) => one.enum).enum;
    const chosen = kind === 'choice' ? value ?? '' : value?.choice ?? '';
    const choose = (e) => change(kind === 'choice' ? e.target.value : { ...value, choice: e.target.value });
    return html`<select id=${id} aria-describedby=${describedBy} aria-invalid=${isInvalid} .value=${live(String(chosen))} @change=${choose}>
      <option value="" ?selected=${chosen === ''}>${schema.default === undefined ? 'The model’s own' : `Default (${textOf(schema.default, model)})`}</option>
      ${options.map((one) => html`<option value=${one} ?selected=${String(one) === String(chosen)}>${textOf(one, model)}</option>`)}
      ${kind === 'size' ? html`<option value=${CUSTOM} ?selected=${chosen === CUSTOM}>Width and height …</option>` : nothing}
    </select>`;
  }
  if (isLong({ schema, kind })) {
    return html`<textarea id=${id} aria-describedby=${describedBy} aria-invalid=${isInvalid} dir="auto" rows=${name === 'prompt' ? 5 : 2}
      placeholder=${kind === 'lines' ? 'One per line' : kind === 'json' ? 'JSON' : ''} .value=${live(value ?? '')} @input=${input}></textarea>`;
  }
  return html`<input id=${id} aria-describedby=${describedBy} aria-invalid=${isInvalid} autocomplete="off" dir="auto"
    inputmode=${kind === 'number' ? (schema.type === 'integer' ? 'numeric' : 'decimal') : nothing}
    placeholder=${schema.default === undefined ? '' : String(schema.default)} .value=${live(value ?? '')} @input=${input}>`;
}

function dimension(field, part, value, change, faultsAt) {
  const pointer = `/${field.name}${part}`;
  const side = part.slice(1);
  const faults = faultsAt(pointer);
  return html`<div class="field"><label for=${idOf(pointer)}>${labelOf(side)}</label>
    <input id=${idOf(pointer)} inputmode="numeric" autocomplete="off" aria-invalid=${faults.length ? 'true' : nothing}
      aria-describedby=${described(pointer, null, faults)} .value=${live(value?.[side] ?? '')}
      @input=${(e) => change({ ...value, [side]: e.target.value })}>${faultTexts(pointer, faults)}</div>`;
}

/** landscape_16_9 as "landscape 16:9, 1024 × 576". */
function textOf(option, model) {
  const size = model.presets?.[option];
  const name = typeof option === 'boolean' ? (option ? 'yes' : 'no') : String(option).replace(/_(\d+)_(\d+)$/, ' $1:$2').replaceAll('_', ' ');
  return size ? `${name}, ${size.width} × ${size.height}` : name;
}

function hintOf({ name, schema, kind }) {
  if (name === 'prompt') {
    return null;
  }
  const bounds = kind === 'number' && schema.minimum !== undefined && schema.maximum !== undefined && String(schema.maximum).length < 12
    ? `${schema.minimum} to ${schema.maximum}.` : '';
  return [schema.description, bounds].filter(Boolean).join(' ') || null;
}
