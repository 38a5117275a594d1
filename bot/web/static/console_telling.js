// @ts-check
/** Tells the service what an agent does without writing: how far they have read, and that they type. */
import { post } from './api.js';

/** Milliseconds between two words of it. */
const READ_PAUSE = 300;
const TYPING_PAUSE = 3_000;

export class Telling {
  /** Up to which event the service knows that the agent has read. */
  read = 0;
  #seq = 0;
  #timer = 0;
  #typedAt = 0;
  #stopped = false;

  /**
   * @param {string} conversation
   * @param {() => void} seen told when the service knows
   */
  constructor(conversation, seen) {
    this.path = `/conversations/${encodeURIComponent(conversation)}`;
    this.seen = seen;
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** @param {number} seq the newest that is on show; on a hidden page nothing is read */
  markRead(seq) {
    this.#seq = seq;
    if (document.hidden || this.read >= seq || this.#timer) return;
    this.#timer = window.setTimeout(() => this.#tell(), READ_PAUSE);
  }

  async #tell() {
    this.#timer = 0;
    const seq = this.#seq;
    if (document.hidden || this.#stopped || seq <= this.read) return;
    try {
      await post(`${this.path}/read`, { seq });
      this.read = seq;
      this.seen();
      this.markRead(this.#seq);
    } catch {
      // the next message tells again
    }
  }

  /** @param {boolean} typing a reply, not a note */
  type(typing) {
    const now = Date.now();
    if (typing ? now - this.#typedAt < TYPING_PAUSE : !this.#typedAt) return;
    this.#typedAt = typing ? now : 0;
    post(`${this.path}/typing`, { typing }).catch(() => {});
  }
}
