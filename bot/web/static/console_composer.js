// @ts-check
/** Where an agent writes; locked, with one button to take over, until the conversation is theirs. */
import { fill, h } from '/widget/dom.js';
import { languageName, me, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */

const LIMIT = 5_000;
/** How near the limit the count appears. */
const COUNT_FROM = 500;

export class Composer {
  #problem = h('p', { class: 'note note-danger', role: 'alert', hidden: true });
  #place = h('div', { class: 'composer-place' });
  #text = h('textarea', { id: 'reply', class: 'input', rows: '1', placeholder: words.reply_placeholder,
    'aria-describedby': 'reply-hint', input: () => this.#changed(), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
  #hint = h('span', { class: 'field-hint', id: 'reply-hint' });
  #send = h('button', { class: 'button button-main', type: 'submit' }, icon('send'), words.send);
  #language = '';
  #draftKey;
  #shown = '';

  element = h('footer', { class: 'composer' }, this.#problem, this.#place);

  /**
   * @param {string} conversation
   * @param {object} on
   * @param {(text: string) => void} on.send
   * @param {() => void} on.claim
   */
  constructor(conversation, on) {
    this.on = on;
    this.#draftKey = `clause.draft.${conversation}`;
    this.#text.value = sessionStorage.getItem(this.#draftKey) ?? '';
  }

  /** Whether the agent can write now. */
  get open() {
    return this.#shown === 'mine';
  }

  /**
   * Shows what is possible in this state.
   * @param {Conversation} conversation
   */
  show(conversation) {
    const { state, owner, language } = conversation;
    const kind = state === 'agent' ? (owner?.id === me.id ? 'mine' : `colleague ${owner?.name}`) : state;
    if (kind === this.#shown) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.#shown = kind;
    this.#language = language;
    this.#place.replaceChildren(this.#content(conversation, kind));
    if (kind === 'mine') this.tell('');
    if (kind === 'mine' && hadFocus) this.focus();
    this.#changed();
  }

  /**
   * @param {Conversation} conversation
   * @param {string} kind
   */
  #content({ state, owner }, kind) {
    if (kind === 'mine') {
      return h('form', { class: 'composer-form', submit: (/** @type {SubmitEvent} */ event) => this.#submit(event) },
        h('label', { class: 'unseen', for: 'reply' }, words.reply), this.#text,
        h('div', { class: 'composer-below' }, this.#hint, this.#send));
    }
    if (state === 'closed') return h('p', { class: 'composer-note' }, words.closed_note);
    if (state === 'agent') {
      return h('p', { class: 'composer-note' }, icon('person'),
        fill(words.colleague_has, { name: owner?.name ?? words.colleague }));
    }
    return h('div', { class: 'composer-locked' },
      h('p', {}, state === 'waiting' ? words.take_over_waiting : words.take_over_bot),
      h('button', { class: 'button button-main button-big', type: 'button', id: 'take-over', click: () => this.on.claim() },
        icon('hand'), words.take_over, h('kbd', { 'aria-hidden': 'true' }, 'c')));
  }

  /** @param {string} problem said here, in place; '' takes it away */
  tell(problem) {
    this.#problem.hidden = !problem;
    this.#problem.replaceChildren(...(problem ? [icon('warning'), h('span', {}, problem)] : []));
  }

  focus() {
    (this.open ? this.#text : this.#place.querySelector('button'))?.focus();
  }

  /** @param {boolean} busy while the service is asked */
  set claiming(busy) {
    const button = this.#place.querySelector('button');
    if (button && !this.open) button.disabled = busy;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // while an input method composes a sign, Enter only accepts it
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit(event);
  }

  /** @param {globalThis.Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text || [...text].length > LIMIT) return;
    this.#text.value = '';
    this.#changed();
    this.#text.focus();
    this.on.send(text);
  }

  #changed() {
    const left = LIMIT - [...this.#text.value.trim()].length;
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
    this.#send.disabled = left === LIMIT || left < 0;
    this.#text.setAttribute('aria-invalid', String(left < 0));
    this.#hint.classList.toggle('over', left < 0);
    if (left < 0) this.#hint.textContent = fill(words.too_long, { n: -left });
    else if (left < COUNT_FROM) this.#hint.textContent = fill(words.left, { n: left });
    else {
      const reads = fill(words.reply_language, { language: languageName(this.#language) });
      this.#hint.replaceChildren(`${reads}. `, h('span', { class: 'only-keys' }, `${words.reply_hint}.`));
    }
    try {
      if (this.#text.value) sessionStorage.setItem(this.#draftKey, this.#text.value);
      else sessionStorage.removeItem(this.#draftKey);
    } catch {
      // no room or no permission: the draft lives as long as the page
    }
  }
}
