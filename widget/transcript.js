// @ts-check
/** The events of one conversation by sequence number, and what follows from them. */

/** @typedef {import('./api.js').ChatEvent} ChatEvent */

export class Transcript extends EventTarget {
  /** @type {Map<number, ChatEvent>} */
  events = new Map();
  /** The last of the events without a gap; where the stream resumes. */
  lastSeq = 0;

  /** The last change of state: who answers now. */
  get state() {
    return this.#lastState()?.state?.state ?? 'bot';
  }

  /** The person who has the conversation, or null. */
  get agent() {
    const last = this.#lastState()?.state;
    return this.state === 'agent' ? last?.owner ?? last?.agent ?? null : null;
  }

  /** The last of the visitor's messages, if it was written to a person, or to whoever comes. */
  get toPerson() {
    let found = null;
    for (let seq = this.lastSeq; seq > 0; seq--) {
      const event = /** @type {ChatEvent} */ (this.events.get(seq));
      if (event.state && found) return ['waiting', 'agent'].includes(event.state.state) ? found : null;
      if (!found && event.message?.author === 'visitor') found = event;
    }
    return null;
  }

  /** Whether the conversation was closed and not rated since. */
  get unrated() {
    if (this.state !== 'closed') return false;
    const closed = this.#lastState()?.seq ?? 0;
    return ![...this.events.values()].some(({ seq, rating }) => rating && seq > closed);
  }

  /** Whether a question has reached the assistant and is not answered yet. */
  get thinking() {
    const answered = new Set();
    for (let seq = this.lastSeq; seq > 0; seq--) {
      const { message, state } = /** @type {ChatEvent} */ (this.events.get(seq));
      // what was written to a person, or before one came, the assistant does not answer
      if (state && state.action !== 'reopen') return false;
      if (message?.reply_to) answered.add(message.reply_to);
      if (message?.author === 'visitor' && !answered.has(seq)) return this.state === 'bot';
    }
    return false;
  }

  #lastState() {
    for (let seq = this.lastSeq; seq > 0; seq--) {
      const event = this.events.get(seq);
      if (event?.state) return event;
    }
    return null;
  }
}
