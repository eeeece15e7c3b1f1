// Block Kit's interactive elements: buttons, menus and selects. Fields to type into are in inputs.js.

import { chooser } from './chooser.js';
import { fill, h } from './dom.js';
import { safeHref } from './mrkdwn.js';
import { icon } from './icons.js';
import { textBoxes } from './inputs.js';
import { openMenu } from './popup.js';
import { textObject, words } from './richtext.js';
import { conversationName, personName } from './state.js';
import { initialValue, valueOf } from './values.js';

/**
 * Where blocks stand: a message, a modal or App Home.
 * @typedef {{
 *   app: any, reader: import('./richtext.js').Reader,
 *   form: ReturnType<import('./values.js').createForm>|null,
 *   conversation?: string,
 *   press: (block: string, action: string, element: object) => Promise<void>
 * }} Surface
 * @typedef {{block: any, labels: Record<string, any>, sends: boolean}} Place
 *   `labels`: attributes that name the field; `sends`: whether a change is told to the bot at once
 */

/**
 * @param {any} element
 * @param {Surface} surface
 * @param {Place} place
 * @returns {HTMLElement}
 */
export function renderElement(element, surface, place) {
  const draw = drawers[element.type];
  return draw ? draw(element, surface, place) : unknown(element.type, 'element');
}

/** A labelled box for what this page does not know: never nothing. */
export function unknown(type, what) {
  return h('div', { class: 'unknown', data: { unknown: type } }, `This playground cannot draw the ${what} `, h('code', {}, type || 'without a type'));
}

/** Tells the bot, with a confirmation before it if the element asks for one. Resolves to whether it was sent. */
export async function send(node, element, content, surface, place) {
  if (node.getAttribute('aria-busy') === 'true') return false;
  if (element.confirm && !(await surface.app.confirm(element.confirm, surface.reader))) return false;
  node.setAttribute('aria-busy', 'true');
  try {
    await surface.press(place.block.block_id, element.action_id, content);
    return true;
  } catch (error) {
    surface.app.notice(error.message);
    return false;
  } finally {
    node.removeAttribute('aria-busy');
  }
}

/** The current value object of an element. */
export function current(element, surface, place) {
  return surface.form ? surface.form.get(place.block.block_id, element) : initialValue(element);
}

/** Keeps a new value and tells the bot when the element's place says so. */
export function changed(node, element, content, surface, place) {
  surface.form?.set(place.block.block_id, element, content);
  if (place.sends) send(node, element, valueOf(element, content), surface, place);
}

const drawers = {
  button,
  overflow,
  static_select: staticSelect,
  multi_static_select: (element, surface, place) => optionsChooser(element, surface, place),
  users_select: (element, surface, place) => idChooser(element, surface, place, people(surface), 'selected_user'),
  multi_users_select: (element, surface, place) => idChooser(element, surface, place, people(surface), 'selected_users'),
  conversations_select: (element, surface, place) => idChooser(element, surface, place, conversations(element, surface), 'selected_conversation'),
  multi_conversations_select: (element, surface, place) => idChooser(element, surface, place, conversations(element, surface), 'selected_conversations'),
  channels_select: (element, surface, place) => idChooser(element, surface, place, channels(surface), 'selected_channel'),
  multi_channels_select: (element, surface, place) => idChooser(element, surface, place, channels(surface), 'selected_channels'),
  ...Object.fromEntries(Object.entries(textBoxes).map(([type, draw]) => [type, (element, surface, place) => draw(element, surface, place, { current, changed, send })])),
};

function button(element, surface, place) {
  const style = element.style === 'primary' || element.style === 'danger' ? ` btn-${element.style}` : '';
  const href = element.url ? safeHref(element.url) : null;
  const payload = { type: 'button', text: element.text, ...(element.value === undefined ? {} : { value: element.value }) };
  return h('button', {
    type: 'button', class: `btn${style}`, 'aria-label': element.accessibility_label ?? null, data: { action: element.action_id },
    on: { click: async (event) => {
      // The window opens before the question is sent: browsers allow it only while the press is fresh.
      if (href && !element.confirm) window.open(href, '_blank', 'noopener');
      const sent = await send(event.currentTarget, element, payload, surface, place);
      if (sent && href && element.confirm) window.open(href, '_blank', 'noopener');
    } },
  }, textObject(element.text, surface.reader), href && h('span', { class: 'sr-only' }, ' (opens a new tab)'));
}

function overflow(element, surface, place) {
  return h('button', {
    type: 'button', class: 'btn btn-icon', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': 'More actions', data: { action: element.action_id },
    on: { click: (event) => {
      const node = event.currentTarget;
      openMenu(node, (element.options ?? []).map((option) => ({
        value: option.value ?? '',
        label: textObject(option.text, surface.reader),
        about: option.description ? textObject(option.description, surface.reader) : null,
        pick: () => {
          const href = option.url ? safeHref(option.url) : null;
          if (href) window.open(href, '_blank', 'noopener');
          send(node, element, { type: 'overflow', selected_option: option }, surface, place);
        },
      })), 'More actions');
    } },
  }, icon('dots'));
}

