// @ts-check
/**
 * <clause-search>: the same answers as the chat's, as a search box in the page. Nothing is stored.
 *
 *   <script type="module" src="https://clause.example/widget/clause-search.js"></script>
 *   <clause-search><form action="https://clause.example/ask" method="post">…</form></clause-search>
 *
 * What stands inside is for browsers without JavaScript, and gives way.
 */
import { renderAnswer } from './answer.js';
import { h } from './dom.js';
import { loadSheets, loadWords } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./chat.js').Words} Words */

/** The languages that there are words in. */
const LANGUAGES = ['en', 'fr', 'es', 'de', 'it', 'nl', 'pt', 'pl', 'uk', 'ar'];
/** Milliseconds after which a request that got no answer counts as lost. */
const PATIENCE = 20_000;

class ClauseSearch extends HTMLElement {
  static observedAttributes = ['lang'];

  /** @type {Words | null} */
  #words = null;
  #language = '';
  #asked = 0;
  #results = h('div.results', { 'aria-live': 'polite' });
  #root = this.attachShadow({ mode: 'open' });

  constructor() {
    super();
    this.#root.append(h('slot'));
  }

  connectedCallback() {
    this.#draw();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#draw();
  }

  /** The element's language, else the page's, else the browser's, else English. */
  get language() {
    return [this.lang, document.documentElement.lang, ...navigator.languages]
      .map((wish) => wish.slice(0, 2).toLowerCase()).find((code) => LANGUAGES.includes(code)) ?? 'en';
  }

  async #draw() {
    const { language } = this;
    if (language === this.#language) return;
    this.#language = language;
    try {
      const [words, sheet] = await Promise.all([loadWords(language),
        loadSheets(['theme.css', 'chat.css', 'search.css'])]);
      if (language !== this.#language) return; // changed again meanwhile
      this.#words = words;
      this.#root.adoptedStyleSheets = [sheet];
      this.#form(words);
    } catch (error) {
      console.warn('clause-search: not loaded, the form inside stays.', error);
    }
  }

  /** @param {Words} words */
  #form(words) {
    const input = h('input', {
      id: 'input', type: 'search', maxlength: 2000, autocomplete: 'off', required: true, placeholder: words.ask,
      'aria-describedby': 'hint',
    });
    const form = h('form.ask', {
      part: 'form', role: 'search', dir: words.direction, lang: this.#language,
      submit: (/** @type {Event} */ event) => { event.preventDefault(); this.#ask(input.value.trim()); },
    }, h('label', { for: 'input' }, words.question),
    h('div.box', {}, input, h('button.send', { type: 'submit', 'aria-label': words.send }, icon('send'))),
    h('p.foot', { id: 'hint' }, words.hint));
    this.#results.dir = words.direction;
    this.#results.lang = this.#language;
    this.#results.replaceChildren();
    this.#root.replaceChildren(form, this.#results);
  }

  /** @param {string} question */
  async #ask(question) {
    const words = /** @type {Words} */ (this.#words);
    if (!question) return;
    const number = this.#asked += 1;
    this.#show(h('p.says', {}, words.thinking));
    try {
      const response = await fetch(new URL('../api/ask', import.meta.url), {
        method: 'POST', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
        headers: { 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(PATIENCE),
        body: JSON.stringify({ question, language: this.#language }),
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const answer = await response.json();
      if (number !== this.#asked) return; // another question came after
      const chat = answer.handoff_offered
        && /** @type {any} */ (document.querySelector('clause-chat:not([hidden])'));
      this.#show(...renderAnswer(answer, words, this.#language), chat && h('button.offer', {
        click: () => chat.open(),
      }, icon('person'), words.ask_person));
      this.dispatchEvent(new CustomEvent('clause:answer', { detail: { answer }, bubbles: true, composed: true }));
    } catch {
      if (number === this.#asked) this.#show(h('p.says', {}, words.trouble));
    }
  }

  /** @param {(Node | false | null | undefined)[]} nodes */
  #show(...nodes) {
    this.#results.replaceChildren(h('div.assistant', { part: 'answer' }, ...nodes));
  }
}

if (!customElements.get('clause-search')) customElements.define('clause-search', ClauseSearch);
