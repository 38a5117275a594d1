// @ts-check
/**
 * One visitor's conversation: its events by sequence number, what is still to be sent, and the
 * connection. Knows nothing of the page; tells who listens.
 */
import { newId } from './dom.js';
import { makePatience, readEvents } from './stream.js';
import { agentAfter, isPersonal, isThinking, isUnrated, lastToPerson, stateAfter } from './transcript.js';

/** @typedef {import('./api.js').ChatEvent} ChatEvent */
/** @typedef {import('./api.js').Key} Key */
/** @typedef {import('./api.js').Refusal} Refusal */
/** @typedef {import('./storage.js').Pending} Pending */
/** @typedef {import('./clause-chat.js').Identity} Identity */
/** @typedef {ReturnType<typeof makeConversation>} Conversation */
/**
 * @typedef {object} Listener
 * @property {(event: ChatEvent, fresh: boolean, first: boolean) => void} event a new entry of the log; not
 *   fresh if it was seen before, not the first time if it came on an earlier page already
 * @property {() => void} refused no person could be asked for
 * @property {() => void} reload the log is read anew from its beginning
 * @property {(helpful: boolean) => void} vote the visitor said whether an answer helped
 * @property {() => void} erased the visitor has deleted it: nothing is left, here or there
 * @property {() => void} restart the service no longer knows the conversation: the log is empty, a new one begins
 * @property {() => void} change anything else: what is pending, the state, the connection
 */

/** How often a message is tried while the service is there but cannot take it. */
const TRIES = 4;
/** Milliseconds: typing is told again so often, and what was read so long after it was seen. */
const TYPING = 3000;
const READ = 400;

/**
 * @param {import('./api.js').Api} api
 * @param {import('./storage.js').Storage} storage
 * @param {string} language that the visitor reads
 * @param {Listener} on
 */
