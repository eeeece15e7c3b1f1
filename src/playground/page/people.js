// Faces, the card of a person, and the switch that makes the visitor somebody else.

import { clock, knownZone } from './dates.js';
import { fits } from './complete.js';
import { fill, h } from './dom.js';
import { emoji } from './emoji.js';
import { icon } from './icons.js';
import { openPopup } from './popup.js';
import { personName } from './state.js';

const COLORS = 10;

/** The initials of a person in a color of their own; the bot has a cup. */
export function avatar(person, size = '') {
  const classes = `avatar ${size ? `avatar-${size}` : ''}`;
  if (person?.is_bot) return h('span', { class: `${classes} avatar-bot`, 'aria-hidden': 'true' }, icon('cup'));
  return h('span', { class: `${classes} tone-${toneOf(person?.id ?? '?')}`, 'aria-hidden': 'true' }, initials(personName(person)));
}

function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [name];
  return letters.map((part) => [...part][0] ?? '').join('').toUpperCase();
}

function toneOf(id) {
  let sum = 7;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return sum % COLORS;
}

/** `:palm_tree:` as 🌴, or nothing. */
export function statusEmoji(person) {
  const char = person?.status_emoji ? emoji(person.status_emoji.replaceAll(':', '')) : null;
  return char ? h('span', { class: 'status-emoji', role: 'img', 'aria-label': person.status_text || 'Status', title: person.status_text || '' }, char) : null;
}

/** Small words about what kind of account it is. */
export function badges(person) {
  const all = [[person?.is_bot, 'App'], [person?.guest, 'Guest'], [person?.external, 'External'], [person?.admin, 'Admin'], [person?.deleted, 'Left']];
  return all.filter(([held]) => held).map(([, label]) => h('span', { class: 'badge' }, label));
}

/** The card of one person, for the right pane. */
export function personCard(app, id) {
  const person = app.state.people.get(id);
  if (!person) return [h('p', { class: 'empty' }, 'Nobody here has this name.')];
  const rows = [
    ['Title', person.title], ['Team', person.team], ['Department', person.department],
    ['Local time', person.is_bot ? '' : `${clock(app.state.now, knownZone(person.tz))} (${person.tz})`], ['Email', person.email],
  ].filter(([, value]) => value);
  const mine = id === app.state.me;
  return [
    h('div', { class: 'card-head' }, avatar(person, 'large'),
      h('h3', {}, personName(person), ' ', statusEmoji(person)),
      h('p', { class: 'soft' }, person.name && person.name !== personName(person) ? `@${person.name}` : '', ' ', badges(person)),
      person.status_text && h('p', { class: 'soft' }, person.status_text)),
    h('dl', { class: 'facts' }, rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
    h('div', { class: 'card-actions' },
      !mine && !person.deleted && h('button', { type: 'button', class: 'btn btn-primary', data: { message: id }, on: { click: () => app.message(id) } }, 'Send a message'),
      person.is_bot
        ? h('button', { type: 'button', class: 'btn', on: { click: () => app.openHome() } }, 'Open its Home')
        : mine ? h('p', { class: 'soft' }, 'This is you, for now.')
          : !person.deleted && h('button', { type: 'button', class: 'btn', data: { become: id }, on: { click: () => app.actAs(id) } }, `Act as ${personName(person).split(' ')[0]}`)),
  ];
}

/**
 * The switch in the top bar.
 * @returns {{render: () => void, node: HTMLElement}}
 */
export function createActAs(app) {
  const button = h('button', { type: 'button', class: 'act-as', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', data: { actAs: true }, on: { click: open } });
  const node = h('div', { class: 'act-as-place' }, button);
  let popup = null;

  function render() {
    const me = app.state.people.get(app.state.me);
    if (button.dataset.me === app.state.me && button.dataset.seen === personName(me)) return;
    button.dataset.me = app.state.me;
    button.dataset.seen = personName(me);
    fill(button, avatar(me, 'small'), h('span', { class: 'act-as-words' }, h('small', {}, 'You are '), h('span', { class: 'act-as-name' }, personName(me))), h('span', { class: 'sr-only' }, '. Act as somebody else'), icon('down'));
  }

  function open() {
    if (popup) {
      popup.close();
      return;
    }
    const field = h('input', {
      type: 'text', class: 'field', placeholder: 'Find somebody…', autocomplete: 'off', spellcheck: 'false', role: 'combobox',
      'aria-label': 'Act as', 'aria-expanded': 'true', 'aria-controls': 'act-as-list', 'aria-autocomplete': 'list', data: { actAsSearch: true },
    });
    const list = h('ul', { class: 'people', id: 'act-as-list', role: 'listbox', 'aria-label': 'People' });
    const panel = h('div', { class: 'popup act-as-panel', role: 'dialog', 'aria-label': 'Act as somebody else' }, field, list);
    let active = 0;
    let shown = [];
    const draw = () => {
      shown = found(app.state, field.value.trim().toLowerCase());
      active = Math.min(active, Math.max(shown.length - 1, 0));
      fill(list, shown.map((person, index) => row(person, index)));
      if (shown.length === 0) list.append(h('li', { class: 'choice-none', role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' }, 'Nobody by that name.'));
      mark();
    };
    const mark = () => {
      [...list.children].forEach((item, index) => item.classList.toggle('active', index === active));
      list.children[active]?.scrollIntoView({ block: 'nearest' });
      if (shown[active]) field.setAttribute('aria-activedescendant', `act-as-${shown[active].id}`);
    };
    const row = (person) => h('li', {
      role: 'option', id: `act-as-${person.id}`, class: 'person', 'aria-selected': String(person.id === app.state.me), data: { person: person.id },
      on: { pointerdown: (event) => event.preventDefault(), click: () => pick(person.id) },
    }, avatar(person, 'small'), h('span', { class: 'person-words' }, h('span', {}, personName(person), ' ', badges(person)),
      h('small', {}, [person.title, person.team].filter(Boolean).join(' · '))), h('small', { class: 'person-clock' }, clock(app.state.now, knownZone(person.tz))));
    const pick = (id) => {
      popup?.close();
      if (id !== app.state.me) app.actAs(id);
    };
    field.addEventListener('input', () => {
      active = 0;
      draw();
    });
    field.addEventListener('keydown', (event) => {
      const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
      if (to !== undefined && shown.length) {
        event.preventDefault();
        active = (to + shown.length) % shown.length;
        mark();
      } else if (event.key === 'Enter') {
        // Otherwise the same press would land on the switch, which gets the focus back.
        event.preventDefault();
        if (shown[active]) pick(shown[active].id);
      } else if (event.key === 'Tab') popup?.close();
    });
    popup = openPopup(button, panel, { alignEnd: true, onClose: () => {
      popup = null;
      button.setAttribute('aria-expanded', 'false');
      button.focus();
    } });
    button.setAttribute('aria-expanded', 'true');
    draw();
    popup.place();
    field.focus();
  }

  return { render, node };
}

function found(state, query) {
  return [...state.people.values()]
    .filter((person) => !person.is_bot && !person.deleted)
    .filter((person) => !query || [personName(person), person.name, person.title, person.team].some((text) => text && fits(text, query)))
    .sort((left, right) => Number(right.id === state.me) - Number(left.id === state.me) || personName(left).localeCompare(personName(right)));
}
