// @ts-check
/** Style sheets and words: sent along in the script that needs them, or fetched. */

/** @typedef {import('./chat.js').Words} Words */

/**
 * What the service sends along in this very script: the words by language, the style sheets as one. From
 * any other server it is fetched. @type {Record<string, any>}
 */
const GIVEN = {};

/** @param {string} name of a file of the widget */
async function load(name) {
  const response = await fetch(new URL(name, import.meta.url), { credentials: 'omit' });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.text();
}

/** Some style sheets as one. @param {string[]} names @returns {Promise<CSSStyleSheet>} */
export async function loadSheets(names) {
  return new CSSStyleSheet().replace(GIVEN.css ?? (await Promise.all(names.map(load))).join(''));
}

/** @param {string} language one that has a file in words/ @returns {Promise<Words>} */
export async function loadWords(language) {
  return GIVEN[language] ?? JSON.parse(await load(`words/${language}.json`));
}
