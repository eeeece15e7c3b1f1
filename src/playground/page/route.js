// What is open, kept in the address: `#as=U01&in=C01&thread=…` (or `person=U02`, or `home=1`).

/** @returns {{as: string|null, conversation: string|null, pane: any}} */
export function readRoute() {
  const query = new URLSearchParams(location.hash.slice(1));
  const [thread, person] = [query.get('thread'), query.get('person')];
  const pane = thread ? { kind: 'thread', ts: thread } : person ? { kind: 'person', id: person } : query.has('home') ? { kind: 'home' } : null;
  return { as: query.get('as'), conversation: query.get('in'), pane };
}

/**
 * @param {{as: string, conversation: string|null, pane: any}} where
 * @param {boolean} step whether the browser's Back should come back here
 */
export function writeRoute({ as, conversation, pane }, step) {
  const query = new URLSearchParams();
  if (as) query.set('as', as);
  if (conversation) query.set('in', conversation);
  if (pane?.kind === 'thread') query.set('thread', pane.ts);
  if (pane?.kind === 'person') query.set('person', pane.id);
  if (pane?.kind === 'home') query.set('home', '1');
  const hash = `#${query}`;
  if (hash === location.hash) return;
  if (step) history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
}
