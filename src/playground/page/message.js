// One row of a conversation.

import { renderBlocks } from './blocks.js';
import { clock, dayHeading, dayKey, shortDay, tsMillis } from './dates.js';
import { editor, isWords, messageTools, reactions } from './deeds.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { avatar, badges, statusEmoji } from './people.js';
import { rich } from './richtext.js';
import { isReply, personName } from './state.js';

const SAME_BREATH = 5 * 60 * 1000;
const identities = new WeakMap();
let lastIdentity = 0;

// A changed message is a new object: its number is a cheaper signature than its whole text.
function identity(message) {
  if (!identities.has(message)) {
    lastIdentity += 1;
    identities.set(message, lastIdentity);
  }
  return identities.get(message);
}

/** Threads by their parent: who replied and when last. */
export function threadIndex(messages) {
  const index = new Map();
  for (const message of messages) {
    if (!isReply(message)) continue;
    const entry = index.get(message.thread_ts) ?? { count: 0, last: '', people: [] };
    entry.count += message.ephemeral ? 0 : 1;
    entry.last = message.ts;
    if (!entry.people.includes(message.user)) entry.people.push(message.user);
    index.set(message.thread_ts, entry);
  }
  return index;
}

/**
 * The rows for a list of messages: days, a line before what is new, and the messages.
 * @param {any} app
 * @param {import('./state.js').Message[]} messages
 * @param {{conversation: string, threads: Map<string, any>|null, newFrom?: string|null}} options `threads` null: inside a thread
 * @returns {{key: string, sig: string, build: () => HTMLElement}[]}
 */
export function messageRows(app, messages, { conversation, threads, newFrom = null }) {
  const { zone, now } = app.reader;
  const rows = [];
  const today = dayKey(now, zone);
  let before = null;
  for (const message of messages) {
    const at = tsMillis(message.ts);
    const day = dayKey(at, zone);
    if (day !== before?.day) {
      rows.push({ key: `day-${day}`, sig: today + zone, build: () => h('li', { class: 'day' }, h('span', {}, dayHeading(at, now, zone))) });
    }
    const fresh = message.ts === newFrom;
    if (fresh) rows.push({ key: 'new', sig: '', build: () => h('li', { class: 'fresh' }, h('span', {}, 'New')) });
    const joined = !fresh && before !== null && before.day === day && follows(before.message, message);
    const thread = threads?.get(message.ts) ?? null;
    rows.push({
      key: message.ts,
      sig: [identity(message), joined, app.peopleVersion, zone, today, threads === null, thread?.count, thread?.last, app.ui.editing === message.ts].join(),
      build: () => row(app, message, { conversation, joined, thread, inThread: threads === null }),
    });
    before = { day, message };
  }
  return rows;
}

function follows(before, message) {
  return before.user === message.user && !before.subtype && !message.subtype && Boolean(before.ephemeral) === Boolean(message.ephemeral)
    && tsMillis(message.ts) - tsMillis(before.ts) < SAME_BREATH;
}

function row(app, message, { conversation, joined, thread, inThread }) {
  const { state, reader } = app;
  const person = state.people.get(message.user);
  const at = tsMillis(message.ts);
  const time = h('time', { datetime: new Date(at).toISOString(), title: `${shortDay(at, reader.zone)}, ${clock(at, reader.zone)}` }, clock(at, reader.zone));
  const edited = message.edited && h('span', { class: 'edited' }, 'edited');
  const openPerson = () => app.openPerson(message.user);
  const data = { ts: message.ts, user: message.user, ephemeral: message.ephemeral ? 'true' : null };
  if (message.subtype === 'channel_join' || message.subtype === 'group_join') {
    return h('li', { class: 'message aside', tabindex: -1, data }, h('span', { class: 'gutter' }, time), h('div', { class: 'message-body prose' }, rich(message.text, reader)));
  }
  return h('li', { class: `message${joined ? ' joined' : ''}${message.ephemeral ? ' ephemeral' : ''}`, tabindex: -1, data },
    h('span', { class: 'gutter' }, joined ? time : avatar(person)),
    h('div', { class: 'message-body' },
      message.ephemeral && h('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
      joined ? h('span', { class: 'sr-only' }, `${personName(person)}: `) : h('div', { class: 'message-head' },
        h('button', { type: 'button', class: 'author', on: { click: openPerson } }, personName(person)), badges(person?.is_bot ? person : null), statusEmoji(person), time, edited),
      app.ui.editing === message.ts ? editor(app, message, conversation) : content(app, message, conversation),
      joined && edited,
      reactions(app, message, conversation),
      !inThread && threadLine(app, message, thread)),
    isWords(message) && messageTools(app, message, { conversation, inThread }));
}

function content(app, message, conversation) {
  if (!message.blocks?.length) return [h('div', { class: 'prose' }, rich(message.text, app.reader)), files(message)];
  const surface = {
    app, reader: app.reader, form: null, conversation,
    press: (block, action, element) =>
      app.request('press', { where: { message: { conversation, ts: message.ts } }, block_id: block, action_id: action, element }),
  };
  return [h('div', { class: 'blocks' }, renderBlocks(message.blocks, surface)), files(message)];
}

/** What was sent along: a name to save it by. */
function files(message) {
  if (!message.files?.length) return null;
  return h('ul', { class: 'files' }, message.files.map((file) => {
    const href = new URL(file.url_private_download, location.href);
    return h('li', {}, h('a', { class: 'file', href: href.pathname, download: file.name }, icon('file'), h('span', {}, file.title || file.name), h('span', { class: 'soft' }, file.name)));
  }));
}

function threadLine(app, message, thread) {
  const count = Math.max(message.reply_count ?? 0, thread?.count ?? 0);
  if (count === 0 && !thread) return null;
  const { zone, now } = app.reader;
  const last = thread?.last ? tsMillis(thread.last) : null;
  const when = last === null ? '' : dayKey(last, zone) === dayKey(now, zone) ? `last at ${clock(last, zone)}` : `last on ${shortDay(last, zone)}`;
  return h('button', { type: 'button', class: 'thread-line', data: { thread: message.ts }, on: { click: () => app.openThread(message.ts) } },
    (thread?.people ?? []).slice(0, 4).map((id) => avatar(app.state.people.get(id), 'tiny')),
    h('span', { class: 'thread-count' }, count === 0 ? 'Open thread' : `${count} ${count === 1 ? 'reply' : 'replies'}`), ' ', h('span', { class: 'soft' }, when));
}
