// @ts-check
/** Sends what an agent writes: one after the other, each once, again and again until it has arrived. */
import { post, Refusal } from './api.js';
import { Outbox } from './outbox.js';

/** @typedef {import('./shapes.js').Citation} Citation */

export class Sender {
  #outbox;
  #sending = false;
  #stopped = false;

  /**
   * @param {string} conversation
   * @param {import('./console_transcript.js').Transcript} transcript shows what is not sent yet
   * @param {(stored: any) => void} stored told what the service stored
   */
  constructor(conversation, transcript, stored) {
    this.path = `/conversations/${encodeURIComponent(conversation)}`;
    this.transcript = transcript;
    this.stored = stored;
    this.#outbox = new Outbox(conversation);
  }

  /** Shows what was left from before and sends it. */
  start() {
    this.#show();
    this.#drain();
  }

  stop() {
    this.#stopped = true;
  }

  /**
   * @param {'reply' | 'note'} kind
   * @param {string} text
   * @param {Citation[]} citations
   */
  write(kind, text, citations) {
    this.#outbox.add(kind, text, citations);
    this.#show();
    this.transcript.toEnd();
    this.#drain();
  }

  /** @param {string | null} clientId it is in the log now */
  arrived(clientId) {
    if (!clientId || !this.#outbox.items.some((item) => item.clientId === clientId)) return;
    this.#outbox.remove(clientId);
    this.#show();
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.#outbox.retry(clientId);
    this.#drain();
  }

  /** The connection is back: what failed for want of it goes out by itself. */
  tryAgain() {
    this.#outbox.retry();
    this.#drain();
  }

  /** @param {string} clientId */
  discard(clientId) {
    this.#outbox.remove(clientId);
    this.#show();
    this.#drain();
  }

  #show() {
    if (!this.#stopped) this.transcript.showUnsent(this.#outbox.items);
  }

  async #drain() {
    if (this.#sending || this.#stopped) return;
    this.#sending = true;
    try {
      for (let item = this.#outbox.next; item && !this.#stopped; item = this.#outbox.next) {
        this.#show();
        try {
          this.stored(await post(...this.#request(item)));
          this.#outbox.remove(item.clientId);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          this.#outbox.fail(item.clientId, error.message, error.passing);
        }
        this.#show();
      }
    } finally {
      this.#sending = false;
    }
  }

  /**
   * @param {import('./outbox.js').Unsent} item
   * @returns {[string, unknown]} path and body
   */
  #request({ kind, clientId, text, citations }) {
    if (kind === 'note') return [`${this.path}/notes`, { client_id: clientId, text }];
    const cited = (citations ?? []).map(({ document, language, version, anchor, start, end, quote }) =>
      ({ document, language, version, anchor, start, end, quote }));
    return [`${this.path}/messages`, { client_id: clientId, text, citations: cited }];
  }
}
