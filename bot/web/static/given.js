// @ts-check
/** What the page was given by the server: who is signed in, the words, and the published texts. */
import { fill } from '/widget/dom.js';

/** @typedef {{ id: number, name: string }} Person */
/** @typedef {{ slug: string, language: string, title: string }} StatementLink */
/** @typedef {typeof import('./staff.words.en.json')} StaffWords */

/**
 * @type {{
 *   me: Person,
 *   open: string,
 *   statements: StatementLink[],
 *   words: Pick<StaffWords, 'console' | 'common'> & Partial<StaffWords>,
 * }}
 */
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}');

export const { me, statements } = given;
export const opened = given.open;
export const words = given.words.console;
export const common = given.words.common;
/** Of the page of canned replies, which alone has them. */
export const replyWords = /** @type {StaffWords['replies']} */ (given.words.replies);
export const language = document.documentElement.lang;

const rules = new Intl.PluralRules(language);

/**
 * A counted thing, '1 day', '3 days'.
 * @param {{ one: string, other: string }} forms
 * @param {number} n
 */
export function counted(forms, n) {
  return fill(rules.select(n) === 'one' ? forms.one : forms.other, { n });
}

/**
 * 'French' for 'fr'; the code itself where it is unknown.
 * @param {string} code
 */
export function languageName(code) {
  /** @type {Record<string, string>} */
  const names = common.languages;
  return names[code] ?? code;
}

/**
 * How agents tell visitors apart: by the name that their site has signed, else by the first signs of the
 * conversation's id.
 * @param {string} id
 * @param {string | null} [verified]
 */
export function visitorName(id, verified) {
  return verified || fill(words.visitor_named, { code: id.replace(/\W/g, '').slice(0, 4).toUpperCase() });
}
