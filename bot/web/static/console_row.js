// @ts-check
/** The lines of the list: one conversation each, or one rights request. */
import { fill, h } from '/widget/dom.js';
import { dueChip, verifiedMark } from './console_context.js';
import { counted, languageName, me, visitorName, words } from './given.js';
import { icon } from './icons.js';
import { ageing, lately, shortDate, since } from './time.js';

/** @typedef {import('./shapes.js').Found} Found */
/** @typedef {import('./shapes.js').RightsRequest} RightsRequest */
/** @typedef {import('./shapes.js').Summary} Summary */
/** @typedef {'waiting' | 'mine' | 'colleague' | 'bot' | 'closed'} Group */

/** @param {Summary} summary @returns {Group} */
export function groupOf({ state, owner }) {
  if (state !== 'agent') return state;
  return owner?.id === me.id ? 'mine' : 'colleague';
}

/**
 * How many messages of the visitor wait to be read by this agent: where a person is wanted.
 * @param {Summary} summary
 */
export function unreadOf(summary) {
  return ['waiting', 'mine'].includes(groupOf(summary)) ? summary.unread : 0;
}

/**
 * @param {Summary} summary
 * @param {boolean} open
 */
export function renderRow(summary, open) {
  const { id, language, visitor_preview: preview, updated_at: updated, found, right, due_on: due, left, verified } = summary;
  const unread = open ? 0 : unreadOf(summary);
  return h('a', {
    class: `row is-${groupOf(summary)}${unread ? ' is-unread' : ''}`,
    href: `/console/c/${encodeURIComponent(id)}`,
    'data-id': id,
    'data-seq': found?.seq ?? null,
    'aria-current': open ? 'true' : null,
  },
    h('span', { class: 'row-top' },
      h('b', { class: 'row-name' }, h('bdi', {}, visitorName(id, verified)), verified && verifiedMark()),
      unread > 0 && h('span', { class: 'count row-unread' }, h('span', { 'aria-hidden': 'true' }, String(unread)),
        h('span', { class: 'unseen' }, counted(words.unread, unread))),
      h('abbr', { class: 'row-language', title: languageName(language) }, language.toUpperCase()),
      h('span', { class: 'row-time' }, ageing(updated, lately))),
    found ? renderFound(found)
      : h('span', { class: 'row-preview', lang: language, dir: 'auto' }, preview || words.no_preview),
    h('span', { class: 'row-below' },
      renderWho(summary),
      right && due && h('span', { class: 'chip chip-right' }, icon('flag'), `${words.rights_short[right] ?? right}, ${shortDate(due)}`),
      left && h('span', { class: 'chip', title: words.left_hint }, icon('mail'), words.left_chip)));
}

/** @param {Summary} summary */
function renderWho(summary) {
  const { state, owner, waiting_since: waiting } = summary;
  if (state === 'waiting') {
    const wait = waiting ? ageing(waiting, (iso) => fill(words.waits, { time: since(iso) })) : words.states.waiting;
    return h('span', { class: 'row-who chip chip-warn' }, icon('clock'), wait);
  }
  if (state === 'agent') {
    return h('span', { class: 'row-who' }, icon('person'), owner?.id === me.id ? words.you : owner?.name ?? words.colleague);
  }
  return h('span', { class: 'row-who' }, icon(state === 'bot' ? 'assistant' : 'check'), words.states[state]);
}

/** @param {Found} found where a search found its words, with these marked */
function renderFound({ author, text, marks }) {
  const signs = [...text]; // offsets count code points
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(signs.slice(at, start).join(''), h('mark', {}, signs.slice(start, end).join('')));
    at = end;
  }
  /** @type {Record<string, string>} */
  const names = { visitor: words.visitor, assistant: words.assistant, agent: words.colleague, note: words.kinds.note };
  return h('span', { class: 'row-preview row-found', dir: 'auto' },
    h('b', {}, `${names[author] ?? author}: `), ...parts, signs.slice(at).join(''));
}

/**
 * @param {RightsRequest} request
 * @param {boolean} open
 */
export function renderRequest(request, open) {
  const { conversation_id: id, seq, right, due_on: due, preview, owner, outcome, closed_by: closer } = request;
  return h('a', {
    class: 'row row-request', href: `/console/c/${encodeURIComponent(id)}`, 'data-id': id, 'data-seq': seq,
    'aria-current': open ? 'true' : null,
  },
    h('span', { class: 'row-top' }, h('b', { class: 'row-name' }, words.rights[right] ?? right),
      h('span', { class: 'row-time' }, fill(words.due_on, { date: shortDate(due) }))),
    h('span', { class: 'row-preview', dir: 'auto' }, preview),
    h('span', { class: 'row-below' },
      outcome ? h('span', { class: 'chip' }, icon('check'), words.outcomes[outcome]) : dueChip(due),
      h('span', { class: 'row-who' }, icon('person'), outcome ? closer ?? words.colleague
        : owner ? (owner.id === me.id ? words.you : owner.name) : words.context.nobody)));
}
