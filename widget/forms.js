// @ts-check
/** The two forms at the end of a transcript: an address to be answered at, and a rating. */
import { fill, h } from './dom.js';

/** @typedef {import('./chat.js').Words} Words */

/**
 * A form that says below what it could not send.
 * @param {Words} words
 * @param {string} title
 * @param {HTMLElement[]} fields
 * @param {() => Promise<void>} send does nothing where a field is no good yet, and says so there
 */
function formOf(words, title, fields, send) {
  const problem = h('p.problem', { role: 'alert' });
  let sending = false;
  return h('form.card', {
    novalidate: true, submit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (sending) return; // a disabled button would lose the focus
      sending = true;
      problem.textContent = '';
      await send().catch(() => { problem.textContent = words.failed; });
      sending = false;
    },
  }, h('fieldset', {}, h('legend', {}, title), ...fields), problem, h('button.main', { type: 'submit' }, words.send));
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
  const problem = h('p.problem', { id: `${id}-problem` });
  field.setAttribute('aria-describedby', problem.id);
  inner.id = id;
  const say = (/** @type {string} */ text) => {
    problem.textContent = text;
    inner.ariaInvalid = String(text !== '');
    if (text) inner.focus();
  };
  field.addEventListener('input', () => say(''));
  return [h('div.row', {}, field === inner && h('label', { for: id }, label), field, problem), say];
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
  return formOf(words, words.leave, [first, second], async () => {
    const more = text.value.trim();
    const missing = !asked && !more;
    if (missing) saySecond(words.no_question);
    if (!email.validity.valid) return sayFirst(words.bad_email);
    // the service is stricter than the browser: 422, and it takes it for no address
    if (!missing) {
      await send(email.value, more).catch((error) => {
        if (error.status !== 422) throw error;
        sayFirst(words.bad_email);
      });
    }
  });
}

/**
 * @param {Words} words
 * @param {(stars: number, word: string) => Promise<void>} send
 */
export function ratingForm(words, send) {
  const radios = [words.worst, '', '', '', words.best].map((means, at) => h('input', {
    type: 'radio', name: 'stars', value: at + 1, 'aria-label': `${fill(words.stars, { count: at + 1 })} ${means}`.trim(),
  }));
  const stars = h('div', { role: 'radiogroup', 'aria-label': words.rating },
    h('div.stars', {},
      ...radios.map((radio) => h('label', {}, radio, h('span', { 'aria-hidden': 'true' }, radio.value)))),
    h('p.ends', { 'aria-hidden': 'true' }, h('span', {}, words.worst), h('span', {}, words.best)));
  const word = h('textarea', { rows: 1, maxlength: 500 });
  const [row, say] = rowOf('stars', words.rating, stars, radios[0]);
  return formOf(words, words.rate, [row, rowOf('word', words.word, word)[0]], async () => {
    const chosen = radios.find((radio) => radio.checked);
    if (chosen) await send(Number(chosen.value), word.value.trim());
    else say(words.no_stars);
  });
}
