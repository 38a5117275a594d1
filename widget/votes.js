// @ts-check
/** What follows when a visitor says whether an answer helped: it is sent, and a word may be added. */
import { h } from './dom.js';

/** @typedef {import('./chat.js').Words} Words */

/**
 * Sends a vote, shows it on its two buttons, and asks what was missing where it did not help.
 * @param {Words} words
 * @param {HTMLElement} bar the answer's two buttons: yes, no
 * @param {boolean} helpful
 * @param {(helpful: boolean, comment: string) => Promise<void>} send
 * @param {(text: string) => void} tell reads out
 */
export async function vote(words, bar, helpful, send, tell) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (bar.querySelectorAll('[aria-pressed]'));
  const attempt = (/** @type {string} */ comment) => send(helpful, comment).then(() => true, () => {
    tell(words.trouble);
    return false;
  });
  if (!await attempt('')) return;
  bar.querySelector('form')?.remove();
  buttons.forEach((button, index) => { button.ariaPressed = String(helpful === !index); });
  tell(words.noted);
  if (helpful) return;
  const id = `missing-${Math.random()}`;
  const comment = h('input', { id, maxlength: 500, autocomplete: 'off' });
  const form = h('form', {
    class: 'row', submit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      const text = comment.value.trim();
      if (text && !await attempt(text)) return;
      form.remove();
      buttons[1].focus();
      if (text) tell(words.noted);
    },
  }, h('label', { for: id }, words.missing), comment, h('button', { class: 'main' }, words.send));
  bar.append(form);
  comment.focus();
}
