// A field to choose from a longer list by typing: one of it, or several as chips.

import { fits } from './complete.js';
import { fill, freshId, h } from './dom.js';
import { icon } from './icons.js';
import { openPopup } from './popup.js';

/**
 * @typedef {{value: string, label: string, about?: string, group?: string}} Choice
 */

/**
 * @param {{choices: Choice[], chosen: string[], several: boolean, most?: number, placeholder: string,
 *   labels: Record<string, any>, data: Record<string, string>, onChange: (values: string[]) => void}} options
 *   `labels`: the attributes that name the field; `data`: the hooks on the field
 * @returns {HTMLElement}
 */
export function chooser({ choices, chosen, several, most = Infinity, placeholder, labels, data, onChange }) {
  const picked = [...chosen];
  const listId = freshId('choices');
  const chips = h('ul', { class: 'chips', 'aria-label': 'Chosen' });
  const field = h('input', {
    type: 'text', class: 'field', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder,
    'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': listId, data, ...labels,
  });
  const list = h('ul', { id: listId, class: 'popup choices', role: 'listbox', 'aria-multiselectable': several ? 'true' : null, 'aria-label': placeholder });
  const anchor = h('div', { class: 'chooser-field' }, field, icon('down'));
  const root = h('div', { class: 'chooser' }, several && chips, anchor);
  let popup = null;
  let active = -1;
  let shown = [];

  const nameOf = (value) => choices.find((choice) => choice.value === value)?.label ?? value;
  const rest = () => {
    if (several) drawChips();
    else field.value = picked.length ? nameOf(picked[0]) : '';
  };

  function drawChips() {
    chips.hidden = picked.length === 0;
    fill(chips, picked.map((value) => h('li', { class: 'chip' }, nameOf(value),
      h('button', { type: 'button', class: 'chip-remove', 'aria-label': `Remove ${nameOf(value)}`, on: { click: () => toggle(value) } }, icon('close')))));
  }

  function open() {
    if (popup) return;
    popup = openPopup(anchor, list, { matchWidth: true, onClose: () => {
      popup = null;
      active = -1;
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    } });
    field.setAttribute('aria-expanded', 'true');
    draw('');
  }

  function draw(query) {
    const low = query.trim().toLowerCase();
    shown = choices.filter((choice) => fits(choice.label, low));
    active = low && shown.length ? 0 : shown.findIndex((choice) => picked[0] === choice.value);
    fill(list, shown.length
      ? shown.map((choice, index) => h('li', {
          id: `${listId}-${index}`, role: 'option', class: 'choice', 'aria-selected': String(picked.includes(choice.value)), data: { value: choice.value },
          on: { pointerdown: (event) => event.preventDefault(), click: () => choose(choice.value) },
        }, h('span', {}, choice.label), choice.about && h('span', { class: 'choice-about' }, choice.about), picked.includes(choice.value) && icon('check')))
      : h('li', { class: 'choice-none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'Nothing fits.'));
    mark();
    popup?.place();
  }

  function mark() {
    [...list.children].forEach((node, index) => node.classList.toggle('active', index === active));
    const node = list.children[active];
    if (node) {
      field.setAttribute('aria-activedescendant', node.id);
      node.scrollIntoView({ block: 'nearest' });
    } else field.removeAttribute('aria-activedescendant');
  }

  function choose(value) {
    if (several) {
      field.value = '';
      toggle(value);
      if (popup) draw('');
      return;
    }
    picked.splice(0, picked.length, value);
    popup?.close();
    rest();
    onChange([...picked]);
  }

  function toggle(value) {
    const at = picked.indexOf(value);
    if (at >= 0) picked.splice(at, 1);
    else if (picked.length < most) picked.push(value);
    drawChips();
    field.focus();
    onChange([...picked]);
  }

  function keys(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!popup) open();
      else if (shown.length) active = (active + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length;
      mark();
    } else if (event.key === 'Enter' && popup) {
      event.preventDefault();
      if (shown[active]) choose(shown[active].value);
    } else if (event.key === 'Backspace' && several && field.value === '' && picked.length) {
      toggle(picked.at(-1));
    }
  }

  function leave() {
    popup?.close();
    if (several) field.value = '';
    else if (field.value.trim() === '' && picked.length) {
      picked.length = 0;
      onChange([]);
    }
    rest();
  }

  field.addEventListener('click', open);
  field.addEventListener('input', () => {
    open();
    draw(field.value);
  });
  field.addEventListener('keydown', keys);
  field.addEventListener('focus', () => field.select());
  field.addEventListener('blur', leave);
  rest();
  return root;
}
