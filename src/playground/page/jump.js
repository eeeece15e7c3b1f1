// Ctrl+K: to any conversation or person by name.

import { fits } from './complete.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { avatar } from './people.js';
import { conversationName, personName } from './state.js';

const MOST = 9;

/** Opens the field to jump from, unless a dialog is open already. */
export function openJump(app) {
  if (document.querySelector('dialog[open]')) return;
  const field = h('input', {
    type: 'text', class: 'field', placeholder: 'Go to…', autocomplete: 'off', spellcheck: 'false', role: 'combobox',
    'aria-label': 'Go to a conversation or a person', 'aria-expanded': 'true', 'aria-controls': 'jump-list', 'aria-autocomplete': 'list', data: { jump: true },
  });
  const list = h('ul', { class: 'people', id: 'jump-list', role: 'listbox', 'aria-label': 'Places' });
  const dialog = h('dialog', { class: 'dialog jump', 'aria-label': 'Go to', on: {
    close: () => dialog.remove(),
    click: (event) => event.target === dialog && dialog.close(),
  } }, field, list);
  let active = 0;
  let shown = [];

  function draw() {
    active = 0;
    shown = found(app.state, field.value.trim().toLowerCase());
    fill(list, shown.map((place, index) => h('li', {
      role: 'option', id: `jump-${index}`, class: 'person', 'aria-selected': 'false', on: { click: () => go(place) },
    }, place.face(), h('span', { class: 'person-words' }, h('span', {}, place.name), place.about && h('small', {}, place.about)))));
    if (shown.length === 0) list.append(h('li', { class: 'choice-none', role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' }, 'Nothing by that name.'));
    mark();
  }

  function mark() {
    [...list.children].forEach((item, index) => {
      item.classList.toggle('active', index === active);
      if (shown.length) item.setAttribute('aria-selected', String(index === active));
    });
    list.children[active]?.scrollIntoView({ block: 'nearest' });
    if (shown.length) field.setAttribute('aria-activedescendant', `jump-${active}`);
    else field.removeAttribute('aria-activedescendant');
  }

  function go(place) {
    dialog.close();
    if (place.conversation) app.openConversation(place.conversation);
    else app.message(place.person);
  }

  field.addEventListener('input', draw);
  field.addEventListener('keydown', (event) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
    if (to !== undefined && shown.length) {
      event.preventDefault();
      active = (to + shown.length) % shown.length;
      mark();
    } else if (event.key === 'Enter' && shown[active]) {
      event.preventDefault();
      go(shown[active]);
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  field.focus();
  draw();
}

// Conversations before people, unread ones first.
function found(state, query) {
  const conversations = [...state.conversations.values()]
    .filter((one) => one.is_member !== false || one.kind === 'channel')
    .map((one) => ({
      conversation: one.id, name: conversationName(state, one), about: one.topic, unread: state.unread.get(one.id) ?? 0,
      face: () => icon(one.kind === 'private' ? 'lock' : one.kind === 'channel' ? 'hash' : 'people'),
    }))
    .sort((left, right) => right.unread - left.unread || left.name.localeCompare(right.name));
  const people = [...state.people.values()]
    .filter((one) => !one.deleted && !one.is_bot && one.id !== state.me)
    .map((one) => ({ person: one.id, name: personName(one), about: one.title, face: () => avatar(one, 'small') }));
  return [...conversations, ...people].filter((one) => !query || fits(one.name, query)).slice(0, MOST);
}
