// @ts-check
/** The log of one conversation: messages, notes and changes, added as they come, and older ones before. */
import { h } from '/widget/dom.js';
import { renderEvent, renderNote, renderUnsent } from './console_messages.js';
import { me, words } from './given.js';
import { icon } from './icons.js';
import { dayName, sameDay } from './time.js';

/** @typedef {import('./shapes.js').Event} Event */
/** @typedef {import('./shapes.js').Note} Note */
/** @typedef {import('./outbox.js').Unsent} Unsent */
/** @typedef {Event | Note} Entry */

/** Pixels from the end within which the reader is taken to be reading the newest. */
const NEAR_END = 80;
/** Pixels from the top at which older entries are asked for. */
const NEAR_TOP = 240;

export class Transcript {
  /** @type {Entry | null} */
  #previous = null;
  #older = h('p', { class: 'older', hidden: true }, words.loading_older);
  #log = h('div', { class: 'log', role: 'log', 'aria-label': words.transcript, 'aria-live': 'off' });
  #fate = h('p', { class: 'message-fate receipt', hidden: true, 'aria-live': 'off' });
  #unsent = h('div', { class: 'log log-unsent' });
  #typing = h('p', { class: 'typing', hidden: true });
  #below = h('button', { class: 'button below', type: 'button', hidden: true, click: () => this.toEnd() },
    icon('down'), words.new_below);
  #scroller = h('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': words.transcript,
    scroll: () => this.#scrolled() },
    this.#older, this.#log, this.#unsent, h('div', { class: 'log' }, this.#typing));
  #divider = h('p', { class: 'divider', id: 'unread-divider' }, h('span', {}, words.new_here));
  /** The number after which a visitor's message is new to the agent. */
  #newAfter = Infinity;
  #visitorRead = 0;
  #loading = false;
  #wasAtEnd = true;

  element = h('div', { class: 'transcript' }, this.#scroller, this.#below);

  /**
   * @param {object} on
   * @param {(clientId: string) => void} on.retry
   * @param {(clientId: string) => void} on.discard
   * @param {(event: Event) => void} on.wrong the assistant was wrong there
   * @param {() => Promise<Entry[]>} on.older gives what comes before, oldest first; empty at the beginning
   */
  constructor(on) {
    this.on = on;
    // who reads the newest goes on doing so when the room for it changes
    new ResizeObserver(() => { if (this.#wasAtEnd) this.toEnd(); }).observe(this.#scroller);
  }

  /** @param {number} seq what comes from the visitor after it is marked as new, once */
  markNewAfter(seq) {
    this.#newAfter = seq;
    this.#divider.remove();
  }

  /** What was said before this page was opened is shown; what comes from now on is read out as well. */
  goLive() {
    this.toEnd();
    if (this.#divider.isConnected) {
      const top = this.#divider.offsetTop - this.#scroller.clientHeight / 4;
      this.#scroller.scrollTop = Math.min(this.#scroller.scrollTop, top);
    }
    this.#scrolled();
    // in a later frame, so that a screen reader does not take the history for news
    requestAnimationFrame(() => this.#log.setAttribute('aria-live', 'polite'));
  }

  /** @param {Entry} entry that is new, and newer than all others */
  add(entry) {
    const atEnd = this.#atEnd;
    const mine = isMine(entry);
    if (isNew(entry, this.#newAfter)) {
      this.#newAfter = Infinity;
      this.#log.append(this.#divider);
      this.#previous = null;
    }
    if (mine) this.markNewAfter(Infinity);
    this.#previous = this.#put(entry, this.#previous, this.#log);
    this.#placeReceipt();
    if (atEnd || mine) this.toEnd();
    else this.#below.hidden = false;
  }

  /**
   * Puts older entries before all others; what is looked at stays where it is.
   * @param {Entry[]} entries oldest first
   */
  addOlder(entries) {
    const first = this.#log.firstElementChild;
    const box = document.createDocumentFragment();
    /** @type {Entry | null} */
    let previous = null;
    for (const entry of entries) previous = this.#put(entry, previous, box);
    const before = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    if (previous && first instanceof HTMLElement && first.dataset.day && sameDay(first.dataset.day, previous.at)) first.remove();
    this.#log.prepend(box);
    this.#scroller.scrollTop = this.#scroller.scrollHeight - before;
  }

  /**
   * @param {Entry} entry
   * @param {Entry | null} previous
   * @param {ParentNode} box
   * @returns {Entry | null} what the next entry comes after
   */
  #put(entry, previous, box) {
    if (!previous || !sameDay(previous.at, entry.at)) {
      const last = [...box.children].findLast((node) => node instanceof HTMLElement && node.dataset.day);
      if (!(last instanceof HTMLElement) || !sameDay(last.dataset.day ?? '', entry.at)) {
        box.append(h('p', { class: 'day', 'data-day': entry.at }, h('span', {}, dayName(entry.at))));
      }
      previous = null;
    }
    const node = entry.type === 'note' ? renderNote(entry) : renderEvent(entry, previous, this.on.wrong);
    if (node) box.append(node);
    return entry;
  }

  /** @param {readonly Unsent[]} items */
  showUnsent(items) {
    const atEnd = this.#atEnd;
    const hadFocus = this.#unsent.contains(document.activeElement);
    this.#unsent.replaceChildren(...items.map((item) => renderUnsent(item, this.on)));
    if (hadFocus) this.#scroller.focus();
    if (atEnd) this.toEnd();
  }

  /** @param {{ visitor: boolean, agent: string | null }} typing */
  showTyping({ visitor, agent }) {
    const atEnd = this.#atEnd;
    const who = visitor ? words.visitor_types : agent ? words.agent_types.replace('{name}', agent) : '';
    this.#typing.hidden = !who;
    this.#typing.replaceChildren(...(who
      ? [h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), who] : []));
    if (atEnd) this.toEnd();
  }

  /** @param {number} seq up to which the visitor has read */
  showRead(seq) {
    const atEnd = this.#atEnd;
    this.#visitorRead = seq;
    this.#placeReceipt();
    if (atEnd) this.toEnd();
  }

  /** Under the last message of an agent stands whether it was seen. */
  #placeReceipt() {
    const last = [...this.#log.querySelectorAll('.by-agent')].at(-1);
    this.#fate.hidden = !last;
    if (!last) return;
    const seen = Number(/** @type {HTMLElement} */ (last).dataset.seq) <= this.#visitorRead;
    const text = seen ? words.seen : words.sent;
    if (this.#fate.previousElementSibling === last && this.#fate.dataset.text === text) return;
    this.#fate.dataset.text = text;
    this.#fate.replaceChildren(icon(seen ? 'seen' : 'check'), text);
    last.after(this.#fate);
  }

  /** @param {number} seq shows this message and marks it for a moment */
  show(seq) {
    const node = this.#log.querySelector(`[data-seq="${seq}"]`);
    if (!node) return false;
    node.scrollIntoView({ block: 'center' });
    node.classList.add('is-found');
    return true;
  }

  /** @param {number} seq of an answer of which it is kept that it was wrong */
  markWrong(seq) {
    const button = this.#log.querySelector(`[data-seq="${seq}"] .wrong`);
    button?.replaceWith(h('span', { class: 'chip', role: 'status' }, icon('check'), words.wrong.kept));
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#below.hidden = true;
  }

  async #scrolled() {
    this.#wasAtEnd = this.#atEnd;
    if (this.#wasAtEnd) this.#below.hidden = true;
    if (this.#loading || this.#scroller.scrollTop > NEAR_TOP) return;
    await this.loadOlder();
  }

  /** Fetches what comes before what is shown, if there is any; gives whether there was. */
  async loadOlder() {
    if (this.#loading) return false;
    this.#loading = true;
    const timer = setTimeout(() => { this.#older.hidden = false; }, 300);
    try {
      const entries = await this.on.older();
      if (entries.length) this.addOlder(entries);
      return entries.length > 0;
    } catch {
      return false; // scrolling again tries again
    } finally {
      clearTimeout(timer);
      this.#older.hidden = true;
      this.#loading = false;
    }
  }

  get #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }
}

/** @param {Entry} entry */
function isMine(entry) {
  if (entry.type === 'note') return entry.note.author_id === me.id;
  return entry.message?.author === 'agent' && entry.message.author_name === me.name;
}

/**
 * @param {Entry} entry
 * @param {number} after
 */
function isNew(entry, after) {
  return entry.type === 'message' && entry.message?.author === 'visitor' && entry.seq > after;
}

/**
 * Events and notes as one, each note after the event that it was written after.
 * @param {Event[]} events
 * @param {Note[]} notes
 * @returns {Entry[]}
 */
export function merged(events, notes) {
  const placed = [...events.map((entry) => ({ seq: entry.seq, number: 0, entry: /** @type {Entry} */ (entry) })),
    ...notes.map((entry) => ({ seq: entry.note.after_seq, number: entry.number, entry: /** @type {Entry} */ (entry) }))];
  return placed.sort((one, other) => one.seq - other.seq || one.number - other.number).map(({ entry }) => entry);
}
