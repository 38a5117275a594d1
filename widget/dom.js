// @ts-check
/** Builds elements without ever parsing HTML: text stays text, and Trusted Types hold. */

/**
 * One element. `class`, `aria-*` and all else are attributes (`false`, `null` and `undefined` are
 * left out, `true` is the empty attribute); a function is a listener for the event it is named by.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

/**
 * Fills `{name}` in a sentence.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** A day such as `2026-04-02` written out. @param {string} day @param {string} language */
export function dayWords(day, language) {
  const said = new Date(`${day}T12:00`).toLocaleDateString(language, { dateStyle: 'long' });
  return language === 'fr' ? said.replace(/^1 /, '1er ') : said;
}

/** A name that nobody else gives: 128 random bits. randomUUID() is not there on a page without TLS. */
export function newId() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((bits) => bits.toString(36)).join('-');
}
