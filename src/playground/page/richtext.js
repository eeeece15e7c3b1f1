// From the tree of mrkdwn.js to DOM nodes, with mentions that can be pressed and dates in the reader's zone.

import { fillTokens } from './dates.js';
import { h } from './dom.js';
import { parse, parsePlain, toText } from './mrkdwn.js';

/**
 * Who reads: names to show, the zone and the moment for dates, and what a press on a mention does.
 * @typedef {{me: string, zone: string, now: number, person: (id: string) => string|undefined,
 *   channel: (id: string) => string|undefined, openPerson: (id: string) => void,
 *   openConversation: (id: string) => void}} Reader
 */

/**
 * @param {string} text mrkdwn
 * @param {Reader} reader
 * @returns {Node[]}
 */
export function rich(text, reader) {
  return draw(parse(text), reader);
}

/**
 * A Block Kit text object.
 * @param {{type: string, text: string, emoji?: boolean}|null|undefined} object
 * @param {Reader} reader
 * @returns {Node[]}
 */
export function textObject(object, reader) {
  if (!object) return [];
  if (object.type === 'mrkdwn') return rich(object.text, reader);
  return draw(parsePlain(object.text, object.emoji !== false), reader);
}

/** The words of a text object, for names and labels of controls. */
export function words(object, reader) {
  if (!object) return '';
  const nodes = object.type === 'mrkdwn' ? parse(object.text) : parsePlain(object.text, object.emoji !== false);
  return toText(nodes, textNames(reader));
}

/** The words of a message, for live regions. */
export function plainWords(text, reader) {
  return toText(parse(text), textNames(reader));
}

function textNames(reader) {
  return { person: reader.person, channel: reader.channel, date: (node) => fillTokens(node.format, node.ts, reader.now, reader.zone) };
}

function draw(nodes, reader) {
  return nodes.map((node) => (drawers[node.t] ?? drawers.text)(node, reader));
}

const drawers = {
  text: (node) => document.createTextNode(node.v ?? ''),
  br: () => h('br'),
  bold: (node, reader) => h('strong', {}, draw(node.c, reader)),
  italic: (node, reader) => h('em', {}, draw(node.c, reader)),
  strike: (node, reader) => h('s', {}, draw(node.c, reader)),
  code: (node) => h('code', {}, node.v),
  pre: (node) => h('pre', { tabindex: 0 }, node.v),
  quote: (node, reader) => h('blockquote', {}, draw(node.c, reader)),
  list: (node, reader) => h('ul', {}, node.c.map((item) => h('li', {}, draw(item, reader)))),
  emoji: (node) => h('span', { class: 'emoji', role: 'img', 'aria-label': node.id.replaceAll('_', ' '), title: `:${node.id}:` }, node.v),
  link: (node, reader) => h('a', { href: node.href, target: '_blank', rel: 'noopener noreferrer' }, draw(node.c, reader)),
  special: (node) => h('span', { class: 'mention mention-all' }, node.v),
  user: mentionOfPerson,
  channel: mentionOfChannel,
  date: drawDate,
};

function mentionOfPerson(node, reader) {
  const name = reader.person(node.id) ?? (node.label || node.id);
  const own = node.id === reader.me ? ' mention-me' : '';
  return h('button', { type: 'button', class: `mention${own}`, data: { mention: node.id }, on: { click: () => reader.openPerson(node.id) } }, `@${name}`);
}

function mentionOfChannel(node, reader) {
  const name = reader.channel(node.id) ?? (node.label || node.id);
  return h('button', { type: 'button', class: 'mention', data: { mention: node.id }, on: { click: () => reader.openConversation(node.id) } }, `#${name}`);
}

function drawDate(node, reader) {
  const words = Number.isFinite(node.ts) ? fillTokens(node.format, node.ts, reader.now, reader.zone) : node.label;
  const time = h('time', { datetime: new Date(node.ts).toISOString(), title: node.label }, words);
  return node.href ? h('a', { href: node.href, target: '_blank', rel: 'noopener noreferrer' }, time) : time;
}
