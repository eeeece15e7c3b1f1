// Fields to type or tick: text, numbers, dates, times, checkboxes and radio buttons.

import { dayAndClock, momentOf } from './dates.js';
import { fill, freshId, h } from './dom.js';
import { textObject, words } from './richtext.js';
import { valueOf } from './values.js';

const TYPING_PAUSE = 300;

/**
 * How each is drawn. `tools` are `current`, `changed` and `send` of elements.js.
 * @type {Record<string, (element: any, surface: any, place: any, tools: any) => HTMLElement>}
 */
export const textBoxes = {
  plain_text_input: textInput,
  email_text_input: (element, ...rest) => textInput(element, ...rest, 'email'),
  url_text_input: (element, ...rest) => textInput(element, ...rest, 'url'),
  number_input: numberInput,
  datepicker: (element, ...rest) => pickerInput(element, ...rest, 'date', 'selected_date'),
  timepicker: (element, ...rest) => pickerInput(element, ...rest, 'time', 'selected_time'),
  datetimepicker: momentInput,
  checkboxes: (element, ...rest) => ticks(element, ...rest, 'checkbox'),
  radio_buttons: (element, ...rest) => ticks(element, ...rest, 'radio'),
};

function attributes(element, surface, place) {
  const placeholder = words(element.placeholder, surface.reader);
  const named = place.labels.id ? place.labels : { 'aria-label': placeholder || element.action_id, ...place.labels };
  return { class: 'field', placeholder: placeholder || null, data: { action: element.action_id }, ...named };
}

function textInput(element, surface, place, tools, type = 'text') {
  const value = tools.current(element, surface, place).value ?? '';
  const shared = { ...attributes(element, surface, place), maxlength: element.max_length ?? null, value };
  const node = element.multiline ? h('textarea', { ...shared, rows: 3 }) : h('input', { ...shared, type, autocomplete: 'off' });
  const when = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  let pause = 0;
  const keep = () => surface.form?.set(place.block.block_id, element, node.value === '' ? null : node.value);
  const tell = () => tools.send(node, element, valueOf(element, node.value), surface, place);
  node.addEventListener('input', () => {
    keep();
    if (!place.sends || !when.includes('on_character_entered')) return;
    clearTimeout(pause);
    pause = setTimeout(tell, TYPING_PAUSE);
  });
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || element.multiline || event.isComposing) return;
    if (!place.sends || !when.includes('on_enter_pressed')) return;
    event.preventDefault();
    tell();
  });
  return node;
}

function numberInput(element, surface, place, tools) {
  const node = h('input', {
    ...attributes(element, surface, place), type: 'number', autocomplete: 'off',
    min: element.min_value ?? null, max: element.max_value ?? null, step: element.is_decimal_allowed ? 'any' : 1,
    value: tools.current(element, surface, place).value ?? '',
  });
  node.addEventListener('input', () => surface.form?.set(place.block.block_id, element, node.value === '' ? null : node.value));
  node.addEventListener('change', () => tools.changed(node, element, node.value === '' ? null : node.value, surface, place));
  return node;
}

function pickerInput(element, surface, place, tools, type, name) {
  const node = h('input', { ...attributes(element, surface, place), type, value: tools.current(element, surface, place)[name] ?? '' });
  node.addEventListener('change', () => tools.changed(node, element, node.value || null, surface, place));
  return node;
}

// A day and a time by the reader's own clock; seconds since 1970 to the bot.
function momentInput(element, surface, place, tools) {
  const { zone } = surface.reader;
  const held = tools.current(element, surface, place).selected_date_time;
  const value = held ? dayAndClock(held * 1000, zone) : '';
  const node = h('input', { ...attributes(element, surface, place), type: 'datetime-local', value });
  node.addEventListener('change', () => {
    const ms = momentOf(node.value, zone);
    tools.changed(node, element, ms === null ? null : ms / 1000, surface, place);
  });
  return node;
}

function ticks(element, surface, place, tools, type) {
  const several = type === 'checkbox';
  const value = tools.current(element, surface, place);
  const chosen = several ? (value.selected_options ?? []) : [value.selected_option].filter(Boolean);
  const name = freshId('tick');
  const { id, ...labels } = place.labels;
  const group = h('div', {
    class: 'ticks', id: id ?? null, role: several ? 'group' : 'radiogroup', data: { action: element.action_id },
    ...(labels['aria-labelledby'] ? labels : { 'aria-label': several ? 'Choices' : 'One of these', ...labels }),
  });
  if (several) {
    // A group can neither be required nor invalid in ARIA's eyes; its description says both.
    group.removeAttribute('aria-invalid');
    group.removeAttribute('aria-required');
  }
  const boxes = (element.options ?? []).map((option) => {
    const box = h('input', { type, name, value: option.value, checked: chosen.some((one) => one.value === option.value), data: { value: option.value } });
    return { option, box };
  });
  fill(group, boxes.map(({ option, box }) => h('label', { class: 'tick' }, box,
    h('span', {}, textObject(option.text, surface.reader), option.description && h('small', {}, textObject(option.description, surface.reader))))));
  group.addEventListener('change', () => {
    const now = boxes.filter(({ box }) => box.checked).map(({ option }) => option);
    tools.changed(group, element, several ? now : (now[0] ?? null), surface, place);
  });
  return group;
}
