// The left part: channels, messages with people, apps, and what is unread.

import { arrows, fill, h, keepFocus, oneTabStop, reconcile } from './dom.js';
import { createHints } from './hints.js';
import { icon } from './icons.js';
import { avatar, statusEmoji } from './people.js';
import { botConversation, conversationName } from './state.js';

const ENTRY = '.entry';

/** @returns {{render: () => void, hints: {render: () => void}}} */
export function createSidebar(app, root) {
  const title = h('h1', { class: 'workspace' });
  const list = h('div', { class: 'entries' });
  const hints = createHints(app);
  fill(root, title, list, hints.node);
  arrows(list, ENTRY);

  function render() {
    title.textContent = app.state.workspace.name || 'Klatch';
    keepFocus(list, () => reconcile(list, sections(app).map((section) => ({
      key: section.title,
      sig: JSON.stringify(section),
      build: () => drawSection(app, section),
    }))));
    const open = list.querySelector('[aria-current]');
    if (!list.contains(document.activeElement)) oneTabStop(list, ENTRY, open);
  }

  return { render, hints };
}

function sections(app) {
  const { state } = app;
  const all = [...state.conversations.values()].filter((one) => !one.archived || one.is_member);
  const bot = botConversation(state);
  const channels = all.filter((one) => one.kind === 'channel' || one.kind === 'private').sort((a, b) => a.name.localeCompare(b.name));
  const talks = all
    .filter((one) => (one.kind === 'dm' || one.kind === 'group') && one.id !== bot?.id && one.is_member !== false)
    .map((one) => ({ one, last: state.messages.get(one.id)?.at(-1)?.ts ?? '' }))
    .sort((a, b) => Number.parseFloat(b.last || 0) - Number.parseFloat(a.last || 0) || conversationName(state, a.one).localeCompare(conversationName(state, b.one)))
    .map(({ one }) => one);
  const apps = [
    { app: 'messages', id: bot?.id ?? '', name: state.workspace.bot.name || 'App', kind: 'app', unread: state.unread.get(bot?.id) ?? 0, open: Boolean(bot) && bot.id === app.ui.conversation },
    { app: 'home', id: '', name: 'Home', kind: 'home', unread: 0, open: app.ui.pane?.kind === 'home' },
  ];
  return [
    { title: 'Channels', entries: channels.filter((one) => one.is_member).map((one) => entryOf(app, one)) },
    { title: 'Direct messages', entries: talks.map((one) => entryOf(app, one)) },
    { title: 'Apps', entries: apps },
    { title: 'More channels', entries: channels.filter((one) => !one.is_member).map((one) => entryOf(app, one)) },
  ].filter((section) => section.entries.length > 0);
}

function entryOf({ state, ui }, one) {
  const other = one.kind === 'dm' ? (one.members.find((id) => id !== state.me) ?? state.me) : null;
  const others = one.kind === 'group' ? one.members.filter((id) => id !== state.me && id !== state.workspace.bot.id) : [];
  return {
    id: one.id, kind: one.kind, name: conversationName(state, one), unread: state.unread.get(one.id) ?? 0,
    open: ui.conversation === one.id, other, others, status: other ? state.people.get(other)?.status_emoji : '', shared: one.shared, faint: !one.is_member || one.archived,
  };
}

function drawSection(app, { title, entries }) {
  const id = `section-${title.toLowerCase().replaceAll(' ', '-')}`;
  return h('section', { class: 'entry-section', 'aria-labelledby': id }, h('h2', { id }, title), h('ul', {}, entries.map((entry) => h('li', {}, drawEntry(app, entry)))));
}

function drawEntry(app, entry) {
  const { state } = app;
  const press = {
    messages: () => (entry.id ? app.openConversation(entry.id) : app.message(state.workspace.bot.id)),
    home: () => app.openHome(),
  };
  const unread = entry.unread > 0;
  return h('button', {
    type: 'button', class: `entry${unread ? ' unread' : ''}${entry.faint ? ' faint' : ''}`, tabindex: -1, 'aria-current': entry.open ? 'true' : null,
    data: { conversation: entry.id || null, kind: entry.kind, app: entry.app ?? null, unread: unread ? entry.unread : null },
    on: { click: entry.app ? press[entry.app] : () => app.openConversation(entry.id) },
  }, mark(state, entry), h('span', { class: 'entry-name' }, entry.name), entry.other && statusEmoji(state.people.get(entry.other)),
  entry.shared && h('span', { class: 'badge' }, 'Shared'),
  unread && h('span', { class: 'unread-count' }, String(entry.unread), h('span', { class: 'sr-only' }, ' unread')));
}

function mark(state, entry) {
  if (entry.kind === 'app') return avatar({ is_bot: true }, 'tiny');
  if (entry.kind === 'home') return icon('home');
  if (entry.kind === 'dm') return avatar(state.people.get(entry.other), 'tiny');
  if (entry.kind === 'group') return entry.others.length ? h('span', { class: 'faces' }, entry.others.slice(0, 2).map((id) => avatar(state.people.get(id), 'tiny'))) : icon('people');
  return icon(entry.kind === 'private' ? 'lock' : 'hash');
}
