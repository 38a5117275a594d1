// @ts-check
/** The list of conversations: groups, filters, what is unread, who has it. */
import { fill, h } from '/widget/dom.js';
import { get } from './api.js';
import { languageName, me, visitorName, words } from './given.js';
import { icon } from './icons.js';
import { ageing, lately, since } from './time.js';

/** @typedef {import('./shapes.js').Summary} Summary */
/** @typedef {'all' | 'waiting' | 'mine' | 'closed'} Filter */
/** @typedef {'waiting' | 'mine' | 'colleague' | 'bot' | 'closed'} Group */

/** @type {Filter[]} */
const FILTERS = ['all', 'waiting', 'mine', 'closed'];
/** @type {Group[]} */
const GROUPS = ['waiting', 'mine', 'colleague', 'bot', 'closed'];
/** @type {Record<Filter, 'inbox' | 'clock' | 'person' | 'check'>} */
const BLANK_ICONS = { all: 'inbox', waiting: 'clock', mine: 'person', closed: 'check' };

/** @param {Summary} summary @returns {Group} */
function groupOf({ state, owner }) {
  if (state !== 'agent') return state;
  return owner?.id === me.id ? 'mine' : 'colleague';
}

export class ConversationList {
  /** @type {Summary[] | null} */
  #all = null;
  /** @type {Summary[]} */
  #closed = [];
  /** @type {Filter} */
  #filter = 'all';
  #open = '';
  #seen = new SeenMarks();
  /** @type {Map<string, { row: HTMLElement, drawn: string }>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} body
   * @param {HTMLElement} filters
   * @param {(id: string) => void} open
   */
  constructor(body, filters, open) {
    this.body = body;
    this.filters = filters;
    this.body.addEventListener('click', (event) => {
      const link = /** @type {Element} */ (event.target).closest('a[data-id]');
      // a new tab, a new window, a download: the browser's own ways stay
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(/** @type {HTMLElement} */ (link).dataset.id ?? '');
    });
    this.#drawFilters();
  }

  /** How many visitors wait for a person. */
  get waiting() {
    return this.#count('waiting');
  }

