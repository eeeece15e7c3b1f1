// Puts the page together: one state, one socket, four parts.

import { createConversation } from './conversation.js';
import { knownZone } from './dates.js';
import { confirmDialog } from './elements.js';
import { createFeedback } from './feedback.js';
import { openJump } from './jump.js';
import { createModals } from './modal.js';
import { createPane } from './pane.js';
import { createActAs } from './people.js';
import { createRibbon } from './ribbon.js';
import { plainWords } from './richtext.js';
import { readRoute, writeRoute } from './route.js';
import { createSidebar } from './sidebar.js';
import { connect } from './socket.js';
import { botConversation, conversationName, emptyState, messageAt, personName, reduce } from './state.js';
import { createTraffic } from './traffic.js';

const state = emptyState();
const route = readRoute();
const feedback = createFeedback();
const narrow = matchMedia('(max-width: 760px)');
let wantedAs = route.as;
let opener = null;
let scheduled = false;

const app = {
  state,
  ui: { conversation: route.conversation, pane: route.pane, layer: route.pane ? 'pane' : 'talk', editing: null },
  peopleVersion: 0,
  reader: {
    get me() { return state.me; },
    get zone() { return knownZone(state.people.get(state.me)?.tz); },
    get now() { return state.now; },
    person: (id) => (state.people.has(id) ? personName(state.people.get(id)) : undefined),
    channel: (id) => state.conversations.get(id)?.name,
    openPerson: (id) => app.openPerson(id),
    openConversation: (id) => app.openConversation(id),
  },
  request: (what, fields) => socket.request(what, fields),
  notice: feedback.notice,
  confirm: confirmDialog,
  schedule,
  async try(promise) {
    try {
      return await promise;
    } catch (error) {
      feedback.notice(error.message);
      return null;
    }
  },
  openConversation(id) {
    app.ui.conversation = id;
    if (app.ui.pane?.kind === 'thread' || narrow.matches) app.ui.pane = null;
    go('talk');
    if (!narrow.matches) parts.conversation.composer.focus();
  },
  openThread: (ts) => openPane({ kind: 'thread', ts: state.messages.get(app.ui.conversation)?.find((one) => one.ts === ts)?.thread_ts ?? ts }),
  openPerson: (id) => openPane({ kind: 'person', id }),
  openHome() {
    openPane({ kind: 'home' });
    app.try(app.request('open_home'));
  },
  closePane() {
    app.ui.pane = null;
    go('talk');
    heirOf(opener)?.focus();
  },
  showLayer(layer) {
    app.ui.layer = layer;
    render();
    if (layer === 'list') document.querySelector('.entry[tabindex="0"]')?.focus();
  },
  async message(id) {
    const answer = await app.try(app.request('open_dm', { people: [id] }));
    if (answer) app.openConversation(answer.conversation);
  },
  async actAs(id) {
    wantedAs = id;
    await app.try(app.request('act_as', { person: id }));
  },
  edit(ts) {
    const before = app.ui.editing;
    app.ui.editing = ts;
    render();
    if (!ts) document.querySelector(`.message[data-ts="${CSS.escape(before ?? '')}"]`)?.focus();
  },
  takeRibbon(body) {
    cheer(state.ribbon, body);
    state.ribbon = body;
    if (typeof body.now === 'number') state.now = body.now;
    schedule();
  },
};

function openPane(pane) {
  if (!document.getElementById('pane').contains(document.activeElement)) opener = document.activeElement;
  app.ui.pane = pane;
  go('pane');
  parts.pane.focus();
}

// What was pressed may have been drawn anew since.
function heirOf(node) {
  if (!node || node.isConnected) return node;
  const name = ['ts', 'thread', 'reply', 'conversation', 'app'].find((key) => node.dataset[key] !== undefined);
  return name ? document.querySelector(`:is(#talk, #sidebar) [data-${name}="${CSS.escape(node.dataset[name])}"]`) : null;
}

function go(layer) {
  app.ui.layer = layer;
  writeRoute({ as: state.me, conversation: app.ui.conversation, pane: app.ui.pane }, true);
  render();
}

const topBar = document.getElementById('act-as');
const parts = {
  sidebar: createSidebar(app, document.getElementById('sidebar')),
  conversation: createConversation(app, document.getElementById('talk')),
  pane: createPane(app, document.getElementById('pane')),
  ribbon: createRibbon(app, document.getElementById('ribbon')),
  actAs: createActAs(app),
  modals: createModals(app),
  traffic: createTraffic(app),
};
topBar.replaceWith(parts.traffic.node, parts.actAs.node);

