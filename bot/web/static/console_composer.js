// @ts-check
/** Where an agent writes: notes always, replies once the conversation is theirs (one button). */
import { fill, h } from '/widget/dom.js';
import { pathOf } from './console_answer.js';
import { Draft } from './console_draft.js';
import { ReplyPicker } from './console_picker.js';
import { languageName, me, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */
/** @typedef {import('./shapes.js').Citation} Citation */
/** @typedef {'reply' | 'note'} Kind */

const LIMIT = 5_000;
/** How near the limit the count appears. */
const COUNT_FROM = 500;
export const MOST_CITED = 3;

export class Composer {
  #problem = h('p', { class: 'note note-danger', role: 'alert', hidden: true });
  #lock = h('div', { class: 'composer-lock', hidden: true });
  #tabs = h('div', { class: 'composer-tabs', role: 'group', 'aria-label': words.write_kind });
  #label = h('label', { class: 'unseen', for: 'reply' });
  #cited = h('ul', { class: 'cited', 'aria-label': words.cited, hidden: true });
  #text = h('textarea', { id: 'reply', class: 'input', rows: '1', 'aria-describedby': 'reply-hint',
    input: () => this.#typed(), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
  #hint = h('span', { class: 'field-hint', id: 'reply-hint' });
  #send = h('button', { class: 'button button-main', type: 'submit' });
  #canned = h('button', { class: 'button button-quiet button-small', type: 'button', click: () => this.#picker.open('button') },
    icon('canned'), h('span', {}, words.canned.open), h('kbd', { 'aria-hidden': 'true' }, '/'));
  #form = h('form', { class: 'composer-form', submit: (/** @type {SubmitEvent} */ event) => this.#submit(event) },
    this.#tabs, this.#label, this.#cited, this.#text,
    h('div', { class: 'composer-below' }, this.#hint, this.#canned, this.#send));
  #picker;
  #draft;
  /** @type {Kind} */
  #kind = 'note';
  #language = '';
  #shown = '';
  #wasMine = false;

  element = h('footer', { class: 'composer' }, this.#problem);

  /**
   * @param {string} conversation
   * @param {object} on
   * @param {(kind: Kind, text: string, citations: Citation[]) => void} on.send
   * @param {() => void} on.take
   * @param {(typing: boolean) => void} on.typing a reply, not a note
   */
  constructor(conversation, on) {
    this.on = on;
    this.#draft = new Draft(conversation);
    this.#picker = new ReplyPicker(conversation, {
      insert: (text, missing) => this.#insert(text, missing),
      close: (typed) => this.#closedPicker(typed),
    });
    this.element.append(h('div', { class: 'composer-place' }, this.#lock, this.#picker.element, this.#form));
  }

  /** Whether the agent may write to the visitor now. */
  get open() {
    return this.#shown === 'mine';
  }

  /**
   * Shows what is possible in this state.
   * @param {Conversation} conversation
   */
  show(conversation) {
    const { state, owner, language } = conversation;
    const kind = state === 'agent' ? (owner?.id === me.id ? 'mine' : `colleague ${owner?.id}`) : state;
    if (kind === this.#shown) return;
    this.#shown = kind;
    this.#language = language;
    this.#picker.language = language;
    this.#lock.hidden = this.open;
    const hadLock = this.#lock.contains(document.activeElement);
    this.#lock.replaceChildren(...(this.open ? [] : this.#lockContent(conversation)));
    if (this.open) this.tell('');
    if (this.open !== this.#wasMine || !this.#tabs.childElementCount) {
      this.#wasMine = this.open;
      this.#choose(this.open ? 'reply' : 'note');
    }
    if (hadLock) this.focus();
  }

  /** @param {Conversation} conversation */
  #lockContent({ state, owner }) {
    const name = owner?.name ?? words.colleague;
    if (state === 'closed') return [h('p', {}, icon('check'), h('span', {}, words.closed_note))];
    const colleague = state === 'agent';
    const text = colleague ? fill(words.colleague_has, { name })
      : state === 'waiting' ? words.take_over_waiting : words.take_over_bot;
    return [
      h('p', {}, icon(colleague ? 'person' : state === 'waiting' ? 'clock' : 'assistant'), h('span', {}, text)),
      h('button', { class: `button${colleague ? '' : ' button-main'}`, type: 'button', id: 'take-over', click: () => this.on.take() },
        icon('hand'), colleague ? fill(words.take_over_from, { name }) : words.take_over,
        h('kbd', { 'aria-hidden': 'true' }, 'c')),
    ];
  }

  /** @param {string} problem said here, in place; '' takes it away */
  tell(problem) {
    this.#problem.hidden = !problem;
    this.#problem.replaceChildren(...(problem ? [icon('warning'), h('span', {}, problem)] : []));
  }

  /** Into the reply, or to the button that makes one possible. */
  focus() {
    if (this.open) {
      this.#choose('reply');
      this.#text.focus();
    } else {
      (this.#lock.querySelector('button') ?? this.#text).focus();
    }
  }

  focusNote() {
    this.#choose('note');
    this.#text.focus();
  }

  /** @param {boolean} busy while the service is asked */
  set claiming(busy) {
    const button = this.#lock.querySelector('button');
    if (button) button.disabled = busy;
  }

  /**
   * Puts a clause under the reply. Without any words yet, a few that lead in to it are put there.
   * @param {Citation} citation
   */
  cite(citation) {
    this.#choose('reply');
    const same = (/** @type {Citation} */ one) => one.anchor === citation.anchor && one.start === citation.start;
    if (this.#draft.citations.some(same)) return this.#text.focus();
    if (this.#draft.citations.length >= MOST_CITED) return this.tell(fill(words.most_cited, { n: MOST_CITED }));
    this.#draft.citations = [...this.#draft.citations, citation];
    if (!this.#text.value.trim()) {
      /** @type {Record<string, string>} */
      const leads = words.cite_lead;
      this.#text.value = leads[this.#language] ?? leads.en;
    }
    this.#drawCited();
    this.#changed();
    this.#text.focus();
  }

  /** @param {Kind} kind */
  #choose(kind) {
    const was = this.#kind;
    if (this.#tabs.childElementCount && kind !== was) this.#draft.set(was, this.#text.value);
    this.#kind = kind;
    this.#text.value = this.#draft.get(kind);
    const had = this.#tabs.contains(document.activeElement);
    this.#tabs.replaceChildren(...(this.open ? /** @type {Kind[]} */ (['reply', 'note']) : /** @type {Kind[]} */ (['note']))
      .map((name) => h('button', { type: 'button', class: 'tab', 'aria-pressed': String(name === kind),
        'data-kind': name, click: () => { this.#choose(name); this.#text.focus(); } },
        icon(name === 'note' ? 'note' : 'send'), words.kinds[name])));
    if (had) /** @type {HTMLElement | null} */ (this.#tabs.querySelector('[aria-pressed="true"]'))?.focus();
    this.#form.dataset.kind = kind;
    this.#label.textContent = kind === 'reply' ? words.reply : words.note;
    this.#text.placeholder = kind === 'reply' ? words.reply_placeholder : words.note_placeholder;
    this.#send.replaceChildren(icon(kind === 'reply' ? 'send' : 'note'), kind === 'reply' ? words.send : words.save_note);
    this.#canned.hidden = kind !== 'reply';
    this.#picker.close();
    this.#drawCited();
    this.#changed();
  }

  #drawCited() {
    const { citations } = this.#draft;
    this.#cited.hidden = this.#kind !== 'reply' || !citations.length;
    this.#cited.replaceChildren(...citations.map((one, index) => h('li', { class: 'cited-clause' },
      h('span', { class: 'clause-path', lang: one.language }, pathOf(one).at(-1) ?? ''),
      h('q', { lang: one.language, dir: 'auto' }, one.quote),
      h('button', { class: 'button button-quiet button-icon', type: 'button', 'aria-label': words.uncite,
        click: () => this.#uncite(index) }, icon('close')))));
  }

  /** @param {number} index */
  #uncite(index) {
    this.#draft.citations = this.#draft.citations.filter((_, at) => at !== index);
    this.#drawCited();
    this.#text.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // while an input method composes a sign, keys only accept it
    if (event.isComposing) return;
    const before = this.#text.value.slice(0, this.#text.selectionStart);
    if (event.key === '/' && this.#kind === 'reply' && (before === '' || /\s$/.test(before))) {
      event.preventDefault();
      this.#picker.open('typed');
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    this.#submit(event);
  }

  /**
   * @param {string} text
   * @param {string[]} missing variables without a value, which stand in the text as written
   */
  #insert(text, missing) {
    this.#text.setRangeText(text, this.#text.selectionStart, this.#text.selectionEnd, 'end');
    this.#text.focus();
    if (missing.length) {
      const name = `{${missing[0]}}`;
      const at = this.#text.value.indexOf(name);
      if (at >= 0) this.#text.setSelectionRange(at, at + name.length);
      this.tell(fill(words.canned.missing, { names: missing.map((one) => `{${one}}`).join(', ') }));
    }
    this.#typed();
  }

  /** @param {string} typed what was typed to open the picker, and is wanted as a letter after all */
  #closedPicker(typed) {
    if (typed) this.#text.setRangeText(typed, this.#text.selectionStart, this.#text.selectionEnd, 'end');
    this.#text.focus();
    this.#changed();
  }

  /** @param {globalThis.Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (!text || [...text].length > LIMIT) return;
    const citations = this.#kind === 'reply' ? this.#draft.citations : [];
    this.#text.value = '';
    if (this.#kind === 'reply') this.#draft.citations = [];
    this.tell('');
    this.#drawCited();
    this.#changed();
    this.#text.focus();
    this.on.send(this.#kind, text, citations);
  }

  #typed() {
    this.#changed();
    if (this.#kind === 'reply' && this.open) this.on.typing(this.#text.value.trim() !== '');
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
      const say = this.#kind === 'note' ? words.note_hint : fill(words.reply_language, { language: languageName(this.#language) });
      this.#hint.replaceChildren(`${say}. `, h('span', { class: 'only-keys' }, `${words.reply_hint}.`));
    }
    this.#draft.set(this.#kind, this.#text.value);
  }
}
