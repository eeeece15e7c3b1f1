// What the server told us: one whole state, then changes. `reduce` is plain and has no DOM.

/**
 * @typedef {{id: string, name: string, real_name: string, title?: string, email?: string, tz: string,
 *   team?: string, department?: string, status_emoji?: string, status_text?: string, is_bot?: boolean,
 *   deleted?: boolean, guest?: boolean, external?: boolean, admin?: boolean}} Person
 * @typedef {{id: string, kind: 'channel'|'private'|'dm'|'group', name: string, topic?: string,
 *   members: string[], archived?: boolean, shared?: boolean, is_member: boolean}} Conversation
 * @typedef {{ts: string, user: string, text: string, blocks: object[]|null, thread_ts: string|null,
 *   reply_count: number, edited?: boolean, ephemeral?: boolean, subtype?: string|null,
 *   reactions?: {name: string, users: string[]}[]}} Message
 * @typedef {{id: string, type: 'modal'|'home', callback_id?: string, title?: object, submit?: object,
 *   close?: object, blocks: object[], state?: object, hash?: string, root_id?: string}} View
 */

/** The state before anything arrived. */
export function emptyState() {
  return {
    ready: false,
    seq: 0,
    now: Date.now(),
    me: '',
    workspace: { id: '', name: '', bot: { id: '', name: '', app_id: '' } },
    people: new Map(),
    conversations: new Map(),
    messages: new Map(),
    unread: new Map(),
    home: null,
    modals: [],
    commands: [],
    shortcuts: [],
    ribbon: null,
  };
}

/**
 * Takes one frame in.
 * @param {ReturnType<typeof emptyState>} state changed in place
 * @param {any} frame
 * @returns {string[]} what changed: `all`, `messages`, `conversations`, `people`, `home`, `modals`, `unread`, `now`, `ribbon`
 */
export function reduce(state, frame) {
  if (frame.type === 'state') return takeAll(state, frame);
  if (frame.type !== 'change') return [];
  if (typeof frame.seq === 'number') {
    if (frame.seq <= state.seq) return [];
    state.seq = frame.seq;
  }
  return changes[frame.what]?.(state, frame) ?? [];
}

function takeAll(state, frame) {
  state.ready = true;
  state.seq = frame.seq ?? 0;
  state.now = frame.now;
  state.me = frame.me;
  state.workspace = frame.workspace;
  state.people = new Map(frame.people.map((person) => [person.id, person]));
  state.conversations = new Map(frame.conversations.map((conversation) => [conversation.id, conversation]));
  state.messages = new Map(Object.entries(frame.messages ?? {}).map(([id, list]) => [id, [...list].sort(byTs)]));
  state.unread = new Map(Object.entries(frame.unread ?? {}));
  state.home = frame.home ?? null;
  state.modals = frame.modals ?? [];
  state.commands = frame.commands ?? [];
  state.shortcuts = frame.shortcuts ?? [];
  return ['all'];
}

const changes = {
  message(state, { conversation, message }) {
    upsert(listOf(state, conversation), message);
    return ['messages'];
  },
  message_gone(state, { conversation, ts }) {
    const list = listOf(state, conversation);
    const at = list.findIndex((message) => message.ts === ts);
    if (at >= 0) list.splice(at, 1);
    return ['messages'];
  },
  conversation(state, { conversation }) {
    state.conversations.set(conversation.id, conversation);
    return ['conversations'];
  },
  person(state, { person }) {
    state.people.set(person.id, person);
    return ['people'];
  },
  home(state, { home }) {
    state.home = home;
    return ['home'];
  },
  modals(state, { modals }) {
    state.modals = modals ?? [];
    return ['modals'];
  },
  unread(state, { conversation, count }) {
    state.unread.set(conversation, count);
    return ['unread'];
  },
  now(state, { now }) {
    state.now = now;
    return ['now'];
  },
  aside(state, { name, body }) {
    if (name !== 'ribbon') return [];
    state.ribbon = body;
    return ['ribbon'];
  },
};

function listOf(state, conversation) {
  if (!state.messages.has(conversation)) state.messages.set(conversation, []);
  return state.messages.get(conversation);
}

/** Orders Slack's `ts` strings: by seconds, then by the part after the point. */
export function compareTs(left, right) {
  const [a, x = ''] = left.split('.');
  const [b, y = ''] = right.split('.');
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0;
}

function byTs(left, right) {
  return compareTs(left.ts, right.ts);
}

function upsert(list, message) {
  let at = list.length;
  while (at > 0 && compareTs(list[at - 1].ts, message.ts) >= 0) at -= 1;
  if (list[at]?.ts === message.ts) list[at] = message;
  else list.splice(at, 0, message);
}

/** Is it a reply inside a thread? */
export function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

/** The messages of a conversation outside threads. */
export function mainLine(state, conversation) {
  return (state.messages.get(conversation) ?? []).filter((message) => !isReply(message) || message.subtype === 'thread_broadcast');
}

/** A thread's replies, without the parent. */
export function replies(state, conversation, ts) {
  return (state.messages.get(conversation) ?? []).filter((message) => isReply(message) && message.thread_ts === ts);
}

/** One message, or undefined. */
export function messageAt(state, conversation, ts) {
  return (state.messages.get(conversation) ?? []).find((message) => message.ts === ts);
}

/** How a person is called on the page. */
export function personName(person) {
  return person ? person.real_name || person.name || person.id : 'Someone';
}

/** How a conversation is called by the person who looks at it. */
export function conversationName(state, conversation) {
  if (conversation.kind === 'channel' || conversation.kind === 'private') return conversation.name;
  const others = conversation.members.filter((id) => id !== state.me);
  if (others.length === 0) return `${personName(state.people.get(state.me))} (you)`;
  const bot = state.workspace.bot.id;
  const names = others.sort((a, b) => Number(a === bot) - Number(b === bot)).map((id) => personName(state.people.get(id)));
  if (conversation.kind === 'dm') return names[0];
  return names.map((name) => name.split(' ')[0]).join(', ') || conversation.name;
}

/** The direct message with the bot, if there is one. */
export function botConversation(state) {
  const bot = state.workspace.bot.id;
  return [...state.conversations.values()].find(
    (conversation) => conversation.kind === 'dm' && conversation.members.includes(bot) && conversation.members.includes(state.me),
  );
}
