// @ts-check
/** The third pane: what an agent wants to know beside the conversation. */
import { fill, h } from '/widget/dom.js';
import { languageName, me, statements, visitorName, words } from './given.js';
import { ClauseSearch, renderFound } from './console_clauses.js';
import { icon } from './icons.js';
import { ageing, clockTime, dayName, daysLeft, dueIn, shortDate, since } from './time.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */
/** @typedef {import('./shapes.js').RightsRequest} RightsRequest */
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

/** The pane; its search of the statement stays as it is while the rest is drawn anew. */
export class Context {
  #facts = h('dl', { class: 'facts' });
  #rights = h('section', { class: 'context-rights', 'aria-label': words.rights_title, hidden: true });
  #past = h('section', { 'aria-label': words.context.past, hidden: true });
  #search;
  #drawn = '';

  /**
   * @param {HTMLElement} pane
   * @param {string} language of the visitor
   * @param {object} on
   * @param {() => void} on.close where the pane lies over the conversation
   * @param {(citation: import('./shapes.js').Citation) => void} on.cite
   * @param {(request: RightsRequest) => void} on.outcome
   */
  constructor(pane, language, on) {
    this.on = on;
    this.#search = new ClauseSearch({
      id: 'clause-search', language, render: (citation) => renderFound(citation, on.cite),
    });
    pane.replaceChildren(h('div', { class: 'context-inner' },
      h('div', { class: 'context-head' }, h('h2', {}, words.details),
        h('button', { class: 'button button-quiet button-icon context-close', type: 'button', 'aria-label': words.hide_details, click: on.close },
          icon('close'))),
      this.#facts, this.#rights, this.#past,
      h('section', { class: 'context-statement' }, h('h3', {}, words.context.statement),
        this.#search.element, renderStatements(language))));
  }

  /** @param {Conversation} conversation */
  draw(conversation) {
    const { state, owner, language, started_at: started, waiting_since: waiting, left_email: email, rights_requests: requests, page, past, verified } = conversation;
    const drawn = JSON.stringify([state, owner, waiting, email, requests, page, verified]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const say = words.context;
    const has = owner ? (owner.id === me.id ? `${owner.name} (${words.you})` : owner.name)
      : state === 'bot' ? say.assistant : say.nobody;
    this.#facts.replaceChildren(
      ...(verified ? fact(say.verified, who(verified)) : []),
      ...fact(say.state, words.states[state]),
      ...(waiting ? fact(say.waiting, ageing(waiting, since)) : []),
      ...fact(say.owner, has),
      ...fact(say.language, languageName(language)),
      ...(email ? fact(say.left_email, email) : []),
      ...(page ? fact(say.page, pageLink(page)) : []),
      ...fact(say.since, h('span', {}, `${dayName(started)}, `, clockTime(started))));
    this.#past.hidden = !past.length;
    this.#past.replaceChildren(h('h3', {}, say.past), h('ul', { class: 'past' }, ...past.map((one) => h('li', {},
      h('a', { href: `/console/c/${encodeURIComponent(one.id)}` }, one.preview || visitorName(one.id)),
      h('span', { class: 'field-hint' }, `${dayName(one.started_at)} · ${words.states[one.state]}`)))));
    const hadFocus = this.#rights.contains(document.activeElement);
    this.#rights.hidden = !requests.length;
    this.#rights.replaceChildren(h('h3', { tabindex: '-1' }, words.rights_title),
      ...requests.map((one) => this.#request(one)));
    if (hadFocus) this.#rights.querySelector('h3')?.focus();
  }

  /** @param {RightsRequest} request */
  #request(request) {
    const { right, due_on: due, outcome, closed_by: closer, note } = request;
    const name = words.rights[right] ?? right;
    return h('div', { class: `right${outcome ? ' is-closed' : ''}` },
      h('p', { class: 'right-head' }, h('b', {}, name), outcome
        ? h('span', { class: 'chip' }, icon('check'), words.outcomes[outcome])
        : dueChip(due)),
      outcome
        ? h('p', { class: 'field-hint' }, fill(words.closed_by, { name: closer ?? words.colleague }), note && ` · ${note}`)
        : h('button', { class: 'button button-small', type: 'button', click: () => this.on.outcome(request) }, words.outcome.open));
  }
}

/** That the visitor's site says who they are. */
export function verifiedMark() {
  return h('span', { class: 'verified', title: words.verified }, icon('verified'), h('span', { class: 'unseen' }, ` (${words.verified})`));
}

/** What the visitor's site says of them: as text, whatever is in it. @param {NonNullable<Conversation['verified']>} verified */
function who({ name, email, site }) {
  return h('span', { class: 'who' }, name && h('bdi', {}, name), h('bdi', {}, email),
    h('span', { class: 'verified' }, icon('verified'), fill(words.verified_by, { site: new URL(site).host })));
}

/** @param {string} page an http(s) address; the site is told nothing of who follows it */
function pageLink(page) {
  const { host, pathname } = new URL(page);
  return h('a', { href: page, target: '_blank', rel: 'noopener noreferrer' }, `${host}${pathname === '/' ? '' : pathname}`,
    h('span', { class: 'unseen' }, ` (${words.opens_new})`));
}

/** @param {string} due */
export function dueChip(due) {
  const left = daysLeft(due);
  const tone = left < 0 ? 'danger' : left <= 7 ? 'warn' : 'plain';
  return h('span', { class: `chip chip-${tone}`, title: shortDate(due) }, icon('flag'), dueIn(due));
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
