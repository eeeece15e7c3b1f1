// The middle: the open conversation and its composer.

import { createComposer } from './composer.js';
import { messageKey } from './deeds.js';
import { arrows, fill, h, keepFocus, oneTabStop, reconcile } from './dom.js';
import { icon } from './icons.js';
import { messageRows, threadIndex } from './message.js';
import { rich } from './richtext.js';
import { botConversation, conversationName, mainLine, personName } from './state.js';

const PAGE = 120;
const NEAR = 80;

/** @returns {{render: () => void, composer: {focus: (text?: string) => void}}} */
export function createConversation(app, root) {
  const head = h('header', { class: 'talk-head' });
  const earlier = h('button', { type: 'button', class: 'btn earlier', hidden: true, on: { click: showEarlier } }, 'Show earlier messages');
  const list = h('ol', { class: 'messages', 'aria-label': 'Messages' });
  const scroller = h('div', { class: 'scroller' }, earlier, list);
  const composer = createComposer(app, 'conversation', () => app.ui.conversation, () => null);
  fill(root, head, scroller, composer.node);
  messageKeys(app, list);

  let open = null;
  let limit = PAGE;
  let newFrom = null;
  let stick = true;
  let newest = null;
  scroller.addEventListener('scroll', () => {
    stick = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  });
  // Messages get their true height only when they come into view, so the list is watched as well.
  const sizes = new ResizeObserver(() => {
    if (stick) toEnd();
  });
  sizes.observe(scroller);
  sizes.observe(list);

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }

  function showEarlier() {
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    limit += PAGE;
    stick = false;
    render();
    scroller.scrollTop = scroller.scrollHeight - fromEnd;
  }

  function render() {
    const { state, ui } = app;
    const conversation = state.conversations.get(ui.conversation);
    const seat = `${state.me}/${ui.conversation}`;
    if (!conversation) {
      open = null;
      fill(head);
      reconcile(list, []);
      composer.render(null);
      return;
    }
    const line = mainLine(state, conversation.id);
    if (open !== seat) {
      open = seat;
      limit = PAGE;
      stick = true;
      const unread = state.unread.get(conversation.id) ?? 0;
      newFrom = unread > 0 && unread < line.length ? line.at(-unread).ts : null;
    }
    // Who writes or asks wants to see it, wherever they had scrolled to.
    const last = line.at(-1);
    if (last?.ts !== newest && (last?.user === state.me || last?.ephemeral)) stick = true;
    newest = last?.ts;
    drawHead(app, head, conversation);
    const shown = line.slice(-limit);
    earlier.hidden = shown.length === line.length;
    const rows = messageRows(app, shown, { conversation: conversation.id, threads: threadIndex(state.messages.get(conversation.id) ?? []), newFrom });
    if (rows.length === 0) rows.push({ key: 'empty', sig: seat, build: () => h('li', { class: 'empty' }, emptyWords(app, conversation)) });
    keepFocus(list, () => reconcile(list, rows));
    if (!list.contains(document.activeElement)) oneTabStop(list, '.message', list.querySelector('.message:last-of-type'));
    composer.render(conversation);
    if (stick) {
      toEnd();
      requestAnimationFrame(() => stick && toEnd());
    }
  }

  return { render, composer };
}

/** Arrows walk the messages, Enter opens the thread of one, `m` its menu, `r` the reactions. */
export function messageKeys(app, list) {
  arrows(list, '.message');
  list.addEventListener('keydown', (event) => {
    if (!event.target.matches('.message') || event.target.dataset.ephemeral) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') app.openThread(event.target.dataset.ts);
    else if (!messageKey(app, event.target, event.key)) return;
    event.preventDefault();
  });
}

function drawHead(app, head, conversation) {
  const { state } = app;
  const channel = conversation.kind === 'channel' || conversation.kind === 'private';
  const others = conversation.members.filter((id) => id !== state.me);
  const bot = botConversation(state)?.id === conversation.id;
  const sig = JSON.stringify([conversation, app.peopleVersion, state.me]);
  if (head.dataset.sig === sig && head.firstChild) return;
  head.dataset.sig = sig;
  const name = conversationName(state, conversation);
  const members = conversation.members.length;
  fill(head,
    h('button', { type: 'button', class: 'btn-plain only-narrow', 'aria-label': 'Back to the list', data: { toList: true }, on: { click: () => app.showLayer('list') } }, icon('back')),
    h('div', { class: 'talk-title' },
      h('h2', {}, channel && icon(conversation.kind === 'private' ? 'lock' : 'hash'), name),
      h('p', { class: 'soft topic' }, conversation.topic ? rich(conversation.topic, app.reader) : conversation.kind === 'group' ? together(['You', ...others.map((id) => personName(state.people.get(id)))]) : '')),
    channel && h('span', { class: 'soft member-count', title: conversation.members.map((id) => personName(state.people.get(id))).join(', ') }, icon('people'), `${members}`, h('span', { class: 'sr-only' }, ' members')),
    bot && h('button', { type: 'button', class: 'btn', data: { openHome: true }, on: { click: () => app.openHome() } }, icon('home'), 'Home'),
    conversation.kind === 'dm' && !bot && h('button', { type: 'button', class: 'btn', on: { click: () => app.openPerson(others[0] ?? state.me) } }, 'Profile'));
}

function emptyWords(app, conversation) {
  if (!conversation.is_member && conversation.kind === 'channel') return 'You look in from the door. Join to read along and write.';
  return 'Nothing here yet. Be the first to say hello.';
}

function together(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
}
