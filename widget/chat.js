// @ts-check
/** Loaded when the visitor first opens the chat: puts conversation, panel, words and styles together. */
import { Api } from './api.js';
import { Conversation } from './conversation.js';
import { loadSheet, loadWords } from './given.js';
import { Panel } from './panel.js';
import { Storage } from './storage.js';

/** The interface's words: one JSON file a language, which a translator can edit. @typedef {typeof import('./words/en.json')} Words */
/** @typedef {import('./clause-chat.js').ClauseChat} ClauseChat */

/** Where a panel that was left open may open again by itself: not where it would cover the page. */
const ROOMY = '(min-width: 30.01em) and (min-height: 30.01em)';

export class Chat {
  /** Messages that came while the panel was closed. */
  unread = 0;

  #host;
  #home;
  #onChange;
  #storage;
  #conversation;
  /** @type {Panel} */
  #panel;
  #language;
  #words;
  #api;
  /** @type {AbortController} */
  #listening = new AbortController();

  /**
   * @param {object} parts
   * @param {ClauseChat} parts.host
   * @param {URL} parts.home where the widget's files are
   * @param {() => void} parts.onChange what the bubble shows may have changed
   * @returns {Promise<Chat>}
   */
  static async load({ host, home, onChange }) {
    const { language } = host;
    const [given, ...sheets] = await Promise.all([
      loadWords(language, home), loadSheet('theme.css', home), loadSheet('chat.css', home)]);
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    root.adoptedStyleSheets.push(...sheets);
    return new Chat(host, home, onChange, language, { ...given, ...host.ownWords });
  }

