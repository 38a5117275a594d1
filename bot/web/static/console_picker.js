// @ts-check
/** Canned replies: a combobox over the reply, opened by '/' or its button. */
import { fill, h } from '/widget/dom.js';
import { get, Refusal } from './api.js';
import { languageName, words } from './given.js';

/** @typedef {import('./shapes.js').CannedReply} CannedReply */

export class ReplyPicker {
  /** The visitor's: replies in it come first. */
  language = '';
  /** @type {CannedReply[]} */
  #all = [];
  /** @type {CannedReply[]} */
  #shown = [];
  #at = 0;
  #how = 'button';
  #input = h('input', { class: 'input', type: 'text', role: 'combobox', id: 'canned-search', autocomplete: 'off',
    'aria-label': words.canned.search, 'aria-expanded': 'true', 'aria-controls': 'canned-list',
    'aria-autocomplete': 'list', placeholder: words.canned.search,
    input: () => this.#draw(0), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    blur: () => this.close() });
  #list = h('ul', { class: 'picker-list', role: 'listbox', id: 'canned-list', 'aria-label': words.canned.title,
    // a press must not take the focus from the field: that would close the list before the click
    mousedown: (/** @type {MouseEvent} */ event) => event.preventDefault() });
  #status = h('p', { class: 'picker-status', role: 'status' });

  element = h('div', { class: 'picker', hidden: true }, this.#input, this.#list, this.#status);

  /**
   * @param {string} conversation
   * @param {object} on
   * @param {(text: string, missing: string[]) => void} on.insert
   * @param {(typed: string) => void} on.close nothing was chosen
   */
  constructor(conversation, on) {
    this.conversation = conversation;
    this.on = on;
  }

  /** @param {'typed' | 'button'} how it was opened */
  async open(how) {
    this.#how = how;
    this.element.hidden = false;
    this.#input.value = '';
    this.#list.replaceChildren();
    this.#status.textContent = words.loading;
    this.#input.focus();
    try {
      this.#all = (await get('/canned-replies')).replies;
      if (!this.element.hidden) this.#draw(0);
    } catch (error) {
      this.#status.textContent = error instanceof Refusal ? error.message : '';
    }
  }

  close() {
    this.element.hidden = true;
  }

  /** @param {number} at which one is chosen */
  #draw(at) {
    const wanted = this.#input.value.trim().toLowerCase();
    const rank = (/** @type {CannedReply} */ one) =>
      (one.language === this.language ? 0 : one.language ? 2 : 1);
    this.#shown = this.#all
      .filter((one) => one.shortcut.includes(wanted) || one.text.toLowerCase().includes(wanted))
      .sort((one, other) => rank(one) - rank(other) || Number(!one.shortcut.startsWith(wanted)) - Number(!other.shortcut.startsWith(wanted)));
    this.#at = Math.min(Math.max(at, 0), this.#shown.length - 1);
    this.#list.hidden = !this.#shown.length;
    this.#list.replaceChildren(...this.#shown.map((one, index) => h('li', {
      role: 'option', id: `canned-${one.id}`, 'aria-selected': String(index === this.#at), class: 'picker-option',
      click: () => this.#choose(one),
    },
      h('span', { class: 'picker-name' }, `/${one.shortcut}`,
        one.language && h('abbr', { class: 'row-language', title: languageName(one.language) }, one.language.toUpperCase())),
      h('span', { class: 'picker-text', lang: one.language || null }, one.text))));
    const chosen = this.#shown[this.#at];
    if (chosen) this.#input.setAttribute('aria-activedescendant', `canned-${chosen.id}`);
    else this.#input.removeAttribute('aria-activedescendant');
    this.#list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    if (this.#shown.length) this.#status.textContent = words.canned.keys;
    else if (this.#all.length) this.#status.textContent = words.canned.none_fits;
    else this.#status.textContent = words.canned.none;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown': this.#draw(this.#at + 1); break;
      case 'ArrowUp': this.#draw(this.#at - 1); break;
      case 'Home': this.#draw(0); break;
      case 'End': this.#draw(this.#shown.length - 1); break;
      case 'Enter': {
        const chosen = this.#shown[this.#at];
        if (chosen) this.#choose(chosen);
        break;
      }
      case 'Escape':
        this.close();
        this.on.close(this.#how === 'typed' ? `/${this.#input.value}` : '');
        break;
      case 'Backspace':
        if (this.#input.value) return;
        this.close();
        this.on.close('');
        break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {CannedReply} reply */
  async #choose(reply) {
    try {
      const path = `/conversations/${encodeURIComponent(this.conversation)}/canned-replies/${reply.id}`;
      const { text, missing } = await get(path);
      this.close();
      this.on.insert(text, missing);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#status.textContent = fill(words.canned.failed, { reason: error.message });
    }
  }
}
