// @ts-check
/** The panel: header with menu, transcript, state of the connection, and the box to write in. */
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { Log } from './log.js';

/** @typedef {import('./conversation.js').Conversation} Conversation */
/** @typedef {import('./chat.js').Words} Words */
/** @typedef {Awaited<ReturnType<import('./clause-chat.js').ClauseChat['more']>>} More */

/** The longest message the service takes, in characters; from NEAR on what is left is shown. */
const LONGEST = 2000;
const NEAR = 1800;
/** What may be a secret, so that the guard is worth loading: many digits, or a word for a password. */
const SUSPECT = /(\d[ -]?){10}|[a-z]{2}\d\d|pass|mot de|mdp|contras|clave|kennw|senha|wacht|has[lł]o|парол|كلمة/i;
/** Where the panel takes the whole screen: phones, and desktops at 400 % zoom. */
const SMALL = '(max-width: 30em), (max-height: 30em)';

export class Panel {
  #words;
  #language;
  #conversation;
  #onClose;
  #onLanguage;
  #host;
  /** What is loaded when it is needed. @type {More | null} */
  #more = null;
  /** @type {Promise<More | null> | null} */
  #loading = null;
  #small = matchMedia(SMALL);
  #abort = new AbortController();
  #wasOnline = true;
  #wasOver = false;
  #wasQueue = '';
  /** Which form stands below the transcript. */
  #card = '';
  /** The visitor wants to correct the address that they left. */
  #correcting = false;

