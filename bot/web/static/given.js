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
 *   words: Pick<StaffWords, 'console' | 'common' | 'formats'> & Partial<StaffWords> & { refusals?: Record<string, string> },
 * }}
 */
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}');

export const { me, statements } = given;
export const opened = given.open;
export const words = given.words.console;
export const common = given.words.common;
/** Between a label and what it is of. */
export const colon = given.words.formats.colon;
/** Of the page of canned replies, which alone has them. */
export const replyWords = /** @type {StaffWords['replies']} */ (given.words.replies);
/** Refusals in the page's language, by the sentence that the service says: see `told`. */
const refusals = given.words.refusals ?? {};
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
 * What the service refused, in the page's language; as it is where there are no words for it. The API says
 * everything in English: what is fixed of a sentence is looked for around its places.
 * @param {string} sentence
 * @returns {string}
 */
export function told(sentence) {
  for (const [form, translated] of Object.entries(refusals)) {
    const fixed = form.split(/\{\w+\}/);
    const names = [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const values = between(sentence, fixed);
    if (values) return fill(translated, Object.fromEntries(names.map((name, at) => [name, told(values[at])])));
  }
  return sentence;
}

/**
 * What stands between the fixed parts of a sentence; null where it is another sentence.
 * @param {string} sentence
 * @param {string[]} fixed
 */
function between(sentence, fixed) {
  if (fixed.length === 1) return sentence === fixed[0] ? [] : null;
  const last = fixed[fixed.length - 1];
  if (!sentence.startsWith(fixed[0]) || !sentence.endsWith(last)) return null;
  const end = sentence.length - last.length;
  const values = [];
  let at = fixed[0].length;
  for (const part of fixed.slice(1, -1)) {
    const found = sentence.indexOf(part, at);
    if (found < 0 || found > end) return null;
    values.push(sentence.slice(at, found));
    at = found + part.length;
  }
  return at > end ? null : [...values, sentence.slice(at, end)];
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
