// The ribbon of time: now at its left end, and ahead of it what the bot has planned.

import { clock, days, knownZone, monthDay, shortDay, weekday } from './dates.js';
import { append, fill, h, reconcile } from './dom.js';
import { icon } from './icons.js';

const DAY = 24 * 60 * 60 * 1000;
const SPANS = { narrow: [8, 15, 29, 57], wide: [15, 29, 57] };
const ROOMY = 520;
const LABELLED = 46;
const SHORT = 30;
const LEAD = 0.03;
const APART = 26;
const KINDS = { round: 'round', introduction: 'introduction', reminder: 'reminder', check_in: 'check_in', close: 'finish' };
const WEIGHT = ['round', 'introduction', 'check_in', 'reminder', 'close'];
const PATIENCE = 120000;

/** @returns {{render: () => void, load: () => Promise<void>}} */
export function createRibbon(app, root) {
  const day = h('strong', { class: 'ribbon-day-now' });
  const time = h('span', { class: 'ribbon-clock' });
  const stripes = h('div', { class: 'ribbon-days', 'aria-hidden': 'true' });
  const marks = h('div', { class: 'ribbon-marks', role: 'group', 'aria-label': 'What is planned' });
  const needle = h('span', { class: 'ribbon-needle', 'aria-hidden': 'true' });
  needle.style.left = `${LEAD * 100}%`;
  const line = h('div', { class: 'ribbon-line' }, stripes, marks, needle);
  const caption = h('p', { class: 'ribbon-caption' });
  const next = h('button', { type: 'button', class: 'btn btn-top', data: { ribbonNext: true }, on: { click: () => move({ next: true }, next) } }, icon('next'), h('span', {}, 'Next'));
  const play = h('button', { type: 'button', class: 'btn btn-top', data: { ribbonPlay: true }, on: { click: () => move({ play: !app.state.ribbon.playing }, play) } });
  fill(root, h('div', { class: 'ribbon-now', role: 'group', 'aria-label': 'Now' }, day, time), h('div', { class: 'ribbon-track' }, line, caption), h('div', { class: 'ribbon-keys' }, next, play));
  root.hidden = true;
  let pointed = null;
  let playing = null;
  new ResizeObserver(() => app.schedule()).observe(line);

  async function load() {
    try {
      const answer = await fetch('/demo/ribbon', { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) take(await answer.json());
    } catch {
      // Without a demo there is no ribbon, and nothing to say about it.
    }
  }

  async function move(where, node) {
    if (node.getAttribute('aria-busy') === 'true') return;
    node.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch('/demo/time', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(where), signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) throw new Error();
      take(await answer.json());
    } catch {
      app.notice('The time would not move. Please try again.');
    } finally {
      node.removeAttribute('aria-busy');
    }
  }

  function take(body) {
    app.takeRibbon(body);
  }

  function render() {
    const { ribbon } = app.state;
    root.hidden = !ribbon;
    document.body.classList.toggle('with-ribbon', Boolean(ribbon));
    if (!ribbon) return;
    const zone = knownZone(ribbon.zone);
    const { now } = app.state;
    day.textContent = shortDay(now, zone);
    time.textContent = clock(now, zone);
    if (playing !== ribbon.playing) {
      playing = ribbon.playing;
      fill(play, icon(playing ? 'pause' : 'play'), h('span', {}, playing ? 'Pause' : 'Play'));
      play.setAttribute('aria-label', playing ? 'Pause: stop the time' : 'Play: let the time run');
    }
    const ahead = ribbon.marks.filter((mark) => mark.at > now).sort((a, b) => a.at - b.at);
    next.disabled = ahead.length === 0;
    draw(ahead, now, zone);
    const said = pointed ?? ahead[0];
    fill(caption, said ? [h('span', { class: 'ribbon-caption-when' }, pointed ? '' : 'Next: ', when(said.at, zone)), ' ', counted(said)] : 'Nothing is planned ahead.');
  }

  function draw(ahead, now, zone) {
    const width = line.clientWidth || 600;
    const spans = width < ROOMY ? SPANS.narrow : SPANS.wide;
    const needed = ahead.length ? (ahead[0].at - now) / DAY + 1 : 0;
    const span = (spans.find((one) => one >= needed) ?? spans.at(-1)) * DAY;
    const start = now - span * LEAD;
    const left = (at) => (at - start) / span;
    const perDay = (DAY / span) * width;
    const shownDays = days(start, Math.ceil(span / DAY) + 2, zone);
    reconcile(stripes, shownDays.map((at) => ({ key: String(at), sig: `${perDay >= LABELLED}${perDay >= SHORT}`, build: () => stripe(at, zone, perDay) })));
    [...stripes.children].forEach((node, index) => {
      node.style.left = `${left(shownDays[index]) * 100}%`;
      node.style.width = `${(((shownDays[index + 1] ?? shownDays[index] + DAY) - shownDays[index]) / span) * 100}%`;
    });
    const clusters = cluster(ahead.filter((mark) => left(mark.at) <= 1), (mark) => left(mark.at) * width);
    reconcile(marks, clusters.map((one) => ({ key: `${one.at}-${one.kind}`, sig: counted(one) + one.count + zone, build: () => drawMark(one, zone) })));
    [...marks.children].forEach((node, index) => {
      node.style.left = `${left(clusters[index].at) * 100}%`;
    });
  }

  function drawMark(mark, zone) {
    const point = (on) => () => {
      pointed = on ? mark : null;
      app.schedule();
    };
    const node = h('button', {
      type: 'button', class: `mark mark-${mark.kind}`, data: { markKind: mark.kind, at: mark.at, focus: mark.at, count: mark.count > 1 ? mark.count : null }, 'aria-label': `Go to ${when(mark.at, zone)}: ${counted(mark)}`,
      on: { click: () => {
        pointed = null;
        move({ to: mark.at }, node);
      }, pointerenter: point(true), pointerleave: point(false), focus: point(true), blur: point(false) },
    }, icon(KINDS[mark.kind] ?? 'other'));
    return node;
  }

  return { render, load };
}

