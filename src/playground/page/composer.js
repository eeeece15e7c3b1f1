// Where one writes: messages, slash commands, names and channels that complete themselves.

import { createAttachments } from './attach.js';
import { suggest, toWire } from './complete.js';
import { fill, freshId, h } from './dom.js';
import { icon } from './icons.js';
import { openMenu, openPopup } from './popup.js';
import { conversationName, personName } from './state.js';

/**
 * @param {any} app
 * @param {'conversation'|'thread'} kind
 * @param {() => string|null} conversationId
 * @param {() => string|null} threadTs
 */
export function createComposer(app, kind, conversationId, threadTs) {
  const listId = freshId('offers');
  const drafts = new Map();
  const field = h('textarea', {
    class: 'composer-field', rows: 1, autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': listId, 'aria-haspopup': 'listbox',
    data: { composer: kind }, on: { input: typed, keydown: keys, blur: () => popup?.close() },
  });
  const send = h('button', { type: 'submit', class: 'btn-send', 'aria-label': 'Send', data: { send: kind } }, icon('send'));
  const more = h('button', { type: 'button', class: 'btn-plain composer-more', 'aria-label': 'Attach or choose a shortcut', title: 'Attach or choose a shortcut', 'aria-haspopup': 'menu', data: { more: kind }, on: { click: openMore } }, icon('plus'));
  const box = h('div', { class: 'composer-box' }, more, field, send);
  const sending = createAttachments(say);
  const line = h('p', { class: 'composer-line', role: 'status' });
  const form = h('form', { class: 'composer-form', on: { submit: (event) => {
    event.preventDefault();
    go();
  } } }, box, sending.node, line);
  const instead = h('div', { class: 'composer-instead', hidden: true });
  const node = h('div', { class: 'composer' }, form, instead);
  const list = h('ul', { id: listId, class: 'popup choices', role: 'listbox', 'aria-label': 'Completions' });
  let popup = null;
  let offers = null;
  let active = -1;
  let place = null;

  /** Follows the open conversation; `null` hides the composer. */
  function render(conversation) {
    const key = `${app.state.me}/${conversationId()}/${threadTs() ?? ''}`;
    if (key !== place) {
      if (place !== null) drafts.set(place, field.value);
      place = key;
      field.value = drafts.get(key) ?? '';
      sending.clear();
      say('');
      grow();
    }
    const barred = barrier(app, conversation);
    form.hidden = barred !== null;
    instead.hidden = barred === null;
    if (barred && instead.dataset.sig !== place + barred.words) {
      instead.dataset.sig = place + barred.words;
      fill(instead, h('span', {}, barred.words), barred.join && h('button', { type: 'button', class: 'btn btn-primary', data: { join: conversation.id }, on: { click: () => app.try(app.request('join', { conversation: conversation.id })) } }, 'Join'));
    }
    if (!conversation) return;
    const name = conversationName(app.state, conversation);
    const label = kind === 'thread' ? 'Reply in the thread' : `Message ${conversation.kind === 'channel' || conversation.kind === 'private' ? '#' : ''}${name}`;
    field.placeholder = label;
    field.setAttribute('aria-label', label);
  }

  function known() {
    const { state } = app;
    return {
      commands: kind === 'thread' ? [] : state.commands,
      shortcuts: state.shortcuts.filter((one) => !one.on_message),
      people: [...state.people.values()].filter((person) => !person.deleted).map((person) => ({ id: person.id, label: personName(person), about: person.title })),
      channels: [...state.conversations.values()].filter((one) => one.kind === 'channel' || one.kind === 'private').map((one) => ({ id: one.id, label: one.name, about: one.topic })),
    };
  }

  function typed() {
    grow();
    offers = suggest(field.value, field.selectionStart, known());
    const command = app.state.commands.find((one) => field.value.startsWith(`${one.command} `));
    say(command && kind !== 'thread' ? [command.command, command.usage_hint].filter(Boolean).join(' ') : '');
    if (!offers) {
      popup?.close();
      return;
    }
    active = offers.first;
    fill(list, offers.offers.map((offer, index) => h('li', {
      id: `${listId}-${index}`, role: 'option', class: 'choice', 'aria-selected': 'false', data: { value: offer.value.trim() },
      on: { pointerdown: (event) => event.preventDefault(), click: () => accept(offer) },
    }, h('span', {}, offer.label), offer.about && h('span', { class: 'choice-about' }, offer.about))));
    popup ??= openPopup(box, list, { matchWidth: true, onClose: () => {
      popup = null;
      offers = null;
      field.removeAttribute('aria-activedescendant');
    } });
    mark();
    popup.place();
  }

  function mark() {
    [...list.children].forEach((item, index) => {
      item.classList.toggle('active', index === active);
      item.setAttribute('aria-selected', String(index === active));
    });
    if (active >= 0) field.setAttribute('aria-activedescendant', `${listId}-${active}`);
    else field.removeAttribute('aria-activedescendant');
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  }

  function accept(offer) {
    if (offer.kind === 'shortcut') {
      popup?.close();
      clear('');
      shortcut(offer.id);
      return;
    }
    field.setRangeText(offer.value, offers.from, offers.to, 'end');
    popup?.close();
    field.focus();
    typed();
  }

  function keys(event) {
    if (event.isComposing) return;
    if (offers && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const count = offers.offers.length;
      active = active < 0 ? (event.key === 'ArrowDown' ? 0 : count - 1) : (active + (event.key === 'ArrowDown' ? 1 : -1) + count) % count;
      mark();
    } else if (offers && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      accept(offers.offers[Math.max(active, 0)]);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (offers && active >= 0) accept(offers.offers[active]);
      else go();
    }
  }

  function shortcut(id) {
    app.try(app.request('shortcut', { callback_id: id }));
  }

  function openMore() {
    const offered = known().shortcuts.map((one) => ({
      value: one.callback_id, label: one.name, about: app.state.workspace.bot.name, pick: () => shortcut(one.callback_id),
    }));
    openMenu(more, [{ value: 'attach', label: 'Attach a file…', pick: sending.choose }, ...offered], 'Attach or choose a shortcut');
  }

  async function go() {
    const text = field.value.trim();
    const conversation = conversationId();
    if ((!text && sending.files.length === 0) || !conversation) return;
    const order = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i.exec(text);
    const refusal = order ? whyNot(order[1]) : null;
    if (refusal) {
      say(refusal, true);
      return;
    }
    popup?.close();
    const files = [...sending.files];
    clear('');
    sending.clear();
    try {
      if (order) await app.request('command', { conversation, command: order[1], text: order[2] ?? '' });
      else await app.request('say', { conversation, text: toWire(text, known()), files, ...(threadTs() ? { thread_ts: threadTs() } : {}) });
    } catch (error) {
      if (conversation === conversationId() && field.value === '') clear(text);
      say(error.message, true);
    }
  }

  function whyNot(command) {
    if (kind === 'thread') return 'Commands do not work in threads, here as in Slack.';
    if (app.state.commands.some((one) => one.command === command)) return null;
    return `${command} is not a command here. Try ${app.state.commands.map((one) => one.command).join(' or ')}.`;
  }

  function clear(text) {
    field.value = text;
    drafts.delete(place);
    say('');
    grow();
  }

  function say(words, fault = false) {
    line.textContent = words;
    line.classList.toggle('fault', fault);
  }

  function grow() {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
  }

  return {
    node,
    render,
    focus(text) {
      if (form.hidden) return;
      field.focus();
      if (text && field.value === '') {
        field.value = text;
        typed();
      }
    },
  };
}

function barrier(app, conversation) {
  if (!conversation) return { words: 'Choose a conversation.', join: false };
  if (conversation.archived) return { words: 'This conversation is archived: it can be read, not written to.', join: false };
  if (conversation.is_member === false && conversation.kind === 'channel') return { words: `You are looking at #${conversation.name}.`, join: true };
  return null;
}
