// @ts-check
/** The search of the published statements, beside the conversation and in the window for corrections. */
import { h } from '/widget/dom.js';
import { get, Refusal } from './api.js';
import { pathOf, webAddress } from './console_answer.js';
import { counted, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').Citation} Citation */

/** Milliseconds after the last letter until the statement is searched. */
const PAUSE = 300;

export class ClauseSearch {
  #results = h('ul', { class: 'found-clauses' });
  #status = h('p', { class: 'field-hint', role: 'status' });
  #timer = 0;
  #asked = 0;
  #input;

  /**
   * @param {object} options
   * @param {string} options.id of the field
   * @param {string} options.language of the visitor
   * @param {(citation: Citation, index: number) => Node} options.render one result
   */
  constructor({ id, language, render }) {
    this.language = language;
    this.render = render;
    this.#input = h('input', { class: 'input', type: 'search', id, placeholder: words.clauses.placeholder, autocomplete: 'off',
      input: () => { clearTimeout(this.#timer); this.#timer = window.setTimeout(() => this.search(), PAUSE); },
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        this.search();
      } });
    this.element = h('div', { class: 'clause-search' },
      h('label', { class: 'unseen', for: id }, words.clauses.label), this.#input, this.#status, this.#results);
  }

  /** @param {string} text */
  set text(text) {
    this.#input.value = text.slice(0, 500);
    this.search();
  }

  async search() {
    clearTimeout(this.#timer);
    const text = this.#input.value.trim().slice(0, 500);
    const asked = ++this.#asked;
    if (!text) {
      this.#results.replaceChildren();
      this.#status.textContent = '';
      return;
    }
    this.#status.textContent = words.clauses.searching;
    try {
      const query = new URLSearchParams({ search: text, language: this.language });
      /** @type {{ clauses: Citation[] }} */
      const { clauses } = await get(`/clauses?${query}`);
      if (asked !== this.#asked) return;
      this.#results.replaceChildren(...clauses.map((one, index) => h('li', {}, this.render(one, index))));
      this.#status.textContent = clauses.length ? counted(words.clauses.found, clauses.length) : words.clauses.none;
    } catch (error) {
      if (!(error instanceof Refusal) || asked !== this.#asked) return;
      this.#status.textContent = error.message;
    }
  }
}

/**
 * One result with the button that cites it.
 * @param {Citation} citation
 * @param {(citation: Citation) => void} cite
 */
export function renderFound(citation, cite) {
  const link = webAddress(citation.url);
  return h('figure', { class: 'clause found-clause' },
    h('figcaption', { class: 'clause-path', lang: citation.language }, pathOf(citation).join(' › ')),
    h('blockquote', { lang: citation.language, dir: 'auto' }, citation.quote),
    h('div', { class: 'found-acts' },
      h('button', { class: 'button button-small', type: 'button', click: () => cite(citation) }, icon('quote'), words.clauses.insert),
      link && h('a', { class: 'clause-link', href: link, target: '_blank', rel: 'noopener' },
        words.clauses.open, icon('out'), h('span', { class: 'unseen' }, ` (${words.opens_new})`))));
}
