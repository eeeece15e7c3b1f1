// The card of things to try. Its cup fills with every one that happened.

import { fill, h, svg } from './dom.js';
import { icon } from './icons.js';

const TOP = 26;
const DEPTH = 28;

/** @returns {{render: () => void, node: HTMLElement}} */
export function createHints(app) {
  const coffee = svg('rect', { class: 'cup-coffee', x: '8', width: '36', height: String(DEPTH), y: String(TOP + DEPTH) });
  const cup = svg('svg', { class: 'cup', viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    svg('clipPath', { id: 'cup-inside' }, svg('path', { d: 'M10 24h32v18a12 12 0 0 1-12 12h-8a12 12 0 0 1-12-12z' })),
    svg('g', { 'clip-path': 'url(#cup-inside)' }, coffee),
    svg('path', { class: 'cup-line', d: 'M10 24h32v18a12 12 0 0 1-12 12h-8a12 12 0 0 1-12-12zM42 28h5a7 7 0 0 1 0 14h-5M20 8c-3 4 3 6 0 10M32 8c-3 4 3 6 0 10' }));
  const title = h('h2', { id: 'hints-title' });
  const list = h('ul', { class: 'hint-list' });
  const node = h('section', { class: 'hints', 'aria-labelledby': 'hints-title', hidden: true }, h('div', { class: 'hints-head' }, cup, title), list);

  function render() {
    const hints = app.state.ribbon?.hints ?? [];
    node.hidden = hints.length === 0;
    if (node.hidden) return;
    const done = hints.filter((hint) => hint.done).length;
    title.textContent = done === hints.length ? 'That was the tour. Stay for another cup!' : done === 0 ? 'Things to try' : `Things to try: ${done} of ${hints.length}`;
    coffee.setAttribute('y', String(TOP + DEPTH - (DEPTH * done) / hints.length));
    fill(list, hints.map((hint) => h('li', { class: hint.done ? 'hint done' : 'hint', data: { hint: hint.id, done: String(Boolean(hint.done)) } },
      h('span', { class: 'hint-tick', 'aria-hidden': 'true' }, hint.done && icon('check')),
      h('span', {}, hint.text), hint.done && h('span', { class: 'sr-only' }, ' (done)'))));
  }

  return { render, node };
}