function allOptions(element) {
  return element.option_groups ? element.option_groups.flatMap((group) => group.options) : (element.options ?? []);
}

function staticSelect(element, surface, place) {
  const chosen = current(element, surface, place).selected_option;
  const draw = (option) => h('option', { value: option.value, selected: option.value === chosen?.value }, words(option.text, surface.reader));
  const placeholder = words(element.placeholder, surface.reader) || 'Choose…';
  const select = h('select', { class: 'field', data: { action: element.action_id }, ...named(place, placeholder) },
    h('option', { value: '', selected: !chosen }, placeholder),
    element.option_groups
      ? element.option_groups.map((group) => h('optgroup', { label: words(group.label, surface.reader) }, group.options.map(draw)))
      : (element.options ?? []).map(draw));
  select.addEventListener('change', () => {
    const option = allOptions(element).find((one) => one.value === select.value) ?? null;
    if (option || surface.form) changed(select, element, option, surface, place);
  });
  return h('div', { class: 'select' }, select, icon('down'));
}

/** Names for a field that has no visible label of its own. */
function named(place, fallback) {
  return place.labels['aria-labelledby'] || place.labels.id ? place.labels : { 'aria-label': fallback, ...place.labels };
}

function optionsChooser(element, surface, place) {
  const options = allOptions(element);
  const chosen = current(element, surface, place).selected_options ?? [];
  const placeholder = words(element.placeholder, surface.reader) || 'Choose…';
  const root = chooser({
    several: true, most: element.max_selected_items, placeholder,
    choices: options.map((option) => ({ value: option.value, label: words(option.text, surface.reader), about: words(option.description, surface.reader) })),
    chosen: chosen.map((option) => option.value),
    labels: named(place, placeholder), data: { action: element.action_id },
    onChange: (values) => changed(root, element, values.map((value) => options.find((option) => option.value === value)), surface, place),
  });
  return root;
}

function idChooser(element, surface, place, choices, name) {
  const several = name.endsWith('s');
  const content = current(element, surface, place)[name];
  const placeholder = words(element.placeholder, surface.reader) || 'Choose…';
  const root = chooser({
    several, most: element.max_selected_items, placeholder, choices,
    chosen: several ? (content ?? []) : content ? [content] : [],
    labels: named(place, placeholder), data: { action: element.action_id },
    onChange: (values) => changed(root, element, several ? values : (values[0] ?? null), surface, place),
  });
  return root;
}

function people({ app }) {
  return [...app.state.people.values()]
    .filter((person) => !person.deleted)
    .map((person) => ({ value: person.id, label: personName(person), about: person.title }))
    .sort(byLabel);
}

function channels({ app }) {
  return [...app.state.conversations.values()]
    .filter((one) => one.kind === 'channel' && !one.archived)
    .map((one) => ({ value: one.id, label: `#${one.name}`, about: one.is_member ? '' : 'not joined' }))
    .sort(byLabel);
}

const KINDS = { public: 'channel', private: 'private', im: 'dm', mpim: 'group' };

function conversations(element, { app }) {
  const include = element.filter?.include?.map((one) => KINDS[one]);
  return [...app.state.conversations.values()]
    .filter((one) => !one.archived && (one.kind === 'channel' || one.is_member !== false) && (!include || include.includes(one.kind)))
    .map((one) => ({ value: one.id, label: `${one.kind === 'channel' || one.kind === 'private' ? '#' : ''}${conversationName(app.state, one)}` }))
    .sort(byLabel);
}

function byLabel(left, right) {
  return left.label.localeCompare(right.label);
}

/**
 * The question before a press: resolves to whether the visitor confirmed.
 * @param {any} question Slack's confirm object
 * @param {import('./richtext.js').Reader} reader
 * @returns {Promise<boolean>}
 */
export function confirmDialog(question, reader) {
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    const danger = question.style === 'danger';
    const dialog = h('dialog', { class: 'dialog dialog-small', 'aria-labelledby': 'confirm-title', data: { confirm: true } });
    fill(dialog,
      h('h2', { id: 'confirm-title' }, textObject(question.title, reader)),
      h('p', {}, textObject(question.text, reader)),
      h('div', { class: 'dialog-foot' },
        h('button', { type: 'button', class: 'btn', data: { deny: true }, on: { click: answer('') } }, textObject(question.deny, reader)),
        h('button', { type: 'button', class: `btn ${danger ? 'btn-danger' : 'btn-primary'}`, data: { yes: true }, on: { click: answer('yes') } }, textObject(question.confirm, reader))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
