// @ts-check
/** Builds elements without ever parsing HTML: text stays text, and Trusted Types hold. */

/**
 * One element: `p`, or with classes `p.says.own`. All else are attributes (`false`, `null` and
 * `undefined` are left out, `true` is the empty attribute); a function is a listener for the event it
 * is named by. A button sends no form unless its type says so.
 *
 * @template {keyof HTMLElementTagNameMap | 'svg' | 'path'} K
 * @param {K | `${K}.${string}`} what
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {(HTMLElementTagNameMap & SVGElementTagNameMap)[K]}
 */
export function h(what, attributes, ...children) {
  const [tag, ...classes] = what.split('.');
  const space = /svg|path/.test(tag) ? '2000/svg' : '1999/xhtml';
  const node = /** @type {any} */ (document.createElementNS(`http://www.w3.org/${space}`, tag));
  /** @type {Record<string, any>} */
  const given = { class: classes.join(' ') || null, type: tag === 'button' && tag, ...attributes };
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value != null && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

/**
 * Fills `{name}` in a sentence.
 * @param {string} sentence
 * @param {Record<string, any>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A day such as `2026-04-02` written out. @param {string} day @param {string} language */
export function dayWords(day, language) {
  const said = new Date(`${day}T12:00`).toLocaleDateString(language, { dateStyle: 'long' });
  return language === 'fr' ? said.replace(/^1 /, '1er ') : said;
}

/** What a language is called. @param {string} code @param {string} language in which it is said */
export const languageName = (code, language) => new Intl.DisplayNames(language, { type: 'language' }).of(code);

/** A name that nobody else gives: 128 random bits. randomUUID() is not there on a page without TLS. */
export function newId() {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
