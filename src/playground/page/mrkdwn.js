// Slack's mrkdwn: text in, a tree of plain objects out. No DOM, so it can be checked anywhere.

import { emoji } from './emoji.js';

/**
 * @typedef {{t: string, v?: string, c?: any, id?: string, label?: string, href?: string,
 *   ts?: number, format?: string}} Node
 */

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' };
const SAFE = new Set(['http:', 'https:', 'mailto:']);
const LETTER = /[\p{L}\p{N}]/u;
const BULLET = /^\s*(?:[•◦▪‣]|[-*](?=\s))\s*(.*)$/u;

/** Undoes the three escapes that Slack knows. */
export function unescape(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[name]);
}

/** The address if it may be linked to (http, https, mailto), else null. */
export function safeHref(address) {
  try {
    const url = new URL(address);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Reads mrkdwn.
 * @param {string} text
 * @returns {Node[]}
 */
export function parse(text) {
  const nodes = [];
  let from = 0;
  for (const fence of String(text ?? '').matchAll(/```([\s\S]+?)```/g)) {
    nodes.push(...paragraphs(text.slice(from, fence.index).replace(/\n$/, '')));
    nodes.push({ t: 'pre', v: unescape(fence[1].replace(/^\n/, '').replace(/\n$/, '')) });
    from = fence.index + fence[0].length;
    if (text[from] === '\n') from += 1;
  }
  nodes.push(...paragraphs(String(text ?? '').slice(from)));
  return nodes;
}

/**
 * Reads a plain_text object: only emoji and line breaks mean anything.
 * @param {string} text
 * @param {boolean} withEmoji
 * @returns {Node[]}
 */
export function parsePlain(text, withEmoji = true) {
  const nodes = [];
  for (const piece of String(text ?? '').split(/(:[a-z0-9_+'-]+:)/)) {
    const hit = withEmoji ? emojiAt(piece, 0) : null;
    if (hit && hit.end === piece.length) nodes.push(hit.node);
    else if (piece) nodes.push({ t: 'text', v: piece });
  }
  return nodes;
}

function paragraphs(text) {
  if (text === '') return [];
  const nodes = [];
  let group = null;
  for (const line of text.split('\n')) {
    const quote = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    const bullet = quote ? null : BULLET.exec(line);
    const kind = quote ? 'quote' : bullet ? 'list' : 'line';
    if (kind === 'list') {
      if (group?.t !== 'list') nodes.push((group = { t: 'list', c: [] }));
      group.c.push(inline(bullet[1]));
    } else if (kind === 'quote') {
      if (group?.t !== 'quote') nodes.push((group = { t: 'quote', c: [] }));
      else group.c.push({ t: 'br' });
      group.c.push(...inline(quote[1]));
    } else {
      if (group?.t === 'line') nodes.push({ t: 'br' });
      group = { t: 'line' };
      nodes.push(...inline(line));
    }
  }
  return nodes;
}

function inline(source) {
  const nodes = [];
  const dead = new Set();
  let plain = '';
  let at = 0;
  while (at < source.length) {
    const hit = special(source, at, dead);
    if (hit) {
      if (plain) nodes.push({ t: 'text', v: unescape(plain) });
      plain = '';
      nodes.push(hit.node);
      at = hit.end;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  if (plain) nodes.push({ t: 'text', v: unescape(plain) });
  return nodes;
}

function special(source, at, dead) {
  switch (source[at]) {
    case '`':
      return codeAt(source, at);
    case '<':
      return angleAt(source, at);
    case ':':
      return emojiAt(source, at);
    case '*':
    case '_':
    case '~':
      return styledAt(source, at, dead);
    case 'h':
      return addressAt(source, at);
    default:
      return null;
  }
}

function codeAt(source, at) {
  const end = source.indexOf('`', at + 1);
  if (end <= at + 1) return null;
  return { node: { t: 'code', v: unescape(source.slice(at + 1, end)) }, end: end + 1 };
}

function emojiAt(source, at) {
  const sticky = /:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/y;
  sticky.lastIndex = at;
  const match = sticky.exec(source);
  const char = match && emoji(match[1]);
  return char ? { node: { t: 'emoji', id: match[1], v: char }, end: sticky.lastIndex } : null;
}

function addressAt(source, at) {
  if (at > 0 && LETTER.test(source[at - 1])) return null;
  const sticky = /https?:\/\/[^\s<>|`]+/y;
  sticky.lastIndex = at;
  const match = sticky.exec(source);
  if (!match) return null;
  const raw = match[0].replace(/(?:[.,;:!?)\]'"*_~]|&[lg]t;)+$/, '');
  const href = safeHref(unescape(raw));
  return href ? { node: { t: 'link', href, c: [{ t: 'text', v: unescape(raw) }] }, end: at + raw.length } : null;
}

function styledAt(source, at, dead) {
  const mark = source[at];
  if (dead.has(mark)) return null;
  const before = source[at - 1];
  const first = source[at + 1];
  if ((before && LETTER.test(before)) || !first || /\s/.test(first) || first === mark) return null;
  const end = closing(source, at + 1, mark);
  if (end < 0) {
    dead.add(mark);
    return null;
  }
  return { node: { t: STYLES[mark], c: inline(source.slice(at + 1, end)) }, end: end + 1 };
}

function closing(source, from, mark) {
  for (let at = from; at < source.length; at += 1) {
    const skip = source[at] === '`' ? codeAt(source, at) : source[at] === '<' ? angleAt(source, at) : null;
    if (skip) at = skip.end - 1;
    else if (source[at] === mark && at > from && !/\s/.test(source[at - 1])) {
      const after = source[at + 1];
      if (!after || (!LETTER.test(after) && after !== mark)) return at;
    }
  }
  return -1;
}

function angleAt(source, at) {
  const end = source.indexOf('>', at + 1);
  if (end <= at + 1) return null;
  const body = source.slice(at + 1, end);
  if (body.includes('<')) return null;
  const bar = body.indexOf('|');
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? '' : body.slice(bar + 1);
  return { node: token(target, label), end: end + 1 };
}

function token(target, label) {
  const id = target.slice(1);
  if (target[0] === '@') return { t: 'user', id, label: unescape(label) };
  if (target[0] === '#') return { t: 'channel', id, label: unescape(label) };
  if (target[0] === '!') return announcement(id, label);
  const address = unescape(target);
  const href = safeHref(address);
  if (!href) return { t: 'text', v: unescape(label) || `<${address}>` };
  const words = label ? parsePlain(unescape(label)) : [{ t: 'text', v: address.replace(/^mailto:/, '') }];
  return { t: 'link', href, c: words };
}

function announcement(body, label) {
  const date = /^date\^(\d+)\^([^^]*)(?:\^(.*))?$/.exec(body);
  if (date) {
    const href = date[3] ? (safeHref(unescape(date[3])) ?? undefined) : undefined;
    return { t: 'date', ts: Number(date[1]) * 1000, format: unescape(date[2]), href, label: unescape(label) };
  }
  const name = body.split('^')[0];
  return { t: 'special', v: unescape(label).replace(/^@?/, '@').replace(/^@$/, `@${name}`) };
}

/**
 * The words alone, for live regions and previews.
 * @param {Node[]} nodes
 * @param {{person: (id: string) => string, channel: (id: string) => string, date: (node: Node) => string}} names
 * @returns {string}
 */
export function toText(nodes, names) {
  return nodes
    .map((node) => {
      if (node.t === 'br') return ' ';
      if (node.t === 'user') return `@${names.person(node.id) ?? node.label}`;
      if (node.t === 'channel') return `#${names.channel(node.id) ?? node.label}`;
      if (node.t === 'date') return names.date(node);
      if (node.t === 'list') return node.c.map((item) => ` ${toText(item, names)}`).join(';');
      if (Array.isArray(node.c)) return toText(node.c, names);
      return node.v ?? '';
    })
    .join('')
    .trim();
}
