// @ts-check
/** The open conversation: loads it, follows it, and does what the agent wants done with it. */
import { fill, h } from '/widget/dom.js';
import { follow, get, post, Refusal } from './api.js';
import { askForOutcome, askToClose, askToReassign, askToTakeOver, askWhatIsRight } from './console_asked.js';
import { Composer } from './console_composer.js';
import { Context } from './console_context.js';
import { Header, showFailure } from './console_header.js';
import { Sender } from './console_sender.js';
import { Telling } from './console_telling.js';
import { merged, Transcript } from './console_transcript.js';
import { me, words } from './given.js';

/** @typedef {import('./shapes.js').Conversation} Conversation */
/** @typedef {import('./shapes.js').Event} Event */
/** @typedef {import('./shapes.js').Note} Note */
/** @typedef {import('./console_transcript.js').Entry} Entry */

/** How many events are loaded at once. */
const PAGE = 60;

export class OpenConversation {
  /** @type {Conversation | null} */
  #now = null;
  #lastNote = 0;
  /** Notes that stand among events which are not loaded yet, oldest first. @type {Note[]} */
  #olderNotes = [];
  #telling;
  /** @type {(() => void) | null} */
  #stop = null;
  #gone = false;
  /** @type {Composer} */
  #composer;
  /** @type {Transcript} */
  #transcript;
  #sender;
  #header;
  /** @type {Context | null} */
  #details = null;

