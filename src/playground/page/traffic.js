// The drawer for whoever develops: what goes between bot and workspace, and a way to make a bad day.

import { fill, h } from './dom.js';
import { icon } from './icons.js';

const KEPT = 500;
const KINDS = [['', 'Everything'], ['call', 'Calls of the bot'], ['events_api', 'Events'], ['slash_commands', 'Commands'], ['interactive', 'Buttons and forms']];
const TRICKS = [
  ['off', 'Nothing: a good day', []],
  ['slow_down', 'Slack asks to slow down', ['too_many']],
  ['errors', 'Slack’s servers fail', ['server_error', 'bad_gateway', 'unavailable']],
  ['lost', 'Answers get lost', ['lost_before', 'lost_after', 'garbled']],
  ['doubled', 'Events come twice or in disorder', ['twice', 'to_all', 'out_of_order', 'ack_lost']],
  ['broken', 'Connections break', ['disconnect', 'break']],
];

/** @returns {{node: HTMLElement, offer: (there: boolean) => void, take: (entry: any) => void, open: () => void}} */
export function createTraffic(app) {
  const entries = new Map();
  const rows = h('ol', { class: 'traffic-rows', 'aria-label': 'Traffic', tabindex: '0' });
  const count = h('p', { class: 'soft', role: 'status' });
  const kind = h('select', { id: 'traffic-kind', on: { change: draw } }, KINDS.map(([value, label]) => h('option', { value }, label)));
  const words = h('input', { id: 'traffic-words', type: 'search', class: 'field', autocomplete: 'off', on: { input: draw } });
  const close = h('button', { type: 'button', class: 'btn btn-quiet', 'aria-label': 'Close', data: { trafficClose: true }, on: { click: () => dialog.close() } }, icon('close'));
  const dialog = h('dialog', { class: 'traffic', 'aria-labelledby': 'traffic-title' },
    h('header', { class: 'traffic-head' }, h('h2', { id: 'traffic-title' }, 'Traffic'), close),
    badDay(app),
    h('div', { class: 'traffic-filter' }, h('label', { for: 'traffic-kind' }, 'Show'), kind, h('label', { for: 'traffic-words' }, 'with'), words),
    count, rows);
  dialog.addEventListener('close', () => app.request('traffic', { on: false }).catch(() => {}));
  document.body.append(dialog);
  const node = h('button', { type: 'button', class: 'btn btn-top traffic-open', 'aria-label': 'Traffic between bot and workspace', title: 'Traffic (T)', data: { trafficOpen: true }, on: { click: open } }, icon('traffic'));
  node.hidden = true;

  async function load() {
    const answer = await app.try(app.request('traffic', { on: true }));
    if (!answer) return;
    entries.clear();
    for (const entry of answer.entries) entries.set(entry.number, entry);
    draw();
  }

  function open() {
    if (node.hidden || dialog.open) return;
    dialog.showModal();
    load();
  }

  function wanted(entry) {
    if (kind.value && entry.kind !== kind.value) return false;
    const wordsNow = words.value.trim().toLowerCase();
    return !wordsNow || JSON.stringify(entry).toLowerCase().includes(wordsNow);
  }

  function draw() {
    const shown = [...entries.values()].filter(wanted).sort((one, other) => other.number - one.number);
    const unfolded = new Set([...rows.querySelectorAll('details[open]')].map((one) => one.dataset.number));
    fill(rows, shown.map((entry) => row(entry, unfolded.has(String(entry.number)))));
    count.textContent = shown.length ? `${shown.length} of the last ${entries.size}, newest first` : 'Nothing yet. Press a button of the bot, or let time pass.';
  }

  let soon = false;
  return {
    node,
    open,
    offer(there) {
      node.hidden = !there;
      if (there && dialog.open) load();
    },
    take(entry) {
      entries.set(entry.number, entry);
      if (entries.size > KEPT) entries.delete(entries.keys().next().value);
      if (soon || !dialog.open) return;
      soon = true;
      setTimeout(() => {
        soon = false;
        // Nobody's row moves away from under the keyboard.
        if (!rows.contains(document.activeElement) || document.activeElement === rows) draw();
      }, 150);
    },
  };
}

function row(entry, open) {
  const good = ['ok', 'acknowledged'].includes(entry.status);
  const status = entry.status || 'waiting';
  const took = entry.took_ms === null ? '' : `${entry.took_ms} ms`;
  const head = h('summary', {},
    h('span', { class: 'traffic-way' }, entry.kind === 'call' ? 'bot → Slack' : 'Slack → bot'),
    h('strong', {}, entry.name || entry.kind),
    h('span', { class: `traffic-status ${good ? 'is-good' : entry.status ? 'is-bad' : ''}` }, status),
    entry.attempts > 1 && h('span', { class: 'badge' }, `sent ${entry.attempts} times`),
    entry.trick && h('span', { class: 'badge traffic-trick' }, entry.trick.replaceAll('_', ' ')),
    h('span', { class: 'soft' }, took));
  const details = h('details', { data: { number: entry.number }, open });
  details.append(head);
  // Drawn when it is looked at: bodies are long, and most stay folded.
  const unfold = () => {
    if (details.open && details.children.length === 1) details.append(body('Sent', entry.request), body('Answered', entry.answer));
  };
  details.addEventListener('toggle', unfold);
  unfold();
  return h('li', {}, details);
}

function body(title, value) {
  const text = value === null ? 'nothing' : JSON.stringify(value, null, 2);
  return h('div', { class: 'traffic-body' }, h('h3', {}, title), h('pre', { tabindex: '0', role: 'group', 'aria-label': title }, text));
}

function badDay(app) {
  const what = h('select', { id: 'traffic-what' }, TRICKS.map(([value, label]) => h('option', { value }, label)));
  const often = h('select', { id: 'traffic-often' }, [5, 20, 50].map((share) => h('option', { value: share / 100 }, `${share} %`)));
  const seed = h('input', { id: 'traffic-seed', class: 'field', type: 'number', min: '0', max: '999999', value: '1' });
  const send = async (event) => {
    event.preventDefault();
    const tricks = TRICKS.find(([value]) => value === what.value)?.[2] ?? [];
    // The share is that of all calls or envelopes, whatever befalls them.
    const share = Number(often.value) / Math.max(tricks.length, 1);
    const done = await app.try(app.request('misbehave', { tricks, share, seed: Number(seed.value) || 0 }));
    if (done) app.notice(tricks.length ? 'From now on things go wrong. Watch the bot cope.' : 'A good day again.');
  };
  return h('form', { class: 'traffic-bad', on: { submit: send } },
    h('p', {}, h('label', { for: 'traffic-what' }, 'What goes wrong '), what),
    h('p', {}, h('label', { for: 'traffic-often' }, 'How often '), often),
    h('p', {}, h('label', { for: 'traffic-seed' }, 'Seed '), seed),
    h('button', { type: 'submit', class: 'btn', data: { misbehave: true } }, 'Let it'));
}
