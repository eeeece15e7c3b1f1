// Block Kit's blocks, drawn as DOM. What is not known becomes a labelled box.

import { renderElement, unknown } from './elements.js';
import { h } from './dom.js';
import { textObject, words } from './richtext.js';
import { withIds } from './values.js';

/**
 * @param {any[]} blocks
 * @param {import('./elements.js').Surface} surface
 * @returns {HTMLElement[]}
 */
export function renderBlocks(blocks, surface) {
  return withIds(blocks).map((block) => renderBlock(block, surface));
}

/**
 * One block; its ids must be filled in (see `withIds`).
 * @param {any} block
 * @param {import('./elements.js').Surface} surface
 * @returns {HTMLElement}
 */
export function renderBlock(block, surface) {
  const draw = drawers[block.type];
  const node = draw ? draw(block, surface) : unknown(block.type, 'block');
  node.classList.add('block');
  node.dataset.block = block.block_id;
  return node;
}

const drawers = { header, section, context, divider, image, actions, input };

function header(block, { reader }) {
  return h('h3', { class: 'block-header' }, textObject(block.text, reader));
}

function section(block, surface) {
  const { reader } = surface;
  return h('div', { class: 'block-section' },
    h('div', { class: 'section-words' },
      block.text && h('div', { class: 'prose' }, textObject(block.text, reader)),
      block.fields?.length > 0 && h('div', { class: 'fields' }, block.fields.map((field) => h('div', { class: 'prose' }, textObject(field, reader))))),
    block.accessory && h('div', { class: 'accessory' }, accessory(block, surface)));
}

function accessory(block, surface) {
  if (block.accessory.type === 'image') return picture(block.accessory, 'accessory-image', surface);
  return renderElement(block.accessory, surface, { block, sends: true, labels: { 'aria-label': words(block.text, surface.reader).slice(0, 120) || null } });
}

function context(block, surface) {
  return h('div', { class: 'block-context' }, (block.elements ?? []).map((element) =>
    element.type === 'image' ? picture(element, 'context-image', surface) : h('span', { class: 'prose' }, textObject(element, surface.reader))));
}

function divider() {
  return h('hr');
}

function image(block, surface) {
  return h('figure', { class: 'block-image' },
    block.title && h('figcaption', {}, textObject(block.title, surface.reader)),
    picture(block, 'full-image', surface));
}

function picture(object, className, { app }) {
  const kept = object.slack_file?.id;
  const address = kept ? `/pictures/${app.state.workspace.id}/${kept}` : object.image_url ?? '';
  const allowed = /^(https?:\/\/|data:image\/|\/)/i.test(address);
  const instead = () => h('span', { class: `${className} image-missing` }, object.alt_text || 'Picture');
  if (!allowed) return instead();
  const node = h('img', { class: className, src: address, alt: object.alt_text ?? '', loading: 'lazy', referrerpolicy: 'no-referrer' });
  node.addEventListener('error', () => node.replaceWith(instead()));
  return node;
}

function actions(block, surface) {
  return h('div', { class: 'block-actions' }, block.elements.map((element) => renderElement(element, surface, { block, sends: true, labels: {} })));
}

function input(block, surface) {
  const error = surface.form?.errors[block.block_id];
  const base = `in-${surface.form?.view.id ?? 'message'}-${block.block_id}`;
  const group = block.element?.type === 'checkboxes' || block.element?.type === 'radio_buttons';
  const described = [error && `${base}-error`, block.hint && `${base}-hint`].filter(Boolean).join(' ');
  const labels = {
    id: base,
    'aria-labelledby': group ? `${base}-label` : null,
    'aria-describedby': described || null,
    'aria-invalid': error ? 'true' : null,
    'aria-required': block.optional ? null : 'true',
  };
  return h('div', { class: `block-input${error ? ' has-error' : ''}` },
    h(group ? 'div' : 'label', { class: 'input-label', id: `${base}-label`, for: group ? null : base },
      textObject(block.label, surface.reader), block.optional && h('span', { class: 'optional' }, ' (optional)')),
    block.element ? renderElement(block.element, surface, { block, sends: Boolean(block.dispatch_action), labels }) : unknown('', 'element'),
    error && h('p', { class: 'input-error', id: `${base}-error`, data: { error: block.block_id } }, error),
    block.hint && h('p', { class: 'input-hint', id: `${base}-hint` }, textObject(block.hint, surface.reader)));
}
