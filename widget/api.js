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

/**
 * The service answered, and said no. A lost network is an error without a status.
 *
 * @typedef {Error & {status?: number, passing?: boolean, retryAfter?: number}} Refusal `passing`: the same
 *   request may well be accepted later; `retryAfter`: seconds, 0 if it named none
 *
 * @typedef {{id: string, token: string}} Key to a conversation
 * @typedef {ReturnType<typeof apiOf>} Api
 */

/**
 * @param {string} server address of the service, with a trailing slash
 * @param {boolean} sharesPage whether agents may see the page that a visitor writes from
 */
export function apiOf(server, sharesPage) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [token]
   * @param {object} [body]
   * @param {{headers?: Record<string, string>, signal?: AbortSignal}} [more]
   */
  async function send(method, path, token, body, { headers, signal = AbortSignal.timeout(PATIENCE) } = {}) {
    const response = await fetch(`${server}api/${path}`, {
      method, signal, body: body && JSON.stringify(body),
      headers: {
        ...headers, ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }),
      },
      credentials: 'omit', referrerPolicy: 'no-referrer',
    });
    if (response.ok) return response;
    const { status } = response;
    const { detail } = await response.json().catch(() => ({}));
    throw Object.assign(new Error(detail ?? status), {
      status, passing: status === 429 || status >= 500, retryAfter: Number(response.headers.get('Retry-After')) || 0,
    });
  }

  /**
   * Something of a conversation.
   * @param {'GET' | 'POST' | 'DELETE'} method
   * @param {Key} key
   * @param {string} what
   * @param {object} [body]
   */
  const own = (method, { id, token }, what, body) => send(method, `conversations/${id}${what}`, token, body);

  return {
    own,

    /** @param {string} language @param {Key} [previous] what this tab had before @returns {Promise<Key>} */
    create: async (language, previous) =>
      (await send('POST', 'conversations', '', { language, previous })).json(),

    /**
     * @param {Key} key
     * @param {{clientId: string, text: string}} message
     * @param {string} language that the visitor reads
     * @returns {Promise<ChatEvent>} the same one however often it is sent
     */
    message: async (key, { clientId, text }, language) => (await own('POST', key, '/messages', {
      client_id: clientId, text, language,
      // without query and fragment, which may hold what is nobody's business
      page: sharesPage ? location.origin + location.pathname : undefined,
    })).json(),

    /** Questions that the statement answers. @param {string} language @returns {Promise<Suggestion[]>} */
    suggestions: async (language) => (await send('GET', `suggestions?language=${language}`)).json(),

    /**
     * The stream of events after `seq`.
     * @param {Key} key
     * @param {number} seq
     * @param {AbortController} abort what ends it
     * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
     */
    async events({ id, token }, seq, abort) {
      const slow = setTimeout(() => abort.abort(), PATIENCE);
      const headers = { 'Last-Event-ID': String(seq) };
      const { body } = await send('GET', `conversations/${id}/events`, token, undefined, { headers, signal: abort.signal })
        .finally(() => clearTimeout(slow));
      return /** @type {any} */ (body);
    },
  };
}