const socket = connect({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/page/socket${wantedAs ? `?as=${encodeURIComponent(wantedAs)}` : ''}`,
  onFrame: take,
  onStatus: feedback.online,
});

function take(frame) {
  if (frame.what === 'traffic') {
    parts.traffic.take(frame.entry);
    return;
  }
  if (frame.type === 'state') parts.traffic.offer(frame.traffic === true);
  const known = frame.what === 'message' && messageAt(state, frame.conversation, frame.message.ts);
  const ribbon = state.ribbon;
  const touched = reduce(state, frame);
  if (touched.includes('all')) settle();
  if (touched.includes('all') || touched.includes('people')) app.peopleVersion += 1;
  if (touched.includes('messages') && frame.what === 'message' && !known) arrived(frame);
  if (touched.includes('ribbon')) {
    cheer(ribbon, state.ribbon);
    if (typeof state.ribbon.now === 'number') state.now = state.ribbon.now;
  }
  schedule();
}

// A whole state may be somebody else's: open what they can see.
function settle() {
  wantedAs = state.me;
  if (!state.conversations.has(app.ui.conversation)) app.ui.conversation = firstConversation();
  if (app.ui.pane?.kind === 'thread' && !messageAt(state, app.ui.conversation, app.ui.pane.ts)) app.ui.pane = null;
  if (app.ui.pane?.kind === 'home') app.try(app.request('open_home'));
  if (!app.ui.pane && app.ui.layer === 'pane') app.ui.layer = 'talk';
  writeRoute({ as: state.me, conversation: app.ui.conversation, pane: app.ui.pane }, false);
  parts.ribbon.load();
}

function firstConversation() {
  const channels = [...state.conversations.values()].filter((one) => one.kind === 'channel' && one.is_member && !one.archived);
  const lively = channels.filter((one) => state.messages.get(one.id)?.some((message) => message.user === state.workspace.bot.id));
  return (lively[0] ?? botConversation(state) ?? channels[0] ?? [...state.conversations.values()][0])?.id ?? null;
}

function arrived({ conversation, message }) {
  if (message.user === state.me && !message.ephemeral) return;
  const here = conversation === app.ui.conversation;
  const place = state.conversations.get(conversation);
  const author = personName(state.people.get(message.user));
  if (here) feedback.announce(`${author}: ${plainWords(message.text, app.reader).slice(0, 200)}`);
  else if (place) feedback.announce(`New message from ${author} in ${conversationName(state, place)}.`);
}

function cheer(before, after) {
  if (!before) return;
  for (const hint of after.hints ?? []) {
    if (hint.done && before.hints?.some((one) => one.id === hint.id && !one.done)) feedback.notice(`Done: ${hint.text}`, 'cheer');
  }
}

function schedule() {
  if (scheduled) return;
  scheduled = true;
  const run = () => {
    if (!scheduled) return;
    scheduled = false;
    render();
  };
  requestAnimationFrame(run);
  // A tab in the background gets no frames but should be current when it is looked at.
  setTimeout(run, 200);
}

function render() {
  document.body.dataset.layer = app.ui.layer;
  if (!state.ready) return;
  document.body.dataset.ready = 'true';
  const open = state.conversations.get(app.ui.conversation);
  document.title = `${open ? `${conversationName(state, open)} · ` : ''}${state.workspace.name}`;
  parts.actAs.render();
  parts.ribbon.render();
  parts.sidebar.hints.render();
  parts.conversation.render();
  parts.sidebar.render();
  parts.pane.render();
  parts.modals.render();
  markRead();
}

function markRead() {
  const id = app.ui.conversation;
  if (!(state.unread.get(id) > 0) || document.hidden || (narrow.matches && app.ui.layer === 'list')) return;
  state.unread.set(id, 0);
  app.request('read', { conversation: id }).catch(() => {});
  schedule();
}

window.addEventListener('popstate', () => {
  const to = readRoute();
  app.ui.conversation = to.conversation ?? app.ui.conversation;
  app.ui.pane = to.pane;
  app.ui.layer = to.pane ? 'pane' : 'talk';
  if (to.as && to.as !== state.me) app.actAs(to.as);
  if (to.pane?.kind === 'home' && !state.home) app.try(app.request('open_home'));
  render();
});

document.addEventListener('visibilitychange', schedule);

document.addEventListener('keydown', (event) => {
  if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && state.ready) {
    event.preventDefault();
    openJump(app);
    return;
  }
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest('input, textarea, select, dialog') && event.key !== 'Escape') return;
  if (event.key === '/') {
    event.preventDefault();
    parts.conversation.composer.focus('/');
  } else if (event.key === 't' && !event.target.closest('dialog')) {
    parts.traffic.open();
  } else if (event.key === 'Escape' && app.ui.pane && !event.target.closest('dialog')) app.closePane();
});

render();
