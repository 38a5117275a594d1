// @ts-check
/** The messages and changes of one conversation, added one by one as they come. */
import { fill, h } from '/widget/dom.js';
import { renderAnswer } from './console_answer.js';
import { me, words } from './given.js';
import { icon } from './icons.js';
import { clockTime, dayName, sameDay } from './time.js';

/** @typedef {import('./shapes.js').Event} Event */
/** @typedef {import('./shapes.js').Message} Message */
/** @typedef {import('./shapes.js').StateChange} StateChange */
/** @typedef {import('./outbox.js').Unsent} Unsent */

/** Pixels from the end within which the reader is taken to be reading the newest. */
const NEAR_END = 80;
/** Milliseconds within which two messages of one author stand under one name. */
const ONE_BREATH = 180_000;
const AUTHOR_ICONS = { visitor: 'person', assistant: 'assistant', agent: 'person', system: 'panel' };

export class Transcript {
  /** @type {Event | null} */
  #previous = null;
  #log = h('div', { class: 'log', role: 'log', 'aria-label': words.transcript, 'aria-live': 'off' });
  #unsent = h('div', { class: 'log log-unsent' });
  #below = h('button', { class: 'button below', type: 'button', hidden: true, click: () => this.toEnd() },
    icon('down'), words.new_below);
  #scroller = h('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': words.transcript,
    scroll: () => { if (this.#atEnd) this.#below.hidden = true; } }, this.#log, this.#unsent);

  element = h('div', { class: 'transcript' }, this.#scroller, this.#below);

  /**
   * @param {(clientId: string) => void} retry
   * @param {(clientId: string) => void} discard
   */
  constructor(retry, discard) {
    this.retry = retry;
    this.discard = discard;
  }

  /** What was said before this page was opened is shown; what comes from now on is read out as well. */
  goLive() {
    this.toEnd();
    // in a later frame, so that a screen reader does not take the history for news
    requestAnimationFrame(() => this.#log.setAttribute('aria-live', 'polite'));
  }

  /** @param {Event} event of which the sequence number is new */
  add(event) {
    const atEnd = this.#atEnd;
    const mine = event.message?.author === 'agent' && event.message.author_name === me.name;
    if (!this.#previous || !sameDay(this.#previous.at, event.at)) {
      this.#log.append(h('p', { class: 'day' }, h('span', {}, dayName(event.at))));
      this.#previous = null;
    }
    const node = event.message ? this.#message(event, event.message)
      : event.state && renderChange(event, event.state);
    if (node) this.#log.append(node);
    this.#previous = event;
    if (atEnd || mine) this.toEnd();
    else this.#below.hidden = false;
  }

  /** @param {readonly Unsent[]} items */
  showUnsent(items) {
    const atEnd = this.#atEnd;
    this.#unsent.replaceChildren(...items.map((item) => this.#renderUnsent(item)));
    if (atEnd) this.toEnd();
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#below.hidden = true;
  }

  get #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  /**
   * @param {Event} event
   * @param {Message} message
   */
  #message(event, message) {
    const last = this.#previous?.message;
    const again = last && last.author === message.author && last.author_name === message.author_name
      && !message.answer && Date.parse(event.at) - Date.parse(this.#previous?.at ?? '') < ONE_BREATH;
    const citing = (message.answer?.citations.length ?? 0) > 0;
    return h('article', {
      class: `message by-${message.author}${again ? ' again' : ''}${citing ? ' citing' : ''}`,
      'data-seq': event.seq,
    },
      h('p', { class: 'message-head' }, icon(AUTHOR_ICONS[message.author] ?? 'panel'),
        h('b', {}, authorName(message)), ' ', clockTime(event.at)),
      h('div', { class: 'message-body' },
        h('p', { class: 'message-text', dir: 'auto' }, message.text),
        ...(message.answer ? renderAnswer(message.answer) : [])));
  }

  /** @param {Unsent} item */
  #renderUnsent(item) {
    const failed = item.state === 'failed';
    return h('article', { class: `message by-agent ${item.state}`, 'data-client-id': item.clientId },
      h('div', { class: 'message-body' }, h('p', { class: 'message-text', dir: 'auto' }, item.text)),
      failed
        ? h('p', { class: 'message-fate', role: 'alert' }, icon('warning'),
          h('span', {}, item.passing ? words.failed : fill(words.failed_reason, { reason: item.reason })),
          h('button', { class: 'link', type: 'button', click: () => this.retry(item.clientId) }, words.retry),
          h('button', { class: 'link', type: 'button', click: () => this.discard(item.clientId) }, words.discard))
        : h('p', { class: 'message-fate' }, icon('clock'), words.sending));
  }
}

/** @param {Message} message */
function authorName(message) {
  if (message.author === 'agent') return message.author_name ?? words.colleague;
  return { visitor: words.visitor, assistant: words.assistant, system: words.system }[message.author];
}

/**
 * @param {Event} event
 * @param {StateChange} change
 */
function renderChange(event, change) {
  return h('p', { class: `change to-${change.state}`, 'data-seq': event.seq },
    h('span', {}, changeText(change), ' · ', clockTime(event.at)));
}

/** @param {StateChange} change */
function changeText({ action, agent }) {
  const { changes } = words;
  const name = agent?.name;
  switch (action) {
    case 'ask_person': return changes.ask_person;
    case 'cancel': return changes.cancel;
    case 'claim': return fill(changes.claim, { name: name ?? words.colleague });
    case 'release': return name ? fill(changes.release, { name }) : changes.release_nobody;
    case 'hand_back': return name ? fill(changes.hand_back_by, { name }) : changes.hand_back;
    case 'close': return name ? fill(changes.close_by, { name }) : changes.close;
    case 'reopen': return changes.reopen;
    default: return changes.other;
  }
}