function when(at, zone) {
  return `${shortDay(at, zone)}, ${clock(at, zone)}`;
}

function counted(mark) {
  if (!mark.then?.length) return mark.label;
  const [next, ...more] = mark.then;
  return `${mark.label}, then ${next[0].toLowerCase()}${next.slice(1)}${more.length ? ` and ${more.length} more` : ''}`;
}

function stripe(at, zone, perDay) {
  const { name, weekend } = weekday(at, zone);
  const date = monthDay(at, zone);
  const number = date.split(' ')[1];
  const label = perDay >= LABELLED ? `${name} ${number}` : perDay >= SHORT ? `${name[0]} ${number}` : name === 'Mon' ? date : '';
  return append(h('span', { class: `ribbon-day${weekend ? ' weekend' : ''}${name === 'Mon' ? ' monday' : ''}` }), [label && h('span', {}, label)]);
}

// Marks that would lie on each other become one, which looks like the weightiest of them; a press
// goes to the first.
function cluster(marks, pixel) {
  const clusters = [];
  for (const mark of marks) {
    const last = clusters.at(-1);
    if (last && pixel(mark) - pixel(last) < APART) {
      last.then.push(mark.label);
      if (mark.kind === last.kind) last.count += mark.count ?? 1;
      else if (weight(mark) < weight(last)) Object.assign(last, { kind: mark.kind, count: mark.count ?? 1 });
    } else clusters.push({ ...mark, count: mark.count ?? 1, then: [] });
  }
  return clusters;
}

function weight({ kind }) {
  const at = WEIGHT.indexOf(kind);
  return at < 0 ? WEIGHT.length : at;
}
