// @ts-check
/** Windows over the page that ask something: built when needed, gone when answered. */
import { h } from '/widget/dom.js';
import { common } from './given.js';

/**
 * Asks, and gives the answer; '' where it was put away.
 *
 * @param {object} asked
 * @param {string} asked.title
 * @param {(Node | string | false)[]} asked.body
 * @param {string} asked.confirm what the button says that does it
 * @param {boolean} [asked.wide]
 * @param {(form: FormData) => Promise<string | void> | string | void} asked.act does it; a text that
 *   it gives is shown as the reason why it can't be done, and the window stays
 * @returns {Promise<boolean>} whether it was done
 */
export function ask({ title, body, confirm, wide = false, act }) {
  const problem = h('p', { class: 'note note-danger', role: 'alert', hidden: true });
  const yes = h('button', { class: 'button button-main', type: 'submit' }, confirm);
  const form = h('form', { method: 'dialog', submit: (/** @type {SubmitEvent} */ event) => submit(event) },
    h('h2', { id: 'asked-title' }, title), ...body, problem,
    h('div', { class: 'window-actions' },
      h('button', { class: 'button', type: 'button', click: () => dialog.close() }, common.cancel), yes));
  const dialog = h('dialog', { class: `window${wide ? ' window-wide' : ''}`, 'aria-labelledby': 'asked-title' }, form);
  let done = false;

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    yes.disabled = true;
    const reason = await act(new FormData(form));
    yes.disabled = false;
    problem.hidden = !reason;
    problem.textContent = reason || '';
    if (reason) return;
    done = true;
    dialog.close();
  }

  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  if (!dialog.querySelector('input, textarea')) yes.focus();
  return new Promise((resolve) => dialog.addEventListener('close', () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
    resolve(done);
  }, { once: true }));
}

/**
 * One choice of several.
 * @param {string} name
 * @param {string} value
 * @param {(Node | string | false)[]} label
 * @param {{ checked?: boolean, disabled?: boolean, hint?: string }} [options]
 */
export function choice(name, value, label, { checked = false, disabled = false, hint = '' } = {}) {
  return h('label', { class: 'choice' },
    h('input', { type: 'radio', name, value, required: true, checked, disabled }),
    h('span', { class: 'choice-text' }, h('span', {}, ...label), hint && h('span', { class: 'field-hint' }, hint)));
}
