// @ts-check
/** The list of conversations: groups, filters with counts, search, rights requests. */
import { fill, h } from '/widget/dom.js';
import { get, Refusal } from './api.js';
import { groupOf, renderRequest, renderRow } from './console_row.js';
import { counted, words } from './given.js';
import { icon } from './icons.js';

/** @typedef {import('./shapes.js').RightsRequest} RightsRequest */
/** @typedef {import('./shapes.js').Summary} Summary */
/** @typedef {import('./console_row.js').Group} Group */
/** @typedef {'all' | 'waiting' | 'mine' | 'closed' | 'rights'} Filter */

/** @type {Filter[]} */
const FILTERS = ['all', 'mine', 'waiting', 'rights', 'closed'];
/** @type {Group[]} */
const GROUPS = ['waiting', 'mine', 'colleague', 'bot', 'closed'];
/** @type {Record<Filter | 'search', string>} */
const BLANK_ICONS = { all: 'inbox', waiting: 'clock', mine: 'person', closed: 'check', rights: 'flag', search: 'search' };
/** The most that the service lists at once. */
const MOST = 200;
/** Milliseconds after the last letter until transcripts are searched. */
const PAUSE = 250;

export class ConversationList {
  /** @type {Summary[] | null} */
  #all = null;
  /** @type {Summary[] | null} */
  #closed = null;
  /** @type {RightsRequest[] | null} */
  #requests = null;
  #pastRequests = false;
  /** @type {Summary[]} */
  #found = [];
  #search = '';
  #asked = 0;
  #timer = 0;
  /** @type {Filter} */
  #filter = 'all';
  #open = '';
  /** @type {Map<string, { row: HTMLElement, drawn: string }>} */
  #rows = new Map();
  #outdated = '';

