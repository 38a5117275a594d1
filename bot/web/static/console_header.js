// @ts-check
/** The line over a conversation: whose it is, and what can be done with it. */
import { h } from '/widget/dom.js';
import { stateChip, verifiedMark } from './console_context.js';
import { me, visitorName, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */

export class Header {
  element = h('header', { class: 'conversation-head' });
  #details;
  #more = h('details', { class: 'menu', name: 'more' });
  #drawn = '';

  /**
   * @param {string} id
   * @param {object} on
   * @param {() => void} on.back
   * @param {(act: 'release' | 'hand-back') => void} on.act
   * @param {() => void} on.close
   * @param {() => void} on.reassign
   * @param {(open: boolean) => void} on.details
   */
  constructor(id, on) {
    this.id = id;
    this.on = on;
    this.#details = h('button', { class: 'button button-icon details-button', type: 'button', 'aria-label': words.show_details,
      'aria-controls': 'context', 'aria-expanded': 'false',
      click: () => on.details(this.#details.getAttribute('aria-expanded') !== 'true') }, icon('panel'));
    this.#more.addEventListener('focusout', (event) => {
      if (!this.#more.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#more.open = false;
    });
    this.#more.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#more.open) return;
      event.preventDefault();
      this.#more.open = false;
      this.#more.querySelector('summary')?.focus();
    });
  }

  /** @param {boolean} open */
  set expanded(open) {
    this.#details.setAttribute('aria-expanded', String(open));
  }

  focusDetails() {
    this.#details.focus();
  }

  /** @param {Conversation} conversation */
  draw({ state, owner, verified }) {
    const name = verified ? verified.name || verified.email : '';
    const drawn = `${state} ${owner?.id} ${name}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const mine = state === 'agent' && owner?.id === me.id;
    const mayClose = state !== 'closed' && (state !== 'agent' || mine);
    const hadFocus = this.element.contains(document.activeElement);
    this.#more.open = false;
    this.#more.replaceChildren(
      h('summary', { class: 'button button-icon', 'aria-label': words.more }, icon('more')),
      h('div', { class: 'menu-panel' },
        this.#item('release', words.reassign.open, words.reassign.hint, () => this.on.reassign()),
        mine && this.#item('inbox', words.release, words.release_hint, () => this.on.act('release'))));
    this.element.replaceChildren(
      h('button', { class: 'button button-quiet button-icon back', type: 'button', 'aria-label': words.back, click: this.on.back },
        icon('back')),
      h('div', { class: 'conversation-title' },
        h('h2', { tabindex: '-1' }, h('bdi', {}, visitorName(this.id, name)), name && verifiedMark()), stateChip(state, owner)),
      h('div', { class: 'conversation-acts' },
        mine && h('button', { class: 'button', type: 'button', 'aria-label': words.hand_back, click: () => this.on.act('hand-back') },
          icon('return'), h('span', { class: 'long' }, words.hand_back), h('span', { class: 'short' }, words.hand_back_short)),
        mayClose && h('button', { class: 'button', type: 'button', click: () => this.on.close() },
          icon('check'), words.close, h('kbd', { 'aria-hidden': 'true' }, 'e')),
        (mine || state === 'waiting') && this.#more),
      this.#details);
    if (hadFocus) this.element.querySelector('h2')?.focus();
  }

  /**
   * @param {string} drawing
   * @param {string} name
   * @param {string} hint
   * @param {() => void} act
   */
  #item(drawing, name, hint, act) {
    return h('button', { type: 'button', click: () => { this.#more.open = false; act(); } },
      icon(drawing), h('span', {}, h('span', { class: 'item-name' }, name), h('span', { class: 'field-hint' }, hint)));
  }
}

/**
 * What stands in the pane where the conversation could not be loaded.
 * @param {HTMLElement} pane
 * @param {import('./api.js').Refusal} refusal
 * @param {() => void} retry
 */
export function showFailure(pane, refusal, retry) {
  const missing = refusal.status === 404;
  const say = missing ? words.not_found : words.load_failed;
  pane.replaceChildren(
    h('div', { class: 'blank', role: 'alert' }, icon(missing ? 'inbox' : 'warning'),
      h('h2', {}, say.title), h('p', {}, say.text),
      missing ? h('a', { class: 'button', href: '/console' }, words.back)
        : h('button', { class: 'button', type: 'button', click: retry }, words.retry)));
}

/**
 * What stands in the middle while nothing is open.
 * @param {HTMLElement} pane
 */
export function showNothingOpen(pane) {
  pane.replaceChildren(h('div', { class: 'blank' }, icon('chat'),
    h('h2', {}, words.pick.title), h('p', {}, words.pick.text)));
}
