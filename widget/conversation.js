// @ts-check
/**
 * One visitor's conversation: its events by sequence number, what is still to be sent, and the
 * connection. Knows nothing of the page; tells its listeners:
 *
 *   'event'    detail {event, fresh, first}: a new entry of the log; not fresh if it was seen before, not
 *              the first time if it came on an earlier page already
 *   'refused'  no person could be asked for
 *   'reload'   the log is read anew from its beginning
 *   'vote'     detail {helpful}: the visitor said whether an answer helped
 *   'erased'   the visitor has deleted it: nothing is left, here or there
 *   'restart'  the service no longer knows the conversation: the log is empty, a new one begins
 *   'change'   anything else: what is pending, the state, the connection
 */
import { Refusal } from './api.js';
import { newId } from './dom.js';
import { Patience, readEvents } from './stream.js';
import { Transcript } from './transcript.js';

/** @typedef {import('./api.js').ChatEvent} ChatEvent */
/** @typedef {import('./storage.js').Pending} Pending */

/** How often a message is tried while the service is there but cannot take it. */
const TRIES = 4;
/** Milliseconds: typing is told again so often, and what was read so long after it was seen. */
const TYPING = 3000;
const READ = 400;

export class Conversation extends Transcript {
  /** @type {Pending[]} */
  pending;
  /** Whether the service can be reached, as far as is known. */
  online = true;
  /** What is so just now, as the stream told it last. @type {import('./api.js').Now} */
  now = {};

  #api;
  #storage;
  #sending = false;
  #suspended = false;
  /** @type {AbortController | null} */
  #stream = null;
  #streamPatience = new Patience();
  #sendPatience = new Patience();
  #typedAt = 0;
  #toldRead = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #reading;

  /**
   * @param {import('./api.js').Api} api
   * @param {import('./storage.js').Storage} storage
   * @param {string} language
   */
  constructor(api, storage, language) {
    super();
    this.#api = api;
    this.#storage = storage;
    /** What the visitor reads. */
    this.language = language;
    this.pending = storage.saved.pending ?? [];
  }

  /** The address that an answer goes to, if the visitor left one. */
  get left() {
    return this.#storage.saved.left ?? '';
  }

  /** Whether the visitor asked for a person and the service has not been told yet. */
  get wish() {
    return this.#storage.saved.wish ?? '';
  }

  /** Whether anything was said, here or on an earlier page. */
  get begun() {
    return this.#key() !== null || this.pending.length > 0;
  }

  /** Whether something may arrive without the visitor doing anything. */
  get awaiting() {
    // in the middle of what is known already, nothing says how it ends
    const { last = 0 } = this.#storage.saved;
    return this.lastSeq < last || this.thinking || this.pending.length > 0 || this.wish !== ''
      || this.state === 'waiting' || this.state === 'agent';
  }

