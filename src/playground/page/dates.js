// Days and hours as the acted person sees them. All times are epoch milliseconds.

const DAY = 24 * 60 * 60 * 1000;
const formatters = new Map();

function formatter(zone, options) {
  const key = `${zone}|${JSON.stringify(options)}`;
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone, hourCycle: 'h23' }));
  }
  return formatters.get(key);
}

const zones = new Map();

/** The zone if this browser knows it, else UTC. */
export function knownZone(zone) {
  if (!zones.has(zone)) {
    try {
      new Intl.DateTimeFormat('en-US', { timeZone: zone });
      zones.set(zone, zone || 'UTC');
    } catch {
      zones.set(zone, 'UTC');
    }
  }
  return zones.get(zone);
}

/** Milliseconds of a Slack `ts`. */
export function tsMillis(ts) {
  return Math.round(Number.parseFloat(ts) * 1000);
}

/** `09:05`. */
export function clock(ms, zone) {
  return formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** `2026-12-01`, the calendar day in that zone. */
export function dayKey(ms, zone) {
  const parts = partsOf(ms, zone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

function partsOf(ms, zone) {
  const wanted = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' };
  return Object.fromEntries(formatter(zone, wanted).formatToParts(ms).map((part) => [part.type, part.value]));
}

/** `2026-12-01T09:05`, the day and the clock in that zone. */
export function dayAndClock(ms, zone) {
  return `${dayKey(ms, zone)}T${clock(ms, zone)}`;
}

/** The moment at which that day and clock come in that zone; null for what is none. */
export function momentOf(text, zone) {
  const wanted = text ? Date.parse(`${text}:00Z`) : Number.NaN;
  if (Number.isNaN(wanted)) return null;
  // How far the zone's clock is off decides, and it may be another one where the guess falls.
  let ms = wanted;
  for (let tries = 0; tries < 2; tries += 1) ms = wanted - (Date.parse(`${dayAndClock(ms, zone)}:00Z`) - ms);
  return ms;
}

/** The first moment of the day that holds `ms`. */
export function startOfDay(ms, zone) {
  const parts = partsOf(ms, zone);
  const into = (Number(parts.hour) * 60 + Number(parts.minute)) * 60 + Number(parts.second);
  const guess = ms - (ms % 1000) - into * 1000;
  if (clock(guess, zone) === '00:00') return guess;
  // The clocks changed since midnight: an hour is missing or doubled.
  for (const shift of [-1, 1]) {
    const other = guess + (shift * DAY) / 24;
    if (clock(other, zone) === '00:00') return other;
  }
  return guess;
}

/** The starts of the days from `ms` on: `count` of them. */
export function days(ms, count, zone) {
  const first = startOfDay(ms, zone);
  return Array.from({ length: count }, (_, index) => (index === 0 ? first : startOfDay(first + index * DAY + DAY / 2, zone)));
}

/** `Mon`, and whether it is a Saturday or Sunday. */
export function weekday(ms, zone) {
  const name = formatter(zone, { weekday: 'short' }).format(ms);
  return { name, weekend: name === 'Sat' || name === 'Sun' };
}

/** `Mon, Dec 1`. */
export function shortDay(ms, zone) {
  return formatter(zone, { weekday: 'short', month: 'short', day: 'numeric' }).format(ms);
}

/** `Dec 1`. */
export function monthDay(ms, zone) {
  return formatter(zone, { month: 'short', day: 'numeric' }).format(ms);
}

/** `Today`, `Yesterday`, `Tomorrow` or null. */
export function nearDay(ms, now, zone) {
  const key = dayKey(ms, zone);
  if (key === dayKey(now, zone)) return 'Today';
  const today = startOfDay(now, zone);
  if (key === dayKey(today - DAY / 2, zone)) return 'Yesterday';
  if (key === dayKey(today + DAY + DAY / 2, zone)) return 'Tomorrow';
  return null;
}

/** The heading over the messages of a day. */
export function dayHeading(ms, now, zone) {
  const near = nearDay(ms, now, zone);
  const full = formatter(zone, { weekday: 'long', month: 'long', day: 'numeric' }).format(ms);
  return near ? `${near}, ${monthDay(ms, zone)}` : full;
}

function ordinal(day) {
  const number = Number(day);
  const teen = number % 100 >= 11 && number % 100 <= 13;
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`;
}

function longDate(ms, zone, withWeekday) {
  const parts = formatter(zone, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).formatToParts(ms);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const date = `${part.month} ${ordinal(part.day)}, ${part.year}`;
  return withWeekday ? `${part.weekday}, ${date}` : date;
}

function ago(ms, now) {
  const minutes = Math.round((ms - now) / 60000);
  const [size, unit] = Math.abs(minutes) < 60 ? [1, 'minute'] : Math.abs(minutes) < 1440 ? [60, 'hour'] : [1440, 'day'];
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(Math.round(minutes / size), unit);
}

/**
 * Fills Slack's date tokens: `{date_short_pretty} at {time}` becomes `Today at 09:05`.
 * @param {string} format
 * @param {number} ms
 * @param {number} now
 * @param {string} zone the reader's
 */
export function fillTokens(format, ms, now, zone) {
  const short = formatter(zone, { month: 'short', day: 'numeric', year: 'numeric' }).format(ms);
  const pretty = (plain, inside) => {
    const near = nearDay(ms, now, zone);
    return near ? (inside ? near.toLowerCase() : near) : plain;
  };
  const known = {
    date_num: () => dayKey(ms, zone),
    date_slash: () => dayKey(ms, zone).replaceAll('-', '/'),
    date: () => longDate(ms, zone, false),
    date_short: () => short,
    date_long: () => longDate(ms, zone, true),
    date_pretty: (inside) => pretty(longDate(ms, zone, false), inside),
    date_short_pretty: (inside) => pretty(short, inside),
    date_long_pretty: (inside) => pretty(longDate(ms, zone, true), inside),
    day_divider_pretty: (inside) => {
      const year = (at) => dayKey(at, zone).slice(0, 4);
      const long = longDate(ms, zone, true);
      return pretty(year(ms) === year(now) ? long.replace(`, ${year(ms)}`, '') : long, inside);
    },
    time: () => clock(ms, zone),
    time_secs: () => formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms),
    ago: () => ago(ms, now),
  };
  return format.replace(/\{([a-z_]+)\}/g, (whole, name, offset) => known[name]?.(offset > 0) ?? whole);
}
