// @ts-check
/**
 * What an agent has written and the service has not yet confirmed, one queue a conversation, kept in
 * the tab's storage. A message keeps its `client_id` through every try, so it can't arrive twice.
 */

import { newId } from '/widget/dom.js';

/** @typedef {import('./shapes.js').Citation} Citation */
/**
 * @typedef {object} Unsent
 * @property {string} clientId
 * @property {'reply' | 'note'} kind
 * @property {string} text
 * @property {Citation[]} citations
 * @property {string} at
 * @property {'pending' | 'failed'} state
 * @property {string} reason why it failed, in words
 * @property {boolean} passing failed for a reason that may be over soon
 */

export class Outbox {
  #key;
  /** @type {Unsent[]} */
  #items = [];

  /** @param {string} conversation */
  constructor(conversation) {
    this.#key = `clause.outbox.${conversation}`;
    try {
      this.#items = JSON.parse(sessionStorage.getItem(this.#key) ?? '[]');
    } catch {
      this.#items = [];
    }
    // what was on its way when the page went may or may not have arrived: the same id tells
    for (const item of this.#items) item.state = 'pending';
  }

  /** @returns {readonly Unsent[]} oldest first */
  get items() {
    return this.#items;
  }

  /**
   * The one to send now: the oldest, unless it failed for a reason that a later one would meet too.
   * @returns {Unsent | undefined}
   */
  get next() {
    const first = this.#items.find((item) => item.state === 'pending' || item.passing);
    return first?.state === 'pending' ? first : undefined;
  }

  /**
   * @param {'reply' | 'note'} kind
   * @param {string} text
   * @param {Citation[]} citations
   */
  add(kind, text, citations) {
    const at = new Date().toISOString();
    this.#items.push({ clientId: newId(), kind, text, citations, at, state: 'pending', reason: '', passing: false });
    this.#keep();
  }

  /** @param {string | null | undefined} clientId it has arrived, or is no longer wanted */
  remove(clientId) {
    this.#items = this.#items.filter((item) => item.clientId !== clientId);
    this.#keep();
  }

  /**
   * @param {string} clientId
   * @param {string} reason
   * @param {boolean} passing
   */
  fail(clientId, reason, passing) {
    for (const item of this.#items) {
      if (item.clientId === clientId) Object.assign(item, { state: 'failed', reason, passing });
    }
    this.#keep();
  }

  /** @param {string} [clientId] without it, all that failed for a passing reason */
  retry(clientId) {
    for (const item of this.#items) {
      if (clientId ? item.clientId === clientId : item.passing) {
        Object.assign(item, { state: 'pending', reason: '', passing: false });
      }
    }
    this.#keep();
  }

  #keep() {
    try {
      if (this.#items.length) sessionStorage.setItem(this.#key, JSON.stringify(this.#items));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // no room or no permission: the queue lives as long as the page
    }
  }
}
