// @ts-check
/** The third pane: what an agent wants to know beside the conversation. */
import { fill, h } from '/widget/dom.js';
import { languageName, me, statements, words } from './given.js';
import { icon } from './icons.js';
import { ageing, clockTime, dayName, since } from './time.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */
/** @typedef {import('./shapes.js').State} State */

/** @type {Record<State, { icon: string, tone: string }>} */
const STATE_LOOKS = {
  bot: { icon: 'assistant', tone: 'plain' },
  waiting: { icon: 'clock', tone: 'warn' },
  agent: { icon: 'person', tone: 'accent' },
  closed: { icon: 'check', tone: 'plain' },
};

/**
 * @param {State} state
 * @param {import('./shapes.js').Person | null} owner
 */
export function stateChip(state, owner) {
  const look = STATE_LOOKS[state];
  const name = !owner ? words.states[state]
    : owner.id === me.id ? words.owned_by_me : fill(words.owned_by, { name: owner.name });
  return h('span', { class: `chip chip-${look.tone}` }, icon(look.icon), name);
}

/**
 * @param {Conversation} conversation
 * @param {string | null} waitingSince
 * @param {() => void} close where the pane lies over the conversation
 * @returns {Node}
 */
export function renderContext(conversation, waitingSince, close) {
  const { state, owner, language, events } = conversation;
  const first = events[0];
  const messages = events.filter((event) => event.message && event.message.author !== 'system').length;
  const say = words.context;
  const has = owner ? (owner.id === me.id ? `${owner.name} (${words.you})` : owner.name)
    : state === 'bot' ? say.assistant : say.nobody;
  return h('div', { class: 'context-inner' },
    h('div', { class: 'context-head' }, h('h2', {}, words.details),
      h('button', { class: 'button button-quiet button-icon context-close', type: 'button', 'aria-label': words.hide_details, click: close },
        icon('close'))),
    h('dl', { class: 'facts' },
      ...fact(say.state, words.states[state]),
      ...(waitingSince ? fact(say.waiting, ageing(waitingSince, since)) : []),
      ...fact(say.owner, has),
      ...fact(say.language, languageName(language)),
      ...(first ? fact(say.since, h('span', {}, `${dayName(first.at)}, `, clockTime(first.at))) : []),
      ...fact(say.messages, String(messages))),
    h('h3', {}, say.statement),
    renderStatements(language));
}

/**
 * @param {string} name
 * @param {Node | string} value
 */
function fact(name, value) {
  return [h('dt', {}, name), h('dd', {}, value)];
}

/** @param {string} language of the visitor: their texts come first */
function renderStatements(language) {
  if (!statements.length) return h('p', { class: 'field-hint' }, words.context.no_statement);
  const sorted = [...statements].sort((one, other) =>
    Number(other.language === language) - Number(one.language === language));
  return h('ul', { class: 'statement-links' }, ...sorted.map((text) => h('li', {},
    h('a', {
      href: `/statements/${encodeURIComponent(text.slug)}?lang=${encodeURIComponent(text.language)}`,
      target: '_blank',
      rel: 'noopener',
    }, icon('document'), h('span', {},
      fill(words.context.statement_link, { title: text.title, language: languageName(text.language) }),
      h('span', { class: 'unseen' }, ` (${words.opens_new})`))))));
}
