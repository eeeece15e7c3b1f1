// The right part, only when open: a thread, a person's card, or App Home.

import { renderBlock } from './blocks.js';
import { createComposer } from './composer.js';
import { fill, h, keepFocus, oneTabStop, reconcile } from './dom.js';
import { icon } from './icons.js';
import { messageKeys } from './conversation.js';
import { messageRows } from './message.js';
import { surfaceOf } from './modal.js';
import { personCard } from './people.js';
import { conversationName, messageAt, replies } from './state.js';
import { createForm, withIds } from './values.js';

/** @returns {{render: () => void, focus: () => void}} */
export function createPane(app, root) {
  const title = h('h2', { tabindex: -1 });
  const about = h('p', { class: 'soft topic' });
  const head = h('header', { class: 'talk-head' },
    h('button', { type: 'button', class: 'btn-plain only-narrow', 'aria-label': 'Back', data: { paneBack: true }, on: { click: () => app.closePane() } }, icon('back')),
    h('div', { class: 'talk-title' }, title, about),
    h('button', { type: 'button', class: 'btn-plain only-wide', 'aria-label': 'Close', data: { paneClose: true }, on: { click: () => app.closePane() } }, icon('close')));
  const body = h('div', { class: 'pane-body' });
  fill(root, head, body);
  const parts = { thread: threadPart(app), person: personPart(app), home: homePart(app) };
  let shown = null;

  function render() {
    const { pane } = app.ui;
    root.hidden = !pane;
    document.body.dataset.pane = pane?.kind ?? '';
    if (!pane) {
      shown = null;
      return;
    }
    const part = parts[pane.kind];
    if (shown !== part) {
      shown = part;
      fill(body, part.node);
    }
    root.setAttribute('aria-label', part.name);
    title.textContent = part.name;
    const words = part.render(pane) ?? '';
    about.textContent = words;
    about.hidden = words === '';
  }

  function focus() {
    if (!app.ui.pane) return;
    if (!parts[app.ui.pane.kind].focus?.()) title.focus();
  }

  return { render, focus };
}

function threadPart(app) {
  const list = h('ol', { class: 'messages', 'aria-label': 'Thread' });
  const scroller = h('div', { class: 'scroller' }, list);
  const composer = createComposer(app, 'thread', () => app.ui.conversation, () => app.ui.pane?.ts ?? null);
  const node = h('div', { class: 'thread' }, scroller, composer.node);
  messageKeys(app, list);
  let open = null;
  let length = 0;
  return {
    node,
    name: 'Thread',
    focus: () => {
      // On a phone the focus would pull up the keyboard over what one came to read.
      if (!matchMedia('(hover: none)').matches) composer.focus();
      return node.contains(document.activeElement);
    },
    render({ ts }) {
      const { state, ui } = app;
      const conversation = state.conversations.get(ui.conversation);
      const parent = conversation && messageAt(state, conversation.id, ts);
      const answers = conversation ? replies(state, conversation.id, ts) : [];
      const rows = conversation ? messageRows(app, [...(parent ? [parent] : []), ...answers], { conversation: conversation.id, threads: null }) : [];
      if (parent && answers.length > 0) {
        const count = `${answers.length} ${answers.length === 1 ? 'reply' : 'replies'}`;
        const after = rows.findIndex((row) => row.key === parent.ts) + 1;
        rows.splice(after, 0, { key: 'count', sig: count, build: () => h('li', { class: 'thread-rule' }, h('span', {}, count)) });
      }
      if (!parent) rows.push({ key: 'none', sig: '', build: () => h('li', { class: 'empty' }, 'This thread is not here any more.') });
      keepFocus(list, () => reconcile(list, rows));
      if (!list.contains(document.activeElement)) oneTabStop(list, '.message');
      composer.render(conversation ?? null);
      if (open === ts && answers.length > length) scroller.scrollTop = scroller.scrollHeight;
      open = ts;
      length = answers.length;
      return conversation ? `in ${conversationName(state, conversation)}` : '';
    },
  };
}

function personPart(app) {
  const node = h('div', { class: 'card' });
  let seen = '';
  return {
    node,
    name: 'Profile',
    render({ id }) {
      const sig = JSON.stringify([id, app.state.me, app.peopleVersion, Math.floor(app.state.now / 60000)]);
      if (sig !== seen) keepFocus(node, () => fill(node, personCard(app, id)));
      seen = sig;
    },
  };
}

function homePart(app) {
  const blocks = h('div', { class: 'blocks home' });
  const node = h('div', { class: 'home-place' }, blocks);
  let form = null;
  let owner = '';
  return {
    node,
    name: 'Home',
    render() {
      const view = app.state.home;
      if (!view) {
        form = null;
        reconcile(blocks, [{ key: 'none', sig: '', build: () => h('p', { class: 'empty' }, `${app.state.workspace.bot.name || 'The app'} is setting the table…`) }]);
        return '';
      }
      if (!form || owner !== `${app.state.me}/${view.id}`) form = createForm(view);
      owner = `${app.state.me}/${view.id}`;
      form.view = { ...view, blocks: withIds(view.blocks) };
      const surface = surfaceOf(app, form);
      const place = `${owner}/${app.peopleVersion}/${Math.floor(app.state.now / 3600000)}`;
      keepFocus(blocks, () => reconcile(blocks, form.view.blocks.map((block) => ({
        key: block.block_id,
        sig: place + JSON.stringify(block),
        build: () => renderBlock(block, surface),
      }))));
      return `${app.state.workspace.bot.name}, for you`;
    },
  };
}