export function makeConversation(api, storage, language, on) {
  const { save } = storage;
  /** @type {Map<number, ChatEvent>} */
  const events = new Map();
  /** Those without a gap, the last first; there are as many as the number where the stream resumes. @type {ChatEvent[]} */
  let past = [];
  /** @type {Pending[]} */
  let pending = storage.saved.pending ?? [];
  /** Whether the service can be reached, as far as is known. */
  let online = true;
  /** What is so just now, as the stream told it last. @type {import('./api.js').Now} */
  let now = {};
  let sending = false;
  let suspended = false;
  /** The connection, while there should be one. @type {{abort: () => void} | null} */
  let stream = null;
  const streamPatience = makePatience();
  const sendPatience = makePatience();
  let typedAt = 0;
  let toldRead = 0;
  /** Who the visitor is, and the conversation that it was told in. @type {Identity | undefined} */
  let identity;
  let identified = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let reading;

  const state = () => stateAfter(past);
  /** Whether the visitor asked for a person, or rather for none, and the service has not been told yet. */
  const wish = () => storage.saved.wish ?? '';

  /** @returns {Key | null} */
  function keyOf() {
    const { id, token } = storage.saved;
    return id && token ? { id, token } : null;
  }

  /** @param {Pending[]} next */
  function keep(next) {
    pending = next;
    save({ pending });
    on.change();
  }

  /** Connects, if there is a conversation, and sends what is waiting. */
  function start() {
    suspended = false;
    if (keyOf() && !stream) follow();
    deliver();
  }

  /** Lets the connection go; nothing is lost. */
  function stop() {
    stream?.abort();
    stream = null;
  }

  /** Tries again now instead of waiting. */
  function hurry() {
    streamPatience.wake();
    sendPatience.wake();
  }

  /** @param {'GET' | 'POST' | 'DELETE'} method @param {string} what @param {object} [body] */
  async function own(method, what, body) {
    return api.own(method, /** @type {Key} */ (keyOf()), what, body);
  }

  /** @param {boolean} reached */
  function reach(reached) {
    if (reached === online) return;
    online = reached;
    if (online) hurry();
    else delete now.typing; // whoever typed may have stopped
    on.change();
  }

  /** Sends, one after the other, what is waiting. One such loop runs at a time. */
  async function deliver() {
    if (sending) return;
    sending = true;
    let tries = 0;
    let restarts = 0;
    for (let job = nextJob(); job && !suspended; job = nextJob()) {
      try {
        await job();
        sendPatience.reset();
        tries = 0;
      } catch (problem) {
        const error = /** @type {Refusal} */ (problem);
        if (!error.status) {
          reach(false);
          await sendPatience.pause();
        } else if (error.status === 401 && restarts++ < 2) {
          restart();
        } else if (error.passing && ++tries < TRIES) {
          await sendPatience.pause(error.retryAfter);
        } else {
          giveUp(error);
          tries = 0;
        }
      }
    }
    sending = false;
  }

  /** The next thing to tell the service, or null. */
  function nextJob() {
    const first = pending.find((one) => !one.failed);
    const wished = wish();
    if (!first && !wished) return null;
    return async () => {
      const key = keyOf() ?? await create();
      await tellIdentity(key);
      if (first) {
        take(await api.message(key, first, conversation.language));
      } else {
        await own(wished === 'person' ? 'POST' : 'DELETE', '/handoff');
        if (wish() === wished) save({ wish: '' });
      }
      reach(true);
      on.change();
    };
  }

  /** Refused, the chat goes on without. @param {Key} key */
  async function tellIdentity(key) {
    if (!identity || identified === key.id) return;
    try {
      const token = await (/** @type {any} */ (identity).call?.() ?? identity); // a text has no call()
      save({ address: await (await own('POST', '/identity', { token })).json() });
    } catch (/** @type {any} */ error) {
      if (error.status === 401) throw error; // somebody else's conversation: a new one begins
      console.warn('clause-chat:', error.message);
      if (!error.status) return; // not reached, or no token to be had: with the next message again
    }
    identified = key.id;
  }

  async function create() {
    const key = await api.create(conversation.language, storage.saved.previous);
    save({ id: key.id, token: key.token, seen: 0, last: 0 });
    start();
    return key;
  }

  /** @param {Refusal} refusal of the next job, for good or often enough */
  function giveUp(refusal) {
    console.warn('clause-chat:', refusal.message);
    const first = pending.find((one) => !one.failed);
    // a service in trouble refuses the others as well: they stay behind the first, in order
    if (first) return keep(pending.map((one) => (one === first || refusal.passing ? { ...one, failed: true } : one)));
    // that a person came before the wish for none did is no trouble worth a word
    if (wish() === 'person') on.refused();
    save({ wish: '' });
    on.change();
  }

  /** The service does not know us any more. What was typed is kept and goes to a new conversation. */
  function restart() {
    forget();
    const previous = keyOf() ?? storage.saved.previous;
    save({ id: '', token: '', seen: 0, last: 0, live: false, left: '', address: '', votes: {}, previous });
    on.restart();
    on.change();
  }

  function forget() {
    stop();
    events.clear();
    past = [];
    toldRead = 0;
    now = {};
  }

  /** Leaves nothing of it in the tab. @param {() => void} tell */
  function leaveBehind(tell) {
    forget();
    pending = [];
    storage.clear();
    tell();
    on.change();
  }

  /** Follows the stream until it is let go, through every loss of the connection. */
  async function follow() {
    const mine = { abort() {} };
    stream = mine;
    while (stream === mine) {
      const abort = new AbortController();
      mine.abort = () => abort.abort();
      try {
        const key = keyOf();
        if (!key) return;
        for await (const chunk of readEvents(await api.events(key, past.length, abort))) {
          streamPatience.reset();
          reach(true);
          for (const data of chunk) take(JSON.parse(data));
        }
        if (stream === mine) await streamPatience.pause(); // ended: a restart of the service
      } catch (problem) {
        if (stream !== mine) return;
        const { status, retryAfter } = /** @type {Refusal} */ (problem);
        if (status === 401) {
          restart();
          deliver();
          return;
        }
        if (!status) reach(false);
        await streamPatience.pause(retryAfter);
      }
    }
  }

  /**
   * Takes in an event once, whether it came as the answer to a message or by the stream.
   * @param {any} event a ChatEvent, or what is so just now, without a number
   */
  function take(event) {
    const { seq, type, message } = event;
    const { seen = 0, last = 0 } = storage.saved;
    if (type === 'reload') {
      // the service has another log than we: ours is read anew
      forget();
      save({ seen: Math.min(event.last_seq, seen), last: 0 });
      on.reload();
      return start();
    }
    if (!seq) {
      now = { ...now, [type]: event };
      return on.change();
    }
    if (events.has(seq)) return;
    // what was typed has come
    if (message?.author === 'agent') delete now.typing;
    events.set(seq, event);
    for (let next; (next = events.get(past.length + 1));) past.unshift(next);
    pending = pending.filter((one) => one.clientId !== message?.client_id);
    save({ pending, live: isPersonal(state()), last: Math.max(past.length, last) });
    on.event(event, seq > seen, seq > last);
    on.change();
  }

  const conversation = {
    language,
    events,
    start, stop, hurry, own,
    get lastSeq() { return past.length; },
    get pending() { return pending; },
    get online() { return online; },
    get now() { return now; },
    get state() { return state(); },
    get agent() { return agentAfter(past); },
    get toPerson() { return lastToPerson(past); },
    get unrated() { return isUnrated(past); },
    get thinking() { return isThinking(past); },
    get wish() { return wish(); },
    get saved() { return storage.saved; },

    /** Whether anything was said, here or on an earlier page. */
    get begun() { return Boolean(keyOf() || pending[0]); },

    /** Whether something may arrive without the visitor doing anything. */
    get awaiting() {
      // in the middle of what is known already, nothing says how it ends
      const { last = 0 } = storage.saved;
      return past.length < last || isThinking(past) || pending[0] || wish() || isPersonal(state());
    },

    /** Lets everything go until the next start(): the page has taken the chat away. */
    suspend() {
      stop();
      suspended = true;
      hurry();
    },

    /** Makes sure that the connection is alive, after the network or the page has been away. */
    check() {
      hurry();
      if (!stream) return;
      stop();
      start();
    },

    /** @param {string} text what the visitor wrote, 1 to 2,000 characters */
    send(text) {
      typedAt = 0; // to the service, what is sent is no longer typed
      keep([...pending, { clientId: newId(), text }]);
      sendPatience.wake();
      deliver();
    },

    /** Sends again what had failed, in its old order, under its old ids. */
    retry() {
      keep(pending.map((one) => ({ ...one, failed: false })));
      hurry();
      deliver();
    },

    /** @param {boolean} wanted a person, or rather not any more */
    askPerson(wanted) {
      const next = wanted ? 'person' : 'cancel';
      save({ wish: wish() && wish() !== next ? '' : next });
      on.change();
      deliver();
    },

    /** Whether the visitor types, for the person who waits for it. @param {boolean} active */
    typing(active) {
      const at = Date.now();
      if (state() !== 'agent' || (active ? at - typedAt < TYPING : !typedAt)) return;
      typedAt = active ? at : 0;
      own('POST', '/typing', { typing: active }).catch(() => {}); // nobody misses it
    },

    /** What there is was seen: tells so where a person wrote something new, a moment later. */
    read() {
      const seq = past.length; // by then the panel may be closed
      clearTimeout(reading);
      reading = setTimeout(() => {
        const before = toldRead;
        if (!past.some((one) => one.seq > before && one.message?.author === 'agent')) return;
        toldRead = seq;
        own('POST', '/read', { seq }).catch(() => { toldRead = before; });
      }, READ);
    },

    /** @param {string} email where an answer reaches the visitor @param {string} text may be empty */
    async leave(email, text) {
      await own('POST', '/leave', { email, text: text || null });
      save({ left: email });
      on.change();
    },

    /** @param {number} stars 1 to 5 @param {string} word may be empty */
    async rate(stars, word) {
      take(await (await own('POST', '/rating', { stars, word })).json());
    },

    /** Whether the visitor wants to hear of what comes while they look elsewhere. @param {boolean} sound */
    setSound(sound) { save({ sound }); },

    /** @param {number} seq of an answer @param {boolean} helpful @param {string} comment may be empty */
    async vote(seq, helpful, comment) {
      await own('POST', '/votes', { seq, helpful, comment });
      save({ votes: { ...storage.saved.votes, [seq]: helpful } });
      on.vote(helpful);
    },

    /** Deletes the conversation, at the service first. */
    async erase() {
      if (keyOf()) await own('DELETE', '');
      leaveBehind(on.erased);
    },

    /**
     * Who the visitor is, for the service to be told with what they write next. Where nobody is signed in any
     * more, the conversation of who was is left behind.
     * @param {Identity | undefined} given
     */
    identify(given) {
      identity = given;
      identified = '';
      if (given === null && storage.saved.address) leaveBehind(on.reload);
    },
  };
  return conversation;
}
