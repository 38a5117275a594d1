// @ts-check
/** What an agent is asked in a window before it is done: taking over, giving away, closing, correcting. */
import { fill, h } from '/widget/dom.js';
import { get, post, reasonAgainst } from './api.js';
import { pathOf } from './console_answer.js';
import { ClauseSearch } from './console_clauses.js';
import { ask, choice } from './console_dialog.js';
import { counted, me, words } from './given.js';
import { dueIn } from './time.js';

/** @typedef {import('./shapes.js').Citation} Citation */
/** @typedef {import('./shapes.js').Colleague} Colleague */
/** @typedef {import('./shapes.js').Outcome} Outcome */
/** @typedef {import('./shapes.js').RightsRequest} RightsRequest */

/** @type {Outcome[]} */
const OUTCOMES = ['done', 'refused', 'withdrawn', 'not_a_request'];

/** @returns {Promise<boolean>} */
export function askToClose() {
  return ask({ title: words.close_title, body: [h('p', {}, words.close_text)], confirm: words.close_confirm, act: () => '' });
}

/** @param {string} name of the colleague who has it */
export function askToTakeOver(name) {
  return ask({
    title: fill(words.take_over_title, { name }),
    body: [h('p', {}, fill(words.take_over_text, { name }))],
    confirm: fill(words.take_over_from, { name }),
    act: () => '',
  });
}

/**
 * To whom; gives it away.
 * @param {(to: number) => Promise<void>} give
 */
export async function askToReassign(give) {
  /** @type {Colleague[]} */
  let colleagues = [];
  const problem = await reasonAgainst(async () => {
    colleagues = (await get('/agents')).agents.filter((/** @type {Colleague} */ one) => one.id !== me.id);
  });
  const order = { online: 0, away: 1, offline: 2 };
  colleagues.sort((one, other) => order[one.status] - order[other.status]);
  const here = colleagues.filter(({ status }) => status === 'online');
  return ask({
    title: words.reassign.title,
    confirm: words.reassign.confirm,
    body: [
      h('p', {}, problem || (here.length ? words.reassign.text : words.reassign.nobody)),
      h('div', { class: 'choices-list', role: 'radiogroup', 'aria-label': words.reassign.title }, ...colleagues.map((one) => choice('to', String(one.id),
        [h('i', { class: `presence is-${one.status}`, 'aria-hidden': 'true' }), h('b', {}, one.name), ` · ${words.presence[one.status]}`],
        { disabled: one.status !== 'online', checked: one === here[0], hint: counted(words.reassign.has, one.conversations) }))),
    ],
    act: (form) => (form.get('to') ? reasonAgainst(() => give(Number(form.get('to')))) : words.reassign.nobody),
  });
}

/**
 * With which outcome; closes the rights request.
 * @param {RightsRequest} request
 */
export function askForOutcome(request) {
  return ask({
    title: words.outcome.title,
    confirm: words.outcome.confirm,
    body: [
      h('p', {}, `${words.rights[request.right] ?? request.right} · ${dueIn(request.due_on)}`),
      h('div', { class: 'choices-list', role: 'radiogroup', 'aria-label': words.outcome.title }, ...OUTCOMES.map((one) =>
        choice('outcome', one, [words.outcomes[one]], { hint: words.outcome_hints[one] }))),
      h('div', { class: 'field' }, h('label', { for: 'outcome-note' }, words.outcome.note),
        h('textarea', { class: 'input', id: 'outcome-note', name: 'note', rows: '2', maxlength: '5000' })),
    ],
    act: (form) => reasonAgainst(() => post(
      `/conversations/${encodeURIComponent(request.conversation_id)}/rights-requests/${request.id}/close`,
      { outcome: form.get('outcome'), note: form.get('note') ?? '' },
    )),
  });
}

/**
 * Which section would have been right; keeps the question for the owner.
 * @param {string} conversation
 * @param {number} seq of the assistant's message
 * @param {string} question
 * @param {string} language
 */
export function askWhatIsRight(conversation, seq, question, language) {
  /** @type {Citation[]} */
  const found = [];
  const search = new ClauseSearch({
    id: 'right-search',
    language,
    render: (citation, index) => {
      found[index] = citation;
      return choice('right', String(index),
        [h('b', { lang: citation.language }, pathOf(citation).join(' › '))], { hint: citation.quote });
    },
  });
  const asked = ask({
    title: words.wrong.title,
    confirm: words.wrong.confirm,
    wide: true,
    body: [
      h('p', {}, words.wrong.text),
      h('blockquote', { class: 'asked-question', dir: 'auto' }, question),
      h('fieldset', { class: 'choices-list' }, h('legend', {}, words.wrong.legend),
        choice('right', 'none', [words.wrong.none]), search.element),
      h('div', { class: 'field' }, h('label', { for: 'wrong-note' }, words.wrong.note),
        h('textarea', { class: 'input', id: 'wrong-note', name: 'note', rows: '2', maxlength: '2000' })),
    ],
    act: (form) => {
      const right = found[Number(form.get('right'))];
      const place = form.get('right') === 'none' ? { document: null, anchor: null }
        : { document: right?.document, anchor: right?.anchor };
      return reasonAgainst(() => post(`/conversations/${encodeURIComponent(conversation)}/wrong`,
        { seq, ...place, note: form.get('note') ?? '' }));
    },
  });
  search.text = question;
  return asked;
}