  /**
   * @param {HTMLElement} body
   * @param {HTMLElement} filters
   * @param {HTMLInputElement} field
   * @param {(id: string, seq: number | null) => void} open
   */
  constructor(body, filters, field, open) {
    this.body = body;
    this.filters = filters;
    this.field = field;
    this.body.addEventListener('click', (event) => {
      const link = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('a[data-id]'));
      // a new tab, a new window, a download: the browser's own ways stay
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(link.dataset.id ?? '', link.dataset.seq ? Number(link.dataset.seq) : null);
    });
    field.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#searchFor(field.value.trim()), PAUSE);
    });
    field.form?.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#searchFor(field.value.trim());
    });
    this.#drawFilters();
  }

  /** How many visitors wait for a person. */
  get waiting() {
    return this.#members('waiting').length;
  }

  /** @param {Summary[]} all every open conversation and those closed of late */
  update(all) {
    this.#all = all;
    const key = JSON.stringify(all.map(({ id, state, right, due_on: due, owner }) => [id, state === 'closed', right, due, owner?.id]));
    if (key !== this.#outdated) {
      this.#outdated = key;
      this.#fetchClosed();
      this.#fetchRequests();
    }
    this.draw();
  }

  /** @param {string} id */
  set open(id) {
    this.#open = id;
    this.draw();
  }

  /** @param {string} id of a conversation that the agent has read to its end */
  markSeen(id) {
    const line = this.#all?.find((one) => one.id === id);
    if (!line?.unread) return;
    line.unread = 0;
    this.draw();
  }

  /** @param {1 | -1} step moves the focus among the rows */
  move(step) {
    const links = this.#links();
    const focused = links.findIndex((link) => link === document.activeElement);
    const from = focused >= 0 ? focused : links.findIndex((link) => link.dataset.id === this.#open);
    const next = from < 0 ? (step > 0 ? 0 : links.length - 1) : from + step;
    links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
  }

  /** The row that has the focus. */
  get focused() {
    return this.#links().find((link) => link === document.activeElement) ?? null;
  }

  /** Puts the focus on the open conversation's row, or on the first. */
  focus() {
    const links = this.#links();
    (links.find((link) => link.dataset.id === this.#open) ?? links[0])?.focus();
  }

  draw() {
    if (!this.#all) return;
    this.#drawFilters();
    const focused = this.focused?.dataset.id;
    this.body.replaceChildren(...this.#content());
    if (focused) this.#links().find((link) => link.dataset.id === focused)?.focus();
  }

  /** @returns {Node[]} */
  #content() {
    if (this.#search) {
      if (!this.#found.length) return [blank('search', fill(words.empty.search.text, { search: this.#search }))];
      return [h('p', { class: 'list-say', role: 'status' }, counted(words.found, this.#found.length)), this.#lines(this.#found)];
    }
    if (this.#filter === 'rights') return this.#requestLines();
    const shown = this.#members(this.#filter);
    if (!shown.length) return [blank(this.#filter)];
    if (this.#filter !== 'all') return [h('section', { class: 'group', 'aria-label': words.filters[this.#filter] }, this.#lines(shown))];
    return GROUPS.map((group) => ({ group, members: shown.filter((one) => groupOf(one) === group) }))
      .filter(({ members }) => members.length)
      .map(({ group, members }) => h('section', { class: 'group', 'aria-label': words.groups[group] },
        h('h3', { class: `group-name of-${group}` }, words.groups[group], h('span', { class: 'count' }, String(members.length))),
        this.#lines(members)));
  }

  #requestLines() {
    const shown = this.#requests ?? [];
    return [
      ...(shown.length ? [h('ul', {}, ...shown.map((one) => h('li', {}, renderRequest(one, one.conversation_id === this.#open))))]
        : [blank('rights')]),
      h('button', { class: 'link list-more', type: 'button', click: () => this.#togglePast() },
        this.#pastRequests ? words.open_requests : words.past_requests),
    ];
  }

  /** @param {Summary[]} members */
  #lines(members) {
    return h('ul', {}, ...members.map((summary) => {
      const drawn = JSON.stringify([summary, summary.id === this.#open]);
      const known = this.#rows.get(summary.id);
      if (known?.drawn === drawn) return known.row;
      const row = h('li', {}, renderRow(summary, summary.id === this.#open));
      this.#rows.set(summary.id, { row, drawn });
      return row;
    }));
  }

  /** @param {Filter} name */
  #members(name) {
    if (name === 'closed') return this.#closed ?? [];
    return this.#all?.filter((one) => name === 'all' || groupOf(one) === name) ?? [];
  }

  /** @param {Filter} name @returns {number} */
  #countOf(name) {
    if (name === 'all') return this.#all?.filter(({ state }) => state !== 'closed').length ?? 0;
    if (name === 'rights') return this.#pastRequests ? 0 : this.#requests?.length ?? 0;
    return this.#members(name).length;
  }

  /** @param {number} n */
  #counted(n) {
    return n >= MOST ? `${MOST}+` : String(n);
  }

  #drawFilters() {
    const had = this.filters.contains(document.activeElement);
    this.filters.replaceChildren(...FILTERS.map((name) => {
      const count = this.#countOf(name);
      return h('button', {
        type: 'button', class: 'filter', 'data-filter': name,
        'aria-pressed': String(name === this.#filter && !this.#search), click: () => this.#choose(name),
      }, words.filters[name], count > 0 && h('span', { class: `count count-${name}` }, this.#counted(count)));
    }));
    if (had) /** @type {HTMLElement | null} */ (this.filters.querySelector('[aria-pressed="true"]'))?.focus();
  }

  /** @param {Filter} name */
  #choose(name) {
    this.#filter = name;
    this.#search = '';
    this.field.value = '';
    this.draw();
    this.body.scrollTop = 0;
  }

  /** @param {string} search */
  async #searchFor(search) {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    if (search) {
      try {
        const { conversations } = await get(`/conversations?${new URLSearchParams({ search })}`);
        if (asked !== this.#asked) return;
        this.#found = conversations;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return; // the stream of the list says what is wrong; what is known stays on show
      }
    }
    this.#search = search;
    this.draw();
  }

  async #fetchClosed() {
    try {
      this.#closed = (await get('/conversations?filter=closed')).conversations;
      this.draw();
    } catch {
      // as above
    }
  }

  async #fetchRequests() {
    try {
      this.#requests = (await get(`/rights-requests${this.#pastRequests ? '?closed=true' : ''}`)).requests;
      this.draw();
    } catch {
      // as above
    }
  }

  #togglePast() {
    this.#pastRequests = !this.#pastRequests;
    this.#fetchRequests();
  }

  #links() {
    return /** @type {HTMLElement[]} */ ([...this.body.querySelectorAll('a[data-id]')]);
  }
}

/**
 * @param {Filter | 'search'} name
 * @param {string} [text]
 */
function blank(name, text) {
  const say = words.empty[name];
  return h('div', { class: 'blank' }, icon(BLANK_ICONS[name]), h('h3', {}, say.title), h('p', {}, text ?? say.text));
}