  /** @param {Summary[]} all every open conversation and those closed of late */
  update(all) {
    this.#all = all;
    this.#seen.keep(all);
    this.draw();
    if (this.#filter === 'closed') this.#fetchClosed();
  }

  /** @param {string} id */
  set open(id) {
    this.#open = id;
    this.draw();
  }

  /**
   * @param {string} id
   * @param {number} seq
   */
  markSeen(id, seq) {
    if (this.#seen.mark(id, seq)) this.draw();
  }

  /** @param {1 | -1} step moves the focus among the rows */
  move(step) {
    const links = this.#links();
    const focused = links.findIndex((link) => link === document.activeElement);
    const from = focused >= 0 ? focused : links.findIndex((link) => link.dataset.id === this.#open);
    const next = from < 0 ? (step > 0 ? 0 : links.length - 1) : from + step;
    links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
  }

  /** The conversation whose row has the focus. */
  get focused() {
    return this.#links().find((link) => link === document.activeElement)?.dataset.id ?? '';
  }

  /** Puts the focus on the open conversation's row, or on the first. */
  focus() {
    const links = this.#links();
    (links.find((link) => link.dataset.id === this.#open) ?? links[0])?.focus();
  }

  draw() {
    if (!this.#all) return;
    this.#drawFilters();
    const shown = this.#filter === 'closed' ? this.#closed
      : this.#all.filter((one) => this.#filter === 'all' || groupOf(one) === this.#filter);
    const hadFocus = this.focused;
    if (!shown.length) {
      const say = words.empty[this.#filter];
      this.body.replaceChildren(h('div', { class: 'blank' }, icon(BLANK_ICONS[this.#filter]),
        h('h3', {}, say.title), h('p', {}, say.text)));
      return;
    }
    const groups = GROUPS.map((group) => ({ group, members: shown.filter((one) => groupOf(one) === group) }))
      .filter(({ members }) => members.length);
    const single = this.#filter !== 'all';
    this.body.replaceChildren(...groups.map(({ group, members }) => h('section', { class: 'group', 'aria-label': words.groups[group] },
      !single && h('h3', { class: `group-name of-${group}` }, words.groups[group], h('span', { class: 'count' }, String(members.length))),
      h('ul', {}, ...members.map((one) => this.#row(one))))));
    if (hadFocus) this.#links().find((link) => link.dataset.id === hadFocus)?.focus();
  }

  /** @param {Summary} summary */
  #row(summary) {
    const unread = summary.id !== this.#open && this.#seen.isUnread(summary);
    const drawn = JSON.stringify([summary, unread, summary.id === this.#open]);
    const known = this.#rows.get(summary.id);
    if (known?.drawn === drawn) return known.row;
    const row = h('li', {}, renderRow(summary, unread, summary.id === this.#open));
    this.#rows.set(summary.id, { row, drawn });
    return row;
  }

  #drawFilters() {
    const had = this.filters.contains(document.activeElement);
    this.filters.replaceChildren(...FILTERS.map((name) => h('button', {
      type: 'button',
      class: 'filter',
      'data-filter': name,
      'aria-pressed': String(name === this.#filter),
      click: () => this.#choose(name),
    }, words.filters[name],
      (name === 'waiting' || name === 'mine') && this.#count(name) > 0
        && h('span', { class: `count count-${name}` }, String(this.#count(name))))));
    if (had) /** @type {HTMLElement | null} */ (this.filters.querySelector('[aria-pressed="true"]'))?.focus();
  }

  /** @param {Filter} name */
  #choose(name) {
    this.#filter = name;
    this.draw();
    if (name === 'closed') this.#fetchClosed();
  }

  async #fetchClosed() {
    try {
      this.#closed = (await get('/conversations?filter=closed')).conversations;
      this.draw();
    } catch {
      // the stream of the list says what is wrong; what is known stays on show
    }
  }

  /** @param {Group} group */
  #count(group) {
    return this.#all?.filter((one) => groupOf(one) === group).length ?? 0;
  }

  #links() {
    return /** @type {HTMLElement[]} */ ([...this.body.querySelectorAll('a[data-id]')]);
  }
}

/**
 * @param {Summary} summary
 * @param {boolean} unread
 * @param {boolean} open
 */
function renderRow(summary, unread, open) {
  const { id, language, preview, updated_at: updated } = summary;
  return h('a', {
    class: `row is-${groupOf(summary)}${unread ? ' is-unread' : ''}`,
    href: `/console/c/${encodeURIComponent(id)}`,
    'data-id': id,
    'aria-current': open ? 'true' : null,
  },
    h('span', { class: 'row-top' },
      h('b', { class: 'row-name' }, visitorName(id)),
      unread && h('span', { class: 'row-unread' }, h('span', { class: 'unseen' }, words.unread)),
      h('abbr', { class: 'row-language', title: languageName(language) }, language.toUpperCase()),
      h('span', { class: 'row-time' }, ageing(updated, lately))),
    h('span', { class: 'row-preview', lang: language, dir: 'auto' }, preview || words.no_preview),
    renderWho(summary));
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

/** Up to which event the agent has seen each conversation, kept in this browser. */
class SeenMarks {
  #key = `clause.seen.${me.id}`;
  /** @type {Record<string, number>} */
  #marks = {};

  constructor() {
    try {
      this.#marks = JSON.parse(localStorage.getItem(this.#key) ?? '{}');
    } catch {
      this.#marks = {};
    }
  }

  /**
   * What was opened once is unread when something new came; what was never opened, when it waits for
   * somebody or is one's own.
   * @param {Summary} summary
   */
  isUnread(summary) {
    const seen = this.#marks[summary.id];
    return seen === undefined ? ['waiting', 'mine'].includes(groupOf(summary)) : summary.last_seq > seen;
  }

  /**
   * @param {string} id
   * @param {number} seq
   * @returns {boolean} whether that is news
   */
  mark(id, seq) {
    if ((this.#marks[id] ?? -1) >= seq) return false;
    this.#marks[id] = seq;
    this.#store();
    return true;
  }

  /** @param {Summary[]} listed forgets all others */
  keep(listed) {
    const ids = new Set(listed.map((one) => one.id));
    const kept = Object.entries(this.#marks).filter(([id]) => ids.has(id));
    if (kept.length === Object.keys(this.#marks).length) return;
    this.#marks = Object.fromEntries(kept);
    this.#store();
  }

  #store() {
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#marks));
    } catch {
      // no room or no permission: the marks live as long as the page
    }
  }
}
