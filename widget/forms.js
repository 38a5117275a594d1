// @ts-check
/** The two forms at the end of a transcript: an address to be answered at, and a rating. */
import { fill, h } from './dom.js';

/** @typedef {import('./chat.js').Words} Words */

/** The service is stricter; this tells a slip of the finger from an address. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;

/**
 * A form that says below what it could not send. `send` is undefined where a field is no good yet.
 * @param {Words} words
 * @param {string} title
 * @param {HTMLElement[]} fields
 * @param {() => Promise<void> | undefined} send
 */
function formOf(words, title, fields, send) {
  const button = h('button', { class: 'main' }, words.send);
  const problem = h('p', { class: 'problem', role: 'alert' });
  let sending = false;
  return h('form', {
    class: 'card', novalidate: true, submit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (sending) return; // a disabled button would lose the focus
      sending = true;
      problem.textContent = '';
      await send()?.catch(() => { problem.textContent = words.failed; });
      sending = false;
    },
  }, h('fieldset', {}, h('legend', {}, title), ...fields), problem, button);
}

/**
 * A field under its label, and what says what is wrong with it: '' for nothing. Saying so goes there.
 * @param {string} id
 * @param {string} label
 * @param {HTMLElement} field what shows as wrong
 * @param {HTMLElement} [inner] what gets the focus
 * @returns {[HTMLElement, (problem: string) => void]}
 */
function rowOf(id, label, field, inner = field) {
  const problem = h('p', { class: 'problem', id: `${id}-problem` });
  field.setAttribute('aria-describedby', problem.id);
  inner.id = id;
  const say = (/** @type {string} */ text) => {
    problem.textContent = text;
    inner.ariaInvalid = String(text !== '');
    if (text) inner.focus();
  };
  field.addEventListener('input', () => say(''));
  return [h('div', { class: 'row' }, field === inner && h('label', { for: id }, label), field, problem), say];
}

/**
 * @param {Words} words
 * @param {boolean} asked whether a question stands above already: then none is needed
 * @param {string} known the visitor's address, if it is known
 * @param {(email: string, text: string) => Promise<void>} send
 */
export function leaveForm(words, asked, known, send) {
  const email = h('input', { type: 'email', autocomplete: 'email', maxlength: 254, required: true, value: known });
  const text = h('textarea', { rows: 2, maxlength: 2000, required: !asked });
  const [first, sayFirst] = rowOf('email', words.email, email);
  const [second, saySecond] = rowOf('left', asked ? words.more : words.question, text);
  return formOf(words, words.leave, [first, second], () => {
    if (!asked && !text.value.trim()) saySecond(words.no_question);
    else if (ADDRESS.test(email.value.trim())) {
      return send(email.value.trim(), text.value.trim()).catch((error) => {
        if (error.status !== 422) throw error; // else the service takes it for no address
        sayFirst(words.bad_email);
      });
    }
    if (!ADDRESS.test(email.value.trim())) sayFirst(words.bad_email);
    return undefined;
  });
}

/**
 * @param {Words} words
 * @param {(stars: number, word: string) => Promise<void>} send
 */
export function ratingForm(words, send) {
  const radios = [1, 2, 3, 4, 5].map((value) => h('input', {
    type: 'radio', name: 'stars', value,
    'aria-label': `${fill(words.stars, { count: value })} ${{ 1: words.worst, 5: words.best }[value] ?? ''}`.trim(),
  }));
  const stars = h('div', { role: 'radiogroup', 'aria-label': words.rating },
    h('div', { class: 'stars' },
      ...radios.map((radio) => h('label', {}, radio, h('span', { 'aria-hidden': 'true' }, radio.value)))),
    h('p', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, words.worst), h('span', {}, words.best)));
  const word = h('textarea', { rows: 1, maxlength: 500 });
  const [row, say] = rowOf('stars', words.rating, stars, radios[0]);
  return formOf(words, words.rate, [row, rowOf('word', words.word, word)[0]], () => {
    const chosen = radios.find((radio) => radio.checked);
    if (chosen) return send(Number(chosen.value), word.value.trim());
    say(words.no_stars);
    return undefined;
  });
}
