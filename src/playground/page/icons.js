// Line icons on a 24 by 24 grid, drawn here so that nothing is fetched from elsewhere.

import { svg } from './dom.js';

const PATHS = {
  hash: 'M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  home: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10.5 19v-5h3v5',
  people: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3.5 19a5.5 5.5 0 0 1 11 0M16 11a2.5 2.5 0 1 0 0-5M17 14a4.5 4.5 0 0 1 3.5 5',
  next: 'M5 5.5v13l9-6.5zM18.5 5.5v13',
  play: 'M7 5v14l11-7z',
  pause: 'M8 5v14M16 5v14',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  send: 'M4.5 12 20 5l-5.5 15-3-6zM11.5 14 20 5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  check: 'M5 12.5 10 17.5 19.5 7',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12.5h5M10 16h5',
  dots: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  down: 'M6.5 9.5 12 15l5.5-5.5',
  reply: 'M5 6h14v10h-7l-4 3.5V16H5z',
  smile: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM9 10h.01M15 10h.01M8.5 14a4 4 0 0 0 7 0',
  plus: 'M12 5.5v13M5.5 12h13',
  eye: 'M3 12c3-5 6-6.5 9-6.5s6 1.5 9 6.5c-3 5-6 6.5-9 6.5S6 17 3 12ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  cup: 'M5 9h11v6a4.5 4.5 0 0 1-4.5 4.5h-2A4.5 4.5 0 0 1 5 15zM16 10.5h1.5a2.5 2.5 0 0 1 0 5H16M8 3.5c-.8 1 .8 1.8 0 3M12 3.5c-.8 1 .8 1.8 0 3',
  round: 'M12 5a7 7 0 1 0 7 7M19 5v5h-5',
  introduction: 'M8 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM16 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3.5 18a4.5 4.5 0 0 1 8.5-2 4.5 4.5 0 0 1 8.5 2',
  reminder: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10.5 20.5h3',
  check_in: 'M5 6h14v10h-7l-4 3.5V16H5zM9 11l2 2 4-4',
  finish: 'M6 20V4.5h11l-2.5 4 2.5 4H6',
  traffic: 'M8 19V5M8 5 4.5 8.5M8 5l3.5 3.5M16 5v14M16 19l-3.5-3.5M16 19l3.5-3.5',
  other: 'M12 8v4l2.5 2.5M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z',
};

/**
 * @param {keyof typeof PATHS} name
 * @returns {SVGElement} hidden from screen readers: the control around it has the name
 */
export function icon(name) {
  return svg('svg', { class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, svg('path', { d: PATHS[name] ?? PATHS.other }));
}
