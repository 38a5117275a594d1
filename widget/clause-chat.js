// @ts-check
/**
 * <clause-chat>: the visitor's chat, from one line of HTML:
 *
 *   <script type="module" src="https://clause.example/widget/clause-chat.js"></script>
 *   <clause-chat></clause-chat>
 *
 * Its attributes, its methods and its events stand in docs/widget.md. `ClauseChat`, a global, speaks to
 * the chat of the page: `ClauseChat.ask('Do you sell my data?')`.
 *
 * This file is the bubble alone. It imports nothing statically, so that nothing else is fetched and
 * nothing is stored until the visitor opens it.
 */

/** What says who the visitor is, or what gets it; null: nobody is signed in. @typedef {string | (() => string | Promise<string>) | null} Identity */

/** Where this script was served from: <server>/widget/. */
const HOME = new URL('.', import.meta.url);

/** The bubble's name, and that the chat does not open: what is said before any words are loaded. @type {Record<string, string[]>} */
const BUBBLE_WORDS = {
  en: ['Questions about your personal data', 'The chat does not open.'],
  fr: ['Des questions sur vos données personnelles ?', 'Le chat ne s’ouvre pas.'],
  es: ['¿Preguntas sobre sus datos personales?', 'El chat no se abre.'],
  de: ['Fragen zu Ihren persönlichen Daten?', 'Der Chat öffnet sich nicht.'],
  it: ['Domande sui Suoi dati personali?', 'La chat non si apre.'],
  nl: ['Vragen over uw persoonsgegevens?', 'De chat gaat niet open.'],
  pt: ['Perguntas sobre os seus dados pessoais?', 'O chat não abre.'],
  pl: ['Pytania o dane osobowe?', 'Czat się nie otwiera.'],
  uk: ['Запитання про ваші персональні дані?', 'Чат не відкривається.'],
  ar: ['أسئلة عن بياناتك الشخصية؟', 'لا تنفتح الدردشة.'],
};

/* `!important` on :host wins over the page's own `!important`: a page's reset cannot undo it.
   `--accent` is the brand's colour, never lighter (or, on dark, darker) than can be read: its OKLCH
   lightness stands for a contrast of 4.5 to 1 or more with all that it is shown on. */
const BUBBLE_STYLE = /* css */ `
:host {
  all: initial !important; display: block !important; direction: ltr !important;
  color-scheme: inherit !important;
  position: fixed !important; z-index: var(--clause-z, 2147483000) !important;
  bottom: calc(var(--clause-offset-y, 20px) + env(safe-area-inset-bottom)) !important;
  --from-side: calc(var(--clause-offset-x, 20px) + max(env(safe-area-inset-right), env(safe-area-inset-left)));
  inset-inline-end: var(--from-side) !important;
  --accent: light-dark(oklch(from var(--clause-accent, #0f5c63) min(l, .51) c h),
    oklch(from var(--clause-accent, #7ecdd0) max(l, .74) c h)) !important;
  font-family: var(--clause-font, system-ui, sans-serif) !important;
}
:host(:state(rtl)) { direction: rtl !important; }
:host([position="left"]) { right: auto !important; left: var(--from-side) !important; }
:host([position="right"]) { left: auto !important; right: var(--from-side) !important; }
:host([theme="auto"]) { color-scheme: light dark !important; }
:host([theme="light"]) { color-scheme: light !important; }
:host([theme="dark"]) { color-scheme: dark !important; }
:host([hidden]) { display: none !important; }
@media print { :host { display: none !important; } }
.bubble {
  display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border: 0;
  border-radius: 50%; cursor: pointer; position: relative;
  color: var(--clause-on-accent, light-dark(#fff, #06272a));
  background: var(--accent);
  box-shadow: 0 6px 20px rgb(8 32 34 / 30%);
  transition: scale 160ms;
}
.bubble:hover { scale: 1.05; }
.bubble:active { scale: .97; }
.bubble:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 3px;
}
.bubble svg { grid-area: 1 / 1; width: 28px; height: 28px; transition: opacity 160ms, rotate 160ms; }
svg { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.bubble[aria-expanded="false"] svg + svg { opacity: 0; rotate: -45deg; }
.bubble[aria-expanded="true"] svg:first-child { opacity: 0; }
.bubble[aria-busy="true"]::after {
  content: ""; position: absolute; inset: -5px; border-radius: 50%; border: 2.5px solid transparent;
  border-top-color: var(--accent);
  animation: turn .9s linear 5;
}
.badge {
  position: absolute; top: -3px; inset-inline-end: -3px; padding: 0 6px;
  border: 2px solid Canvas; border-radius: 12px;
  font-size: 12px; font-weight: 700; line-height: 19px; color: #fff; background: #a3262a;
}
.badge:empty { display: none; }
/* in the place of the bubble, and above it */
.trouble {
  position: fixed; inset: inherit; margin-bottom: 68px; width: max-content; max-width: min(230px, 70vw);
  padding: 10px 14px; border: 1px solid; border-radius: 12px; font-size: 14px; line-height: 1.45;
  color: CanvasText; background: Canvas;
}
.unseen, .trouble:empty { position: absolute; width: 1px; height: 1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@keyframes turn { to { rotate: 1turn; } }
@media (forced-colors: active) { .bubble { border: 2px solid ButtonText; } }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { transition: none !important; animation: none !important; }
}
`;

