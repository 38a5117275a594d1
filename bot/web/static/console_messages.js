// @ts-check
/** How the entries of a conversation's log look. */
import { fill, h } from '/widget/dom.js';
import { renderAnswer, renderClause, renderOwnersWords } from './console_answer.js';
import { me, words } from './given.js';
import { icon } from './icons.js';
import { clockTime, dueIn } from './time.js';

/** @typedef {import('./shapes.js').Event} Event */
/** @typedef {import('./shapes.js').Message} Message */
/** @typedef {import('./shapes.js').Note} Note */
/** @typedef {import('./shapes.js').StateChange} StateChange */
/** @typedef {import('./outbox.js').Unsent} Unsent */

/** Milliseconds within which two messages of one author stand under one name. */
const ONE_BREATH = 180_000;
const AUTHOR_ICONS = { visitor: 'person', assistant: 'assistant', agent: 'person', system: 'panel' };

/**
 * @param {Event} event
 * @param {Event | Note | null} previous
 * @param {(event: Event) => void} wrong
 * @returns {Node}
 */
export function renderEvent(event, previous, wrong) {
  const { message, state, rights, offer, rating } = event;
  if (message) return renderMessage(event, message, previous, wrong);
  if (state) return change(event, `to-${state.state}`, null, changeText(state));
  if (rights) {
    const right = words.rights[rights.right] ?? rights.right;
    return change(event, 'of-rights', 'flag', fill(words.right_marked, { right, due: dueIn(rights.due_on) }));
  }
  if (rating) return renderRating(event, rating);
  if (offer) {
    /** @type {Record<string, string>} */
    const why = words.offers;
    return change(event, '', 'hand', why[offer.reason] ?? words.changes.other);
  }
  return change(event, '', null, words.changes.other);
}

/**
 * @param {Event} event
 * @param {Message} message
 * @param {Event | Note | null} previous
 * @param {(event: Event) => void} wrong
 */
function renderMessage(event, message, previous, wrong) {
  const last = previous?.type === 'message' ? previous.message : null;
  const again = last && last.author === message.author && last.author_name === message.author_name
    && !message.answer && Date.parse(event.at) - Date.parse(previous?.at ?? '') < ONE_BREATH;
  const cited = message.citations ?? [];
  const citing = (message.answer?.citations.length ?? 0) > 0 || cited.length > 0;
  return h('article', {
    class: `message by-${message.author}${again ? ' again' : ''}${citing ? ' citing' : ''}`,
    'data-seq': event.seq,
  },
    h('p', { class: 'message-head' }, icon(AUTHOR_ICONS[message.author] ?? 'panel'),
      h('b', {}, authorName(message)), ' ', clockTime(event.at)),
    h('div', { class: 'message-body' },
      message.answer && renderOwnersWords(message.answer),
      h('p', { class: 'message-text', dir: 'auto' }, message.text),
      ...cited.map(renderClause),
      ...(message.answer ? renderAnswer(message.answer, () => wrong(event)) : [])));
}

/** @param {Message} message */
function authorName(message) {
  if (message.author === 'agent') return message.author_name ?? words.colleague;
  return { visitor: words.visitor, assistant: words.assistant, system: words.system }[message.author];
}

/** @param {Note} entry */
export function renderNote({ number, at, note }) {
  const name = note.author_id === me.id ? words.you : note.author_name;
  return h('article', { class: 'message by-note', 'data-note': number },
    h('p', { class: 'message-head' }, icon('note'), h('b', {}, fill(words.note_by, { name })), ' ', clockTime(at)),
    h('div', { class: 'message-body' }, h('p', { class: 'message-text', dir: 'auto' }, note.text)));
}

/**
 * @param {Unsent} item
 * @param {{ retry: (clientId: string) => void, discard: (clientId: string) => void }} on
 */
export function renderUnsent(item, on) {
  const failed = item.state === 'failed';
  const kind = item.kind === 'note' ? 'by-note' : 'by-agent';
  const cited = item.citations ?? [];
  return h('article', { class: `message ${kind} ${item.state}${cited.length ? ' citing' : ''}`, 'data-client-id': item.clientId },
    h('div', { class: 'message-body' }, h('p', { class: 'message-text', dir: 'auto' }, item.text), ...cited.map(renderClause)),
    failed
      ? h('p', { class: 'message-fate', role: 'alert' }, icon('warning'),
        h('span', {}, item.passing ? words.failed : fill(words.failed_reason, { reason: item.reason })),
        h('button', { class: 'link', type: 'button', click: () => on.retry(item.clientId) }, words.retry),
        h('button', { class: 'link', type: 'button', click: () => on.discard(item.clientId) }, words.discard))
      : h('p', { class: 'message-fate' }, icon('clock'), words.sending));
}

/**
 * @param {Event} event
 * @param {string} look
 * @param {string | null} drawing
 * @param {string} text
 */
function change(event, look, drawing, text) {
  return h('p', { class: `change ${look}`, 'data-seq': event.seq },
    h('span', {}, drawing && icon(drawing), text, ' · ', clockTime(event.at)));
}

/**
 * @param {Event} event
 * @param {{ stars: number, word: string }} rating
 */
function renderRating(event, { stars, word }) {
  return h('p', { class: 'change of-rating', 'data-seq': event.seq },
    h('span', {}, h('span', { class: 'stars', 'aria-hidden': 'true' }, '★'.repeat(stars), h('i', {}, '★'.repeat(5 - stars))),
      h('span', { class: 'unseen' }, fill(words.rated, { n: stars })),
      word && h('q', { dir: 'auto' }, word), ' · ', clockTime(event.at)));
}

/** @param {StateChange} change */
function changeText({ action, agent, owner, previous }) {
  const { changes } = words;
  const name = agent?.name ?? words.colleague;
  switch (action) {
    case 'ask_person': return changes.ask_person;
    case 'cancel': return changes.cancel;
    case 'claim': return fill(changes.claim, { name });
    case 'take_over': return fill(changes.take_over, { name, previous: previous?.name ?? words.colleague });
    case 'reassign': return fill(changes.reassign, { name, owner: owner?.name ?? words.colleague });
    case 'away': return fill(changes.away, { previous: previous?.name ?? words.colleague });
    case 'release': return agent ? fill(changes.release, { name }) : changes.release_nobody;
    case 'hand_back': return agent ? fill(changes.hand_back_by, { name }) : changes.hand_back;
    case 'close': return agent ? fill(changes.close_by, { name }) : changes.close;
    case 'reopen': return changes.reopen;
    default: return changes.other;
  }
}
