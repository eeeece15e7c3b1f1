// What one does with a message: answer it, react, change or take back one's own, and what the app
// offers for it.

import { toWire } from './complete.js';
import { h } from './dom.js';
import { emoji } from './emoji.js';
import { icon } from './icons.js';
import { openMenu } from './popup.js';
import { plainWords } from './richtext.js';
import { personName } from './state.js';

/** The reactions that the menu offers; others come with messages that have them. */
const COMMON = ['white_check_mark', '+1', 'heart', 'tada', 'eyes', 'raised_hands', 'pray', 'bulb'];

const nameOf = (name) => name.replaceAll('_', ' ');

/** @param {any} app @param {any} message what stands on its own: no line of Slack's, not somebody's alone */
export function isWords(message) {
  return !message.ephemeral && message.subtype !== 'tombstone';
}

/** The buttons that show beside a message which is pointed at or has the focus. */
export function messageTools(app, message, { conversation, inThread }) {
  const of = { conversation, ts: message.ts };
  const tool = (name, label, drawing, go) =>
    h('button', { type: 'button', class: 'btn-plain', 'aria-label': label, title: label, data: { focus: name }, on: { click: go } }, icon(drawing));
  return h('div', { class: 'message-tools' },
    tool('check', 'Add a check mark', 'check', () => react(app, of, 'white_check_mark')),
    tool('react', 'Add a reaction', 'smile', (event) => openReactions(app, of, event.currentTarget)),
    !inThread && h('button', { type: 'button', class: 'btn-plain', 'aria-label': 'Reply in a thread', title: 'Reply in a thread', data: { reply: message.ts, focus: 'reply' }, on: { click: () => app.openThread(message.ts) } }, icon('reply')),
    tool('more', 'More for this message', 'dots', (event) => openMore(app, message, of, event.currentTarget)));
}

function react(app, of, name) {
  return app.try(app.request('react', { ...of, emoji: name }));
}

function openReactions(app, of, button) {
  const items = COMMON.map((name) => ({ value: name, label: `${emoji(name)}  ${nameOf(name)}`, pick: () => react(app, of, name) }));
  openMenu(button, items, 'Reactions');
}

function openMore(app, message, of, button) {
  const { state } = app;
  const offered = state.shortcuts.filter((one) => one.on_message).map((one) => ({
    value: one.callback_id, label: one.name, about: state.workspace.bot.name,
    pick: () => app.try(app.request('shortcut', { ...of, callback_id: one.callback_id })),
  }));
  const own = message.user === state.me && (!message.subtype || message.subtype === 'file_share') ? [
    { value: 'edit', label: 'Edit', pick: () => app.edit(message.ts) },
    { value: 'delete', label: 'Delete…', pick: () => takeBack(app, of) },
  ] : [];
  const link = { value: 'thread', label: 'Open the thread', pick: () => app.openThread(message.ts) };
  openMenu(button, [...offered, link, ...own], 'More for this message');
}

async function takeBack(app, of) {
  const plain = (text) => ({ type: 'plain_text', text });
  const question = {
    title: plain('Delete this message?'), text: plain('It goes for everybody.'),
    confirm: plain('Delete'), deny: plain('Keep it'), style: 'danger',
  };
  if (await app.confirm(question, app.reader)) app.try(app.request('delete', of));
}

/** Opens what the keys of a focused message stand for. `false`: none of them. */
export function messageKey(app, row, key) {
  const button = { m: 'more', r: 'react' }[key];
  if (button === undefined) return false;
  const found = row.querySelector(`.message-tools [data-focus=${button}]`);
  found?.click();
  return Boolean(found);
}

/** The emoji under a message: how many, and whether one is among them. */
export function reactions(app, message, conversation) {
  if (!message.reactions?.length) return null;
  const { state } = app;
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' }, message.reactions.map((one) => {
    const mine = one.users.includes(state.me);
    const who = one.users.map((id) => (id === state.me ? 'you' : personName(state.people.get(id)))).join(', ');
    const words = `${nameOf(one.name)}: ${who}`;
    return h('li', {}, h('button', {
      type: 'button', class: 'reaction', 'aria-pressed': String(mine), 'aria-label': words, title: words, data: { reaction: one.name, focus: `reaction-${one.name}` },
      on: { click: () => react(app, { conversation, ts: message.ts }, one.name) },
    }, h('span', { class: 'emoji', 'aria-hidden': 'true' }, emoji(one.name) ?? `:${one.name}:`), h('span', {}, String(one.users.length))));
  }));
}

/** A message of one's own, to be changed. */
export function editor(app, message, conversation) {
  const { state, reader } = app;
  const field = h('textarea', { class: 'field', rows: 2, 'aria-label': 'Change your message', value: plainWords(message.text, reader), data: { editor: message.ts, focus: 'editor' } });
  const known = {
    people: [...state.people.values()].map((person) => ({ id: person.id, label: personName(person) })),
    channels: [...state.conversations.values()].filter((one) => one.name).map((one) => ({ id: one.id, label: one.name })),
  };
  const done = () => app.edit(null);
  const save = async (event) => {
    event.preventDefault();
    const text = toWire(field.value.trim(), known);
    if (text && await app.try(app.request('edit', { conversation, ts: message.ts, text }))) done();
  };
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      done();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) save(event);
  });
  requestAnimationFrame(() => field.isConnected && field.focus());
  return h('form', { class: 'message-editor', on: { submit: save } }, field,
    h('div', { class: 'block-actions' },
      h('button', { type: 'submit', class: 'btn btn-primary' }, 'Save'),
      h('button', { type: 'button', class: 'btn', on: { click: done } }, 'Cancel')));
}
