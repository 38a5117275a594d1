// @ts-check
/** Style sheets and words: sent along in the script that needs them, or fetched. */

/** @typedef {import('./chat.js').Words} Words */

/**
 * What the service sends along in this very script, by the names in this folder. From any other server
 * it is fetched. @type {Record<string, any>}
 */
const GIVEN = {};

/** @param {string} name of a file of the widget @param {URL} home @returns {Promise<Response>} */
async function load(name, home) {
  const response = await fetch(new URL(name, home), { credentials: 'omit' });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/** @param {string} name @param {URL} home @returns {Promise<CSSStyleSheet>} */
export async function loadSheet(name, home) {
  return new CSSStyleSheet().replace(GIVEN[name] ?? await (await load(name, home)).text());
}

/** @param {string} language one that has a file in words/ @param {URL} home @returns {Promise<Words>} */
export async function loadWords(language, home) {
  const name = `words/${language}.json`;
  return GIVEN[name] ?? (await load(name, home)).json();
}