  /**
   * @param {string} id
   * @param {HTMLElement} pane
   * @param {HTMLElement} context
   * @param {object} on
   * @param {() => void} on.back to the list, where there is room for one pane only
   * @param {(id: string) => void} on.seen
   * @param {number | null} [show] the message to begin at
   */
  constructor(id, pane, context, on, show = null) {
    this.id = id;
    this.pane = pane;
    this.context = context;
    this.on = on;
    this.show = show;
    this.#composer = new Composer(id, {
      send: (kind, text, citations) => this.#sender.write(kind, text, citations),
      take: () => this.claim(),
      typing: (typing) => this.#telling.type(typing),
    });
    this.#transcript = new Transcript({
      retry: (sent) => this.#sender.retry(sent),
      discard: (sent) => this.#sender.discard(sent),
      wrong: (event) => this.#askWhatIsRight(event),
      older: () => this.#loadOlder(),
    });
    this.#telling = new Telling(id, () => on.seen(id));
    this.#sender = new Sender(id, this.#transcript, (stored) => this.#arrive(stored));
    this.#header = new Header(id, {
      back: on.back,
      act: (act) => this.act(act),
      close: () => this.askToClose(),
      reassign: () => this.#askToReassign(),
      details: (open) => this.#showContext(open),
    });
    context.replaceChildren();
    pane.replaceChildren(h('p', { class: 'loading', role: 'status' }, words.loading));
    document.addEventListener('visibilitychange', this.#watch);
    this.#load();
  }

  /** Stops following; what was not sent stays in the tab. */
  leave() {
    this.#gone = true;
    this.#stop?.();
    this.#sender.stop();
    this.#telling.stop();
    document.removeEventListener('visibilitychange', this.#watch);
    this.context.replaceChildren();
  }

  async #load() {
    try {
      /** @type {Conversation} */
      const loaded = await get(`${this.#path()}?latest=${PAGE}`);
      if (this.#gone) return;
      const { events, notes } = loaded;
      const first = events[0]?.seq ?? 1;
      this.#now = { ...loaded, events: [], notes: [], last_seq: first - 1 };
      this.#telling.read = loaded.my_read;
      this.#olderNotes = notes.filter((note) => first > 1 && note.note.after_seq < first);
      this.pane.replaceChildren(this.#header.element, this.#transcript.element, this.#composer.element);
      this.#details = new Context(this.context, loaded.language, {
        close: () => this.#showContext(false),
        cite: (citation) => this.#cite(citation),
        outcome: (request) => this.#askForOutcome(request),
      });
      if (loaded.my_read > 0) this.#transcript.markNewAfter(loaded.my_read);
      for (const entry of merged(events, notes.slice(this.#olderNotes.length))) this.#take(entry);
      this.#become(loaded);
      this.#transcript.showRead(loaded.visitor_read);
      this.#transcript.goLive();
      if (this.show !== null) this.#showMessage(this.show);
      this.#sender.start();
      this.#watch();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!this.#gone) showFailure(this.pane, error, () => this.#load());
    }
  }

  /** @returns {Promise<Entry[]>} */
  async #loadOlder() {
    const first = this.#now?.events[0]?.seq ?? 1;
    if (first <= 1 || !this.#now) return [];
    /** @type {{ events: Event[] }} */
    const { events } = await get(`${this.#path('/history')}?before=${first}&limit=${PAGE}`);
    if (this.#gone || !this.#now || !events.length) return [];
    this.#now.events.unshift(...events);
    const { seq } = events[0];
    const notes = this.#olderNotes.filter((note) => seq === 1 || note.note.after_seq >= seq);
    this.#olderNotes = this.#olderNotes.filter((note) => !notes.includes(note));
    return merged(events, notes);
  }

  /** @param {number} seq of a message that a search found, loading what is before as far as needed */
  async #showMessage(seq) {
    while (!this.#transcript.show(seq) && await this.#transcript.loadOlder());
  }

  /** A hidden page lets its stream go: a browser opens only six connections to one server. */
  #watch = () => {
    if (!this.#now) return;
    if (document.hidden) {
      this.#stop?.();
      this.#stop = null;
      this.#transcript.markNewAfter(this.#now.last_seq);
      return;
    }
    this.#telling.markRead(this.#now.last_seq);
    this.#stop ??= follow(() => `${this.#path('/events')}?after=${this.#now?.last_seq ?? 0}&after_note=${this.#lastNote}`, {
      data: (told) => this.#arrive(told),
      state: (state) => { if (state === 'live') this.#sender.tryAgain(); },
      refused: (refusal) => {
        if (refusal.status !== 404) return this.#composer.tell(refusal.message);
        this.leave(); // the visitor has deleted it: nothing of it stays on the screen
        return showFailure(this.pane, refusal, this.on.back);
      },
    });
  };

  /** @param {any} told an event, a note, or what is so just now */
  #arrive(told) {
    if (!this.#now || this.#gone) return;
    switch (told.type) {
      case 'typing': return this.#transcript.showTyping(told);
      case 'read': return this.#transcript.showRead(told.visitor);
      case 'reload': return location.reload(); // our numbers are none of the service's: begin anew
      case 'note':
        if (told.number > this.#lastNote) this.#take(told);
        return;
      default:
    }
    // an answer to what was sent may come before what the stream has yet to bring
    if (told.seq !== this.#now.last_seq + 1) return;
    this.#take(told);
    this.#telling.markRead(this.#now.last_seq);
    if (told.state) {
      const { state } = told.state;
      this.#become({ ...this.#now, state, owner: state === 'agent' ? this.#now.owner : null, waiting_since: null });
    }
    // who a visitor is comes before what they write
    const named = told.message?.author === 'visitor' && !this.#now.verified;
    if (told.state || told.rights || named) this.#refresh();
  }

  /** @param {Entry} entry in order */
  #take(entry) {
    if (!this.#now) return;
    if (entry.type === 'note') {
      this.#lastNote = entry.number;
      this.#sender.arrived(entry.note.client_id);
    } else {
      this.#now.events.push(entry);
      this.#now.last_seq = entry.seq;
      if (entry.message?.author === 'agent') this.#sender.arrived(entry.message.client_id);
    }
    this.#transcript.add(entry);
  }

  /** @param {Conversation} told as the service told it just now */
  #become(told) {
    if (!this.#now || this.#gone) return;
    const { state, owner, waiting_since, left_email, rights_requests, page, verified } = told;
    Object.assign(this.#now, { state, owner, waiting_since, left_email, rights_requests, page, verified });
    this.#composer.show(this.#now);
    this.#header.draw(this.#now);
    this.#details?.draw(this.#now);
  }

  #refresh() {
    return this.#ask(async () => this.#become(await get(`${this.#path()}?latest=1`)));
  }

  get #isMine() {
    return this.#now?.state === 'agent' && this.#now.owner?.id === me.id;
  }

  /** @param {boolean} open where there is no room for the third pane, it lies over the second */
  #showContext(open) {
    this.context.classList.toggle('is-open', open);
    this.#header.expanded = open;
    if (open) this.context.querySelector('button')?.focus();
    else this.#header.focusDetails();
  }

  /** @param {import('./shapes.js').Citation} citation */
  #cite(citation) {
    this.context.classList.remove('is-open');
    this.#header.expanded = false;
    if (this.#composer.open) this.#composer.cite(citation);
    else this.reply();
  }

  /** Takes the conversation, if it can be taken; the agent then stands in the reply. */
  async claim() {
    if (!this.#now || this.#isMine || this.#now.state === 'closed') return this.reply();
    const { state, owner } = this.#now;
    if (state === 'agent' && owner && !await askToTakeOver(owner.name)) return;
    this.#composer.tell('');
    this.#composer.claiming = true;
    await this.#ask(async () => {
      this.#become(state === 'agent' && owner
        ? await post(this.#path('/take-over'), { from_owner: owner.id }) : await post(this.#path('/claim')));
      this.#composer.focus();
    });
    this.#composer.claiming = false;
  }

  /** @param {'release' | 'hand-back' | 'close'} act */
  async act(act) {
    this.#composer.tell('');
    await this.#ask(async () => this.#become(await post(this.#path(`/${act}`))));
  }

  async askToClose() {
    if (!this.#now || this.#now.state === 'closed') return;
    if (this.#now.state === 'agent' && !this.#isMine) {
      this.#composer.tell(fill(words.colleague_closes, { name: this.#now.owner?.name ?? words.colleague }));
    } else if (await askToClose() && !this.#gone) await this.act('close');
  }

  #askToReassign() {
    return askToReassign(async (to) => this.#become(await post(this.#path('/reassign'), { to })));
  }

  /** @param {import('./shapes.js').RightsRequest} request */
  async #askForOutcome(request) {
    if (await askForOutcome(request)) await this.#refresh();
  }

  /** @param {Event} event an answer of the assistant */
  async #askWhatIsRight(event) {
    const asked = this.#now?.events.find((one) => one.seq === event.message?.reply_to);
    const kept = await askWhatIsRight(this.id, event.seq, asked?.message?.text ?? '', this.#now?.language ?? '');
    if (kept) this.#transcript.markWrong(event.seq);
  }

  reply() {
    if (this.#now && !this.#composer.open) {
      this.#composer.tell(this.#now.state === 'closed' ? words.closed_note : words.take_over_first);
    }
    this.#composer.focus();
  }

  note() {
    this.#composer.focusNote();
  }

  /**
   * Asks the service; a refusal is said where the agent looks, and what is true now is shown.
   * @param {() => Promise<void>} asking
   */
  async #ask(asking) {
    try {
      await asking();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.#gone) return;
      this.#composer.tell(error.message);
      if (error.status === 409) get(`${this.#path()}?latest=1`).then((told) => this.#become(told)).catch(() => {});
    }
  }

  /** @param {string} [below] */
  #path(below = '') {
    return `/conversations/${encodeURIComponent(this.id)}${below}`;
  }
}
