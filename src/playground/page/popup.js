// Small panels over the page: menus, lists of choices, the search of people. They live in the
// browser's top layer, so that no scrolling box can cut them off.

import { h } from './dom.js';

const EDGE = 8;

/**
 * Shows `panel` next to `anchor` until it is closed, the visitor presses elsewhere, or Escape.
 * @param {HTMLElement} anchor
 * @param {HTMLElement} panel is put next to the anchor in the document while it is open
 * @param {{onClose?: () => void, alignEnd?: boolean, matchWidth?: boolean}} [options]
 * @returns {{close: () => void, place: () => void}}
 */
export function openPopup(anchor, panel, { onClose, alignEnd = false, matchWidth = false } = {}) {
  panel.setAttribute('popover', 'manual');
  anchor.after(panel);
  panel.showPopover();
  const place = () => placeAt(anchor, panel, alignEnd, matchWidth);
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  };
  const escape = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  function close() {
    if (!panel.isConnected && !panel.parentNode) return;
    document.removeEventListener('pointerdown', outside, true);
    document.removeEventListener('keydown', escape, true);
    document.removeEventListener('scroll', place, true);
    window.removeEventListener('resize', place);
    panel.remove();
    onClose?.();
  }
  document.addEventListener('pointerdown', outside, true);
  document.addEventListener('keydown', escape, true);
  document.addEventListener('scroll', place, true);
  window.addEventListener('resize', place);
  place();
  return { close, place };
}

function placeAt(anchor, panel, alignEnd, matchWidth) {
  if (!anchor.isConnected) return;
  const box = anchor.getBoundingClientRect();
  if (matchWidth) panel.style.width = `${Math.max(box.width, 180)}px`;
  const wide = panel.offsetWidth;
  const tall = panel.offsetHeight;
  const below = window.innerHeight - box.bottom;
  const top = below >= tall + EDGE || below >= box.top ? box.bottom + 4 : box.top - tall - 4;
  const left = alignEnd ? box.right - wide : box.left;
  panel.style.top = `${Math.max(EDGE, Math.min(top, window.innerHeight - tall - EDGE))}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - wide - EDGE))}px`;
}

/**
 * A menu under a button.
 * @param {HTMLElement} button
 * @param {{label: Node[]|string, about?: Node[]|string, value: string, pick: () => void}[]} items
 * @param {string} name for screen readers
 */
export function openMenu(button, items, name) {
  const entries = items.map((item) =>
    h('button', { type: 'button', role: 'menuitem', class: 'menu-item', tabindex: -1, data: { value: item.value }, on: { click: () => finish(item.pick) } },
      h('span', {}, item.label), item.about && h('span', { class: 'menu-about' }, item.about)),
  );
  const panel = h('div', { class: 'popup menu', role: 'menu', 'aria-label': name, on: { keydown: move } }, entries);
  button.setAttribute('aria-expanded', 'true');
  const popup = openPopup(button, panel, { alignEnd: true, onClose: () => {
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  } });
  function finish(pick) {
    popup.close();
    pick();
  }
  function move(event) {
    if (event.key === 'Tab') popup.close();
    const here = entries.indexOf(document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    entries[(to + entries.length) % entries.length].focus();
  }
  entries[0]?.focus();
}
