// @ts-check
/**
 * The transcript, and what a screen reader says of it.
 *
 * Two elements, because a live region reads out all that is put into it, down to the name of every
 * button: the transcript has the role `log` and is not live itself; beside it an unseen live region,
 * there before any text, gets one full sentence for each new message, one at a time.
 */
import { renderAnswer, renderCitations, spokenAnswer, spokenQuote } from './answer.js';
import { dayWords, fill, h } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./api.js').ChatEvent} ChatEvent */
/** @typedef {import('./storage.js').Pending} Pending */
/** @typedef {import('./chat.js').Words} Words */

/** Milliseconds between two announcements, and until the last is taken away. */
const BETWEEN = 700;
const LINGER = 6000;

export class Log {
  #words;
  #list = h('ol', { class: 'messages', role: 'list' });
  #language;
  #busy;
  /** Under the visitor's last message: whether it was read. */
  #status = h('p', { class: 'status' });
  #below;
  /** @type {Map<string, {item: HTMLLIElement, order: number, look: string}>} */
  #entries = new Map();
  /** The questions by sequence number. @type {Map<number, string>} */
  #questions = new Map();
  /** @type {string[]} */
  #toSay = [];
  #saying = false;

  /**
   * @param {Words} words
   * @param {string} language
   * @param {{retry: () => void, askPerson: () => void, voted: (seq: number) => boolean | undefined,
   *   vote: (seq: number, helpful: boolean, bar: HTMLElement) => void}} actions
   * @param {HTMLElement} beginning what stands there as long as nothing was said
   * @param {HTMLElement} end what stands below everything
   */
  constructor(words, language, actions, beginning, end) {
    this.#words = words;
    this.#language = language;
    this.actions = actions;
    this.#busy = h('p', { class: 'thinking', hidden: true },
      h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('span'));
    this.#below = h('button', {
      class: 'below-fold', type: 'button', hidden: true, click: () => this.#scrollTo(Infinity),
    }, words.new_below, icon('down'));
    this.element = h('div', {
      class: 'log', part: 'log', role: 'log', 'aria-live': 'off', tabindex: '0',
      'aria-label': words.conversation, scroll: () => { if (this.atEnd) this.#below.hidden = true; },
    }, this.#list, beginning, this.#busy, end);
    this.live = h('div', { class: 'unseen', 'aria-live': 'polite', 'aria-relevant': 'additions' });
    this.shell = h('div', { class: 'shell' }, this.element, this.#below, this.live);
  }

  /** Empties the transcript down to its first line: that this is a machine. @param {boolean} aloud */
  clear(aloud) {
    this.#entries.clear();
    this.#questions.clear();
    this.#list.replaceChildren();
    const item = h('li', { class: 'first' }, icon('assistant'), h('p', {}, this.#words.notice));
    this.#place('first', item, -1);
    if (aloud) this.announce(this.#words.notice);
  }

  /** Adds a line of our own, about the conversation. @param {string} text */
  note(text) {
    this.#place(`note-${this.#entries.size}`, h('li', { class: 'notice' }, text), this.#lastOrder());
    this.announce(text);
    this.#scrollTo(Infinity);
  }

  /** @param {ChatEvent} event @param {boolean} fresh whether to read it out */
  add(event, fresh) {
    const { message, state, offer } = event;
    const key = message?.client_id ?? `seq-${event.seq}`;
    const stay = !this.atEnd && fresh && message?.author !== 'visitor';
    if (!message) {
      const text = offer?.text ?? this.#told(event);
      if (!text) return;
      const item = offer ? h('li', { class: 'message assistant' },
        h('p', { class: 'says', lang: offer.language, dir: 'auto' }, text), this.#offerButton())
        : state ? h('li', { class: 'notice' }, text)
          : h('li', { class: 'receipt' }, icon('check'), h('p', {}, text));
      this.#place(key, item, event.seq);
      if (fresh) this.announce(text);
    } else {
      if (message.author === 'visitor') this.#questions.set(event.seq, message.text);
      const item = this.#render(message, event.seq);
      item.classList.toggle('fresh', fresh && !this.#entries.has(key));
      this.#place(key, item, event.seq);
      if (fresh && message.author !== 'visitor') this.announce(this.#spoken(message));
    }
    if (stay) this.#below.hidden = false;
    else this.#follow(key);
  }

  /** Shows what is not sent yet, in order, after all else. @param {Pending[]} pending @param {boolean} online */
  showPending(pending, online) {
    for (const [key, { order, item }] of this.#entries) {
      if (order === Infinity && !pending.some((one) => one.clientId === key)) {
        this.#entries.delete(key);
        item.remove();
      }
    }
    const words = this.#words;
    for (const one of pending) {
      const look = `${one.failed} ${online}`;
      const known = this.#entries.get(one.clientId);
      if (known?.look === look) continue; // else a button in it would lose the focus
      const item = this.#visitorItem(one.text);
      item.classList.add('pending');
      if (one.failed) {
        item.append(h('p', { class: 'failed' }, `${words.failed} `,
          h('button', { class: 'quiet', type: 'button', click: this.actions.retry }, words.retry)));
      } else if (!online) {
        item.append(h('p', { class: 'status' }, words.queued));
      }
      this.#place(one.clientId, item, Infinity, look);
      if (!known) this.#scrollTo(Infinity);
    }
  }

  /** Shows that something is on its way. @param {string} text what; '' for nothing */
  showBusy(text) {
    const end = this.atEnd;
    this.#busy.hidden = !text;
    if (text) /** @type {HTMLElement} */ (this.#busy.lastChild).textContent = text;
    if (end) this.#scrollTo(Infinity);
  }

  /** Says below one of the visitor's messages what became of it. @param {ChatEvent | null} event @param {string} text */
  showStatus(event, text) {
    const item = this.#entries.get(event?.message?.client_id ?? '')?.item;
    if (!item) return this.#status.remove();
    const end = this.atEnd;
    this.#status.textContent = text;
    if (this.#status.parentNode !== item) item.append(this.#status);
    if (end) this.#scrollTo(Infinity);
  }

  /** To the end, as after opening. */
  scrollToEnd() {
    this.#scrollTo(Infinity);
  }

  /** Reads out one sentence after the other. @param {string} sentence */
  announce(sentence) {
    this.#toSay.push(sentence);
    this.speak();
  }

  /** Begins to read out what is waiting; what comes while the panel is closed waits until it opens. */
  speak() {
    if (this.#toSay.length && !this.#saying && this.live.offsetParent) this.#sayNext();
  }

  #sayNext() {
    this.#saying = true;
    // also before the first: the region must have been there, empty, for a moment
    setTimeout(() => {
      const sentence = this.#toSay.shift();
      if (sentence) this.live.replaceChildren(h('p', {}, sentence));
      if (this.#toSay.length) return this.#sayNext();
      this.#saying = false;
      setTimeout(() => { if (!this.#saying) this.live.replaceChildren(); }, LINGER);
    }, BETWEEN);
  }

  /** @param {import('./api.js').Message} message @param {number} seq */
  #render(message, seq) {
    const words = this.#words;
    if (message.author === 'visitor') return this.#visitorItem(message.text);
    if (message.author === 'system') return h('li', { class: 'notice' }, message.text);
    if (message.author === 'agent') {
      return h('li', { class: 'message agent' },
        h('p', { class: 'who' }, message.author_name ?? words.person),
        h('p', { class: 'text', dir: 'auto' }, message.text),
        ...renderCitations(message.citations ?? [], this.#language, words));
    }
    const { answer, reply_to: asked } = message;
    // where other questions came between, an answer says which one it is to
    const apart = asked !== null && [...this.#questions.keys()].some((other) => other > asked && other < seq);
    const item = h('li', { class: 'message assistant', part: 'answer' },
      h('p', { class: 'unseen' }, `${words.assistant} :`),
      apart && h('p', { class: 'asked', dir: 'auto' }, this.#questions.get(asked) ?? ''),
      ...(answer ? renderAnswer(answer, words)
        : [h('p', { class: 'says', dir: 'auto' }, message.text)]));
    if (answer?.handoff_offered) item.append(this.#offerButton());
    if (answer?.citations.length || answer?.verdict === 'not_covered') item.append(this.#voteBar(seq));
    return item;
  }

  /** Whether it helped. What follows a press is loaded then. @param {number} seq of the answer */
  #voteBar(seq) {
    const words = this.#words;
    const voted = this.actions.voted(seq);
    const bar = h('div', { class: 'votes', role: 'group', 'aria-label': words.helped },
      h('span', { 'aria-hidden': 'true' }, words.helped),
      ...[true, false].map((helpful) => h('button', {
        class: 'quiet', type: 'button', 'aria-pressed': String(voted === helpful),
        click: () => this.actions.vote(seq, helpful, bar),
      }, helpful ? words.yes : words.no)));
    return bar;
  }

  #offerButton() {
    return h('button', { class: 'offer', type: 'button', click: this.actions.askPerson },
      icon('person'), this.#words.ask_person);
  }

  /** An event that is no message, in words. @param {ChatEvent} event */
  #told({ state, rights, rating }) {
    const words = this.#words;
    if (rights) {
      return fill(words.rights, {
        right: words[`right_${rights.right}`] ?? '', date: dayWords(rights.due_on, this.#language),
      });
    }
    if (rating) return fill(words.rated, { stars: fill(words.stars, { count: rating.stars }) });
    // who comes is named, or else who goes
    const person = state?.owner ?? state?.previous ?? state?.agent;
    const action = state?.action === 'reassign' ? 'take_over' : state?.action;
    return action ? fill(words[`event_${action}`], { name: person?.name ?? words.person }) : '';
  }

  /** @param {string} text */
  #visitorItem(text) {
    return h('li', { class: 'message visitor' },
      h('p', { class: 'unseen' }, `${this.#words.you} :`),
      h('p', { class: 'text', dir: 'auto' }, text));
  }

  /** @param {import('./api.js').Message} message */
  #spoken({ author, author_name: name, text, answer, citations = [] }) {
    if (author === 'system') return text;
    if (author === 'agent') {
      const said = fill(this.#words.says_person, { name: name ?? this.#words.person, text });
      return [said, ...citations.map((cited) => spokenQuote(cited, this.#words))].join(' ');
    }
    return answer ? spokenAnswer(answer, this.#words) : fill(this.#words.says_assistant, { text });
  }

  /**
   * Puts an item where its order wants it; what had the same key gives way.
   * @param {string} key
   * @param {HTMLLIElement} item
   * @param {number} order sequence number; Infinity for what is not sent yet
   * @param {string} [look] what the item was drawn from
   */
  #place(key, item, order, look = '') {
    this.#entries.get(key)?.item.remove();
    this.#entries.delete(key);
    let next = null;
    for (const entry of this.#entries.values()) {
      if (entry.order > order && (!next || entry.order < next.order)) next = entry;
    }
    this.#entries.set(key, { item, order, look });
    this.#list.insertBefore(item, next?.item ?? null);
  }

  #lastOrder() {
    const orders = [...this.#entries.values()].map(({ order }) => order).filter(Number.isFinite);
    return Math.max(...orders);
  }

  get atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 48;
  }

  /** Whether the newest entry leaves room for what stands below it. */
  get isShort() {
    return (this.#list.lastElementChild?.scrollHeight ?? 0) < this.element.clientHeight - 180;
  }

  /** Shows an entry from its top: a long answer is read from its beginning. @param {string} key */
  #follow(key) {
    const item = this.#entries.get(key)?.item;
    if (!item) return;
    const top = item.offsetTop - this.#list.offsetTop;
    const before = item.classList.contains('assistant') ? 72 : 0; // with the question's last line
    this.#scrollTo(item.offsetHeight > this.element.clientHeight - 96 ? top - before : Infinity);
  }

  /** @param {number} top in pixels; Infinity for the end */
  #scrollTo(top) {
    this.element.scrollTop = Math.min(top, this.element.scrollHeight);
  }
}
