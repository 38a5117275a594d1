// @ts-check
/** What an agent has begun to write in one conversation, kept in the tab. */

/** @typedef {import('./shapes.js').Citation} Citation */

export class Draft {
  #key;
  /** @type {{ reply: string, note: string, citations: Citation[] }} */
  #kept = { reply: '', note: '', citations: [] };

  /** @param {string} conversation */
  constructor(conversation) {
    this.#key = `clause.draft.${conversation}`;
    try {
      this.#kept = { ...this.#kept, ...JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') };
    } catch {
      // not ours: begin anew
    }
  }

  /** @param {'reply' | 'note'} kind */
  get(kind) {
    return this.#kept[kind];
  }

  /**
   * @param {'reply' | 'note'} kind
   * @param {string} text
   */
  set(kind, text) {
    this.#kept[kind] = text;
    this.#keep();
  }

  get citations() {
    return this.#kept.citations;
  }

  set citations(citations) {
    this.#kept.citations = citations;
    this.#keep();
  }

  #keep() {
    const { reply, note, citations } = this.#kept;
    try {
      if (reply || note || citations.length) sessionStorage.setItem(this.#key, JSON.stringify(this.#kept));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // no room or no permission: the draft lives as long as the page
    }
  }
}
