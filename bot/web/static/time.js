// @ts-check
/** Times as agents read them: clock, day, and how long somebody has been waiting. */
import { fill, h } from '/widget/dom.js';
import { counted, language, words } from './given.js';

const DAY = 86_400;
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
const whole = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' });

/** @param {Date} date */
const dayNumber = (date) => Math.floor((date.getTime() / 1000 - date.getTimezoneOffset() * 60) / DAY);

/**
 * A `time` element with the clock, and the whole date where the pointer rests on it.
 * @param {string} iso
 */
export function clockTime(iso) {
  const date = new Date(iso);
  return h('time', { datetime: iso, title: whole.format(date) }, clock.format(date));
}

/**
 * 'Today', 'Yesterday' or the date.
 * @param {string} iso
 */
export function dayName(iso) {
  const date = new Date(iso);
  const ago = dayNumber(new Date()) - dayNumber(date);
  if (ago === 0) return words.today;
  return ago === 1 ? words.yesterday : day.format(date);
}

/**
 * Whether two moments lie on the same day here.
 * @param {string} one
 * @param {string} other
 */
export function sameDay(one, other) {
  return dayNumber(new Date(one)) === dayNumber(new Date(other));
}

/**
 * 'now', '4 min', then the clock of today, then the date: for a list's corner.
 * @param {string} iso
 */
export function lately(iso) {
  const date = new Date(iso);
  const seconds = (Date.now() - date.getTime()) / 1000;
  if (seconds < 60) return words.now;
  if (seconds < 3600) return fill(words.minutes, { n: Math.floor(seconds / 60) });
  return dayNumber(new Date()) === dayNumber(date) ? clock.format(date) : short.format(date);
}

/**
 * How long it is since then: '40 s', '12 min', '2 h 5 min', '3 days'.
 * @param {string} iso
 */
export function since(iso) {
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(iso).getTime()) / 1000));
  if (seconds < 60) return fill(words.seconds, { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return fill(words.minutes, { n: minutes });
  if (seconds < DAY) return fill(words.hours, { n: Math.floor(minutes / 60), m: minutes % 60 });
  return counted(words.days, Math.floor(seconds / DAY));
}

/** @param {string} date 'YYYY-MM-DD' @returns {number} days from today, below 0 when it is past */
export function daysLeft(date) {
  const [year, month, number] = date.split('-').map(Number);
  return dayNumber(new Date(year, month - 1, number, 12)) - dayNumber(new Date());
}

/** @param {string} date 'YYYY-MM-DD' */
export function shortDate(date) {
  const [year, month, number] = date.split('-').map(Number);
  return short.format(new Date(year, month - 1, number, 12));
}

/**
 * 'due in 12 days', 'due today', '3 days overdue'.
 * @param {string} date 'YYYY-MM-DD'
 */
export function dueIn(date) {
  const left = daysLeft(date);
  if (left === 0) return words.due_today;
  return left > 0 ? counted(words.due_in, left) : counted(words.overdue, -left);
}

/**
 * A text that grows older by itself; `refreshTimes` brings all of them up to date.
 * @param {string} iso
 * @param {(iso: string) => string} wording
 */
export function ageing(iso, wording) {
  const node = h('time', { datetime: iso, title: whole.format(new Date(iso)) }, wording(iso));
  node.dataset.ageing = '';
  wordings.set(node, wording);
  return node;
}

/** @type {WeakMap<Element, (iso: string) => string>} */
const wordings = new WeakMap();

/** Brings every ageing text on the page up to date. */
export function refreshTimes() {
  for (const node of document.querySelectorAll('time[data-ageing]')) {
    const text = wordings.get(node)?.(node.getAttribute('datetime') ?? '');
    if (text !== undefined && text !== node.textContent) node.textContent = text;
  }
}
