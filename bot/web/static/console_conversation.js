// @ts-check
/** The open conversation: loads it, follows it, and does what the agent wants done with it. */
import { fill, h } from '/widget/dom.js';
import { follow, get, post, Refusal } from './api.js';
import { Composer } from './console_composer.js';
import { renderContext, stateChip } from './console_context.js';
import { Transcript } from './console_transcript.js';
import { common, me, visitorName, words } from './given.js';
import { icon } from './icons.js';
import { Outbox } from './outbox.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */
/** @typedef {import('./shapes.js').Event} Event */
/** @typedef {'release' | 'hand-back' | 'close'} Act */

export class OpenConversation {
  /** @type {Conversation | null} */
  #now = null;
  #outbox;
  #sending = false;
  /** @type {(() => void) | null} */
  #stop = null;
  #gone = false;
  #composer;
  #transcript;
  #header = h('header', { class: 'conversation-head' });

  /**
   * @param {string} id
   * @param {HTMLElement} pane
   * @param {HTMLElement} context
   * @param {object} on
   * @param {() => void} on.back to the list, where there is room for one pane only
   * @param {(id: string, seq: number) => void} on.seen
   */
  constructor(id, pane, context, on) {
    this.id = id;
    this.pane = pane;
    this.context = context;
    this.on = on;
    this.#outbox = new Outbox(id);
    this.#composer = new Composer(id, { send: (text) => this.#write(text), claim: () => this.claim() });
    this.#transcript = new Transcript((sent) => this.#retry(sent), (sent) => this.#discard(sent));
    context.replaceChildren();
    pane.replaceChildren(h('p', { class: 'loading', role: 'status' }, words.loading));
    document.addEventListener('visibilitychange', this.#watch);
    this.#load();
  }

  /** Stops following; what was not sent stays in the tab. */
  leave() {
    this.#gone = true;
    this.#stop?.();
    document.removeEventListener('visibilitychange', this.#watch);
    this.context.replaceChildren();
  }

  async #load() {
    try {
      const loaded = await get(this.#path());
      if (this.#gone) return;
      this.#now = { ...loaded, events: [], last_seq: 0 };
      this.pane.replaceChildren(this.#header, this.#transcript.element, this.#composer.element);
      for (const event of loaded.events) this.#add(event);
      this.#become(loaded);
      this.#transcript.showUnsent(this.#outbox.items);
      this.#transcript.goLive();
      this.#watch();
      this.#drain();
    } catch (error) {
      if (!this.#gone) this.#showFailure(/** @type {Refusal} */ (error));
    }
  }

  /** A hidden page lets its stream go: a browser opens only six connections to one server. */
  #watch = () => {
    if (!this.#now) return;
    if (document.hidden) {
      this.#stop?.();
      this.#stop = null;
      return;
    }
    this.on.seen(this.id, this.#now.last_seq);
    this.#stop ??= follow(() => `${this.#path('/events')}?after=${this.#now?.last_seq ?? 0}`, {
      data: (event) => this.#arrive(event),
      state: (state) => {
        if (state !== 'live') return;
        this.#outbox.retry();
        this.#drain();
      },
      refused: (refusal) => this.#composer.tell(refusal.message),
    });
  };

  /** @param {Event} event */
  #arrive(event) {
    // notes and what is so just now have no number
    if (!this.#now || !event.seq || event.seq <= this.#now.last_seq) return;
    this.#add(event);
    if (!document.hidden) this.on.seen(this.id, event.seq);
    if (event.state) {
      this.#become({ ...this.#now, state: event.state.state, owner: event.state.state === 'agent' ? this.#now.owner : null });
      this.#ask(async () => this.#become(await get(this.#path())));
    } else {
      this.#draw();
    }
  }

  /** @param {Event} event */
  #add(event) {
    if (!this.#now) return;
    this.#now.events.push(event);
    this.#now.last_seq = event.seq;
    const sent = event.message?.author === 'agent' ? event.message.client_id : null;
    if (sent && this.#outbox.items.some((item) => item.clientId === sent)) {
      this.#outbox.remove(sent);
      this.#transcript.showUnsent(this.#outbox.items);
    }
    this.#transcript.add(event);
  }

  /** @param {Conversation} told state and owner as the service told them just now */
  #become(told) {
    if (!this.#now) return;
    this.#now.state = told.state;
    this.#now.owner = told.owner;
    this.#draw();
  }

  #draw() {
    if (!this.#now || this.#gone) return;
    this.#composer.show(this.#now);
    this.#drawHeader(this.#now);
    this.#drawContext(this.#now);
  }

  #drawnContext = '';

  /** @param {Conversation} now */
  #drawContext(now) {
    const key = `${now.state} ${now.owner?.id} ${now.last_seq}`;
    if (key === this.#drawnContext) return;
    this.#drawnContext = key;
    const hadFocus = this.context.contains(document.activeElement);
    this.context.replaceChildren(renderContext(now, this.#waitingSince, () => this.#showContext(false)));
    if (hadFocus) this.context.querySelector('button')?.focus();
  }

  /** @param {boolean} open where there is no room for the third pane, it lies over the second */
  #showContext(open) {
    this.context.classList.toggle('is-open', open);
    const button = /** @type {HTMLElement | null} */ (this.#header.querySelector('.details-button'));
    button?.setAttribute('aria-expanded', String(open));
    (open ? this.context.querySelector('button') : button)?.focus();
  }

  get #waitingSince() {
    if (this.#now?.state !== 'waiting') return null;
    return this.#now.events.findLast((event) => event.state?.state === 'waiting')?.at ?? null;
  }

  get #isMine() {
    return this.#now?.state === 'agent' && this.#now.owner?.id === me.id;
  }

  get #mayClose() {
    return this.#now?.state !== 'closed' && (this.#now?.state !== 'agent' || this.#isMine);
  }

  #drawnHeader = '';

  /** @param {Conversation} now */
  #drawHeader({ state, owner }) {
    const key = `${state} ${owner?.id}`;
    if (key === this.#drawnHeader) return;
    this.#drawnHeader = key;
    const hadFocus = this.#header.contains(document.activeElement);
    this.#header.replaceChildren(
      h('button', { class: 'button button-quiet button-icon back', type: 'button', 'aria-label': words.back, click: this.on.back },
        icon('back')),
      h('div', { class: 'conversation-title' },
        h('h2', { tabindex: '-1' }, visitorName(this.id)), stateChip(state, owner)),
      h('div', { class: 'conversation-acts' },
        this.#isMine && this.#act('hand-back', 'return', words.hand_back, 'button'),
        this.#isMine && this.#act('release', 'release', words.release, 'button', words.release_hint),
        this.#mayClose && h('button', { class: 'button', type: 'button', 'data-act': 'close', click: () => this.askToClose() },
          icon('check'), words.close)),
      h('button', { class: 'button button-icon details-button', type: 'button', 'aria-label': words.show_details,
        'aria-controls': 'context', 'aria-expanded': String(this.context.classList.contains('is-open')),
        click: () => this.#showContext(!this.context.classList.contains('is-open')) }, icon('panel')));
    if (hadFocus) this.#header.querySelector('h2')?.focus();
  }

  /**
   * @param {Act} act
   * @param {string} drawing
   * @param {string} name
   * @param {string} look
   * @param {string} [hint]
   */
  #act(act, drawing, name, look, hint) {
    return h('button', { class: look, type: 'button', 'data-act': act, title: hint, click: () => this.act(act) },
      icon(drawing), name);
  }

  /** Takes the conversation, if it can be taken; the agent then stands in the reply. */
  async claim() {
    if (!this.#now || this.#isMine) return this.reply();
    this.#composer.tell('');
    this.#composer.claiming = true;
    await this.#ask(async () => {
      this.#become(await post(this.#path('/claim')));
      this.#composer.focus();
    });
    this.#composer.claiming = false;
  }

  /** @param {Act} act */
  async act(act) {
    this.#composer.tell('');
    await this.#ask(async () => this.#become(await post(this.#path(`/${act}`))));
  }

  askToClose() {
    if (!this.#now || this.#now.state === 'closed') return;
    if (!this.#mayClose) {
      this.#composer.tell(fill(words.colleague_closes, { name: this.#now.owner?.name ?? words.colleague }));
      return;
    }
    const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('confirm-close'));
    dialog.returnValue = '';
    dialog.showModal();
    dialog.addEventListener('close', () => {
      if (dialog.returnValue === 'close' && !this.#gone) this.act('close');
    }, { once: true });
  }

  reply() {
    if (this.#now && !this.#composer.open && this.#now.state !== 'closed') this.#composer.tell(words.take_over_first);
    this.#composer.focus();
  }

  /**
   * Asks the service; a refusal is said where the agent looks, and what is true now is shown.
   * @param {() => Promise<void>} asking
   */
  async #ask(asking) {
    try {
      await asking();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.#gone) return;
      this.#composer.tell(error.message);
      if (error.status === 409) get(this.#path()).then((told) => this.#become(told)).catch(() => {});
    }
  }

  /** @param {string} text */
  #write(text) {
    this.#outbox.add(text);
    this.#transcript.showUnsent(this.#outbox.items);
    this.#transcript.toEnd();
    this.#drain();
  }

  /** @param {string} sent */
  #retry(sent) {
    this.#outbox.retry(sent);
    this.#drain();
  }

  /** @param {string} sent */
  #discard(sent) {
    this.#outbox.remove(sent);
    this.#transcript.showUnsent(this.#outbox.items);
    this.#drain();
  }

  /** Sends what waits, one after the other, so that it arrives in order. */
  async #drain() {
    if (this.#sending || this.#gone) return;
    this.#sending = true;
    try {
      for (let item = this.#outbox.next; item && !this.#gone; item = this.#outbox.next) {
        this.#transcript.showUnsent(this.#outbox.items);
        try {
          const event = await post(this.#path('/messages'), { client_id: item.clientId, text: item.text });
          if (event.seq === (this.#now?.last_seq ?? 0) + 1) this.#arrive(event);
          this.#outbox.remove(item.clientId);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          this.#outbox.fail(item.clientId, error.message, error.passing);
        }
        if (!this.#gone) this.#transcript.showUnsent(this.#outbox.items);
      }
    } finally {
      this.#sending = false;
    }
  }

  /** @param {Refusal} refusal */
  #showFailure(refusal) {
    const say = refusal.status === 404 ? words.not_found : words.load_failed;
    this.pane.replaceChildren(
      h('div', { class: 'blank', role: 'alert' }, icon(refusal.status === 404 ? 'inbox' : 'warning'),
        h('h2', {}, say.title), h('p', {}, say.text),
        refusal.status === 404
          ? h('a', { class: 'button', href: '/console' }, words.back)
          : h('button', { class: 'button', type: 'button', click: () => this.#load() }, words.retry)));
  }

  /** @param {string} [below] */
  #path(below = '') {
    return `/conversations/${encodeURIComponent(this.id)}${below}`;
  }
}

/**
 * What stands in the middle while nothing is open.
 * @param {HTMLElement} pane
 */
export function showNothingOpen(pane) {
  pane.replaceChildren(h('div', { class: 'blank' }, icon('chat'),
    h('h2', {}, words.pick.title), h('p', {}, words.pick.text)));
  document.title = `${words.title} · ${common.product}`;
}