  /**
   * @param {ClauseChat} host
   * @param {URL} home
   * @param {() => void} onChange
   * @param {string} language
   * @param {Words} words
   */
  constructor(host, home, onChange, language, words) {
    this.#host = host;
    this.#home = home;
    this.#onChange = onChange;
    this.#language = language;
    this.#words = words;
    this.#api = new Api(host.server, host.hasAttribute('share-page'));
    this.#storage = new Storage(host.server, host.hasAttribute('memory'));
    this.#conversation = new Conversation(this.#api, this.#storage, language);
    this.#conversation.addEventListener('event', (event) => this.#take(/** @type {CustomEvent} */ (event).detail));
    this.#conversation.addEventListener('change', () => this.#changed());
    this.#conversation.addEventListener('vote', (event) => this.#tell('vote', /** @type {CustomEvent} */ (event).detail));
    this.#conversation.addEventListener('refused', () => this.#panel.log.note(this.#words.no_person));
    this.#conversation.addEventListener('reload', () => this.#panel.log.clear(false));
    this.#conversation.addEventListener('erased', () => {
      this.unread = 0;
      this.#panel.log.clear(false);
      this.#panel.log.note(this.#words.erased);
      this.#panel.focus();
      this.#tell('erase', {});
    });
    this.#conversation.addEventListener('restart', () => {
      this.#panel.log.clear(true);
      this.#panel.log.note(this.#words.expired);
    });
    this.#panel = this.#makePanel();
    this.#listen();
  }

  get isOpen() {
    return this.#panel.isOpen;
  }

  get bubbleWords() {
    return { close: this.#words.close_chat, unread: this.#words.unread };
  }

  open() {
    if (this.isOpen) this.#panel.focus();
    else this.#show(true);
  }

  close() {
    if (!this.isOpen) return;
    const root = /** @type {ShadowRoot} */ (this.#host.shadowRoot);
    const inside = this.#panel.element.contains(root.activeElement);
    this.#panel.close();
    this.#storage.save({ open: false });
    if (inside) /** @type {HTMLElement} */ (root.querySelector('.bubble')).focus();
    this.#changed();
    this.#tell('close', {});
  }

  /** @param {string} text */
  ask(text) {
    const question = text.trim();
    if (question) this.#conversation.send(question);
  }

  /** After a page change. */
  restore() {
    if (this.#storage.saved.open && matchMedia(ROOMY).matches) this.#show(false);
    else this.#conversation.start();
  }

  /** The element was taken off the page … */
  suspend() {
    this.#listening.abort();
    this.#conversation.suspend();
  }

  /** … and put on a page again. */
  resume() {
    this.#listen();
    this.#changed();
    this.#panel.log.scrollToEnd();
  }

  /** @param {string} language */
  async setLanguage(language) {
    if (language === this.#language) return;
    this.#language = language;
    const given = await loadWords(language, this.#home);
    if (language !== this.#language) return; // changed again meanwhile
    this.#words = { ...given, ...this.#host.ownWords };
    this.#conversation.language = language;
    const { isOpen } = this;
    this.#panel.remove();
    this.#panel = this.#makePanel();
    if (isOpen) this.#panel.open(false);
    this.#changed();
    this.#suggest();
  }

  /** What may be asked: what the site says, else what the statement answers. Nobody misses it. */
  async #suggest() {
    const own = this.#host.getAttribute('suggestions')?.split('|');
    const panel = this.#panel;
    panel.questions = own ? own.map((one) => ({ question: one.trim(), anchors: [] }))
      : await this.#api.suggestions(this.#language).catch(() => []);
    panel.update();
  }

  #makePanel() {
    const panel = new Panel({
      words: this.#words,
      language: this.#language,
      conversation: this.#conversation,
      draft: this.#storage.saved.draft ?? '',
      onDraft: (draft) => this.#storage.save({ draft }),
      onClose: () => this.close(),
      host: this.#host,
      onLanguage: async (language) => {
        this.#storage.save({ language });
        await this.#host.setLanguage(language);
        this.#panel.focus();
      },
    });
    this.#host.shadowRoot?.append(panel.element);
    panel.update();
    return panel;
  }

  /** @param {boolean} focus */
  #show(focus) {
    this.unread = 0;
    if (!this.#panel.isFilled) this.#suggest();
    this.#panel.open(focus);
    this.#storage.save({ open: true });
    this.#seen();
    this.#conversation.start();
    this.#changed();
    this.#tell('open', {});
  }

  /** @param {{event: import('./api.js').ChatEvent, fresh: boolean, first: boolean}} detail */
  #take({ event, fresh, first }) {
    const { message, state } = event;
    if (this.#panel.isFilled) this.#panel.log.add(event, fresh);
    if (!fresh) return;
    const spoken = message && message.author !== 'visitor';
    if (this.isOpen) this.#seen();
    else if (spoken) this.unread += 1;
    if (spoken && first && (!this.isOpen || document.hidden)) this.#panel.chime();
    if (message?.answer) this.#tell('answer', { answer: message.answer });
    if (state && state.action !== 'reopen') this.#tell('handoff', { ...state });
  }

  #seen() {
    const seen = Math.max(this.#storage.saved.seen ?? 0, this.#conversation.lastSeq);
    this.#storage.save({ seen });
    if (!document.hidden) this.#conversation.read();
  }

  #changed() {
    this.#panel.update();
    if (!this.#host.isConnected) return;
    // a closed chat that waits for nothing keeps no connection
    if (this.isOpen || this.#conversation.awaiting) this.#conversation.start();
    else this.#conversation.stop();
    this.#onChange();
  }

  #listen() {
    this.#listening.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const check = () => this.#conversation.check();
    addEventListener('online', check, { signal });
    addEventListener('offline', check, { signal });
    addEventListener('pageshow', (event) => event.persisted && this.#changed(), { signal });
    // an open connection would keep the page out of the back-forward cache
    addEventListener('pagehide', () => this.#conversation.stop(), { signal });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      this.#conversation.hurry();
      if (this.isOpen) this.#conversation.read();
    }, { signal });
  }

  /** @param {'open' | 'close' | 'answer' | 'handoff' | 'erase' | 'vote'} name @param {object} detail */
  #tell(name, detail) {
    this.#host.dispatchEvent(new CustomEvent(`clause:${name}`, { detail, bubbles: true, composed: true }));
  }
}