  /** Connects, if there is a conversation, and sends what is waiting. */
  start() {
    this.#suspended = false;
    if (this.#key() && !this.#stream) this.#follow();
    this.#deliver();
  }

  /** Lets the connection go; nothing is lost. */
  stop() {
    this.#stream?.abort();
    this.#stream = null;
  }

  /** Lets everything go until the next start(): the page has taken the chat away. */
  suspend() {
    this.stop();
    this.#suspended = true;
    this.hurry();
  }

  /** Tries again now instead of waiting. */
  hurry() {
    this.#streamPatience.wake();
    this.#sendPatience.wake();
  }

  /** Makes sure that the connection is alive, after the network or the page has been away. */
  check() {
    this.hurry();
    if (!this.#stream) return;
    this.stop();
    this.start();
  }

  /** @param {string} text what the visitor wrote, 1 to 2,000 characters */
  send(text) {
    this.#typedAt = 0; // to the service, what is sent is no longer typed
    this.#keep([...this.pending, { clientId: newId(), text }]);
    this.#sendPatience.wake();
    this.#deliver();
  }

  /** Sends again what had failed, in its old order, under its old ids. */
  retry() {
    this.#keep(this.pending.map(({ clientId, text }) => ({ clientId, text })));
    this.hurry();
    this.#deliver();
  }

  /** @param {boolean} wanted a person, or rather not any more */
  askPerson(wanted) {
    const undone = this.wish === (wanted ? 'cancel' : 'person');
    this.#storage.save({ wish: undone ? '' : wanted ? 'person' : 'cancel' });
    this.#change();
    this.#deliver();
  }

  /** Whether the visitor types, for the person who waits for it. @param {boolean} active */
  typing(active) {
    const now = Date.now();
    if (this.state !== 'agent' || (active ? now - this.#typedAt < TYPING : !this.#typedAt)) return;
    this.#typedAt = active ? now : 0;
    this.#post('typing', { typing: active }).catch(() => {}); // nobody misses it
  }

  /** What there is was seen: tells so where a person wrote something new, a moment later. */
  read() {
    const { lastSeq } = this; // by then the panel may be closed
    clearTimeout(this.#reading);
    this.#reading = setTimeout(() => {
      const before = this.#toldRead;
      let seq = lastSeq;
      while (seq > before && this.events.get(seq)?.message?.author !== 'agent') seq -= 1;
      if (seq <= before) return;
      this.#toldRead = lastSeq;
      this.#post('read', { seq: lastSeq }).catch(() => { this.#toldRead = before; });
    }, READ);
  }

  /** @param {string} email where an answer reaches the visitor @param {string} text may be empty */
  async leave(email, text) {
    await this.#post('leave', { email, text: text || null });
    this.#storage.save({ left: email });
    this.#change();
  }

  /** @param {number} stars 1 to 5 @param {string} word may be empty */
  async rate(stars, word) {
    this.#take(await (await this.#post('rating', { stars, word })).json());
  }

  /** Whether the visitor wants to hear of what comes while they look elsewhere. */
  get sound() {
    return this.#storage.saved.sound ?? false;
  }

  set sound(sound) {
    this.#storage.save({ sound });
  }

  /** Which answers helped, by their numbers. */
  get votes() {
    return this.#storage.saved.votes ?? {};
  }

  /** @param {number} seq of an answer @param {boolean} helpful @param {string} comment may be empty */
  async vote(seq, helpful, comment) {
    await this.#post('votes', { seq, helpful, comment });
    this.#storage.save({ votes: { ...this.votes, [seq]: helpful } });
    this.dispatchEvent(new CustomEvent('vote', { detail: { helpful } }));
  }

  /** The conversation as a file. @param {'html' | 'json'} form */
  async file(form) {
    const key = this.#key();
    return key && (await this.#api.own('GET', key, `/transcript?form=${form}`)).blob();
  }

  /** Deletes the conversation, at the service first. */
  async erase() {
    const key = this.#key();
    if (key) await this.#api.own('DELETE', key, '');
    this.#forget();
    this.pending = [];
    this.#storage.clear();
    this.dispatchEvent(new Event('erased'));
    this.#change();
  }

  /** @param {'typing' | 'read' | 'leave' | 'rating' | 'votes'} what @param {object} body */
  async #post(what, body) {
    const key = this.#key();
    if (!key) throw new TypeError('no conversation');
    return this.#api.post(key, what, body);
  }

  #key() {
    const { id, token } = this.#storage.saved;
    return id && token ? { id, token } : null;
  }

  #change() {
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Pending[]} pending */
  #keep(pending) {
    this.pending = pending;
    this.#storage.save({ pending });
    this.#change();
  }