  /**
   * @param {object} parts
   * @param {Words} parts.words
   * @param {string} parts.language
   * @param {Conversation} parts.conversation
   * @param {string} parts.draft
   * @param {(draft: string) => void} parts.onDraft
   * @param {() => void} parts.onClose the visitor closes the panel
   * @param {(code: string) => void} parts.onLanguage the visitor chooses another
   * @param {import('./clause-chat.js').ClauseChat} parts.host
   */
  constructor({ words, language, conversation, draft, onDraft, onClose, onLanguage, host }) {
    this.#words = words;
    this.#language = language;
    this.#conversation = conversation;
    this.#onClose = onClose;
    this.#onLanguage = onLanguage;
    this.#host = host;
    const askPerson = () => this.#askPerson(true);
    const retry = () => { conversation.retry(); this.input.focus(); };

    this.who = h('p', { class: 'who-answers', part: 'status' });
    this.person = h('button', { type: 'button', click: () => this.#fromMenu() });
    this.menu = h('div', { class: 'menu', id: 'menu', hidden: true }, this.person);
    this.menuButton = h('button', {
      class: 'tool', type: 'button', 'aria-label': words.menu, 'aria-expanded': 'false',
      'aria-controls': 'menu', click: () => this.#toggleMenu(Boolean(this.menu.hidden)),
    }, icon('menu'));
    const close = h('button', {
      class: 'tool', type: 'button', 'aria-label': words.close, click: onClose,
    }, icon('close'));

    this.trouble = h('div', { class: 'bar trouble-bar', hidden: true }, h('p', {}, words.offline),
      h('button', { class: 'quiet', type: 'button', click: () => conversation.hurry() }, words.retry));
    this.waiting = h('div', { class: 'bar waiting-bar', hidden: true }, h('p'),
      h('button', { class: 'quiet', type: 'button', click: () => this.#askPerson(false) }, words.stop_waiting));
    this.suggestions = h('div', { class: 'suggestions', role: 'group', hidden: true });
    this.secret = h('div', { class: 'bar secret', hidden: true });

    this.card = h('div', { class: 'end' });
    const voted = (/** @type {number} */ seq) => conversation.votes[seq];
    const vote = async (/** @type {number} */ seq, /** @type {boolean} */ helpful, /** @type {HTMLElement} */ bar) => {
      const more = await this.#loadMore();
      more?.vote(more.words, bar, helpful, (...given) => conversation.vote(seq, ...given), (text) => this.log.announce(text));
    };
    this.log = new Log(words, language, { retry, askPerson, voted, vote }, this.suggestions, this.card);

    this.input = h('textarea', {
      id: 'input', rows: '1', 'aria-describedby': 'hint counter', enterkeyhint: 'send',
      autocomplete: 'off', input: () => {
        onDraft(this.input.value);
        this.secret.hidden = true;
        conversation.typing(this.input.value !== '');
        this.#measure();
      },
      keydown: (/** @type {KeyboardEvent} */ event) => this.#typed(event),
    });
    this.input.value = draft;
    this.label = h('label', { class: 'unseen', for: 'input' });
    this.counter = h('span', { class: 'counter', id: 'counter' });
    this.send = h('button', { class: 'send', part: 'send', type: 'submit', 'aria-label': words.send }, icon('send'));
    const form = h('form', {
      class: 'composer', part: 'composer', novalidate: true,
      submit: (/** @type {Event} */ event) => { event.preventDefault(); this.#submit(onDraft); },
    }, this.label, h('div', { class: 'box' }, this.input, this.send),
    h('p', { class: 'foot' }, h('span', { id: 'hint' }, words.hint), this.counter));

    this.element = h('dialog', {
      class: 'panel', part: 'panel', 'aria-labelledby': 'title', lang: language, dir: words.direction,
      keydown: (/** @type {KeyboardEvent} */ event) => this.#escape(event),
      cancel: (/** @type {Event} */ event) => { event.preventDefault(); onClose(); },
      focusout: (/** @type {FocusEvent} */ event) => this.#leaveMenu(event),
    },
    h('div', { class: 'header', part: 'header' },
      h('div', { class: 'names' }, h('h2', { id: 'title' }, words.title), this.who),
      h('div', { class: 'tools' }, this.menuButton, close), this.menu),
    this.log.shell, this.waiting, this.trouble, this.secret, form);
  }

  get isOpen() {
    return this.element.open;
  }

  /** Shows the panel. @param {boolean} focus false after a page change: the page keeps the focus */
  open(focus) {
    const { signal } = this.#abort;
    if (focus) this.#show();
    else this.element.open = true;
    if (!this.isFilled) this.#fill(focus);
    this.log.speak();
    this.#small.addEventListener('change', () => this.isOpen && this.#show(), { signal });
    visualViewport?.addEventListener('resize', () => this.#fit(), { signal });
    visualViewport?.addEventListener('scroll', () => this.#fit(), { signal });
    this.#fit();
    this.#measure();
    if (this.#conversation.begun) this.log.scrollToEnd();
    if (focus) this.input.focus();
  }

  focus() {
    this.input.focus();
  }

  /** Sounds, if the visitor wishes it. */
  async chime() {
    if (this.#conversation.sound) (await this.#loadMore())?.chime();
  }

  close() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#toggleMenu(false);
    this.element.close();
  }

  isFilled = false;

  /** Fills the transcript when the panel is first shown. @param {boolean} aloud its first line */
  #fill(aloud) {
    this.isFilled = true;
    this.log.clear(aloud);
    const seqs = [...this.#conversation.events.keys()].sort((a, b) => a - b);
    for (const seq of seqs) this.log.add(/** @type {any} */ (this.#conversation.events.get(seq)), false);
    this.update();
  }

  /** Brings everything but the transcript's events up to date. */
  update() {
    const words = this.#words;
    const { state, agent, wish, pending, online, thinking, begun, now, toPerson } = this.#conversation;
    const more = this.#more;
    const withPerson = state === 'agent';
    const waits = (state === 'waiting' && wish !== 'cancel') || wish === 'person';
    this.element.dataset.state = waits ? 'waiting' : state;
    this.who.textContent = withPerson ? agent?.name ?? words.person
      : waits ? words.waiting_label : words.assistant;
    this.#showBar(this.waiting, waits);
    const queue = (state === 'waiting' && now.queue) || null;
    /** @type {HTMLElement} */ (this.waiting.firstChild).textContent =
      state !== 'waiting' ? words.asking_person
        : more ? more.queueWords(queue, more.words, this.#language) : words.waiting;
    if (waits && !more) this.#loadMore();
    this.person.textContent = waits ? words.stop_waiting : words.ask_person;
    this.person.hidden = withPerson;
    this.menu.classList.toggle('begun', begun);
    this.#showBar(this.trouble, !online);
    this.#suggest(begun && !toPerson && state === 'bot' && !thinking, waits);
    const human = withPerson || state === 'waiting';
    this.label.textContent = human ? words.message : words.question;
    this.input.placeholder = human ? words.write : words.ask;
    if (!this.isFilled) return;
    this.log.showPending(pending, online);
    this.log.showBusy(thinking ? words.thinking
      : withPerson && now.typing?.agent ? fill(words.types, { name: now.typing.agent }) : '');
    const isRead = toPerson && (now.read?.agent ?? 0) >= toPerson.seq;
    this.log.showStatus(toPerson, isRead ? words.read : words.delivered);
    this.#tellQueue(waits && more ? queue : null);
    // a form that was begun stays, though somebody has come: nobody's words are taken away
    const kept = this.#card.startsWith('left') || (this.#card === 'leave'
      && [...this.card.querySelectorAll('input, textarea')].some((field) => /** @type {any} */ (field).value));
    this.#showCard(waits && (more?.isDeserted(queue) || kept));
    if (online !== this.#wasOnline) this.log.announce(online ? words.back : words.offline);
    this.#wasOnline = online;
  }

  /** What may be asked. @type {import('./api.js').Suggestion[]} */
  questions = [];
  #suggested = '';

  /**
   * Shows a few questions that are answered for sure: to begin with, and after an answer others than
   * were asked, from other sections.
   * @param {boolean} after an answer @param {boolean} waits for a person
   */
  #suggest(after, waits) {
    const conversation = this.#conversation;
    /** @type {Set<string | undefined>} */
    const known = new Set();
    let answered = false;
    for (const { message } of conversation.events.values()) {
      known.add(message?.text);
      message?.answer?.citations.forEach(({ anchor }) => known.add(anchor));
      answered = message?.answer?.verdict === 'answered';
    }
    const shown = waits || (conversation.begun && !(after && answered)) ? []
      : this.questions.filter(({ question, anchors }) => !known.has(question) && !known.has(anchors[0]))
        .slice(0, after ? 2 : 3).map(({ question }) => question);
    const key = shown.join();
    if (key === this.#suggested) return;
    this.#suggested = key;
    const words = this.#words;
    const end = this.log.atEnd;
    this.suggestions.hidden = !key;
    this.suggestions.ariaLabel = after ? words.next : words.examples;
    this.suggestions.replaceChildren(...shown.map((text) => h('button', {
      type: 'button', click: () => { conversation.send(text); this.input.focus(); },
    }, text)));
    if (end && after && this.log.isShort) this.log.scrollToEnd();
  }

  /** Reads out a new place in the queue, not each new guess of the wait. @param {import('./api.js').Queue | null} queue */
  #tellQueue(queue) {
    const told = queue && queue.place != null ? `${this.#more?.isDeserted(queue) || queue.place} ${queue.opens_at}` : '';
    if (told && told !== this.#wasQueue) this.log.announce(this.waiting.firstChild?.textContent ?? '');
    this.#wasQueue = told;
  }

  /** Puts the form below the transcript that is due, and leaves it alone while it stays due. @param {boolean} deserted */
  #showCard(deserted) {
    const conversation = this.#conversation;
    const words = this.#words;
    const { left } = conversation;
    const card = deserted ? (left && !this.#correcting ? `left ${left}` : 'leave')
      : conversation.unrated ? 'rate' : '';
    if (card === this.#card) return;
    const more = this.#more;
    if (card && !more) {
      this.#loadMore();
      return;
    }
    const before = this.#card;
    this.#card = card;
    const hadFocus = this.card.matches(':focus-within');
    const asked = [...conversation.events.values()].some(({ message }) => message?.author === 'visitor');
    const shown = card && more && (card === 'leave' ? more.leaveForm(more.words, asked, async (email, text) => {
      await conversation.leave(email, text);
      this.#correcting = false;
      this.update();
    }) : card === 'rate' ? more.ratingForm(more.words, (stars, word) => conversation.rate(stars, word))
      : h('div', { class: 'card' }, h('p', {}, fill(words.left, { email: left })),
        h('button', { class: 'quiet', type: 'button', click: () => this.#correct() }, words.correct)));
    this.card.replaceChildren(...(shown ? [shown] : []));
    if (before === 'leave' && left) this.log.announce(fill(words.left, { email: left }));
    if (hadFocus) this.input.focus();
    if (shown) this.log.scrollToEnd();
  }

  /** Loads the rest; null where that did not work. */
  async #loadMore() {
    if (this.#more) return this.#more;
    this.#loading ??= this.#host.more().catch(() => null);
    this.#more = await this.#loading;
    this.#loading = null;
    if (!this.#more) return null;
    const { ownItems, words } = this.#more;
    if (this.menu.children.length < 2) {
      this.menu.append(...ownItems(words, this.#language, this.#host.languages, this.#conversation,
        this.#onLanguage, (text) => this.log.note(text)));
    }
    this.update();
    return this.#more;
  }

  #correct() {
    this.#correcting = true;
    this.update();
    this.card.querySelector('input')?.focus();
  }

  /** @param {HTMLElement} bar @param {boolean} shown */
  #showBar(bar, shown) {
    const hadFocus = bar.matches(':focus-within');
    bar.hidden = !shown;
    if (hadFocus && !shown) this.input.focus();
  }

  /** Takes the panel off the page for good, as when the language changes. */
  remove() {
    this.close();
    this.element.remove();
  }

  #show() {
    const { activeElement } = /** @type {ShadowRoot} */ (this.element.getRootNode());
    this.element.close();
    // the whole screen: what is behind must not get the focus; else the page stays usable
    if (this.#small.matches) this.element.showModal();
    else this.element.show();
    if (activeElement instanceof HTMLElement) activeElement.focus();
  }

  /** Keeps the panel above a phone's keyboard, which shrinks the visible part of the page only. */
  #fit() {
    const view = visualViewport;
    const fits = !view || view.scale > 1.01;
    this.element.style.setProperty('--view-height', fits ? '100dvh' : `${view.height}px`);
    this.element.style.setProperty('--view-top', fits ? '0px' : `${view.offsetTop}px`);
  }

  /** Grows the box with its text and counts what is left. */
  #measure() {
    const { input, counter } = this;
    input.dir = input.value ? 'auto' : ''; // empty, it goes with the words around it
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
    const length = [...input.value.trim()].length;
    const over = length > LONGEST;
    const sentence = over ? this.#words.characters_over : this.#words.characters_left;
    counter.textContent = length < NEAR ? '' : fill(sentence, { count: Math.abs(LONGEST - length) });
    counter.classList.toggle('over', over);
    input.ariaInvalid = String(over);
    this.send.disabled = over || length === 0;
    if (over && !this.#wasOver) this.log.announce(counter.textContent);
    this.#wasOver = over;
  }

  /** @param {(draft: string) => void} onDraft */
  async #submit(onDraft) {
    const text = this.input.value.trim();
    this.#measure();
    if (this.send.disabled) return;
    const more = this.secret.hidden && SUSPECT.test(text) ? await this.#loadMore() : null;
    const found = more?.guard(more.words, text, (sent) => this.#say(sent, onDraft));
    if (!found) return this.#say(text, onDraft);
    const [warning, choices] = found;
    this.secret.replaceChildren(h('p', {}, warning), ...choices);
    this.secret.hidden = false;
    this.log.announce(warning);
    choices[0].focus();
  }

  /** @param {string} text @param {(draft: string) => void} onDraft */
  #say(text, onDraft) {
    this.#conversation.send(text);
    this.input.value = '';
    this.secret.hidden = true;
    onDraft('');
    this.#measure();
    this.input.focus();
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    // not while an input method composes a character: Enter then chooses it
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.input.form?.requestSubmit();
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    // the page sees keys as pressed on <clause-chat>, no input: its own shortcuts must not fire
    event.stopPropagation();
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (this.menu.hidden) return this.#onClose();
    this.#toggleMenu(false);
    this.menuButton.focus();
  }

  /** @param {boolean} open */
  #toggleMenu(open) {
    this.menu.hidden = !open;
    this.menuButton.setAttribute('aria-expanded', String(open));
    if (!open) return;
    this.person.focus();
    this.#loadMore().then(() => {
      const first = /** @type {HTMLElement | null} */ (this.menu.querySelector('button:not([hidden]), select'));
      if (this.person.hidden && !this.menu.hidden) first?.focus();
    });
  }

  /** @param {FocusEvent} event */
  #leaveMenu({ relatedTarget }) {
    const kept = relatedTarget instanceof Node
      && (this.menu.contains(relatedTarget) || this.menuButton.contains(relatedTarget));
    if (!this.menu.hidden && !kept) this.#toggleMenu(false);
  }

  #fromMenu() {
    const wanted = this.element.dataset.state !== 'waiting';
    this.#toggleMenu(false);
    this.#askPerson(wanted);
  }

  /** @param {boolean} wanted */
  #askPerson(wanted) {
    this.#conversation.askPerson(wanted);
    this.input.focus(); // the button that was pressed may be gone
  }
}
