// @ts-check
/**
 * The service's HTTP, as the widget uses it.
 *
 * @typedef {'bot' | 'waiting' | 'agent' | 'closed'} State
 * @typedef {'ask_person' | 'cancel' | 'claim' | 'release' | 'hand_back' | 'close' | 'reopen'
 *   | 'take_over' | 'reassign' | 'away'} Action
 * @typedef {'access' | 'rectification' | 'erasure' | 'portability' | 'objection' | 'withdrawal'} Right
 *
 * @typedef {object} Citation `start`, `end` and `passage_start` count characters (code points)
 * @property {string} document
 * @property {string} version
 * @property {string} language
 * @property {string} anchor
 * @property {string[]} heading_path
 * @property {string} quote
 * @property {number} start
 * @property {number} end
 * @property {string} passage
 * @property {number} passage_start
 * @property {string} url
 * @property {string | null} [in_force_since] a day
 *
 * @typedef {object} Suggestion
 * @property {string} question
 * @property {string[]} anchors of the sections that answer it
 *
 * @typedef {object} Answer
 * @property {'answered' | 'unsure' | 'not_covered' | 'small_talk' | 'human'} verdict
 * @property {number} confidence
 * @property {string} language
 * @property {string} text
 * @property {Citation[]} citations
 * @property {{ text: string, label: string } | null} [curated] in the owner's words
 * @property {boolean} handoff_offered
 *
 * @typedef {object} Message
 * @property {'visitor' | 'assistant' | 'agent' | 'system'} author
 * @property {string | null} author_name
 * @property {string} text
 * @property {string | null} client_id
 * @property {number | null} reply_to
 * @property {Answer | null} answer
 * @property {Citation[]} [citations] what an agent cites
 *
 * @typedef {object} StateChange
 * @property {State} state
 * @property {Action} action
 * @property {{name: string} | null} agent who did it
 * @property {{name: string} | null} owner who has the conversation from here on
 * @property {{name: string} | null} previous who had it
 *
 * @typedef {object} ChatEvent one entry of the conversation's log; `seq` has no gaps
 * @property {number} seq
 * @property {'message' | 'state' | 'rights' | 'offer' | 'rating'} type
 * @property {string} at
 * @property {Message} [message]
 * @property {StateChange} [state]
 * @property {{right: Right, reply_to: number, due_on: string}} [rights]
 * @property {{language: string, text: string}} [offer]
 * @property {{stars: number, word: string}} [rating]
 *
 * @typedef {object} Queue where a waiting visitor stands
 * @property {number | null} place 1 is next; null for who does not wait
 * @property {number | null} usual_wait_seconds
 * @property {boolean} open
 * @property {boolean} agents_online
 * @property {string | null} opens_at
 *
 * @typedef {object} Now what a stream tells beside the log, without numbers
 * @property {Queue} [queue]
 * @property {{visitor: boolean, agent: string | null}} [typing]
 * @property {{visitor: number, agent: number}} [read]
 */

/** Milliseconds after which a request that got no answer counts as lost. */
const PATIENCE = 20_000;

/** The service answered, and said no. A lost network is a TypeError or a TimeoutError instead. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} detail the service's own sentence, or ''
   * @param {number} retryAfter seconds; 0 if it named none
   */
  constructor(status, detail, retryAfter) {
    super(detail || `HTTP ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may well be accepted later. */
  get passing() {
    return this.status === 429 || this.status >= 500;
  }
}

export class Api {
  /**
   * @param {string} server address of the service, with a trailing slash
   * @param {boolean} [sharesPage] whether agents may see the page that a visitor writes from
   */
  constructor(server, sharesPage = false) {
    this.server = server;
    this.sharesPage = sharesPage;
  }

  /**
   * @param {string} language
   * @param {{id: string, token: string}} [previous] what this tab had before
   * @returns {Promise<{id: string, token: string}>}
   */
  async create(language, previous) {
    return (await this.#send('POST', 'conversations', '', { language, previous })).json();
  }

  /**
   * @param {{id: string, token: string}} conversation
   * @param {{clientId: string, text: string}} message
   * @param {string} language that the visitor reads
   * @returns {Promise<ChatEvent>} the same one however often it is sent
   */
  async message(conversation, { clientId, text }, language) {
    // without query and fragment, which may hold what is nobody's business
    const page = this.sharesPage ? location.origin + location.pathname : undefined;
    const body = { client_id: clientId, text, page, language };
    return (await this.post(conversation, 'messages', body)).json();
  }

  /**
   * @param {{id: string, token: string}} conversation
   * @param {'messages' | 'typing' | 'read' | 'leave' | 'rating' | 'votes'} what
   * @param {object} body
   */
  post({ id, token }, what, body) {
    return this.#send('POST', `conversations/${id}/${what}`, token, body);
  }

  /**
   * What there is of a conversation, or its end.
   * @param {'GET' | 'DELETE'} method
   * @param {{id: string, token: string}} conversation
   * @param {string} what
   */
  own(method, { id, token }, what) {
    return this.#send(method, `conversations/${id}${what}`, token);
  }

  /** Questions that the statement answers. @param {string} language @returns {Promise<Suggestion[]>} */
  async suggestions(language) {
    return (await this.#send('GET', `suggestions?language=${language}`, '')).json();
  }

  /** @param {{id: string, token: string}} conversation @param {boolean} wanted */
  async person({ id, token }, wanted) {
    await this.#send(wanted ? 'POST' : 'DELETE', `conversations/${id}/handoff`, token);
  }

  /**
   * The stream of events after `seq`.
   * @param {{id: string, token: string}} conversation
   * @param {number} seq
   * @param {AbortSignal} signal
   * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
   */
  async events({ id, token }, seq, signal) {
    const headers = { Accept: 'text/event-stream', 'Last-Event-ID': String(seq) };
    const slow = new AbortController();
    const timer = setTimeout(() => slow.abort(new TypeError('no answer')), PATIENCE);
    const either = AbortSignal.any([signal, slow.signal]);
    try {
      const path = `conversations/${id}/events`;
      const response = await this.#fetch(path, { headers, signal: either }, token);
      if (!response.body) throw new TypeError('no stream');
      return response.body;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} token
   * @param {object} [body]
   */
  #send(method, path, token, body) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    if (body) headers['Content-Type'] = 'application/json';
    const signal = AbortSignal.timeout(PATIENCE);
    return this.#fetch(path, { method, headers, signal, body: body && JSON.stringify(body) }, token);
  }

  /**
   * @param {string} path
   * @param {RequestInit & {headers: Record<string, string>}} init
   * @param {string} token
   */
  async #fetch(path, init, token) {
    if (token) init.headers.Authorization = `Bearer ${token}`;
    const response = await fetch(`${this.server}api/${path}`, {
      ...init, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer',
    });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    const wait = Number(response.headers.get('Retry-After')) || 0;
    throw new Refusal(response.status, String(problem.detail ?? ''), wait);
  }
}
