// @ts-check
/** What is said about a person who is waited for: sentences from what is so just now. */
import { fill } from './dom.js';

/** @typedef {import('./api.js').Queue} Queue */
/** @typedef {import('./chat.js').Words} Words */

/** Milliseconds in a day, and days from which on a weekday alone would be misread. */
const DAY = 86_400_000;
const WEEK = 6;

/** Whether nobody is there for someone who waits. @param {Queue | null} queue */
export function isDeserted(queue) {
  return queue?.place != null && !(queue.open && queue.agents_online);
}

/**
 * Where a waiting visitor stands, and for how long they may wait: or when somebody is there again.
 * @param {Queue | null} queue
 * @param {Words} words
 * @param {string} language
 */
export function queueWords(queue, words, language) {
  if (queue?.place == null) return words.waiting;
  const { place, usual_wait_seconds: usual, opens_at: opens } = queue;
  if (isDeserted(queue)) {
    if (queue.open || !opens) return words.nobody;
    return `${words.nobody} ${fill(words.back_at, momentOf(new Date(opens), language))}`;
  }
  const stands = place === 1 ? words.place_next : fill(words.before, { count: place - 1 });
  if (usual == null) return stands;
  const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  return `${stands} ${fill(words.usual_wait, { wait: minutes.format(Math.ceil(usual / 60) || 1) })}`;
}

/**
 * The day and the time as one says them, in the visitor's own time zone: `tomorrow`, `Monday`.
 * @param {Date} moment @param {string} language
 */
function momentOf(moment, language) {
  const midnight = (/** @type {Date} */ date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(moment) - midnight(new Date())) / DAY);
  /** @type {Intl.DateTimeFormatOptions} */
  const full = days > WEEK ? { day: 'numeric', month: 'long' } : {};
  return {
    day: days < 2 ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')
      : moment.toLocaleDateString(language, { weekday: 'long', ...full }),
    time: moment.toLocaleTimeString(language, { timeStyle: 'short' }),
  };
}
