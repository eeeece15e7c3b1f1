// Small helpers around the DOM. Nothing here or elsewhere sets innerHTML: text is always a text node.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Builds an element. `class`, `data` (dataset), `on` (listeners) and `value`/`checked` are special;
 * `true` is an empty attribute; null, undefined and false leave the attribute out.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children nodes, strings, arrays of them; null and false are skipped
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') el.className = value;
    else if (name === 'data') assignData(el, value);
    else if (name === 'on') for (const [type, fn] of Object.entries(value)) el.addEventListener(type, fn);
    else if (name === 'value' || name === 'checked') el[name] = value;
    else el.setAttribute(name, value === true ? '' : String(value));
  }
  return append(el, children);
}

function assignData(el, data) {
  for (const [key, value] of Object.entries(data)) {
    if (value !== null && value !== undefined && value !== false) el.dataset[key] = String(value);
  }
}

/** Appends nodes, strings and nested arrays of them. */
export function append(el, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    el.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return el;
}

/** Replaces all children. */
export function fill(el, ...children) {
  el.replaceChildren();
  return append(el, children);
}

/** Builds an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

const kept = new WeakMap();

/**
 * Makes the children of `parent` those of `items`, rebuilding only what changed, so that focus,
 * open menus and half-typed text survive a change next to them.
 * @param {HTMLElement} parent
 * @param {{key: string, sig: string, build: () => HTMLElement}[]} items
 */
export function reconcile(parent, items) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  for (const { key, sig, build } of items) {
    const old = before.get(key);
    after.set(key, old && old.sig === sig ? old : { sig, node: build() });
  }
  for (const [key, old] of before) {
    if (after.get(key) !== old) {
      const next = after.get(key);
      if (next && old.node.parentNode === parent) old.node.replaceWith(next.node);
      else old.node.remove();
    }
  }
  let cursor = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  kept.set(parent, after);
}

/** Runs `change`, and if it took the focused element away, focuses its successor inside `root`. */
export function keepFocus(root, change) {
  const active = document.activeElement;
  const path = active && root.contains(active) ? selectorOf(active, root) : null;
  const caret = path && 'selectionStart' in active ? [active.selectionStart, active.selectionEnd] : null;
  change();
  if (!path || root.contains(document.activeElement)) return;
  const heir = root.querySelector(path);
  if (!heir) return;
  heir.focus({ preventScroll: true });
  if (caret && caret[0] !== null) {
    try {
      heir.setSelectionRange(caret[0], caret[1]);
    } catch {
      // Numbers and dates have no caret to put back.
    }
  }
}

function selectorOf(el, root) {
  if (el.id) return `#${CSS.escape(el.id)}`;
  const own = ['action', 'conversation', 'ts', 'focus'].find((key) => el.dataset[key] !== undefined);
  if (!own) return null;
  const around = ['ts', 'block']
    .map((key) => [key, el.parentElement.closest(`[data-${key}]`)])
    .filter(([, node]) => node && root.contains(node))
    .map(([key, node]) => attribute(key, node));
  return [...around, attribute(own, el)].join(' ');
}

function attribute(key, node) {
  return `[data-${key}="${CSS.escape(node.dataset[key])}"]`;
}

/**
 * Arrow keys, Home and End move the focus among the items of a list; Tab enters it once.
 * @param {HTMLElement} list
 * @param {string} selector what an item is
 */
export function arrows(list, selector) {
  const items = () => [...list.querySelectorAll(selector)].filter((el) => el.offsetParent !== null);
  list.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = event.target.closest(selector);
    if (!at || at !== event.target) return;
    const all = items();
    const here = all.indexOf(at);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    all[to].focus();
  });
  list.addEventListener('focusin', (event) => {
    const at = event.target.closest(selector);
    if (at) oneTabStop(list, selector, at);
  });
}

/** Leaves exactly one item of the list in the tab order. */
export function oneTabStop(list, selector, wanted) {
  const all = [...list.querySelectorAll(selector)];
  const stop = wanted ?? all.find((el) => el.tabIndex === 0) ?? all[0];
  for (const el of all) el.tabIndex = el === stop ? 0 : -1;
}

let ids = 0;

/** A fresh id for labels and descriptions. */
export function freshId(prefix = 'k') {
  ids += 1;
  return `${prefix}-${ids}`;
}
