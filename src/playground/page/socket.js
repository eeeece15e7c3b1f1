// The one WebSocket: requests with answers, pushed frames, and coming back by itself.

const FIRST_WAIT = 250;
const LONGEST_WAIT = 8000;
const ANSWER_WITHIN = 20000;

/** The server said no, or nothing. `errors` holds sentences by block for a refused form. */
export class Refused extends Error {
  constructor(message, errors = null) {
    super(message);
    this.errors = errors;
  }
}

/**
 * @param {{url: () => string, onFrame: (frame: any) => void, onStatus: (online: boolean) => void}} options
 * @returns {{request: (what: string, fields?: object) => Promise<any>}}
 */
export function connect({ url, onFrame, onStatus }) {
  const waiting = new Map();
  let socket = null;
  let lastId = 0;
  let wait = FIRST_WAIT;

  function open() {
    socket = new WebSocket(url());
    socket.onmessage = (event) => {
      wait = FIRST_WAIT;
      const frame = JSON.parse(event.data);
      if (frame.re === undefined) onFrame(frame);
      else settle(frame);
    };
    socket.onopen = () => onStatus(true);
    socket.onclose = () => {
      onStatus(false);
      for (const id of [...waiting.keys()]) settle({ re: id, ok: false, error: 'The connection was lost. Please try again.' });
      // Chance keeps many open tabs from knocking at the same moment.
      setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 1.8, LONGEST_WAIT);
    };
  }

  function settle(frame) {
    const entry = waiting.get(frame.re);
    if (!entry) return;
    waiting.delete(frame.re);
    clearTimeout(entry.timer);
    if (frame.ok) entry.resolve(frame);
    else entry.reject(new Refused(frame.error ?? 'That did not work.', frame.errors ?? null));
  }

  function request(what, fields = {}) {
    return new Promise((resolve, reject) => {
      if (socket?.readyState !== WebSocket.OPEN) {
        reject(new Refused('The playground is not connected right now.'));
        return;
      }
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => settle({ re: id, ok: false, error: 'The playground did not answer in time.' }), ANSWER_WITHIN);
      waiting.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ id, do: what, ...fields }));
    });
  }

  open();
  return { request };
}
