// What the composer offers while somebody types. Plain functions over plain data.

/**
 * @typedef {{value: string, label: string, about?: string, kind: 'command'|'shortcut'|'word'|'person'|'channel', id?: string}} Offer
 * @typedef {{from: number, to: number, offers: Offer[], first: number}} Offers `first`: what is chosen from the start, -1 for none
 */

const MOST = 8;

/**
 * @param {string} text
 * @param {number} caret
 * @param {{commands: any[], shortcuts?: any[], people: {id: string, label: string, about?: string}[], channels: {id: string, label: string, about?: string}[]}} known
 * @returns {Offers|null}
 */
export function suggest(text, caret, known) {
  const head = text.slice(0, caret);
  return command(head, known) ?? word(head, known) ?? mention(head, known);
}

function command(head, { commands, shortcuts = [] }) {
  const match = /^\/\S*$/.exec(head);
  if (!match) return null;
  const fitting = commands.filter((one) => one.command.startsWith(head.toLowerCase()));
  const offers = fitting.map((one) => ({
    kind: 'command', value: `${one.command} `, label: one.command, about: [one.usage_hint, one.description].filter(Boolean).join('  '),
  }));
  const whole = fitting.some((one) => one.command === head);
  const query = head.slice(1).toLowerCase();
  offers.push(...shortcuts.filter((one) => fits(one.name, query)).map((one) => ({ kind: 'shortcut', id: one.callback_id, value: one.name, label: one.name, about: 'Shortcut' })));
  return offers.length ? { from: 0, to: head.length, offers, first: whole ? -1 : 0 } : null;
}

function word(head, { commands }) {
  const match = /^(\/\S+) (\S*)$/.exec(head);
  const found = match && commands.find((one) => one.command === match[1]);
  if (!found) return null;
  const words = hintWords(found.usage_hint).filter((one) => one.startsWith(match[2]) && one !== match[2]);
  const offers = words.slice(0, MOST).map((one) => ({ kind: 'word', value: one, label: `${found.command} ${one}` }));
  return offers.length ? { from: match[1].length + 1, to: head.length, offers, first: -1 } : null;
}

/** The words of a usage hint such as `[join | leave | pause 2 weeks]`. */
export function hintWords(hint) {
  const inside = /\[([^\]]*)\]/.exec(hint ?? '');
  if (!inside?.[1].includes('|')) return [];
  return inside[1].split('|').map((one) => one.trim()).filter((one) => /^[a-z]/i.test(one));
}

function mention(head, { people, channels }) {
  const match = /(^|[\s(])([@#])([^\s@#]{0,30}(?: [^\s@#]{1,30})?)$/u.exec(head);
  if (!match) return null;
  const query = match[3].toLowerCase();
  const pool = match[2] === '@' ? people : channels;
  const kind = match[2] === '@' ? 'person' : 'channel';
  const offers = pool
    .filter((one) => fits(one.label, query))
    .slice(0, MOST)
    .map((one) => ({ kind, id: one.id, value: `${match[2]}${one.label} `, label: one.label, about: one.about }));
  return offers.length ? { from: head.length - match[3].length - 1, to: head.length, offers, first: 0 } : null;
}

/** Does a word of the label, or the label itself, start with the query? */
export function fits(label, query) {
  const low = label.toLowerCase();
  return low.startsWith(query) || low.split(/[\s-]+/).some((part) => part.startsWith(query));
}

/**
 * What is sent for what was typed: `@Name` and `#channel` as Slack's tokens. The rest is sent as it
 * is: the workspace escapes it and knows `@channel`, as Slack does.
 * @param {string} text
 * @param {{people: {id: string, label: string}[], channels: {id: string, label: string}[]}} known
 */
export function toWire(text, known) {
  const named = [
    ...known.people.map((one) => [`@${one.label}`, `<@${one.id}>`]),
    ...known.channels.map((one) => [`#${one.label}`, `<#${one.id}|${one.label}>`]),
  ].sort((left, right) => right[0].length - left[0].length);
  let wire = '';
  let at = 0;
  while (at < text.length) {
    const sign = text[at] === '@' || text[at] === '#';
    const hit = sign && named.find(([typed]) => text.startsWith(typed, at) && ends(text, at + typed.length));
    wire += hit ? hit[1] : text[at];
    at += hit ? hit[0].length : 1;
  }
  return wire;
}

function ends(text, at) {
  return at >= text.length || !/[\p{L}\p{N}_-]/u.test(text[at]);
}
