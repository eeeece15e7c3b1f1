// What the page says by itself: short notices, spoken announcements, and that the line is down.

import { h } from './dom.js';

const STAYS = 6000;
const GATHER = 400;
const GRACE = 700;

/** @returns {{notice: (words: string, kind?: string) => void, announce: (words: string) => void, online: (on: boolean) => void}} */
export function createFeedback() {
  const notices = h('div', { class: 'notices', role: 'status' });
  const spoken = h('div', { class: 'sr-only', 'aria-live': 'polite', data: { announcer: true } });
  const offline = h('div', { class: 'offline', role: 'status', hidden: true }, 'The line is down. Reconnecting…');
  document.body.append(notices, spoken, offline);
  let gathered = [];
  let late = 0;

  return {
    notice(words, kind = 'fault') {
      if (kind === 'cheer') notices.querySelectorAll('.notice-cheer').forEach((before) => before.remove());
      const node = h('p', { class: `notice notice-${kind}`, data: { notice: kind } }, words);
      notices.append(node);
      // What went wrong in an open dialog would otherwise lie under it.
      const dialog = kind === 'fault' ? [...document.querySelectorAll('dialog[open]')].at(-1) : null;
      (dialog ?? document.body).append(notices);
      setTimeout(() => node.remove(), STAYS);
    },
    announce(words) {
      gathered.push(words);
      if (gathered.length > 1) return;
      setTimeout(() => {
        spoken.textContent = gathered.length > 3 ? `${gathered.length} new messages. The last: ${gathered.at(-1)}` : gathered.join(' ');
        gathered = [];
      }, GATHER);
    },
    online(on) {
      clearTimeout(late);
      if (on) offline.hidden = true;
      else late = setTimeout(() => (offline.hidden = false), GRACE);
    },
  };
}
