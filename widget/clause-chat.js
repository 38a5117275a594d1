// @ts-check
/**
 * <clause-chat>: the visitor's chat, from one line of HTML:
 *
 *   <script type="module" src="https://clause.example/widget/clause-chat.js"></script>
 *   <clause-chat></clause-chat>
 *
 * With the attribute `share-page` agents see which page a visitor writes from, without its query.
 *
 * This file is the bubble alone. It imports nothing statically, so that nothing else is fetched and
 * nothing is stored until the visitor opens it.
 */

/** Where this script was served from: <server>/widget/. */
const HOME = new URL('.', import.meta.url);

/** What the bubble says before the words are loaded. @type {Record<string, string[]>} */
const BUBBLE_WORDS = {
  en: ['Questions about your personal data', 'Close the chat', 'Opening…',
    'The chat does not open. Check the connection.', '{count} unread'],
  fr: ['Des questions sur vos données personnelles ?', 'Fermer le chat', 'Ouverture…',
    'Le chat ne s’ouvre pas. Vérifiez la connexion.', '{count} non lu(s)'],
  es: ['¿Preguntas sobre sus datos personales?', 'Cerrar el chat', 'Abriendo…',
    'El chat no se abre. Compruebe la conexión.', '{count} sin leer'],
  de: ['Fragen zu Ihren persönlichen Daten?', 'Chat schließen', 'Wird geöffnet…',
    'Der Chat öffnet sich nicht. Prüfen Sie die Verbindung.', '{count} ungelesen'],
};

/* `!important` on :host wins over the page's own `!important`: a page's reset cannot undo it. */
const BUBBLE_STYLE = `
:host {
  all: initial !important; display: block !important; direction: ltr !important;
  color-scheme: inherit !important;
  position: fixed !important; z-index: var(--clause-z, 2147483000) !important;
  bottom: calc(var(--clause-offset-y, 20px) + env(safe-area-inset-bottom)) !important;
  right: calc(var(--clause-offset-x, 20px) + env(safe-area-inset-right)) !important;
  font-family: var(--clause-font, system-ui, sans-serif) !important;
}
:host([position="left"]) {
  right: auto !important;
  left: calc(var(--clause-offset-x, 20px) + env(safe-area-inset-left)) !important;
}
:host([theme="auto"]) { color-scheme: light dark !important; }
:host([theme="light"]) { color-scheme: light !important; }
:host([theme="dark"]) { color-scheme: dark !important; }
:host([hidden]) { display: none !important; }
@media print { :host { display: none !important; } }
.bubble {
  display: grid; place-items: center; width: 56px; height: 56px; padding: 0; border: 0;
  border-radius: 50%; cursor: pointer; position: relative;
  color: var(--clause-on-accent, light-dark(#fff, #06272a));
  background: var(--clause-accent, light-dark(#0f5c63, #7ecdd0));
  box-shadow: 0 1px 2px rgb(8 32 34 / 20%), 0 8px 24px rgb(8 32 34 / 22%);
  transition: scale 160ms, box-shadow 160ms;
}
.bubble:hover { scale: 1.05; }
.bubble:active { scale: .97; }
.bubble:focus-visible {
  outline: 3px solid var(--clause-accent, light-dark(#0f5c63, #7ecdd0)); outline-offset: 3px;
}
.bubble svg { grid-area: 1 / 1; width: 28px; height: 28px; fill: none; stroke: currentColor;
  stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round;
  transition: opacity 160ms, rotate 160ms; }
.bubble[aria-expanded="false"] svg:last-of-type { opacity: 0; rotate: -45deg; }
.bubble[aria-expanded="true"] svg:first-of-type { opacity: 0; }
.bubble[aria-busy="true"]::after {
  content: ""; position: absolute; inset: -5px; border-radius: 50%; border: 2.5px solid transparent;
  border-top-color: var(--clause-accent, light-dark(#0f5c63, #7ecdd0));
  animation: turn .9s linear infinite;
}
.badge {
  position: absolute; top: -3px; inset-inline-end: -3px; min-width: 22px; padding: 0 5px;
  box-sizing: border-box; border: 2px solid light-dark(#fff, #12191a); border-radius: 12px;
  font-size: 12px; font-weight: 700; line-height: 19px; color: #fff; background: #a3262a;
}
.badge:empty { display: none; }
.trouble {
  position: absolute; bottom: 68px; right: 0; width: max-content; max-width: min(260px, 80vw);
  box-sizing: border-box; padding: 10px 14px; border-radius: 12px; font-size: 14px; line-height: 1.45;
  color: light-dark(#172224, #e6eeee); background: light-dark(#fff, #1a2324);
  border: 1px solid light-dark(#d5dfdf, #2f3c3e); box-shadow: 0 8px 24px rgb(8 32 34 / 18%);
}
:host([position="left"]) .trouble { right: auto; left: 0; }
.trouble:empty, .trouble.quiet { position: absolute; width: 1px; height: 1px; padding: 0; border: 0;
  overflow: hidden; clip-path: inset(50%); }
@keyframes turn { to { rotate: 1turn; } }
@media (forced-colors: active) { .bubble { border: 2px solid ButtonText; } }
@media (prefers-reduced-motion: reduce) {
  .bubble, .bubble svg, .bubble::after { transition: none !important; animation: none !important; }
}
`;

