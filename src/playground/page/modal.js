// Modals: Slack's stack of views in one dialog. What was typed stays while the bot redraws.

import { renderBlock } from './blocks.js';
import { append, fill, h, keepFocus, reconcile } from './dom.js';
import { icon } from './icons.js';
import { textObject } from './richtext.js';
import { check, createForm, withIds } from './values.js';

/**
 * @param {any} app
 * @returns {{render: () => void}}
 */
export function createModals(app) {
  const forms = new Map();
  let shown = null;
  let opener = null;

  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'modal-title', on: { cancel: (event) => {
    event.preventDefault();
    leave(false);
  }, close: () => {
    // The browser may close it by itself on a second Escape: the server must know.
    if (shown) leave(false);
  } } });
  document.body.append(dialog);

  async function leave(all) {
    if (!shown) return;
    await app.try(app.request('close', { view: shown.id, all }));
  }

  /** Draws the top of the stack, or closes the dialog. */
  function render() {
    const { modals } = app.state;
    for (const id of [...forms.keys()]) if (!modals.some((view) => view.id === id)) forms.delete(id);
    const top = modals.at(-1);
    if (!top) {
      shut();
      return;
    }
    if (!forms.has(top.id)) forms.set(top.id, createForm(top));
    const form = forms.get(top.id);
    if (form.view !== top && form.view.hash !== top.hash) form.errors = {};
    form.view = { ...top, blocks: withIds(top.blocks) };
    const other = shown?.id !== top.id;
    shown = top;
    if (!dialog.open) opener = document.activeElement;
    if (other) build(form, modals.length);
    else keepFocus(dialog, () => refresh(form));
    if (!dialog.open) dialog.showModal();
    if (other) focusFirst(dialog);
  }

  function shut() {
    shown = null;
    if (!dialog.open) return;
    dialog.close();
    dialog.replaceChildren();
    if (opener?.isConnected) opener.focus();
  }

  function build(form, depth) {
    fill(dialog, h('form', { class: 'modal', novalidate: true, data: { modal: form.view.id }, on: { submit: (event) => {
      event.preventDefault();
      submit(form);
    } } },
    h('header', { class: 'modal-head' },
      depth > 1 && h('button', { type: 'button', class: 'btn-plain', 'aria-label': 'Back', data: { back: true }, on: { click: () => leave(false) } }, icon('back')),
      h('h2', { id: 'modal-title' }),
      h('button', { type: 'button', class: 'btn-plain', 'aria-label': 'Close', data: { closeAll: true }, on: { click: () => leave(true) } }, icon('close'))),
    h('div', { class: 'modal-body' }),
    h('p', { class: 'modal-error', role: 'alert', hidden: true }),
    h('footer', { class: 'modal-foot' })));
    refresh(form);
  }

  function refresh(form) {
    const { view } = form;
    const modal = dialog.querySelector('.modal');
    modal.dataset.callback = view.callback_id ?? '';
    fill(modal.querySelector('h2'), textObject(view.title, app.reader));
    const surface = surfaceOf(app, form);
    reconcile(modal.querySelector('.modal-body'), view.blocks.map((block) => ({
      key: block.block_id,
      sig: JSON.stringify([block, form.errors[block.block_id]]),
      build: () => renderBlock(block, surface),
    })));
    const label = view.close ? textObject(view.close, app.reader) : view.submit ? 'Cancel' : 'Close';
    const foot = modal.querySelector('.modal-foot');
    if (foot.querySelector('[aria-busy="true"]')) return;
    fill(foot, h('button', { type: 'button', class: 'btn', data: { close: view.id, focus: 'close' }, on: { click: () => leave(false) } }, label),
      view.submit && h('button', { type: 'submit', class: 'btn btn-primary', data: { submit: view.id, focus: 'submit' } }, textObject(view.submit, app.reader)));
  }

  async function submit(form) {
    const button = dialog.querySelector('[data-submit]');
    if (!button || button.getAttribute('aria-busy') === 'true') return;
    say('');
    form.errors = check(form);
    if (Object.keys(form.errors).length > 0) {
      showErrors(form);
      return;
    }
    button.setAttribute('aria-busy', 'true');
    dialog.querySelector('.modal').classList.add('busy');
    try {
      await app.request('submit', { view: form.view.id, values: form.values() });
    } catch (error) {
      if (error.errors) form.errors = error.errors;
      else say(error.message);
    } finally {
      button.removeAttribute('aria-busy');
      dialog.querySelector('.modal')?.classList.remove('busy');
    }
    if (shown?.id === form.view.id) showErrors(form);
  }

  function showErrors(form) {
    refresh(form);
    const elsewhere = Object.entries(form.errors).filter(([id]) => !form.view.blocks.some((block) => block.block_id === id && block.type === 'input'));
    if (elsewhere.length > 0) say(elsewhere.map(([, sentence]) => sentence).join(' '));
    const field = dialog.querySelector('.has-error input, .has-error select, .has-error textarea');
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  }

  function say(sentence) {
    const line = dialog.querySelector('.modal-error');
    if (!line) return;
    line.hidden = sentence === '';
    append(fill(line), [sentence]);
  }

  return { render };
}

/**
 * The surface of a view's blocks.
 * @param {any} app
 * @param {ReturnType<typeof createForm>} form
 * @returns {import('./elements.js').Surface}
 */
export function surfaceOf(app, form) {
  return {
    app,
    reader: app.reader,
    form,
    press: (block, action, element) =>
      app.request('press', { where: { view: form.view.id }, block_id: block, action_id: action, element, state: form.values() }),
  };
}

function focusFirst(dialog) {
  const first = dialog.querySelector('.modal-body :is(input, select, textarea):not([disabled])') ?? dialog.querySelector('[data-submit]');
  first?.focus();
}