/** A speech bubble that holds a marked line of text, and the sign that closes it. */
const BUBBLE_ICONS = [
  'M20.5 11.2a8.2 8.2 0 0 1-8.3 8.1 8.6 8.6 0 0 1-3.2-.6L4 20l1.3-4.2a7.8 7.8 0 0 1-1.4-4.6 8.2 8.2 0 0 1 8.3-8.1 8.2 8.2 0 0 1 8.3 8.1ZM8.6 9.4h7.2M8.6 13.2h4.4',
  'm6.5 9.5 5.5 5.5 5.5-5.5',
];

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {Node[]} children
 * @returns {any}
 */
function make(tag, attributes, ...children) {
  const space = attributes.d || attributes.viewBox ? '2000/svg' : '1999/xhtml';
  const node = document.createElementNS(`http://www.w3.org/${space}`, tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  node.append(...children);
  return node;
}

export class ClauseChat extends HTMLElement {
  static observedAttributes = ['lang', 'words'];
  /** Those that there are words in. */
  languages = Object.keys(BUBBLE_WORDS);

  /** What was chosen in the menu or by the site; else the element's own language counts. */
  chosen = '';
  #internals = this.attachInternals();
  /** @type {HTMLElement} */
  #badge = make('span', { class: 'badge', 'aria-hidden': 'true' });
  /** @type {HTMLElement} */
  #bubble = make('button', { class: 'bubble', type: 'button', part: 'bubble', 'aria-haspopup': 'dialog' },
    ...BUBBLE_ICONS.map((d) => make('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, make('path', { d }))), this.#badge);
  /** The live region of the bubble: why it did not open. @type {HTMLElement} */
  #trouble = make('span', { class: 'trouble', role: 'status' });
  /** @type {Promise<import('./chat.js').Chat> | null} */
  #loading = null;
  /** @type {import('./chat.js').Chat | null} */
  #chat = null;
  #tries = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(BUBBLE_STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#bubble.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    root.append(this.#bubble, this.#trouble);
    this.#label();
  }

  connectedCallback() {
    this.#label();
    if (this.#chat) return this.#chat.resume();
    this.#check();
    this.#restore();
  }

  disconnectedCallback() {
    // moving an element takes it out and puts it back at once: only a real removal ends anything
    queueMicrotask(() => {
      if (!this.isConnected) this.#chat?.suspend();
    });
  }

  attributeChangedCallback() {
    this.#label();
    this.#chat?.setLanguage(this.language);
  }

  /** Whether the panel is shown. */
  get isOpen() {
    return this.#chat?.isOpen ?? false;
  }

  /** The language spoken: the chosen one, else the element's, the page's, the browser's, English. */
  get language() {
    for (const wish of [this.chosen, this.lang, document.documentElement.lang, ...navigator.languages]) {
      const code = wish.slice(0, 2).toLowerCase();
      if (code in BUBBLE_WORDS) return code;
    }
    return 'en';
  }

  /** Address of the service, with a trailing slash. */
  get server() {
    const named = this.getAttribute('server') || new URL('..', HOME).href;
    return new URL(named.replace(/\/*$/, '/'), document.baseURI).href;
  }

  /**
   * The site's own words for the language spoken, from the attribute `words`: JSON, by key, or by language
   * and key. @returns {Record<string, any>}
   */
  get ownWords() {
    try {
      const own = JSON.parse(this.getAttribute('words') ?? '{}');
      return { ...own, ...own[this.language] };
    } catch {
      return {};
    }
  }

  /** Opens the chat and moves the focus to its input. */
  async open() {
    const chat = await this.#load();
    chat?.open();
  }

  /** Closes the chat; the conversation is kept. */
  close() {
    this.#chat?.close();
  }

  /**
   * Opens the chat and asks.
   * @param {string} text the visitor's question
   */
  async ask(text) {
    const chat = await this.#load();
    chat?.open();
    chat?.ask(text);
  }

  /** What `identify` was given last; undefined: nothing yet. @type {Identity | undefined} */
  identity;

  /**
   * Says who the visitor is; it is told with what they write next.
   * @param {Identity} identity what the site has signed, or what gets it; null where nobody is signed in
   */
  identify(identity) {
    this.identity = identity || null; // before: without a chat nothing after ?. is read
    this.#chat?.identify(this.identity);
  }

  /** Speaks another language from now on. @param {string} code one of `languages` */
  setLanguage(code) {
    this.chosen = code;
    this.#label();
    return this.#chat?.setLanguage(this.language);
  }

  /** After a page change: opens again what was open, and goes on listening for a person. */
  async #restore() {
    if (this.hasAttribute('memory')) return;
    let open;
    try {
      const saved = JSON.parse(sessionStorage.getItem(`clause:${this.server}`) ?? '{}');
      this.chosen ||= saved.language ?? '';
      open = saved.open || saved.live;
    } catch {
      return; // no storage here, or not ours: nothing to go on with
    }
    this.#label();
    if (open) (await this.#load())?.restore();
  }

  async #load() {
    if (this.#chat) return this.#chat;
    this.#say();
    this.#bubble.ariaBusy = 'true';
    try {
      // a module that failed to load stays failed under its address: each new try has its own
      const address = new URL(`chat.js?lang=${this.language}${this.#tries ? `&try=${this.#tries}` : ''}`, HOME);
      this.#loading ??= import(address.href).then(({ loadChat }) =>
        loadChat(this, () => this.#label()));
      this.#chat = await this.#loading;
      this.#say();
      return this.#chat;
    } catch (error) {
      this.#tries += 1;
      console.warn('clause-chat: not opened.', error);
      this.#say(BUBBLE_WORDS[this.language][1]);
      return null;
    } finally {
      this.#loading = null;
      this.#bubble.ariaBusy = null;
    }
  }

  /** @param {string} [trouble] none: it is over */
  #say(trouble = '') {
    this.#trouble.textContent = trouble;
  }

  /** Says so where the brand's colour was hard to read and another tone of it is shown (`--accent`). */
  #check() {
    if (!getComputedStyle(this).getPropertyValue('--clause-accent')) return;
    const tone = (/** @type {string} */ name) => {
      this.#badge.style.color = `oklch(from var(${name}) l c h)`;
      return getComputedStyle(this.#badge).color;
    };
    const [given, shown] = [tone('--clause-accent'), tone('--accent')];
    this.#badge.style.color = '';
    if (given !== shown) console.warn(`clause-chat: ${given} is hard to read here; ${shown} is shown.`);
  }

  /** Brings the bubble's words and state up to date. */
  #label() {
    const { language } = this;
    const question = this.ownWords.bubble ?? BUBBLE_WORDS[language][0];
    const [close = '', unread = ''] = this.#chat?.bubbleWords ?? [];
    const count = String(this.#chat?.unread || '');
    this.#badge.textContent = count;
    this.#bubble.ariaLabel = this.isOpen ? close
      : count ? `${question} (${unread.replace('{count}', count)})` : question;
    this.#bubble.ariaExpanded = String(this.isOpen);
    this.#bubble.lang = language;
    this.#internals.states?.[language === 'ar' ? 'add' : 'delete']('rtl');
  }
}

if (!customElements.get('clause-chat')) {
  customElements.define('clause-chat', ClauseChat);
  // for the site: what a chat can do, done by the one of the page
  for (const name of ['open', 'close', 'ask', 'identify', 'setLanguage']) {
    Object.assign(ClauseChat, {
      [name]: (/** @type {any[]} */ ...given) =>
        /** @type {any} */ (document.querySelector('clause-chat'))?.[name](...given),
    });
  }
  Object.assign(globalThis, { ClauseChat });
}