/** A speech bubble that holds a marked line of text, and the sign that closes it. */
const BUBBLE_ICONS = [
  ['M20.5 11.2a8.2 8.2 0 0 1-8.3 8.1 8.6 8.6 0 0 1-3.2-.6L4 20l1.3-4.2a7.8 7.8 0 0 1-1.4-4.6 8.2 8.2 0 0 1 8.3-8.1 8.2 8.2 0 0 1 8.3 8.1Z',
    'M8.6 9.4h7.2', 'M8.6 13.2h4.4'],
  ['m6.5 9.5 5.5 5.5 5.5-5.5'],
];

/** @param {string[]} paths */
function drawIcon(paths) {
  const space = 'http://www.w3.org/2000/svg';
  const icon = document.createElementNS(space, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  for (const d of paths) icon.appendChild(document.createElementNS(space, 'path')).setAttribute('d', d);
  return icon;
}

export class ClauseChat extends HTMLElement {
  static observedAttributes = ['lang'];

  #bubble = document.createElement('button');
  #badge = document.createElement('span');
  /** The live region of the bubble: that it opens, or why it did not. */
  #trouble = document.createElement('span');
  /** @type {Promise<import('./chat.js').Chat> | null} */
  #loading = null;
  /** @type {import('./chat.js').Chat | null} */
  #chat = null;
  #unread = 0;
  #tries = 0;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(BUBBLE_STYLE);
    root.adoptedStyleSheets = [sheet];
    this.#bubble.type = 'button';
    this.#bubble.className = 'bubble';
    this.#bubble.setAttribute('part', 'bubble');
    this.#bubble.setAttribute('aria-haspopup', 'dialog');
    this.#badge.className = 'badge';
    this.#badge.setAttribute('aria-hidden', 'true');
    this.#trouble.className = 'trouble';
    this.#trouble.setAttribute('role', 'status');
    this.#trouble.dir = 'auto';
    this.#bubble.append(...BUBBLE_ICONS.map(drawIcon), this.#badge);
    this.#bubble.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    root.append(this.#bubble, this.#trouble);
    this.#label();
  }

  connectedCallback() {
    this.#label();
    if (this.#chat) this.#chat.resume();
    else this.#restore();
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

  /** The language spoken: the element's, else the page's, else the browser's, else English. */
  get language() {
    for (const wish of [this.lang, document.documentElement.lang, ...navigator.languages]) {
      const code = wish.slice(0, 2).toLowerCase();
      if (code in BUBBLE_WORDS) return code;
    }
    return 'en';
  }

  /** Address of the service, with a trailing slash. */
  get server() {
    const named = this.getAttribute('server');
    return named ? new URL(named.replace(/\/*$/, '/'), document.baseURI).href : new URL('..', HOME).href;
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

  /** After a page change: opens again what was open, and goes on listening for a person. */
  async #restore() {
    let saved = null;
    try {
      saved = JSON.parse(sessionStorage.getItem(`clause:${this.server}`) ?? 'null');
    } catch {
      return; // no storage here, or not ours: nothing to go on with
    }
    if (saved?.open || saved?.live) (await this.#load())?.restore();
  }

  async #load() {
    if (this.#chat) return this.#chat;
    this.#say(2, true);
    this.#bubble.setAttribute('aria-busy', 'true');
    try {
      // a module that failed to load stays failed under its address: each new try has its own
      const address = new URL(`chat.js${this.#tries ? `?try=${this.#tries}` : ''}`, HOME).href;
      this.#loading ??= import(address).then(({ Chat }) =>
        Chat.load({ host: this, home: HOME, onChange: () => this.#label() }));
      this.#chat = await this.#loading;
      this.#say();
      return this.#chat;
    } catch (error) {
      console.warn('clause-chat: not opened.', error);
      this.#tries += 1;
      this.#say(3);
      return null;
    } finally {
      this.#loading = null;
      this.#bubble.removeAttribute('aria-busy');
    }
  }

  /** @param {number} [number] of BUBBLE_WORDS @param {boolean} [quiet] for screen readers only */
  #say(number, quiet = false) {
    this.#trouble.classList.toggle('quiet', quiet);
    this.#trouble.textContent = number === undefined ? '' : BUBBLE_WORDS[this.language][number];
  }

  /** Brings the bubble's words and state up to date. */
  #label() {
    const [question, close, , , unread] = BUBBLE_WORDS[this.language];
    this.#unread = this.#chat?.unread ?? 0;
    this.#badge.textContent = this.#unread ? String(this.#unread) : '';
    const label = this.isOpen ? close
      : this.#unread ? `${question} (${unread.replace('{count}', String(this.#unread))})` : question;
    this.#bubble.setAttribute('aria-label', label);
    this.#bubble.setAttribute('aria-expanded', String(this.isOpen));
    this.#bubble.lang = this.language;
  }
}

if (!customElements.get('clause-chat')) customElements.define('clause-chat', ClauseChat);