  /** @param {boolean} online */
  #reached(online) {
    if (online === this.online) return;
    this.online = online;
    if (online) this.hurry();
    else delete this.now.typing; // whoever typed may have stopped
    this.#change();
  }

  /** Sends, one after the other, what is waiting. One such loop runs at a time. */
  async #deliver() {
    if (this.#sending) return;
    this.#sending = true;
    let tries = 0;
    let restarts = 0;
    for (let job = this.#nextJob(); job && !this.#suspended; job = this.#nextJob()) {
      try {
        await job();
        this.#sendPatience.reset();
        tries = 0;
      } catch (error) {
        if (!(error instanceof Refusal)) {
          this.#reached(false);
          await this.#sendPatience.pause();
        } else if (error.status === 401 && restarts++ < 2) {
          this.#restart();
        } else if (error.passing && ++tries < TRIES) {
          await this.#sendPatience.pause(error.retryAfter);
        } else {
          this.#giveUp(error);
          tries = 0;
        }
      }
    }
    this.#sending = false;
  }

  /** The next thing to tell the service, or null. */
  #nextJob() {
    const first = this.pending.find((one) => !one.failed);
    const { wish } = this;
    if (!first && !wish) return null;
    return async () => {
      const key = this.#key() ?? await this.#create();
      if (first) {
        this.#take(await this.#api.message(key, first, this.language));
      } else {
        await this.#api.person(key, wish === 'person');
        if (this.wish === wish) this.#storage.save({ wish: '' });
      }
      this.#reached(true);
      this.#change();
    };
  }

  async #create() {
    const { id, token } = await this.#api.create(this.language, this.#storage.saved.previous);
    this.#storage.save({ id, token, seen: 0, last: 0 });
    this.start();
    return { id, token };
  }

  /** @param {Refusal} refusal of the next job, for good or often enough */
  #giveUp(refusal) {
    console.warn('clause-chat:', refusal.message);
    const first = this.pending.find((one) => !one.failed);
    if (first) {
      // a service in trouble refuses the others as well: they stay behind the first, in order
      return this.#keep(this.pending.map((one) =>
        (one === first || refusal.passing ? { ...one, failed: true } : one)));
    }
    // that a person came before the wish for none did is no trouble worth a word
    if (this.wish === 'person') this.dispatchEvent(new Event('refused'));
    this.#storage.save({ wish: '' });
    this.#change();
  }

  /** The service does not know us any more. What was typed is kept and goes to a new conversation. */
  #restart() {
    this.#forget();
    const previous = this.#key() ?? this.#storage.saved.previous;
    this.#storage.save({ id: '', token: '', seen: 0, last: 0, live: false, left: '', votes: {}, previous });
    this.dispatchEvent(new Event('restart'));
    this.#change();
  }

  /** The service has another log than we: ours is read anew. @param {number} seen of theirs */
  #reload(seen) {
    this.#forget();
    this.#storage.save({ seen: Math.min(seen, this.#storage.saved.seen ?? 0), last: 0 });
    this.dispatchEvent(new Event('reload'));
    this.start();
  }

  #forget() {
    this.stop();
    this.events.clear();
    this.lastSeq = 0;
    this.#toldRead = 0;
    this.now = {};
  }

  /** Follows the stream until it is let go, through every loss of the connection. */
  async #follow() {
    const abort = new AbortController();
    this.#stream = abort;
    while (!abort.signal.aborted) {
      try {
        const key = this.#key();
        if (!key) return;
        const body = await this.#api.events(key, this.lastSeq, abort.signal);
        for await (const chunk of readEvents(body)) {
          this.#streamPatience.reset();
          this.#reached(true);
          for (const data of chunk) this.#take(JSON.parse(data));
        }
        if (!abort.signal.aborted) await this.#streamPatience.pause(); // ended: a restart of the service
      } catch (error) {
        if (abort.signal.aborted) return;
        if (error instanceof Refusal && error.status === 401) {
          this.#restart();
          this.#deliver();
          return;
        }
        if (!(error instanceof Refusal)) this.#reached(false);
        await this.#streamPatience.pause(error instanceof Refusal ? error.retryAfter : 0);
      }
    }
  }

  /**
   * Takes in an event once, whether it came as the answer to a message or by the stream.
   * @param {any} event a ChatEvent, or what is so just now, without a number
   */
  #take(event) {
    if (event.type === 'reload') return this.#reload(event.last_seq);
    if (!event.seq) {
      Object.assign(this.now, { [event.type]: event });
      return this.#change();
    }
    if (this.events.has(event.seq)) return;
    // what was typed has come
    if (event.message?.author === 'agent') delete this.now.typing;
    this.events.set(event.seq, event);
    while (this.events.has(this.lastSeq + 1)) this.lastSeq += 1;
    this.pending = this.pending.filter((one) => one.clientId !== event.message?.client_id);
    const fresh = event.seq > (this.#storage.saved.seen ?? 0);
    const live = this.state === 'waiting' || this.state === 'agent';
    const { last: before = 0 } = this.#storage.saved;
    const last = Math.max(this.lastSeq, before);
    this.#storage.save({ pending: this.pending, live, last });
    this.dispatchEvent(new CustomEvent('event', { detail: { event, fresh, first: event.seq > before } }));
    this.#change();
  }
}
